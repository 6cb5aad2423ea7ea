"""The planner gives visits: one form, one visit for each site, nothing twice, and what is wrong is said by name."""

import re
import uuid

import pytest

from app.checklists import versions
from app.people import changing, persons
from app.visits import changes, drafting, visits
from tests.builders import a_visit


@pytest.fixture
def planner(sign_in, cast):
    return sign_in(cast.planner)


@pytest.fixture
def form(cast):
    return {
        "form": str(uuid.uuid4()),
        "site": [cast.hall.id],
        "approach": "open",
        "checklist": ["CL02"],
        "inspector": cast.inspector.id,
        "opens": "2026-11-24",
        "closes": "2026-11-29",
        "selection": "assigned",
        "reason": "",
        "note": "",
    }


def test_the_form_proposes_this_week(planner):
    page = planner.get("/visits/new").text
    assert 'name="opens" value="2026-11-24"' in page
    assert 'name="closes" value="2026-11-29"' in page


def test_a_visit_is_given_and_stands_on_the_inspectors_list(planner, form, db, cast, sign_in):
    answer = planner.post("/visits/", data=form | {"note": "先看引导台"})
    assert answer.status_code == 303
    (visit,) = visits.open_for(db, cast.inspector.id)
    assert answer.location == f"/visits/{visit.id}"
    assert (visit.site, visit.opens, visit.closes, visit.note) == (
        cast.hall.id,
        "2026-11-24",
        "2026-11-29",
        "先看引导台",
    )
    assert visits.assigners(db, visit.id) == {cast.planner.id}
    page = sign_in(cast.inspector).get("/field/").text
    assert visit.id in page
    assert "先看引导台" in page
    assert "李文静派给周敏，时间段 11月24日至11月29日" in planner.get(answer.location).text


def test_a_double_click_gives_one_visit(planner, form, db, cast):
    first, second = (planner.post("/visits/", data=form) for _ in range(2))
    assert (second.status_code, second.location) == (303, first.location)
    assert len(visits.open_for(db, cast.inspector.id)) == 1


def test_who_goes_back_and_changes_the_form_is_told_and_may_send_it_again(planner, form, db, cast):
    planner.post("/visits/", data=form)
    changed = form | {"closes": "2026-12-03"}
    answer = planner.post("/visits/", data=changed)
    assert answer.status_code == 422
    assert "这张表单已经派过“城东供电所营业厅”的检查" in answer.text
    assert 'value="2026-12-03"' in answer.text
    fresh = re.search(r'name="form" value="([0-9a-f-]+)"', answer.text)[1]
    assert fresh != form["form"]
    assert planner.post("/visits/", data=changed | {"form": fresh}).status_code == 303
    assert [v.closes for v in visits.open_for(db, cast.inspector.id)] == ["2026-11-29", "2026-12-03"]


