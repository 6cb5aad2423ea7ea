"""The figures of a month follow what the review accepts."""

from decimal import Decimal

from app import journal
from app.scoring import months, versions
from tests.builders import an_observation
from tests.scoring.stories import OCTOBER, fails, inspected, passes, reviewed, sent
from tests.scoring.worlds import rules

MONTH = "2026-11"


def standing(db, unit, month=MONTH):
    return next((line for line in months.table(db, month) if line.unit.id == unit.id), None)


def summed(db, unit, month=MONTH):
    return sum(Decimal(line.points) for line in months.ledger(db, month, unit.id))


def test_an_accepted_visit_becomes_a_score_with_its_ledger(db, cast):
    inspected(db, cast, *passes("CL02-04", "CL02-05"), *fails("CL02-10", post="2号柜台"))
    found = standing(db, cast.east)
    assert (found.score, found.grade, found.visits, found.thin, found.rank) == ("66.67", "不合格", 1, True, None)
    start, failing = months.ledger(db, MONTH, cast.east.id)
    assert (start.rule, start.points) == ("start", "100.00")
    assert (failing.rule, failing.points, failing.item, failing.post) == ("failing", "-33.33", "CL02-10", "2号柜台")
    assert (failing.clause, failing.severity, failing.yuan) == ("D2-4.1.15", "general", "0.00")
    assert failing.reason == "营业人员接待客户时首先起立（一般）"
    assert summed(db, cast.east) == Decimal("66.67")


def test_what_is_not_accepted_does_not_count(db, cast):
    submission = sent(db, cast, *fails("CL02-10"))
    months.follow(db)
    assert months.table(db, MONTH) == []
    reviewed(db, cast, submission)
    assert standing(db, cast.east).score == "0.00"


def test_a_visit_counts_for_the_month_in_which_it_began(db, cast):
    inspected(db, cast, *passes("CL02-04"), at=OCTOBER)
    assert (standing(db, cast.east), standing(db, cast.east, "2026-10").score) == (None, "100.00")


def test_only_the_month_and_unit_concerned_is_recomputed(db, cast):
    inspected(db, cast, *passes("CL02-04"))
    with db.write():
        db.execute("UPDATE unit_months SET score = 'untouched' WHERE unit = :unit", unit=cast.east.id)
    inspected(db, cast, *passes("CL02-04"), site=cast.hall2.id)
    rows = db.rows("SELECT score FROM unit_months ORDER BY score")
    assert [row["score"] for row in rows] == ["100.00", "untouched"]


def test_following_twice_changes_nothing(db, cast):
    inspected(db, cast, *passes("CL02-04"), *fails("CL02-10"))
    before = db.rows("SELECT * FROM ledger ORDER BY id")
    with db.write():
        journal.advance(db, months.FOLLOWER, 0)
    months.follow(db)
    assert db.rows("SELECT * FROM ledger ORDER BY id") == before


def test_the_ledger_does_not_depend_on_the_order_of_arrival(db, cast):
    first = sent(db, cast, *passes("CL02-04"), *fails("CL02-10"))
    second = sent(db, cast, *passes("CL02-04"), *fails("CL02-05", "CL02-11"))
    reviewed(db, cast, second)
    reviewed(db, cast, first)
    before = db.rows("SELECT points, item, submission FROM ledger ORDER BY position")
    with db.write():
        db.execute("DELETE FROM visit_scores")
        journal.advance(db, months.FOLLOWER, 0)
    months.follow(db)
    assert db.rows("SELECT points, item, submission FROM ledger ORDER BY position") == before


def test_a_correction_takes_the_place_of_what_it_corrects(db, cast):
    from app.visits import visits

    first = inspected(db, cast, *fails("CL02-10"))
    visit = db.one("SELECT visit FROM submissions WHERE id = :id", id=first)["visit"]
    second = sent(db, cast, *passes("CL02-10"), visit=visits.get(db, visit))
    reviewed(db, cast, second)
    assert (standing(db, cast.east).score, standing(db, cast.east).visits) == ("100.00", 1)
    assert len(months.ledger(db, MONTH, cast.east.id)) == 1


