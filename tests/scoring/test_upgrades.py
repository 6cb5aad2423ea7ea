"""Figures that an older version left behind: open months are summed anew, and closed ones stay as they were closed."""

from datetime import timedelta

import pytest

from app.scoring import loading, months
from tests.migrating import filled_in
from tests.scoring.stories import NOVEMBER, OCTOBER, fails, inspected, passes, reviewed, sent

NOW_STEP = "0004_what_counts_once"


@pytest.fixture
def older(db, cast):
    """October of the east closed at 50.00; November at 100.00 with +50.00 from October, which an older version summed
    to 150.00. October of the west, too, as it stood then: above 100."""
    first = inspected(db, cast, *passes("CL02-04"), *fails("CL02-10"), at=OCTOBER)
    inspected(db, cast, *passes("CL02-04"), at=OCTOBER, site=cast.hall2.id)
    inspected(db, cast, *passes("CL02-04"))
    months.close(db, cast.publisher, "2026-10")
    visit = db.one("SELECT visit FROM submissions WHERE id = :id", id=first)["visit"]
    from app.visits import visits

    corrected = sent(db, cast, *passes("CL02-04", "CL02-10"), at=OCTOBER, visit=visits.get(db, visit))
    reviewed(db, cast, corrected, at=NOVEMBER + timedelta(hours=1))
    with db.write():
        db.execute("UPDATE unit_months SET score = '150.00' WHERE month = '2026-11'")
        db.execute("DELETE FROM ledger WHERE rule = 'ceiling'")
        db.execute("UPDATE unit_months SET score = '120.00' WHERE unit = :west", west=cast.west.id)


def migrated(db):
    """What the migration does to figures."""
    with db.write():
        for table in ("visit_scores", "unit_months"):
            for statement in filled_in(table, NOW_STEP):
                db.execute(statement)


def figures(db, month):
    return [
        db.rows("SELECT * FROM unit_months WHERE month = :month ORDER BY unit", month=month),
        db.rows("SELECT * FROM ledger WHERE month = :month ORDER BY id", month=month),
        db.rows("SELECT * FROM visit_scores WHERE month = :month ORDER BY submission", month=month),
    ]


def test_an_open_month_is_summed_anew_at_the_start_and_a_closed_one_is_not_touched(db, cast, older):
    october = figures(db, "2026-10")
    migrated(db)
    assert figures(db, "2026-10") == october
    months.adopt(db, loading.shipped())
    assert figures(db, "2026-10") == october
    (line,) = months.table(db, "2026-11")
    assert (line.unit, line.score, line.rule_version) == (cast.east, "100.00", loading.shipped().version)
    assert [(each.rule, each.points) for each in months.ledger(db, "2026-11", cast.east.id)] == [
        ("start", "100.00"),
        ("adjustment", "50.00"),
        ("ceiling", "-50.00"),
    ]


def test_closing_by_command_before_any_start_sums_anew_first(db, cast, older):
    migrated(db)
    months.close(db, cast.publisher, "2026-11")
    (line,) = months.table(db, "2026-11")
    assert (line.score, line.rule_version) == ("100.00", loading.shipped().version)


def test_a_sum_that_no_check_stands_behind_is_renewed_too(db, cast, older):
    """One of which only the adjustment is left."""
    with db.write():
        db.execute("DELETE FROM visit_scores WHERE month = '2026-11'")
    migrated(db)
    months.adopt(db, loading.shipped())
    assert months.table(db, "2026-11") == []
    assert months.ledger(db, "2026-11", cast.east.id) == []


def test_a_closed_month_ranks_the_units_that_were_scored_then(db, cast, older, sign_in):
    before = months.table(db, "2026-10")
    assert [line.unit.id for line in before] == [cast.west.id, cast.east.id]
    page, home = "/scores/2026-10", "/home/?month=2026-10"
    shown = [sign_in(who).get(path).status_code for who, path in ((cast.publisher, page), (cast.unit, home))]
    with db.write():
        db.execute("UPDATE units SET scored = 0 WHERE id = :id", id=cast.east.id)
        db.execute("UPDATE units SET scored = 1 WHERE id = :id", id=cast.company.id)
    assert [(line.unit.id, line.score, line.rank) for line in months.table(db, "2026-10")] == [
        (line.unit.id, line.score, line.rank) for line in before
    ]
    assert months.table(db, "2026-11") == []
    assert shown == [200, 200]
    ranking = sign_in(cast.publisher).get(page).text
    assert "城东供电所" in ranking
    assert "示范供电公司" not in ranking.partition("<main")[2]
    assert "50.00" in sign_in(cast.unit).get(home).text


def test_months_closed_before_keep_the_units_that_stood_then(db, cast, older):
    from app import clock
    from app.org import units

    kept = db.rows("SELECT month, unit FROM closed_units ORDER BY unit")
    with clock.at(NOVEMBER + timedelta(hours=2)):
        units.add(db, "城南供电所", parent=cast.company.id)
    with db.write():
        db.execute("DELETE FROM closed_units")
        for statement in filled_in("closed_units", NOW_STEP):
            db.execute(statement)
    assert db.rows("SELECT month, unit FROM closed_units ORDER BY unit") == kept