def test_several_sites_at_once_are_a_visit_each(planner, form, db, cast):
    answer = planner.post("/visits/", data=form | {"site": [cast.hall.id, cast.hall2.id]})
    assert (answer.status_code, answer.location) == (303, "/visits/?month=2026-11")
    assert {v.site for v in visits.open_for(db, cast.inspector.id)} == {cast.hall.id, cast.hall2.id}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"site": []}, "请至少选择一个网点"),
        ({"site": ["nowhere"]}, "所选的网点有的已不存在"),
        ({"checklist": []}, "至少要有一份检查表"),
        ({"checklist": ["CL99"]}, "现在没有检查表 CL99"),
        ({"approach": "phone", "checklist": ["CL01"]}, "“营业厅现场仪态”里没有适用于这种到访方式的检查项"),
        ({"approach": "sneaky"}, "没有这种到访方式"),
        ({"selection": "random"}, "没有这种到访方式或选取方式"),
        ({"inspector": ""}, "请选择由谁检查"),
        ({"inspector": "nobody"}, "所选的人已不在名单中"),
        ({"opens": "2026-11-23"}, "开始日已过"),
        ({"opens": "2026-11-28", "closes": "2026-11-27"}, "截止日早于开始日"),
        ({"opens": "", "closes": ""}, "请按年月日填写日期"),
        ({"opens": "2026-11-31"}, "请按年月日填写日期"),
        ({"closes": "2062-11-29"}, "截止日在一年以后"),
        ({"selection": "follow-up"}, "请写明复查什么"),
        ({"note": "长" * 501}, "超过 500 个字"),
        ({"site": [str(number) for number in range(51)]}, "一次最多选择 50 个网点（本单位设定）"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(planner, form, db, cast, changes, sentence):
    answer = planner.post("/visits/", data=form | {"reason": "", "note": "记得看排队机"} | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    if "note" not in changes:
        assert "记得看排队机" in answer.text
    assert visits.open_for(db, cast.inspector.id) == []


def test_who_is_no_inspector_is_refused_by_name(planner, form, cast):
    assert "赵海现在不是检查员" in planner.post("/visits/", data=form | {"inspector": cast.unit.id}).text
    answer = planner.post("/visits/", data=form | {"inspector": cast.shopper.id})
    assert "郑秋现在不是检查员" in answer.text


def test_whose_account_was_put_out_of_service_meanwhile_is_refused_by_name(planner, form, db, cast):
    changing.disable(db, cast.inspector, cast.admin.id)
    assert "周敏的账号已停用" in planner.post("/visits/", data=form).text
    assert cast.inspector.id not in planner.get("/visits/new").text


def test_a_mystery_shopper_gets_only_shopper_work(planner, form, db, cast):
    assert "周敏现在不是神秘客户" in planner.post("/visits/", data=form | {"approach": "shopper"}).text
    given = planner.post("/visits/", data=form | {"approach": "shopper", "inspector": cast.shopper.id})
    assert given.status_code == 303
    assert len(visits.open_for(db, cast.shopper.id)) == 1


def test_a_follow_up_keeps_its_reason(planner, form, db):
    answer = planner.post("/visits/", data=form | {"selection": "follow-up", "reason": "复查10月的等候时间"})
    visit = answer.location.rpartition("/")[2]
    assert visits.get(db, visit).selection == "follow-up"
    assert changes.history(db, visit)[0].reason == "复查10月的等候时间"
    assert "复查10月的等候时间" in planner.get(answer.location).text


def test_sites_are_found_without_a_script_and_what_was_typed_stays(planner, form, cast):
    page = planner.get("/visits/new", query_string=form | {"q": "城西", "note": "轻声"}).text
    assert re.search(f'value="{cast.hall.id}" checked', page)
    assert re.search(f'value="{cast.hall2.id}"(?! checked)', page)
    assert "轻声" in page
    assert '<html lang="zh-CN">' in page


def test_the_parts_of_the_form_are_fragments(planner, form, cast):
    by_htmx = {"HX-Request": "true"}
    part = planner.get("/visits/new", query_string=form | {"part": "sites", "q": "城西"}, headers=by_htmx)
    assert "城西供电所营业厅" in part.text
    assert "<html" not in part.text
    choices = {"part": "choices", "approach": "shopper"}
    part = planner.get("/visits/new", query_string=form | choices, headers=by_htmx).text
    assert cast.shopper.name in part
    assert cast.inspector.name not in part


def test_checklists_that_suit_the_approach_come_first(db):
    found = drafting.forms(db, "open", frozenset({"hall"}))
    assert [bool(items) for _, items in found] == sorted((bool(items) for _, items in found), reverse=True)
    assert {form.id for form, _ in found} == {form.id for form in versions.current(db)}
    assert all(items == 0 for _, items in drafting.forms(db, "nothing", frozenset()))


def test_the_form_counts_what_everybody_has_to_do_but_tells_nothing_of_covert_work(planner, form, db, cast):
    given = {"site": cast.hall.id, "checklists": ("CL02",), "inspector": cast.inspector.id}
    a_visit(db, cast, **given)
    a_visit(db, cast, approach="covert", **given)  # by planner2: a secret to planner
    assert "周敏 · 本时间段待查 1 次" in planner.get("/visits/new", query_string=form).text
    a_visit(db, cast, approach="covert", by=cast.planner.id, **given)
    assert "周敏 · 本时间段待查 2 次" in planner.get("/visits/new", query_string=form).text


def test_a_person_is_offered_only_with_the_role(planner, form, db):
    newcomer = persons.add(db, "买买提·吐尔逊", "unit")
    assert newcomer.name not in planner.get("/visits/new").text
    persons.grant(db, newcomer.id, "inspector", None)
    assert newcomer.name in planner.get("/visits/new").text


def test_sites_are_found_by_the_initials_of_their_pinyin(planner, cast):
    page = planner.get("/visits/new?form=x&q=cxgds").text
    assert cast.hall2.id in page
    assert cast.hall.id not in page


@pytest.mark.parametrize(("closed", "refused"), [("2026-11-20", True), ("2026-11-29", True), ("2026-11-30", False)])
def test_a_site_that_was_closed_meanwhile_is_refused_by_name(planner, form, db, cast, closed, refused):
    with db.write():
        db.execute("UPDATE sites SET closed_on = :day WHERE id = :site", day=closed, site=cast.hall.id)
    answer = planner.post("/visits/", data=form)
    assert answer.status_code == (422 if refused else 303)
    assert ("“城东供电所营业厅”自 " in answer.text) == refused


def test_a_site_that_has_a_visit_in_the_window_is_marked(planner, form, db, cast):
    a_visit(db, cast)
    assert "本时间段已有 1 次待检查" in planner.get("/visits/new", query_string=form).text
    later = {"opens": "2026-12-01", "closes": "2026-12-04"}
    assert "本时间段已有" not in planner.get("/visits/new", query_string=form | later).text


def test_a_follow_up_begins_from_the_visit(planner, db, cast):
    visit = a_visit(db, cast, approach="covert", checklists=("CL02", "CL11"))
    link = re.search(r'href="(/visits/new\?[^"]+)"', planner.get(f"/visits/{visit.id}").text)[1].replace("&amp;", "&")
    page = planner.get(link).text
    assert f'value="{cast.hall.id}" checked' in page
    assert 'value="covert" checked' in page
    assert 'value="follow-up" checked' in page
    assert [f'value="{name}" checked' in page for name in ("CL01", "CL02", "CL11")] == [False, True, True]
    assert 'name="opens" value="2026-11-24"' in page


def test_signs_and_names_of_every_kind_are_kept(planner, form, db, cast):
    note = "𠮷野家旁，㛃女士；ئۇيغۇرچە\0 <b>100%</b> %(name)s"
    answer = planner.post("/visits/", data=form | {"note": note, "reason": "50% 的柜台"})
    (visit,) = visits.open_for(db, cast.inspector.id)
    assert visit.note == note.replace("\0", "")
    assert "<b>100%" not in planner.get(answer.location).text
    assert "50% 的柜台" in planner.get(answer.location).text
