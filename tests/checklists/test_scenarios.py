"""Scripts of mystery shoppers: they judge real items, carry the rules that hold for all, and what sets a crew in motion
needs an approval."""

import pytest
import yaml

from app.checklists import loading
from app.checklists.scenarios import loading as scripts
from app.checklists.scenarios import store
from app.checklists.scenarios.model import from_content
from app.errors import Conflict, Invalid, NotFound, Refused


@pytest.fixture(scope="module")
def shipped():
    return {one.id: one for one in scripts.load_all(loading.load_all())}


def test_the_eight_scripts_and_the_simulated_report_are_there(shipped):
    assert sorted(shipped) == [f"M{n}" for n in range(1, 10)]
    assert [one.id for one in shipped.values() if one.dispatches] == ["M9"]
    assert [one.id for one in shipped.values() if one.weekend and one.county] == ["M7"]


def test_each_is_told_in_both_languages_and_carries_the_rules_for_all(shipped):
    for one in shipped.values():
        for line in (*one.steps, *one.keep, *one.never, one.withdraw):
            assert line.text
            assert line.text_en
        never = " ".join(line.text for line in one.never)
        for word in ("派工", "送礼", "冒充", "投诉", "残疾", "录音"):
            assert word in never, one.id
        assert "退出" in one.withdraw.text


def test_a_script_assembles_items_of_several_checklists(shipped):
    assert shipped["M1"].checklists == ("CL02", "CL03")
    assert {"CL10-04", "CL08-03", "CL16-02"} <= shipped["M2"].judged


def test_what_is_stored_is_what_was_read(shipped):
    for one in shipped.values():
        again = from_content(one.content())
        assert again == one
        assert again.version == one.version


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"items": {"CL02": ["CL02-99"]}}, "CL02 has no item CL02-99."),
        ({"items": {"CL03": ["CL02-01"]}}, "CL03 has no item CL02-01."),
        ({"approaches": ["desk"]}, "is not judged by the approach desk."),
        ({"approaches": ["flying"]}, "approaches must name some of"),
        ({"steps": []}, "steps is missing."),
        ({"price": 3}, "price is not a property of a scenario."),
    ],
)
def test_what_is_wrong_is_named_with_its_file(tmp_path, change, expected):
    for name in ("M1.yaml", "ethics.yaml"):
        content = yaml.safe_load((scripts.FOLDER / name).read_text(encoding="utf-8"))
        changed = content | change if name == "M1.yaml" else content
        (tmp_path / name).write_text(yaml.safe_dump(changed, allow_unicode=True), encoding="utf-8")
    with pytest.raises(Refused) as caught:
        scripts.load_all(loading.load_all(), tmp_path)
    assert str(caught.value).startswith("scenarios/M1.yaml: ")
    assert expected in str(caught.value)


def test_a_crew_sets_out_only_by_an_approval_of_this_very_script(db, cast, shipped):
    for one in shipped.values():
        store.publish(db, one)
    assert not store.open_to(db, shipped["M9"])
    with pytest.raises(Invalid):
        store.approve(db, cast.publisher.id, "M9", "  ")
    with pytest.raises(NotFound):
        store.approve(db, cast.publisher.id, "M1", "要派工")
    with pytest.raises(Conflict):
        store.approve(db, cast.publisher.id, "M9", "商定", seen="an older one")
    store.approve(db, cast.publisher.id, "M9", "11月26日 10 时，与抢修中心商定", seen=shipped["M9"].version)
    assert store.open_to(db, shipped["M9"])
    store.publish(db, from_content(shipped["M9"].content() | {"about": "换了内容"}))
    assert not store.open_to(db, store.find(db, "M9"))


def test_an_approval_is_taken_back(db, cast, shipped):
    store.publish(db, shipped["M9"])
    store.approve(db, cast.publisher.id, "M9", "商定")
    store.withdraw(db, cast.publisher.id, "M9")
    assert not store.open_to(db, shipped["M9"])
    with pytest.raises(NotFound):
        store.withdraw(db, cast.publisher.id, "M9")


def test_the_department_reads_them_and_nobody_else(sign_in, cast, db, shipped):
    for one in shipped.values():
        store.publish(db, one)
    page = sign_in(cast.planner).get("/scenarios/").text
    assert "小额现金交费" in page
    assert "未批准，不可用" in page
    assert "CL08-07" in sign_in(cast.publisher).get("/scenarios/M3").text
    for person in (cast.unit, cast.leader, cast.inspector, cast.admin):
        assert sign_in(person).get("/scenarios/").status_code == 404
        assert sign_in(person).get("/scenarios/M3").status_code == 404
    assert sign_in(cast.planner).post("/scenarios/M9/approval", data={"reason": "x"}).status_code == 404


def test_an_approval_asks_for_a_reason_and_a_passkey(sign_in, cast, db, shipped):
    store.publish(db, shipped["M9"])
    publisher = sign_in(cast.publisher)
    assert publisher.post("/scenarios/M9/approval", data={"reason": " "}).status_code == 422
    assert publisher.post("/scenarios/M9/approval", data={"reason": "商定"}).status_code == 403
    assert store.approval(db, "M9") is None
