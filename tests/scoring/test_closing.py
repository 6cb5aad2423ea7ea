"""A closed month stands: what arrives later becomes an adjustment of the month under way."""

import json
from datetime import datetime, timedelta

import pytest

from app import clock, journal
from app.errors import Conflict, Forbidden, Invalid
from app.scoring import months
from tests.migrating import filled_in
from tests.scoring.stories import NOVEMBER, OCTOBER, fails, inspected, passes, reviewed, sent

DECEMBER = datetime.fromisoformat("2026-12-02T09:00:00+08:00")


@pytest.fixture
def closed(db, cast):
    """October of the east, 50.00, closed; November of the east, 100.00, under way."""
    inspected(db, cast, *passes("CL02-04"), *fails("CL02-10"), at=OCTOBER)
    inspected(db, cast, *passes("CL02-04"))
    months.close(db, cast.publisher, "2026-10")


def october(db):
    return [
        db.rows("SELECT * FROM unit_months WHERE month = '2026-10' ORDER BY unit"),
        db.rows("SELECT * FROM ledger WHERE month = '2026-10' ORDER BY id"),
    ]


def late(db, cast, *observations, **changes):
    """A visit of October that arrives and is accepted in November."""
    submission = sent(db, cast, *observations, at=OCTOBER, **changes)
    return reviewed(db, cast, submission, at=NOVEMBER + timedelta(hours=1))


def november(db, unit):
    line = next((line for line in months.table(db, "2026-11") if line.unit.id == unit.id), None)
    lines = [(each.rule, each.points, each.title) for each in months.ledger(db, "2026-11", unit.id)]
    return line and line.score, lines


def test_closing_is_recorded_with_who_and_how_much_was_waiting(db, cast):
    inspected(db, cast, *passes("CL02-04"), at=OCTOBER)
    sent(db, cast, *passes("CL02-04"), at=OCTOBER)
    assert months.waiting(db, "2026-10") == 1
    closure = months.close(db, cast.publisher, "2026-10")
    assert (closure.by, closure.at) == (cast.publisher.id, clock.stamp())
    (entry,) = journal.since(db, 0, "month.closed")
    assert (entry["who"], entry["subject"]) == (cast.publisher.id, "2026-10")
    ranked = sorted([cast.east.id, cast.west.id])
    assert json.loads(entry["detail"]) == {"units": 1, "waiting": 1, "roster": ranked}


def test_a_month_is_closed_once(db, cast, closed):
    with pytest.raises(Conflict) as refusal:
        months.close(db, cast.publisher, "2026-10")
    assert refusal.value.values == {"month": "2026-10", "day": "2026-11-24"}
    assert len(journal.since(db, 0, "month.closed")) == 1


def test_a_month_that_has_not_begun_stays_open(db, cast):
    with pytest.raises(Conflict):
        months.close(db, cast.publisher, "2026-12")
    assert months.closure(db, "2026-12") is None


@pytest.mark.parametrize("month", ["1900-01", "2026-09"])
def test_a_month_before_the_first_figures_is_not_closed(db, cast, month):
    inspected(db, cast, *passes("CL02-04"), at=OCTOBER)
    with pytest.raises(Conflict) as refusal:
        months.close(db, cast.publisher, month)
    assert refusal.value.sentence == "No check up to %(month)s has been accepted, so there is nothing to close."
    assert months.closure(db, month) is None


def test_without_any_figures_no_month_is_closed(db, cast):
    sent(db, cast, *passes("CL02-04"))
    with pytest.raises(Conflict):
        months.close(db, cast.publisher, "2026-11")


def test_a_month_without_checks_between_others_may_be_closed(db, cast):
    inspected(db, cast, *passes("CL02-04"), at=datetime.fromisoformat("2026-09-10T10:00:00+08:00"))
    months.close(db, cast.publisher, "2026-10")
    assert months.table(db, "2026-10") == []


def test_the_month_under_way_may_be_closed_and_what_follows_goes_to_the_next(db, cast, closed):
    inspected(db, cast, *passes("CL02-04"), *fails("CL02-10"))
    before = months.table(db, "2026-11")
    months.close(db, cast.publisher, "2026-11")
    inspected(db, cast, *passes("CL02-04"))
    assert months.table(db, "2026-11") == before
    (adjusted,) = db.rows("SELECT month, closed_month FROM adjustments WHERE closed_month = '2026-11'")
    assert adjusted["month"] == "2026-12"


@pytest.mark.parametrize("month", ["2026-13", "", "2026", "October", "2026-1", "2026-10-01"])
def test_a_text_that_is_no_month_is_refused(db, cast, month):
    with pytest.raises(Invalid):
        months.close(db, cast.publisher, month)


def test_months_need_not_be_closed_in_order(db, cast):
    inspected(db, cast, *passes("CL02-04"), at=datetime.fromisoformat("2026-09-10T10:00:00+08:00"))
    inspected(db, cast, *passes("CL02-04"), at=OCTOBER)
    months.close(db, cast.publisher, "2026-10")
    months.close(db, cast.publisher, "2026-09")


def test_closing_first_takes_in_what_was_accepted_before(db, cast):
    from app.review import acceptance

    submission = sent(db, cast, *passes("CL02-04"), at=OCTOBER)
    acceptance.accept(db, cast.planner, submission)
    months.close(db, cast.publisher, "2026-10")
    assert [line.score for line in months.table(db, "2026-10")] == ["100.00"]


