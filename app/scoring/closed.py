"""What a closed month counted, as it stood at the closing, and what has happened to it since.

The figures themselves stand in `unit_months` and `ledger`, which nothing touches once the month is closed.
"""

from dataclasses import dataclass

from app.db import Database


@dataclass(frozen=True)
class Since:
    """Reviews after the closing: how many checks were `accepted` late, how many that had counted were `replaced`, and
    the `months` whose scores took the difference as adjustments."""

    accepted: int
    replaced: int
    months: tuple[str, ...]


def freeze(db: Database, month: str) -> None:
    """Keeps which checks a month counts, within the transaction that closes it."""
    db.execute(
        """INSERT INTO closed_visits (month, submission, unit)
           SELECT month, submission, unit FROM visit_scores WHERE month = :month""",
        month=month,
    )


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


def _successors(db: Database, submissions: set[str]) -> set[str]:
    """The submissions of the same visits."""
    return {
        row["id"]
        for submission in submissions
        for row in db.rows(
            "SELECT id FROM submissions WHERE visit = (SELECT visit FROM submissions WHERE id = :id)", id=submission
        )
    }
