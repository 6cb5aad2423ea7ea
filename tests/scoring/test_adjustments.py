"""An adjustment tells its cause: which check, what happened to it after the closing, and which failings changed."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from app.review import acceptance, decisions
from app.scoring import export, months
from app.visits import visits
from tests.scoring.stories import NOVEMBER, OCTOBER, fails, inspected, passes, reviewed, sent
from tests.scoring.test_covert import UUID

LATER = NOVEMBER + timedelta(hours=1)


@pytest.fixture
def first(db, cast):
    """October of the east with one check at 50.00, closed; November under way. Gives the check's submission."""
    submission = inspected(db, cast, *passes("CL02-04"), *fails("CL02-10"), at=OCTOBER)
    inspected(db, cast, *passes("CL02-04"))
    months.close(db, cast.publisher, "2026-10")
    return submission


def visit_of(db, submission):
    return visits.get(db, db.one("SELECT visit FROM submissions WHERE id = :id", id=submission)["visit"])


def corrected(db, cast, submission, *observations):
    """A later submission of the same visit, accepted in November."""
    return reviewed(db, cast, sent(db, cast, *observations, at=OCTOBER, visit=visit_of(db, submission)), at=LATER)


def late(db, cast, *observations, **changes):
    return reviewed(db, cast, sent(db, cast, *observations, **{"at": OCTOBER} | changes), at=LATER)


def adjustments(db, unit):
    return [line for line in months.ledger(db, "2026-11", unit.id) if line.rule == "adjustment"]


def test_the_cause_is_kept_with_the_adjustment(db, cast, first):
    second = corrected(db, cast, first, *passes("CL02-10"))
    found = db.rows("SELECT submission, replaced, closed_month FROM adjustments")
    assert found == [{"submission": second, "replaced": first, "closed_month": "2026-10"}]


def test_a_replaced_check_that_lost_its_failing_says_so(db, cast, first):
    corrected(db, cast, first, *passes("CL02-04", "CL02-10"))
    (line,) = adjustments(db, cast.east)
    assert (line.amount, line.when, line.place) == ("+50.00", "10月14日", "城东供电所营业厅")
    assert line.remark == "已由后来的提交更正；撤销不符合：4.1.15 营业人员接待客户时首先起立（一般）"
    assert line.reason == (
        "2026年10月已关账，关账后的结果在本月调整。明察 10月14日，城东供电所营业厅：已由后来的提交更正；"
        "撤销不符合：4.1.15 营业人员接待客户时首先起立（一般）"
    )


def test_a_severity_that_changed_is_told_from_what_to_what(db, cast, first):
    visit = visit_of(db, first)
    submission = sent(db, cast, *passes("CL02-04"), *fails("CL02-10"), at=OCTOBER, visit=visit)
    reviewed(db, cast, submission, at=LATER, severities={"CL02-10": "minor"})
    (line,) = adjustments(db, cast.east)
    assert line.remark == (
        "已由后来的提交更正；撤销不符合：4.1.15 营业人员接待客户时首先起立（一般）；"
        "新增不符合：4.1.15 营业人员接待客户时首先起立（轻微）"
    )


def test_other_judgements_alone_are_told_too(db, cast, first):
    corrected(db, cast, first, *passes("CL02-04", "CL02-05", "CL02-06"), *fails("CL02-10"))
    assert adjustments(db, cast.east)[0].remark == "已由后来的提交更正；不符合项不变，其余判断有更正"


def test_a_late_check_names_its_failings_or_that_there_was_none(db, cast, first):
    late(db, cast, *passes("CL02-04"))
    late(db, cast, *passes("CL02-04"), *fails("CL02-05", "CL02-10", "CL02-11"))
    remarks = [line.remark for line in adjustments(db, cast.east)]
    assert "关账后才通过复核；没有成立的不符合项" in remarks
    assert any(
        remark.startswith("关账后才通过复核；新增不符合：4.1.14 ") and "、4.1.15 " in remark for remark in remarks
    )


