"""What a closed month counted, as it stood at the closing, and what has happened to it since.

The figures themselves stand in `unit_months` and `ledger`, which nothing touches once the month is closed.
"""

from dataclasses import dataclass

from app.db import Database
from app.intake import submissions
from app.org import units as roster
from app.org.units import Unit


@dataclass(frozen=True)
class Since:
    """Reviews after the closing: how many checks were `accepted` late, how many that had counted were `replaced`, and
    the `months` whose scores took the difference as adjustments."""

    accepted: int
    replaced: int
    months: tuple[str, ...]


def freeze(db: Database, month: str, ranked: list[Unit]) -> None:
    """Keeps which checks a month counts and which units it ranks, within the transaction that closes it."""
    db.execute(
        """INSERT INTO closed_visits (month, submission, unit)
           SELECT month, submission, unit FROM visit_scores WHERE month = :month""",
        month=month,
    )
    db.bulk(
        "INSERT INTO closed_units (month, unit) VALUES (:month, :unit)",
        [{"month": month, "unit": unit.id} for unit in ranked],
    )


def units(db: Database, month: str) -> list[Unit]:
    """The units that a closed month ranked, whatever became of them since, in the order of the roster, and under the
    names that they had at the closing."""
    ranked = {row["unit"] for row in db.rows("SELECT unit FROM closed_units WHERE month = :month", month=month)}
    return [unit for unit in everyone(db, month) if unit.id in ranked]


def everyone(db: Database, month: str) -> list[Unit]:
    """Every unit as it was called when a month was closed, in the order of the roster. Raises NotFound while open."""
    return roster.everyone_at(db, db.one("SELECT at FROM closures WHERE month = :month", month=month)["at"])


def visits(db: Database, month: str) -> dict[str, str]:
    """The submissions that a closed month counted, each with its unit, in no particular order."""
    rows = db.rows("SELECT submission, unit FROM closed_visits WHERE month = :month", month=month)
    return {row["submission"]: row["unit"] for row in rows}


def since(db: Database, month: str) -> Since:
    """What the reviews have changed since a month was closed."""
    counted = set(visits(db, month))
    now = {
        row["submission"] for row in db.rows("SELECT submission FROM visit_scores WHERE month = :month", month=month)
    }
    replaced = _successors(db, counted - now)
    sent_on = db.rows("SELECT DISTINCT month FROM adjustments WHERE closed_month = :month ORDER BY month", month=month)
    return Since(len(now - counted - replaced), len(counted - now), tuple(row["month"] for row in sent_on))


def _successors(db: Database, replaced: set[str]) -> set[str]:
    """The submissions of the same checks."""
    return {each for submission in replaced for each in submissions.same_check(db, submission)}
