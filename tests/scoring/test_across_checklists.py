"""What the checklists say of each other holds in the score: one fact across two of them, and what is not asked."""

from app.scoring import months
from tests.builders import an_observation
from tests.scoring.stories import inspected

MONTH = "2026-11"


def lines(db, unit):
    return {line.item: line.points for line in months.ledger(db, MONTH, unit.id) if line.item}


def test_one_fact_that_hits_items_of_two_checklists_counts_once(db, cast):
    inspected(
        db,
        cast,
        an_observation("CL02-04"),
        an_observation("CL02-07", "fail", post="2号柜台"),
        an_observation("CL11-02", "fail", post="2号柜台"),
        checklists=("CL02", "CL11"),
    )
    found = lines(db, cast.east)
    assert set(found) == {"CL02-07", "CL11-02"}
    assert sorted(points == "0.00" for points in found.values()) == [False, True]


def test_at_two_posts_they_are_two_facts(db, cast):
    inspected(
        db,
        cast,
        an_observation("CL02-04"),
        an_observation("CL02-07", "fail", post="1号柜台"),
        an_observation("CL11-02", "fail", post="2号柜台"),
        checklists=("CL02", "CL11"),
    )
    assert "0.00" not in lines(db, cast.east).values()


def test_what_the_answers_leave_unasked_neither_earns_nor_costs(db, cast):
    inspected(
        db,
        cast,
        an_observation("CL04-01"),
        an_observation("CL04-02", "na"),
        an_observation("CL04-03", "pass"),
        an_observation("CL02-10", "fail"),
        checklists=("CL02", "CL04"),
    )
    (standing,) = months.table(db, MONTH)
    assert standing.score == "50.00"
