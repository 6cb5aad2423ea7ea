"""What happened to a visit, one row for each change: the page of the visit tells it, and a form says up to which change
its planner had seen it."""

from dataclasses import dataclass

from app import clock
from app.db import Database

PLANNED = ("given", "reassigned", "moved", "cancelled")


@dataclass(frozen=True)
class Change:
    """`what` is one of `PLANNED`, or `received accepted returned`. `by` is a planner or reviewer, never who inspected;
    `person` is who got the visit, `opens` and `closes` the window from then on."""

    number: int
    at: str
    by: str | None
    what: str
    reason: str
    person: str | None
    opens: str | None
    closes: str | None


def note(
    db: Database,
    visit: str,
    what: str,
    by: str | None,
    *,
    reason: str = "",
    person: str | None = None,
    opens: str | None = None,
    closes: str | None = None,
) -> None:
    """Adds a change, within the caller's transaction."""
    db.execute(
        """INSERT INTO visit_changes (visit, number, at, by, what, reason, person, opens, closes)
           VALUES (:visit, (SELECT coalesce(max(number), 0) + 1 FROM visit_changes WHERE visit = :visit),
                   :now, :by, :what, :reason, :person, :opens, :closes)""",
        visit=visit,
        now=clock.stamp(),
        by=by,
        what=what,
        reason=reason,
        person=person,
        opens=opens,
        closes=closes,
    )


def history(db: Database, visit: str) -> list[Change]:
    """Everything that happened to the visit, the first first."""
    rows = db.rows(
        """SELECT number, at, by, what, reason, person, opens, closes FROM visit_changes
           WHERE visit = :visit ORDER BY number""",
        visit=visit,
    )
    return [Change(**row) for row in rows]


def since(db: Database, visit: str, seen: int) -> Change | None:
    """The newest change after number `seen`; None when that was the last one."""
    return next((change for change in reversed(history(db, visit)) if change.number > seen), None)
