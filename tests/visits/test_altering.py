"""A visit that is given changes hands or its window, or is called off; two planners do not undo each other unseen."""

import re

import pytest

from app import clock
from app.errors import Conflict
from app.visits import altering, changes, visits
from app.visits.altering import Alteration
from tests.builders import a_visit
from tests.review.given import arrived


@pytest.fixture
def planner(sign_in, cast):
    return sign_in(cast.planner)


def seen(client, visit):
    return re.search(r'name="seen" value="(\d+)"', client.get(f"/visits/{visit}").text)[1]


def test_to_try_who_has_sealed_work_tells_nothing(planner, db, cast):
    visit = a_visit(db, cast, approach="covert").id
    form = {"seen": seen(planner, visit), "inspector": cast.inspector.id, "reason": "试试"}
    with clock.at(clock.now() + clock.days(0.01)):
        assert planner.post(f"/visits/{visit}/assignment", data=form).status_code == 303
    assert cast.planner.id in visits.assigners(db, visit)  # and reviews it no more


def test_another_inspector_gets_it_and_the_history_tells(planner, sign_in, db, cast):
    visit = a_visit(db, cast).id
    form = {"seen": seen(planner, visit), "inspector": cast.inspector2.id, "reason": "周敏请假"}
    answer = planner.post(f"/visits/{visit}/assignment", data=form)
    assert (answer.status_code, answer.location) == (303, f"/visits/{visit}")
    page = planner.get(answer.location).text
    assert "李文静改派给吴桐" in page
    assert "原因：周敏请假" in page
    assert visit not in sign_in(cast.inspector).get("/api/pack").text
    assert visit in sign_in(cast.inspector2).get("/api/pack").text
    assert sign_in(cast.inspector).get(f"/field/visits/{visit}").status_code == 404


def test_the_new_inspector_is_not_told_what_was_sent_back_to_the_former(db, cast):
    visit = a_visit(db, cast)
    with db.write():
        visits.returned(db, visit.id, arrived(db, visit, cast.inspector), "请补拍")
    visits.reassign(db, visit.id, cast.inspector2.id, cast.planner.id)
    (theirs,) = visits.open_for(db, cast.inspector2.id)
    assert (theirs.returned_submission, theirs.returned_reason) == (None, None)


def test_the_window_is_changed_and_the_pack_has_it(planner, sign_in, db, cast):
    visit = a_visit(db, cast).id
    form = {"seen": seen(planner, visit), "opens": "2026-11-23", "closes": "2026-12-04", "reason": "检修"}
    assert planner.post(f"/visits/{visit}/window", data=form).status_code == 303
    (packed,) = sign_in(cast.inspector).get("/api/pack").json["visits"]
    assert packed["window"] == ["2026-11-23", "2026-12-04"]
    assert "李文静把时间段改为 11月23日至12月4日" in planner.get(f"/visits/{visit}").text


def test_a_cancelled_visit_leaves_the_list_and_what_arrives_all_the_same_is_shown(planner, sign_in, db, cast):
    visit = a_visit(db, cast)
    form = {"seen": seen(planner, visit.id), "reason": "网点装修"}
    assert planner.post(f"/visits/{visit.id}/cancellation", data=form).status_code == 303
    assert visit.id not in sign_in(cast.inspector).get("/field/").text
    page = planner.get(f"/visits/{visit.id}").text
    assert "李文静取消了任务" in page
    assert "<form" not in page.partition("<main")[2]
    arrived(db, visit, cast.inspector)
    page = planner.get(f"/visits/{visit.id}").text
    assert "这次检查已取消，但已经装好它的手机仍送达了结果" in page
    assert "取消后仍有送达" in planner.get("/visits/?state=cancelled").text


@pytest.mark.parametrize(
    ("kind", "form", "sentence"),
    [
        ("assignment", {"inspector": "", "reason": "x"}, "请选择由谁检查"),
        ("assignment", {"inspector": "周敏", "reason": "x"}, "这次检查本来就是周敏的"),
        ("assignment", {"inspector": "郑秋", "reason": "x"}, "郑秋现在不是检查员"),
        ("assignment", {"inspector": "吴桐", "reason": " "}, "请写明原因"),
        ("window", {"opens": "2026-11-23", "closes": "2026-11-27", "reason": "x"}, "现在的时间段"),
        ("window", {"opens": "2026-11-22", "closes": "2026-11-27", "reason": "x"}, "开始日已过"),
        ("window", {"opens": "2026-11-23", "closes": "2026-11-23", "reason": "x"}, "截止日已过"),
        ("cancellation", {"reason": ""}, "请写明原因"),
        ("cancellation", {"reason": "长" * 501}, "超过 500 个字"),
    ],
)
def test_a_change_that_is_wrong_is_refused_where_it_stands(planner, db, cast, kind, form, sentence):
    visit = a_visit(db, cast).id
    names = {person.name: person.id for person in (cast.inspector, cast.inspector2, cast.shopper)}
    typed = form | ({"inspector": names.get(form["inspector"], "")} if "inspector" in form else {})
    before = changes.history(db, visit)
    answer = planner.post(f"/visits/{visit}/{kind}", data=typed | {"seen": seen(planner, visit)})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert changes.history(db, visit) == before