def test_the_severity_of_the_review_counts_and_a_dismissed_failing_does_not(db, cast):
    inspected(
        db,
        cast,
        *passes("CL02-04"),
        *fails("CL02-10", "CL02-11"),
        severities={"CL02-10": "serious"},
        dismissed=("CL02-11",),
    )
    assert [(line.item, line.severity) for line in months.ledger(db, MONTH, cast.east.id) if line.item] == [
        ("CL02-10", "serious")
    ]
    assert standing(db, cast.east).score == "44.44"


def test_one_fact_counts_once_and_the_other_item_keeps_a_line_with_the_reason(db, cast):
    inspected(db, cast, *passes("CL02-04"), *fails("CL02-15", "CL02-25", post="1号柜台"))
    lines = [line for line in months.ledger(db, MONTH, cast.east.id) if line.item]
    assert [(line.item, line.points) for line in lines] == [("CL02-15", "-50.00"), ("CL02-25", "0.00")]
    assert lines[1].reason == "客户办完业务离开时，营业人员微笑与客户道别（与 4.1.16 同一事实，取重计一次）"


def test_a_confirmed_red_line_stands_beside_the_number(db, cast):
    for _ in range(3):
        inspected(db, cast, *passes("CL02-04", "CL02-05"))
    inspected(db, cast, *passes("CL02-04", "CL02-05"), *fails("CL02-07"))
    found = standing(db, cast.east)
    assert (found.score, found.grade, found.veto, found.rank) == ("82.14", "不合格", True, None)


def test_units_are_ranked_and_equal_scores_share_a_rank(db, cast):
    from app.org import sites, units

    north = units.add(db, "北郊供电所", parent=cast.company.id)
    hall = sites.add(db, north.id, "北郊营业厅")
    for _ in range(3):
        inspected(db, cast, *passes("CL02-04"))
        inspected(db, cast, *passes("CL02-04"), site=cast.hall2.id)
        inspected(db, cast, *passes("CL02-04"), *fails("CL02-05"), site=hall.id)
    assert [(line.unit.short, line.rank) for line in months.table(db, MONTH)] == [
        ("城东", 1), ("城西", 1), ("北郊供电所", 3),
    ]  # fmt: skip


def test_a_visit_in_which_nothing_counted_gives_no_score(db, cast):
    inspected(db, cast, an_observation("CL02-04", "na"), an_observation("CL02-16", "pass"))
    assert months.table(db, MONTH) == []
    assert db.one("SELECT score FROM visit_scores")["score"] == ""


def test_a_failing_that_costs_nothing_has_its_line_also_without_a_score(db, cast):
    inspected(db, cast, *fails("CL02-16"))
    assert months.table(db, MONTH) == []
    assert [(line.item, line.points) for line in months.ledger(db, MONTH, cast.east.id)] == [("CL02-16", "0.00")]


def test_new_rules_give_a_score_where_there_was_none(db, cast):
    inspected(db, cast, *fails("CL02-16"))
    months.adopt(db, rules(weights=rules().weights | {"note": 1}))
    assert standing(db, cast.east).score == "0.00"


def test_new_rules_recompute_what_is_open_and_leave_what_is_closed(db, cast):
    inspected(db, cast, *passes("CL02-04"), *fails("CL02-10"), at=OCTOBER)
    inspected(db, cast, *passes("CL02-04"), *fails("CL02-10"))
    months.close(db, cast.publisher, "2026-10")
    october = db.rows("SELECT * FROM ledger WHERE month = '2026-10' ORDER BY id")
    changed = rules(form="deduct")
    months.adopt(db, changed)
    assert (standing(db, cast.east).score, standing(db, cast.east).rule_version) == ("98.00", changed.version)
    assert standing(db, cast.east, "2026-10").score == "50.00"
    assert db.rows("SELECT * FROM ledger WHERE month = '2026-10' ORDER BY id") == october
    assert versions.in_force(db) == changed
    assert [
        row["rule_version"] for row in db.rows("SELECT rule_version FROM visit_scores WHERE month = '2026-11'")
    ] == [changed.version]


def test_the_months_are_those_with_figures_and_this_one(db, cast):
    assert months.months(db) == [MONTH]
    inspected(db, cast, *passes("CL02-04"), at=OCTOBER)
    assert months.months(db) == ["2026-10", MONTH]
    assert months.trend(db, MONTH) == {cast.east.id: [("2026-10", "100.00")]}
