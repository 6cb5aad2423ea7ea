"""The months: figures that follow the journal, the ranking, and closing a month so that it stands."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app import clock, journal
from app.db import Database, Row
from app.errors import N_, Conflict, Forbidden, Invalid
from app.org import units
from app.org.units import Unit
from app.people.persons import Person
from app.scoring import causes, closed, keeping, lines, versions
from app.scoring.lines import Line
from app.scoring.rules import Rules

FOLLOWER = "scoring"


@dataclass(frozen=True)
class UnitMonth:
    """A unit's month as it is shown. `score` has two places; `rank` is None for a thin sample (样本不足) and under a
    veto, which both stand after the ranked ones; equal scores share a rank."""

    unit: Unit
    score: str
    grade: str
    veto: bool
    visits: int
    thin: bool
    rank: int | None
    rule_version: str


@dataclass(frozen=True)
class Closure:
    """Who closed a month, and when (`clock.stamp`)."""

    month: str
    by: str
    at: str


def follow(db: Database) -> None:
    """Recomputes the months of units that a review has changed since the last time, and no others.

    Reviews are taken one by one, so that each adjustment that a closed month sends on has one cause.
    """
    if journal.position(db, FOLLOWER) == journal.last(db):
        return
    with db.write():
        entries = journal.since(db, journal.position(db, FOLLOWER), causes.ACCEPTED, causes.SUPERSEDED)
        changed = set()
        for cause in causes.among(entries):
            told = keeping.counted(db, cause)
            for where in sorted(keeping.count(db, cause)):
                if keeping.closed(db, where.month):
                    keeping.adjust(db, where, told)
                else:
                    changed.add(where)
        for where in sorted(changed):
            keeping.renew(db, where)
        journal.advance(db, FOLLOWER, journal.last(db))


def adopt(db: Database, rules: Rules) -> None:
    """Puts the rules of the file in force, unless the publisher applied others on the page, and recomputes every month
    that is not closed; called when the process starts."""
    with db.write():
        newest = versions.adoption(db)
        if newest is None or newest.source == versions.FILE:
            versions.adopt(db, rules)
        keeping.catch_up(db, versions.in_force(db))


def roster(db: Database, month: str) -> list[Unit]:
    """The units that a month ranks, in the order of the roster: of a closed one those that were scored then. A unit
    that was closed or merged stays in the months in which it has results, and in which it was in service."""
    if keeping.closed(db, month):
        return closed.units(db, month)
    rows = db.rows("SELECT DISTINCT unit FROM visit_scores WHERE month = :month", month=month)
    visited = {row["unit"] for row in rows}
    return [
        unit
        for unit in units.everyone(db)
        if unit.scored and (unit.closed_on is None or unit.closed_on > month + "-01" or unit.id in visited)
    ]


def table(db: Database, month: str) -> list[UnitMonth]:
    """The units of `roster` that have a score this month: ranked ones first, then thin samples, then vetoed ones."""
    rows = {
        row["unit"]: row
        for row in db.rows(
            "SELECT unit, score, grade, veto, visits, thin, rule_version FROM unit_months WHERE month = :month",
            month=month,
        )
    }
    found = [(unit, rows[unit.id]) for unit in roster(db, month) if unit.id in rows]
    found.sort(key=lambda entry: (_group(entry[1]), -Decimal(entry[1]["score"])))
    ranked = [Decimal(row["score"]) for _, row in found if not _group(row)]
    return [
        UnitMonth(
            unit,
            row["score"],
            row["grade"],
            bool(row["veto"]),
            row["visits"],
            bool(row["thin"]),
            None if _group(row) else 1 + ranked.index(Decimal(row["score"])),
            row["rule_version"],
        )
        for unit, row in found
    ]


def ledger(db: Database, month: str, unit: str) -> list[Line]:
    """The lines of a unit's month; their points add up to its score."""
    return lines.of(db, month, unit)


