"""The planner's room: the list of a month, the page of a visit, and what may be changed by whom and when."""

import re
import uuid
from datetime import date

import pytest

from app import clock
from app.intake import submissions
from app.org import importing
from app.people import changing
from app.review import queue
from app.visits import altering, planning, visits
from app.visits.planning import Wanted
from tests.builders import a_visit, an_envelope, body
from tests.org import files
from tests.review.given import a_failing, arrived


@pytest.fixture
def planner(sign_in, cast):
    return sign_in(cast.planner)


def listed(client, query=""):
    return re.findall(r'<a href="/visits/([0-9a-f-]{36})"', client.get(f"/visits/{query}").text)


def test_the_list_shows_the_month_of_the_first_day(planner, db, cast):
    this = a_visit(db, cast, opens=date(2026, 11, 30), closes=date(2026, 12, 2)).id
    following = a_visit(db, cast, opens=date(2026, 12, 1), closes=date(2026, 12, 2)).id
    assert listed(planner) == [this]
    assert listed(planner, "?month=2026-12") == [following]
    assert listed(planner, "?month=all") == [following, this]


def test_states_are_told_apart(planner, db, cast):
    todo = a_visit(db, cast)
    late = a_visit(db, cast, opens=date(2026, 11, 2), closes=date(2026, 11, 6))
    delivered, off, back = (a_visit(db, cast) for _ in range(3))
    arrived(db, delivered, cast.inspector)
    visits.cancel(db, off.id, cast.planner.id, "停电")
    with db.write():
        visits.returned(db, back.id, arrived(db, back, cast.inspector), "请补拍")
    by_state = {state: set(listed(planner, f"?state={state}")) for state in planning.STATES}
    assert by_state == {
        "todo": {todo.id, late.id, back.id},
        "late": {late.id},
        "returned": {back.id},
        "delivered": {delivered.id},
        "cancelled": {off.id},
    }
    counts = planning.counts(db, "2026-11")
    assert counts == {"every": 5, "todo": 3, "late": 1, "returned": 1, "delivered": 1, "cancelled": 1}


def test_a_visit_of_somebody_out_of_service_is_marked_until_it_is_given_away(planner, db, cast):
    visit = a_visit(db, cast).id
    changing.disable(db, cast.inspector, cast.admin.id)
    assert "检查员已停用" in planner.get("/visits/").text
    assert "已不能做这项任务" in planner.get(f"/visits/{visit}").text
    visits.reassign(db, visit, cast.inspector2.id, cast.planner.id, "离职")
    assert "检查员已停用" not in planner.get("/visits/").text


def test_whose_sealed_visit_it_is_is_not_told_by_a_mark(planner, db, cast):
    visit = a_visit(db, cast, approach="covert").id
    changing.disable(db, cast.inspector, cast.admin.id)
    assert "检查员已停用" not in planner.get("/visits/").text
    assert "已不能做这项任务" not in planner.get(f"/visits/{visit}").text


def test_a_site_that_closes_is_told_and_bounds_the_window(planner, db, cast):
    visit = a_visit(db, cast).id
    rows = [["网点名称", "单位名称", "停用日期"], ["城东供电所营业厅", "城东供电所", "2026-11-28"]]
    importing.straight(db, "a.xlsx", files.book({"网点": rows}))
    assert "自11月28日起停用" in planner.get(f"/visits/{visit}").text.replace(" ", "")
    typed = {"seen": "1", "opens": "2026-11-24", "closes": "2026-11-30", "reason": "推迟"}
    assert planner.post(f"/visits/{visit}/window", data=typed).status_code == 422
    assert planner.post(f"/visits/{visit}/window", data=typed | {"closes": "2026-11-26"}).status_code == 303


def test_units_with_what_is_below_them_and_approaches(planner, db, cast):
    east = a_visit(db, cast).id
    west = a_visit(db, cast, site=cast.hall2.id, approach="covert").id
    assert listed(planner, f"?unit={cast.east.id}") == [east]
    assert set(listed(planner, f"?unit={cast.company.id}")) == {east, west}
    assert listed(planner, "?approach=covert") == [west]
    assert listed(planner, f"?unit={cast.east.id}&approach=covert") == []


@pytest.mark.parametrize("query", ["?state=lost", "?unit=nowhere", "?approach=sneaky", "?month=2031-01", "?month=x"])
def test_what_cannot_be_asked_for_does_not_exist(planner, query):
    assert planner.get(f"/visits/{query}").status_code == 404


def test_many_visits_come_page_by_page(db, cast):
    given = {a_visit(db, cast, opens=date(2026, 11, 1 + n % 27)).id for n in range(120)}
    found, after = [], ""
    while page := planning.page(db, cast.planner, Wanted("2026-11", after=after)):
        found += [entry.visit.id for entry in page]
        after = found[-1]
    assert len(found) == 120
    assert set(found) == given


