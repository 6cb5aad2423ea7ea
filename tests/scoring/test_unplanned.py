"""A correction of an unplanned check takes the place of the one that it corrects, as one of a visit does."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from app import clock, journal
from app.intake import submissions
from app.notices import gather
from app.review import findings, queue, reviews
from app.scoring import closed, months
from tests.builders import an_envelope, body
from tests.scoring.stories import NOVEMBER, OCTOBER, fails, inspected, passes, reviewed

LATER = NOVEMBER + timedelta(hours=1)


def came_by(db, cast, *observations, replaces=None, at=NOVEMBER, site=None):
    """An unplanned open check that has arrived."""
    with clock.at(at):
        submission = str(uuid.uuid4())
        times = {
            "started_at": (at - timedelta(hours=1)).isoformat(),
            "finished_at": (at - timedelta(minutes=5)).isoformat(),
        }
        told = {"site": (site or cast.hall).id, "approach": "open", "replaces": replaces} | times
        submissions.take(db, cast.inspector.id, submission, body(an_envelope(db, None, *observations, **told)))
        queue.follow(db)
    return submission


def of_east(db, cast):
    return [finding.item for finding in findings.confirmed(db, frozenset({cast.east.id}))]


def adjusted(db, unit):
    return [line for line in months.ledger(db, "2026-11", unit.id) if line.rule == "adjustment"]


def test_the_corrected_check_counts_once(db, cast):
    first = reviewed(db, cast, came_by(db, cast, *passes("CL02-04"), *fails("CL02-10")))
    second = reviewed(db, cast, came_by(db, cast, *passes("CL02-04"), *fails("CL02-11"), replaces=first))
    assert of_east(db, cast) == ["CL02-11"]
    assert (reviews.get(db, first).state, reviews.get(db, second).state) == ("superseded", "accepted")
    assert [entry["subject"] for entry in journal.since(db, 0, "submission.superseded")] == [first]
    assert [line.visits for line in months.table(db, "2026-11")] == [1]


def test_every_correction_of_a_chain_belongs_to_one_check_and_others_do_not(db, cast):
    first = came_by(db, cast)
    second, sibling = came_by(db, cast, replaces=first), came_by(db, cast, replaces=first)
    third = came_by(db, cast, replaces=second)
    other = came_by(db, cast)
    for each in (first, second, sibling, third):
        assert sorted(submissions.same_check(db, each)) == sorted([first, second, sibling, third])
    assert submissions.same_check(db, other) == [other]


@pytest.mark.parametrize("late_one", ["sibling", "grandchild"])
def test_however_far_apart_two_of_them_are_the_one_accepted_last_stands(db, cast, late_one):
    first = came_by(db, cast, *fails("CL02-10"))
    second = came_by(db, cast, *fails("CL02-10"), replaces=first)
    third = came_by(db, cast, *fails("CL02-11"), replaces=first if late_one == "sibling" else second)
    if late_one == "sibling":
        reviewed(db, cast, second)
    else:
        assert reviews.get(db, second).state == "superseded", "it was replaced while it waited"
    reviewed(db, cast, third)
    assert of_east(db, cast) == ["CL02-11"]


def test_after_the_closing_it_reads_as_a_correction(db, cast):
    first = reviewed(db, cast, came_by(db, cast, *passes("CL02-04"), *fails("CL02-10"), at=OCTOBER), at=OCTOBER)
    inspected(db, cast, *passes("CL02-04"))
    months.close(db, cast.publisher, "2026-10")
    before = months.table(db, "2026-10")
    second = came_by(db, cast, *passes("CL02-04", "CL02-10"), replaces=first, at=OCTOBER)
    reviewed(db, cast, second, at=LATER)
    (line,) = adjusted(db, cast.east)
    assert (line.points, line.account.replaced) == ("50.00", True)
    assert line.remark == "已由后来的提交更正；撤销不符合：4.1.15 营业人员接待客户时首先起立（一般）"
    assert months.table(db, "2026-10") == before
    assert (closed.since(db, "2026-10").accepted, closed.since(db, "2026-10").replaced) == (0, 1)


def test_a_notice_does_not_call_withdrawn_what_the_correction_confirms_again(db, cast):
    first = reviewed(db, cast, came_by(db, cast, *fails("CL02-10", "CL02-11"), at=OCTOBER), at=OCTOBER)
    months.close(db, cast.publisher, "2026-10")
    reviewed(db, cast, came_by(db, cast, *fails("CL02-10"), replaces=first, at=OCTOBER), at=LATER)
    told = gather.closed_month(db, "2026-10")
    assert sorted(failing.withdrawn for failing in told.failings) == [False, True]
    assert (told.counts.since.replaced, told.counts.since.withdrawn) == (1, 1)


def test_a_check_that_was_at_another_units_site_tells_neither_of_the_other(db, cast):
    first = reviewed(db, cast, came_by(db, cast, *passes("CL02-04"), *fails("CL02-10"), at=OCTOBER), at=OCTOBER)
    for site in (cast.hall, cast.hall2):
        inspected(db, cast, *passes("CL02-04"), at=OCTOBER, site=site.id)
        inspected(db, cast, *passes("CL02-04"), site=site.id)
    months.close(db, cast.publisher, "2026-10")
    moved = came_by(db, cast, *passes("CL02-04"), *fails("CL02-11"), replaces=first, at=OCTOBER, site=cast.hall2)
    reviewed(db, cast, moved, at=LATER)
    (left,), (came,) = adjusted(db, cast.east), adjusted(db, cast.west)
    assert (left.place, [f.item for f in left.account.changed]) == ("城东供电所营业厅", ["CL02-10"])
    assert (came.place, [f.item for f in came.account.changed]) == ("城西供电所营业厅", ["CL02-11"])
    assert Decimal(left.points) > 0 > Decimal(came.points)


def test_what_never_counted_was_not_replaced(db, cast):
    """As when the process was down: arrival, correction and acceptance are followed together."""
    inspected(db, cast, *passes("CL02-04"), at=OCTOBER)
    inspected(db, cast, *passes("CL02-04"))
    months.close(db, cast.publisher, "2026-10")
    first = came_by(db, cast, *fails("CL02-10"), at=OCTOBER)
    second = came_by(db, cast, *passes("CL02-04"), *fails("CL02-11"), replaces=first, at=OCTOBER)
    reviewed(db, cast, second, at=LATER)
    (line,) = adjusted(db, cast.east)
    assert line.account.replaced is False
    assert [f.item for f in line.account.changed] == ["CL02-11"]