def months(db: Database) -> list[str]:
    """The months that have figures or are closed, and the one under way, oldest first."""
    rows = db.rows("SELECT month FROM unit_months UNION SELECT month FROM closures")
    return sorted({row["month"] for row in rows} | {clock.month_of(clock.now())})


def trend(db: Database, month: str, count: int = 6) -> dict[str, list[tuple[str, str]]]:
    """The scores of each unit in the last `count` months with figures up to this one: month and score, oldest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for past in [m for m in months(db) if m <= month][-count:]:
        for row in db.rows("SELECT unit, score FROM unit_months WHERE month = :month", month=past):
            found.setdefault(row["unit"], []).append((past, row["score"]))
    return found


def closure(db: Database, month: str) -> Closure | None:
    """The closure of a month, None while it is open."""
    row = db.row("SELECT month, by, at FROM closures WHERE month = :month", month=month)
    return Closure(**row) if row else None


def waiting(db: Database, month: str) -> int:
    """How many submissions of that month wait for review."""
    first, after = (date.fromisoformat(f"{each}-01") for each in (month, clock.month_before(month, -1)))
    row = db.one(
        """SELECT count(*) AS n FROM reviews JOIN submissions ON submissions.id = reviews.submission
           WHERE state = 'waiting' AND started_at >= :since AND started_at < :until""",
        since=clock.stamp(clock.midnight(first)),
        until=clock.stamp(clock.midnight(after)),
    )
    return int(row["n"])


def close(db: Database, by: Person, month: str) -> Closure:
    """Closes a month: from now on its figures stand, and what arrives later becomes an adjustment.

    What still waits for review does not keep it open; the journal says how much that was. Bureaus report on fixed days
    before the month ends (D1-15: the 29th), so the month under way may be closed, too. Raises Forbidden for anybody but
    a publisher, and as `closable`.
    """
    if "publisher" not in by.roles:
        raise Forbidden(N_("Closing a month is the publisher's."))
    with db.write():
        keeping.catch_up(db, versions.in_force(db))
        follow(db)
        closable(db, month)
        late, ranked = waiting(db, month), roster(db, month)
        db.execute(
            "INSERT INTO closures (month, by, at) VALUES (:month, :by, :now)",
            month=month,
            by=by.id,
            now=clock.stamp(),
        )
        closed.freeze(db, month, ranked)
        keeping.rest_upon(db, month, keeping.under_way(db))
        names = sorted(unit.id for unit in ranked)
        journal.record(db, by.id, "month.closed", month, units=len(table(db, month)), waiting=late, roster=names)
    found = closure(db, month)
    assert found
    return found


def closable(db: Database, month: str) -> None:
    """Raises Invalid for a text that is no month, and Conflict for a month that cannot be closed (`hindrance`)."""
    problem = hindrance(db, checked(month))
    if problem:
        raise problem


def hindrance(db: Database, month: str) -> Conflict | None:
    """Why a month cannot be closed, None when it can: it is closed, has not begun, or lies before all figures.

    Month and day are told as they are written in every language, because a command tells them in English.
    """
    former = closure(db, month)
    if former:
        day = clock.local(former.at).date().isoformat()
        return Conflict(N_("%(month)s was closed on %(day)s already; nothing was changed."), month=month, day=day)
    if month > clock.month_of(clock.now()):
        return Conflict(N_("%(month)s has not begun yet, so it cannot be closed."), month=month)
    if db.row("SELECT 1 AS found FROM visit_scores WHERE month <= :month LIMIT 1", month=month) is None:
        return Conflict(N_("No check up to %(month)s has been accepted, so there is nothing to close."), month=month)
    return None


def checked(month: str) -> str:
    """The month as given. Raises Invalid when it is not written like 2026-11."""
    with suppress(ValueError):
        if date.fromisoformat(month + "-01").strftime("%Y-%m") == month:
            return month
    raise Invalid(N_("A month is written like 2026-11."))


def _group(row: Row) -> int:
    """0 for what is ranked, 1 for a thin sample, 2 under a veto."""
    return 2 if row["veto"] else int(row["thin"])
