"""A visit by a script: the planner chooses it, the shopper reads it before, and only its items are asked."""

import uuid

import pytest

from app.checklists.scenarios import store
from app.checklists.scenarios.model import from_content
from app.org import sites, units
from app.visits import scripts, visits


@pytest.fixture
def planner(sign_in, cast):
    return sign_in(cast.planner)


@pytest.fixture
def county(db, cast):
    """A hall of a county company."""
    unit = units.add(db, "林源县供电公司", short="林源", parent=cast.company.id, county=True)
    return sites.add(db, unit.id, "林源县营业厅", posts=("1号柜台",))


@pytest.fixture
def form(cast):
    return {
        "form": str(uuid.uuid4()),
        "site": [cast.hall.id],
        "approach": "shopper",
        "scenario": "M1",
        "checklist": ["CL08"],
        "inspector": cast.shopper.id,
        "opens": "2026-11-24",
        "closes": "2026-11-27",
        "selection": "assigned",
    }


def test_a_visit_by_a_script_asks_its_items_of_several_checklists_and_no_others(planner, form, db, cast, sign_in):
    assert planner.post("/visits/", data=form).status_code == 303
    (visit,) = visits.open_for(db, cast.shopper.id)
    assert visit.checklists == ("CL02", "CL03")
    page = sign_in(cast.shopper).get(f"/field/visits/{visit.id}").text
    judged = store.find(db, "M1").judged
    assert {item for item in judged if f'data-item="{item}"' in page} == judged
    assert 'data-item="CL02-24"' not in page
    assert "小额现金交费" in planner.get(f"/visits/{visit.id}").text


def test_the_shopper_reads_it_before_and_the_phone_keeps_it(planner, form, db, cast, sign_in):
    planner.post("/visits/", data=form)
    (visit,) = visits.open_for(db, cast.shopper.id)
    shopper = sign_in(cast.shopper)
    assert f"/field/visits/{visit.id}/script" in shopper.get("/api/pack").json["cache"]
    assert f"/field/visits/{visit.id}/script" in shopper.get("/field/").text
    script = shopper.get(f"/field/visits/{visit.id}/script").text
    for words in ("我交电费", "交费票据", "不虚报故障", "退出"):
        assert words in script
    assert sign_in(cast.inspector).get(f"/field/visits/{visit.id}/script").status_code == 404


def test_a_visit_without_a_script_has_none(planner, form, db, cast, sign_in):
    planner.post("/visits/", data=form | {"scenario": "", "checklist": ["CL02"]})
    (visit,) = visits.open_for(db, cast.shopper.id)
    assert scripts.of(db, visit.id) is None
    assert sign_in(cast.shopper).get(f"/field/visits/{visit.id}/script").status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"scenario": "M6"}, "这个脚本不用这种到访方式"),
        ({"scenario": "M77"}, "现在没有这个脚本"),
        ({"scenario": "M7"}, "不是这个脚本适用的网点"),
        ({"scenario": "M9", "approach": "phone"}, "还没有批准"),
    ],
)
def test_what_does_not_fit_the_script_is_said_and_nothing_is_given(planner, form, db, cast, change, sentence):
    answer = planner.post("/visits/", data=form | change)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert visits.open_for(db, cast.shopper.id) == []


@pytest.mark.parametrize(("closes", "status"), [("2026-11-27", 422), ("2026-11-28", 303)])
def test_the_script_of_the_weekend_needs_a_saturday_or_sunday(planner, form, county, closes, status):
    answer = planner.post("/visits/", data=form | {"site": [county.id], "scenario": "M7", "closes": closes})
    assert answer.status_code == status
    assert ("周六或周日" in answer.text) == (status == 422)


def test_a_visit_keeps_the_script_as_it_was_given(planner, form, db, cast):
    planner.post("/visits/", data=form)
    (visit,) = visits.open_for(db, cast.shopper.id)
    before = scripts.of(db, visit.id)
    store.publish(db, from_content(before.content() | {"about": "换了说法"}))
    assert scripts.of(db, visit.id) == before


def test_an_approved_script_is_offered(planner, db, cast):
    page = "/visits/new?form=x&approach=phone&part=choices"
    assert "模拟报修" not in planner.get(page).text
    store.approve(db, cast.publisher.id, "M9", "商定")
    assert "模拟报修" in planner.get(page).text