def test_what_arrives_later_adjusts_the_month_under_way(db, cast, closed):
    before = october(db)
    late(db, cast, *passes("CL02-04"))
    assert october(db) == before
    score, lines = november(db, cast.east)
    assert score == "100.00"
    assert lines[-2:] == [
        ("adjustment", "25.00", "2026年10月已关账，关账后的结果在本月调整"),
        ("ceiling", "-25.00", "得分不高于 100"),
    ]
    (entry,) = journal.since(db, 0, "score.adjusted")
    assert entry["subject"] == cast.east.id


def test_each_later_arrival_adds_only_its_own_difference(db, cast, closed):
    late(db, cast, *passes("CL02-04"))
    late(db, cast, *fails("CL02-04"))
    score, lines = november(db, cast.east)
    assert score == "100.00"
    assert [points for rule, points, _ in lines if rule == "adjustment"] == ["-25.00", "25.00"]


def test_a_correction_of_a_closed_month_is_an_adjustment(db, cast, closed):
    from app.visits import visits

    before = october(db)
    visit = db.one("SELECT visit FROM visit_scores WHERE month = '2026-10'")["visit"]
    late(db, cast, *passes("CL02-10"), visit=visits.get(db, visit))
    assert october(db) == before
    assert november(db, cast.east)[1][-2][:2] == ("adjustment", "50.00")


def test_a_later_result_that_changes_nothing_leaves_no_line(db, cast, closed):
    late(db, cast, *passes("CL02-04"), *fails("CL02-10"))
    assert [rule for rule, _, _ in november(db, cast.east)[1]] == ["start"]


def test_a_red_line_confirmed_after_the_closure_is_told_but_does_not_reach_back(db, cast, closed):
    late(db, cast, *fails("CL02-07"))
    assert not months.table(db, "2026-10")[0].veto
    score, lines = november(db, cast.east)
    assert score == "75.00"
    assert "红线成立" in lines[-1][2]


def test_where_the_closed_month_had_no_score_nothing_is_added(db, cast, closed):
    inspected(db, cast, *passes("CL02-04"), site=cast.hall2.id)
    late(db, cast, *fails("CL02-04"), site=cast.hall2.id)
    late(db, cast, *fails("CL02-05"), site=cast.hall2.id)
    score, lines = november(db, cast.west)
    assert score == "100.00"
    assert [line[:2] for line in lines] == [("start", "100.00"), ("adjustment", "0.00")]


def test_an_adjustment_waits_until_its_unit_has_a_score(db, cast):
    inspected(db, cast, *passes("CL02-04"), *fails("CL02-10"), at=OCTOBER)
    months.close(db, cast.publisher, "2026-10")
    late(db, cast, *fails("CL02-04", "CL02-05"))
    assert november(db, cast.east) == (None, [])
    with clock.at(DECEMBER):
        months.close(db, cast.publisher, "2026-11")
        inspected(db, cast, *passes("CL02-04"), at=DECEMBER)
        (line,) = months.table(db, "2026-12")
        assert line.score == "75.00"


def test_the_heat_of_a_closed_month_stands(db, cast, closed):
    from app.scoring import heat
    from app.visits import visits

    before = heat.clauses(db, "2026-10", [cast.east, cast.west])
    replaced = visits.get(db, db.one("SELECT visit FROM visit_scores WHERE month = '2026-10'")["visit"])
    late(db, cast, *fails("CL02-04"), *passes("CL02-22"))
    assert heat.clauses(db, "2026-10", [cast.east, cast.west]) == before
    late(db, cast, *passes("CL02-22"), visit=replaced)
    assert heat.clauses(db, "2026-10", [cast.east, cast.west]) == before


def test_the_heat_of_older_months_is_filled_in_as_it_would_have_been_kept(db, cast, closed):
    """Of a closed month from what it counted, and of an open one from what counts now."""
    late(db, cast, *fails("CL02-04"), *passes("CL02-22"))
    inspected(db, cast, *fails("CL02-04"), *passes("CL02-22"))
    kept = heat_map(db)
    assert all({"2026-10", "2026-11"} == {row["month"] for row in rows} for rows in kept)
    with db.write():
        for table in ("judged_items", "failed_clauses"):
            db.execute(f"DELETE FROM {table}")
            for statement in filled_in(table, "0012_heat"):
                db.execute(statement)
    assert heat_map(db) == kept


def heat_map(db):
    return (
        db.rows("SELECT month, unit, item FROM judged_items ORDER BY month, unit, item"),
        db.rows("SELECT month, unit, clause, failings, redline FROM failed_clauses ORDER BY month, unit, clause"),
    )


@pytest.mark.parametrize("role", ["inspector", "planner", "unit", "admin"])
def test_only_a_publisher_closes_also_by_command(db, cast, role):
    with pytest.raises(Forbidden):
        months.close(db, getattr(cast, role), "2026-11")
    assert months.closure(db, "2026-11") is None


def test_months_closed_before_keep_which_checks_they_counted(db, cast, closed):
    """What the migration fills in is what closing would have kept, whatever was replaced since."""
    from app.visits import visits

    kept = db.rows("SELECT month, submission, unit FROM closed_visits ORDER BY submission")
    assert len(kept) == 1
    replaced = visits.get(db, db.one("SELECT visit FROM visit_scores WHERE month = '2026-10'")["visit"])
    late(db, cast, *passes("CL02-22"), visit=replaced)
    late(db, cast, *passes("CL02-04"))
    with db.write():
        db.execute("DELETE FROM closed_visits")
        for statement in filled_in("closed_visits"):
            db.execute(statement)
    assert db.rows("SELECT month, submission, unit FROM closed_visits ORDER BY submission") == kept
