"""The demo world can be made on any day: the first of a month or year, the last, a holiday, a weekend."""

from collections import Counter
from datetime import date, datetime

import pytest

from app import clock
from app.checklists.model import COVERT
from app.demo import people, plan
from app.demo.roster import COMPANY, ROSTER
from app.notices import archive
from app.review import queue
from app.scoring import months
from app.visits import visits
from tests.house.demo import filled, of_role, scores


@pytest.mark.parametrize(
    ("moment", "closed"),
    [
        ("2027-01-01T00:00:00", ("2026-10", "2026-11", "2026-12")),
        ("2026-10-31T23:59:59", ("2026-07", "2026-08", "2026-09")),
        ("2026-03-01T08:20:00", ("2025-12", "2026-01", "2026-02")),
    ],
)
def test_the_months_before_are_closed_and_this_one_is_under_way(tmp_path, moment, closed):
    now = datetime.fromisoformat(moment + "+08:00")
    _, db = filled(tmp_path, now)

    with clock.at(now):
        assert months.months(db) == [*closed, clock.month_of(now)]
        waiting = queue.waiting(db, of_role(db, "planner")[0])
    assert [months.closure(db, month) is not None for month in (*closed, clock.month_of(now))] == [True] * 3 + [False]
    assert [notice.month for notice in archive.published(db)] == [closed[1], closed[0]]
    assert len(waiting) == len(plan.WAITING)
    assert not [entry for entry in waiting if entry.barred]
    assert {clock.month_of(entry.started) for entry in waiting} == {clock.month_of(now)}
    assert scores(db, clock.month_of(now))
    assert all(len(visits.open_for(db, person.id)) >= 3 for person in of_role(db, "inspector"))


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-01T00:00:00",
        "2026-11-01T08:15:00",
        "2026-10-05T11:00:00",
        "2026-10-31T23:59:59",
        "2027-01-01T12:00:00",
        "2028-02-29T17:30:00",
        "2027-02-28T07:00:00",
        "2026-12-31T09:00:00",
        "2026-11-28T10:00:00",
        "2026-11-29T10:00:00",
    ],
)
def test_the_plan_fits_any_day(moment):
    now = datetime.fromisoformat(moment + "+08:00")

    done = plan.month_under_way(now)
    assert all(errand.start and errand.start <= now for errand in done)
    assert {clock.month_of(errand.start) for errand in done if errand.start} == {clock.month_of(now)}
    assert sum(errand.accepted for errand in done) >= plan.LEAST
    assert sum(not errand.accepted for errand in done) == len(plan.WAITING)
    assert all(errand.opens <= errand.start.date() <= errand.closes for errand in done if errand.start)

    ahead = plan.to_do(now.date())
    assert all(errand.opens <= now.date() <= errand.closes for errand in ahead)
    for name in people.CAST["inspector"]:
        mine = [errand for errand in ahead if errand.inspector == name]
        assert [errand.approach for errand in mine] == ["open", "open", "open", "covert"]
        assert mine[0].closes == now.date()


@pytest.mark.parametrize("month", ["2026-01", "2026-02", "2026-10", "2027-02", "2028-02"])
def test_a_closed_month_is_reviewed_before_it_ends(month):
    errands = plan.closed_month(month, 1)

    assert len(errands) == len({(e.start, e.inspector) for e in errands})
    assert all(e.start and clock.month_of(e.start) == month for e in errands)
    by_unit = Counter(e.unit for e in errands if e.unit != COMPANY)
    assert set(by_unit) == {row.name for row in ROSTER}
    assert min(by_unit.values()) >= 5
    assert sum(e.approach == "open" for e in errands) > len(errands) / 2
    assert all(e.planner == 1 for e in errands if e.approach in COVERT)
    assert date.fromisoformat(f"{month}-01") <= min(e.start.date() for e in errands if e.start)
