"""What a closed month has sent on: its adjustments, readable before the month that takes them has a score."""

from dataclasses import dataclass
from decimal import Decimal

from app.db import Database
from app.scoring import lines
from app.scoring.causes import Cause
from app.scoring.lines import Line


@dataclass(frozen=True)
class SentOn:
    """The adjustments that count in `month`, in the words and the order that its ledger will have."""

    month: str
    lines: tuple[Line, ...]


def of(db: Database, closed_month: str, unit: str) -> list[SentOn]:
    """What the reviews after the closing changed for a unit, by the month in which it counts; nothing while a month is
    open. Never ordered by time, so that the order tells nothing of covert work."""
    rows = db.rows(
        """SELECT month, points, reason, submission, replaced FROM adjustments
           WHERE closed_month = :month AND unit = :unit""",
        month=closed_month,
        unit=unit,
    )
    found: dict[str, list[Line]] = {}
    for row in rows:
        about = f"{closed_month} {row['reason']}"
        cause = Cause(row["submission"], row["replaced"]) if row["submission"] else None
        line = lines.adjustment(db, unit, row["points"], about, cause)
        found.setdefault(row["month"], []).append(line)
    return [SentOn(month, tuple(sorted(found[month], key=_place))) for month in sorted(found)]


def _place(line: Line) -> tuple[object, ...]:
    return line.about, Decimal(line.points), line.account.shown if line.account else ""
