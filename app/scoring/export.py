"""A month as other programs read it: `mingcha ledger --month 2026-11 --json`."""

from collections.abc import Iterable
from typing import Any

from app.db import Database
from app.scoring import months
from app.scoring.lines import Line
from app.scoring.months import UnitMonth


def as_json(db: Database, month: str) -> dict[str, Any]:
    """The month with every unit that has a score and every line of it, as the contract says.

    Points and yuan are strings with two places; the lines of a unit add up to its score. Raises Invalid for a text that
    is no month.
    """
    months.checked(month)
    visits = _visits(db, month)
    return {
        "month": month,
        "closed": months.closure(db, month) is not None,
        "units": [_unit(db, month, each, visits) for each in months.table(db, month)],
    }


def _unit(db: Database, month: str, found: UnitMonth, visits: dict[str, str]) -> dict[str, Any]:
    return {
        "unit": found.unit.id,
        "name": found.unit.name,
        "score": found.score,
        "grade": found.grade,
        "veto": found.veto,
        "visits": found.visits,
        "thin": found.thin,
        "lines": [_line(line, visits) for line in months.ledger(db, month, found.unit.id)],
    }


def _line(line: Line, visits: dict[str, str]) -> dict[str, Any]:
    changed = line.account.changed if line.account else ()
    return {
        "visit": visits.get(line.submission or "", line.submission),
        "post": line.post,
        "item": line.item or _every(failing.item for failing in changed),
        "clause": line.clause or _every(failing.clause for failing in changed),
        "rule": line.rule,
        "rule_version": line.rule_version,
        "points": line.points,
        "yuan": line.yuan,
        "reason": line.reason,
    }


def _every(ids: Iterable[str]) -> str | None:
    """What an adjustment is about: several ids stand in one text, parted by blanks."""
    return " ".join(dict.fromkeys(ids)) or None


def _visits(db: Database, month: str) -> dict[str, str]:
    """The visit of each submission in the ledger; an unplanned check has none and goes by its submission."""
    rows = db.rows(
        """SELECT DISTINCT submissions.id, visit FROM ledger JOIN submissions ON submissions.id = ledger.submission
           WHERE month = :month AND visit IS NOT NULL""",
        month=month,
    )
    return {row["id"]: row["visit"] for row in rows}