def test_the_page_of_the_unit_and_of_the_bureau_show_it(db, sign_in, cast, first):
    second = corrected(db, cast, first, *passes("CL02-04", "CL02-10"))
    home = sign_in(cast.unit).get("/home/").text
    for shown in (
        "明察 10月14日 · 城东供电所营业厅",
        "已由后来的提交更正；撤销不符合：4.1.15 营业人员接待客户时首先起立（一般）",
    ):
        assert shown in home
    assert not [hidden for hidden in (first, second, cast.inspector.name, cast.inspector.code) if hidden in home]
    path = f"/scores/2026-11?unit={cast.east.id}"
    assert f'href="/review/{second}"' in sign_in(cast.planner).get(path).text
    assert "/review/" not in sign_in(cast.leader).get(path).text


def test_programs_read_visit_item_and_clause_of_it(db, cast, first):
    second = corrected(db, cast, first, *passes("CL02-10"), *fails("CL02-05", "CL02-12"))
    (unit,) = export.as_json(db, "2026-11")["units"]
    (line,) = [line for line in unit["lines"] if line["rule"] == "adjustment"]
    assert line["visit"] == visit_of(db, second).id
    assert (line["item"], line["clause"], line["post"]) == (
        "CL02-05 CL02-10 CL02-12",
        "D2-4.1.14 D2-4.1.15",
        None,
    )
    assert line["reason"].startswith("2026年10月已关账，关账后的结果在本月调整。明察 10月14日，城东供电所营业厅：")
    assert sum(Decimal(each["points"]) for each in unit["lines"]) == Decimal(unit["score"])


def test_reviews_that_are_followed_together_stay_apart(db, cast, first):
    """As when the process was down: each adjustment has one cause all the same."""
    waiting = [sent(db, cast, *passes("CL02-04"), at=OCTOBER), sent(db, cast, *fails("CL02-04"), at=OCTOBER)]
    for submission in waiting:
        for observation in db.rows(
            "SELECT id FROM observations WHERE submission = :id AND verdict = 'fail'", id=submission
        ):
            decisions.decide(db, cast.planner, submission, observation["id"], "confirm", reason="属实")
        acceptance.accept(db, cast.planner, submission)
    months.follow(db)
    found = db.rows("SELECT submission, points FROM adjustments")
    assert {row["submission"]: row["points"] for row in found} == {waiting[0]: "25.00", waiting[1]: "-25.00"}


def test_an_adjustment_of_before_is_told_without_a_cause(db, sign_in, cast, first):
    late(db, cast, *passes("CL02-04"))
    with db.write():
        db.execute("UPDATE adjustments SET submission = NULL, replaced = NULL")
        db.execute("UPDATE ledger SET submission = NULL, adjustment = NULL WHERE rule = 'adjustment'")
    (line,) = adjustments(db, cast.east)
    assert (line.reason, line.remark) == ("2026年10月已关账，关账后的结果在本月调整", "")
    assert line.title in sign_in(cast.unit).get("/home/").text
    assert export.as_json(db, "2026-11")["units"][0]["lines"][1]["visit"] is None


@pytest.mark.parametrize("approach", ["covert", "shopper"])
def test_of_covert_work_it_tells_no_more_than_the_ten_days(db, sign_in, cast, first, approach):
    """The same covert check by A, and by B at another time of the same ten days: every byte is the same."""

    def told(inspector, day):
        with db.write():  # the other world is forgotten
            db.execute("DELETE FROM visit_scores WHERE month = '2026-10' AND submission <> :first", first=first)
            db.execute("DELETE FROM adjustments")
        at = datetime.fromisoformat(f"2026-10-{day}T09:10:11+08:00")
        failing = fails("CL02-05", post="3号柜台", note="canary")
        late(db, cast, *failing, approach=approach, inspector=inspector.id, at=at)
        pages = [
            sign_in(person).get(path).text
            for person, path in (
                (cast.unit, "/home/"),
                (cast.leader, f"/scores/2026-11?unit={cast.east.id}"),
            )
        ]
        for page in pages:
            assert "10月中旬 · 城东供电所营业厅" in page
            assert not [word for word in (f"10月{day}日", "柜台", "canary", inspector.name) if word in page]
        return [UUID.sub("…", page) for page in pages]

    assert told(cast.inspector, 12) == told(cast.inspector2, 17)