def test_the_second_of_two_planners_learns_who_was_quicker_and_keeps_what_they_typed(planner, sign_in, db, cast):
    visit = a_visit(db, cast).id
    form = {"seen": seen(planner, visit), "reason": "改到下周", "opens": "2026-11-30", "closes": "2026-12-04"}
    other = sign_in(cast.planner2)
    other.post(
        f"/visits/{visit}/assignment",
        data={"seen": seen(other, visit), "inspector": cast.inspector2.id, "reason": "周敏请假"},
    )
    answer = planner.post(f"/visits/{visit}/window", data=form)
    assert answer.status_code == 409
    assert "您打开本页之后，孙立已于 2026-11-24 10:42:07 把这次检查改派给别人。" in answer.text
    assert "改到下周" in answer.text
    assert 'value="2026-12-04"' in answer.text
    assert visits.get(db, visit).closes == "2026-11-27"
    again = form | {"seen": re.search(r'name="seen" value="(\d+)"', answer.text)[1]}
    assert planner.post(f"/visits/{visit}/window", data=again).status_code == 303
    assert visits.get(db, visit).closes == "2026-12-04"


@pytest.mark.parametrize("kind", altering.KINDS)
def test_a_double_click_changes_once(planner, db, cast, kind):
    visit = a_visit(db, cast).id
    window = {"opens": "2026-11-24", "closes": "2026-12-01"}
    form = {"seen": seen(planner, visit), "reason": "有事", "inspector": cast.inspector2.id, **window}
    answers = [planner.post(f"/visits/{visit}/{kind}", data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(changes.history(db, visit)) == 2


def test_a_result_that_arrived_meanwhile_keeps_the_visit(planner, db, cast):
    visit = a_visit(db, cast)
    form = {"seen": seen(planner, visit.id), "reason": "不查了"}
    arrived(db, visit, cast.inspector)
    answer = planner.post(f"/visits/{visit.id}/cancellation", data=form)
    assert answer.status_code == 409
    assert "这次检查的结果已于 2026-11-24 10:42:07 送达" in answer.text
    assert "不能再改" in answer.text
    assert visits.get(db, visit.id).cancelled_at is None
    with pytest.raises(Conflict):
        altering.alter(db, cast.planner, visit.id, Alteration("cancellation", 99, "不查了"))


def test_what_the_former_inspector_sends_leaves_the_visit_with_the_new_one_until_it_is_accepted(planner, db, cast):
    visit = a_visit(db, cast)
    visits.reassign(db, visit.id, cast.inspector2.id, cast.planner2.id, "周敏请假")
    sent = arrived(db, visit, cast.inspector)
    assert [v.id for v in visits.open_for(db, cast.inspector2.id)] == [visit.id]
    assert "原检查人已送达" in planner.get("/visits/?state=todo").text
    assert "在通过某一份之前，任务仍待检查" in planner.get(f"/visits/{visit.id}").text
    planner.post(f"/review/{sent}/acceptance")
    assert visits.open_for(db, cast.inspector2.id) == []
    assert "原检查人已送达" not in planner.get("/visits/").text


@pytest.mark.parametrize("change", ["reassigned", "cancelled"])
def test_a_result_that_is_left_behind_is_sent_back_without_opening_anything(planner, db, cast, change):
    visit = a_visit(db, cast)
    if change == "reassigned":
        visits.reassign(db, visit.id, cast.inspector2.id, cast.planner2.id, "周敏请假")
    else:
        visits.cancel(db, visit.id, cast.planner2.id, "停业")
    sent = arrived(db, visit, cast.inspector)
    before = visits.get(db, visit.id)
    page = planner.get(f"/review/{sent}").text
    assert "不会重新打开，检查人也看不到这句话" in page
    assert "检查任务会重新打开" not in page
    assert planner.post(f"/review/{sent}/return", data={"reason": ""}).status_code == 422
    assert planner.post(f"/review/{sent}/return", data={"reason": "重复"}).status_code == 303
    assert visits.get(db, visit.id) == before
    assert "退回，不等更正" in planner.get(f"/review/{sent}").text