def test_what_is_left_of_earlier_months_is_said(planner, db, cast):
    a_visit(db, cast, opens=date(2026, 10, 26), closes=date(2026, 10, 30))
    assert "以前月份还有 1 次检查待完成" in planner.get("/visits/").text
    assert "这个月还没有任务" in planner.get("/visits/").text


def test_covert_work_is_sealed_to_everybody_who_did_not_give_it(planner, sign_in, db, cast):
    visit = a_visit(db, cast, approach="covert").id  # by planner2
    for page in (planner.get("/visits/").text, planner.get(f"/visits/{visit}").text.partition("<details")[0]):
        assert "已封存" in page
        assert cast.inspector.name not in page
        assert cast.inspector.code not in page
    history = planner.get(f"/visits/{visit}").text.partition("变更记录")[2]
    assert "孙立派出任务（检查人已封存）" in history
    assert cast.inspector.name not in history
    assert cast.inspector.name in sign_in(cast.planner2).get("/visits/").text


def test_both_results_are_reached_from_the_visit_and_the_accepted_one_counts(planner, db, cast):
    visit = a_visit(db, cast)
    visits.reassign(db, visit.id, cast.inspector2.id, cast.planner2.id, "周敏请假")
    first = arrived(db, visit, cast.inspector)
    with clock.at(clock.now() + clock.days(0.01)):
        second = arrived(db, visit, cast.inspector2, a_failing())
    assert f'hx-get="/review/visits/{visit.id}"' in planner.get(f"/visits/{visit.id}").text
    page = planner.get(f"/review/visits/{visit.id}").text
    assert page.index(first) < page.index("原检查人送达") < page.index(second)
    assert page.count("原检查人送达") == 1
    assert page.count("待复核") == 2
    assert "以通过的那一份为准" in page
    planner.post(f"/review/{first}/acceptance")
    page = planner.get(f"/review/visits/{visit.id}", headers={"HX-Request": "true"}).text
    assert "已通过，以此为准" in page
    assert "<html" not in page
    history = planner.get(f"/visits/{visit.id}").text.partition("变更记录")[2]
    assert history.index("李文静通过了结果") < history.index("结果送达") < history.index("孙立改派给吴桐")


def test_what_has_only_just_arrived_is_listed(planner, db, cast):
    visit, submission = a_visit(db, cast), str(uuid.uuid4())
    submissions.take(db, cast.inspector.id, submission, body(an_envelope(db, visit)))
    assert submission in planner.get(f"/review/visits/{visit.id}").text
    assert queue.count(db) == 1


def test_a_weekend_only_is_said(planner, db, cast):
    visit = a_visit(db, cast, opens=date(2026, 11, 28), closes=date(2026, 11, 29)).id
    assert "全是休息日" in planner.get(f"/visits/{visit}").text
    assert "全是休息日" not in planner.get(f"/visits/{a_visit(db, cast).id}").text


def test_overdue_is_by_the_day_of_the_bureau(db, cast):
    visit = a_visit(db, cast)
    with clock.at(clock.midnight(date(2026, 11, 28)) - clock.days(1 / 86400)):
        assert planning.planned(db, cast.planner, visit.id).state == "todo"
    with clock.at(clock.midnight(date(2026, 11, 28))):
        assert planning.planned(db, cast.planner, visit.id).state == "late"


def test_nobody_else_finds_the_room(sign_in, stranger, db, cast):
    visit = a_visit(db, cast).id
    form = {"seen": "1", "reason": "x", "inspector": cast.inspector2.id, "opens": "2026-11-24", "closes": "2026-12-01"}
    for role in ("inspector", "shopper", "publisher", "unit", "leader", "supervisor", "admin"):
        outsider = sign_in(getattr(cast, role))
        for path in ("/visits/", "/visits/new", f"/visits/{visit}"):
            assert outsider.get(path).status_code == 404, (role, path)
        for path in ("/visits/", *(f"/visits/{visit}/{kind}" for kind in altering.KINDS)):
            assert outsider.post(path, data=form).status_code == 404, (role, path)
        if role != "publisher":
            assert outsider.get(f"/review/visits/{visit}").status_code == 404
    assert stranger.get("/visits/").status_code == 303
    assert visits.inspector(db, visit) == cast.inspector.id


def test_a_visit_that_does_not_exist_is_not_found(planner):
    assert planner.get(f"/visits/{uuid.uuid4()}").status_code == 404
    assert planner.post(f"/visits/{uuid.uuid4()}/cancellation", data={"reason": "x"}).status_code == 404
    assert planner.get(f"/review/visits/{uuid.uuid4()}").status_code == 404
