"""A unit's month with what stands around it on a page: the months before, and the difference to the last one."""

from dataclasses import dataclass
from decimal import Decimal

from app import clock
from app.db import Database
from app.errors import NotFound
from app.scoring import charts, lines, months
from app.scoring.charts import Spark
from app.scoring.months import Closure, UnitMonth


@dataclass(frozen=True)
class Standing:
    """`scores` are the unit's own of the last months up to this one, oldest first; `change` is the signed difference to
    the month before, empty when that has no score."""

    line: UnitMonth
    scores: tuple[str, ...]
    spark: Spark | None
    change: str


@dataclass(frozen=True)
class Around:
    """A month and the ones to go on to; empty where there is none. `over` says that the calendar has left it."""

    month: str
    former: str
    later: str
    over: bool
    closure: Closure | None


def of(line: UnitMonth, trend: list[tuple[str, str]], month: str) -> Standing:
    """The standing of a unit whose scores up to this month are `trend`."""
    scores = tuple(score for _, score in trend)
    before = dict(trend).get(clock.month_before(month))
    change = lines.signed(str(Decimal(line.score) - Decimal(before))) if before else ""
    return Standing(line, scores, charts.spark(list(scores)), change)


def around(db: Database, month: str) -> Around:
    """Raises NotFound for a text that is no month, and for a month without figures."""
    known = months.months(db)
    if month not in known:
        raise NotFound
    place = known.index(month)
    return Around(
        month,
        known[place - 1] if place else "",
        known[place + 1] if place + 1 < len(known) else "",
        month < clock.month_of(clock.now()),
        months.closure(db, month),
    )
