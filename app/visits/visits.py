"""A visit is one site, one approach, one inspector, a window of days and one or more checklists."""

import uuid
from dataclasses import dataclass
from datetime import date

from app import clock, journal
from app.checklists.model import APPROACHES, COVERT
from app.db import Database, Row
from app.errors import N_, Conflict, Invalid
from app.visits import changes

SELECTIONS = ("random", "assigned", "follow-up", "complaint")


@dataclass(frozen=True)
class Visit:
    """`opens` and `closes` are days (`2026-11-24`), both included. `returned_*` speak of the last submission that the
    reviewer sent back."""

    id: str
    site: str
    approach: str
    selection: str
    opens: str
    closes: str
    note: str
    assigned_by: str | None
    checklists: tuple[str, ...]
    cancelled_at: str | None
    delivered_at: str | None
    returned_submission: str | None
    returned_reason: str | None

    @property
    def covert(self) -> bool:
        return self.approach in COVERT


def give(
    db: Database,
    *,
    site: str,
    approach: str,
    checklists: tuple[str, ...],
    inspector: str,
    opens: date,
    closes: date,
    by: str | None,
    selection: str = "assigned",
    note: str = "",
    reason: str = "",
    visit: str = "",
) -> Visit:
    """Gives an inspector a visit, under the id `visit` if there is one. Raises Invalid for an unknown approach or
    selection, no checklist, or no window."""
    if approach not in APPROACHES or selection not in SELECTIONS:
        raise Invalid(N_("There is no such approach or way of selection."))
    if not checklists:
        raise Invalid(N_("A visit needs at least one checklist."))
    if closes < opens:
        raise Invalid(N_("The last day lies before the first."))
    visit = visit or str(uuid.uuid4())
    with db.write():
        db.execute(
            """INSERT INTO visits (id, site, approach, selection, opens, closes, note, assigned_by, created_at)
               VALUES (:id, :site, :approach, :selection, :opens, :closes, :note, :by, :now)""",
            id=visit,
            site=site,
            approach=approach,
            selection=selection,
            opens=opens.isoformat(),
            closes=closes.isoformat(),
            note=note,
            by=by,
            now=clock.stamp(),
        )
        db.bulk(
            "INSERT INTO visit_checklists (visit, checklist, position) VALUES (:visit, :checklist, :position)",
            [{"visit": visit, "checklist": c, "position": n} for n, c in enumerate(dict.fromkeys(checklists))],
        )
        _assign(db, visit, inspector, by)
        window = {"opens": opens.isoformat(), "closes": closes.isoformat()}
        changes.note(db, visit, "given", by, reason=reason, person=inspector, **window)
        journal.record(db, by, "visit.given", visit)
    return get(db, visit)


def reassign(db: Database, visit: str, inspector: str, by: str | None, reason: str = "") -> None:
    """Gives the visit to somebody else; what the former inspector already packed is still accepted from them. What was
    sent back to the former one is no concern of the new one, who begins anew."""
    with db.write():
        get(db, visit)
        db.execute(
            "UPDATE visits SET returned_submission = NULL, returned_reason = NULL WHERE id = :visit", visit=visit
        )
        db.execute(
            "UPDATE assignments SET until = :now WHERE visit = :visit AND until IS NULL", visit=visit, now=clock.stamp()
        )
        _assign(db, visit, inspector, by)
        changes.note(db, visit, "reassigned", by, reason=reason, person=inspector)
        journal.record(db, by, "visit.reassigned", visit)


def move(db: Database, visit: str, window: tuple[date, date], by: str | None, reason: str = "") -> None:
    """Gives the visit another window. Raises Invalid for none."""
    opens, closes = window
    if closes < opens:
        raise Invalid(N_("The last day lies before the first."))
    days = {"opens": opens.isoformat(), "closes": closes.isoformat()}
    with db.write():
        get(db, visit)
        db.execute("UPDATE visits SET opens = :opens, closes = :closes WHERE id = :visit", visit=visit, **days)
        changes.note(db, visit, "moved", by, reason=reason, **days)
        journal.record(db, by, "visit.moved", visit, **days)


def cancel(db: Database, visit: str, by: str | None, reason: str = "") -> None:
    """Calls a visit off. Raises Conflict when its result has already arrived."""
    with db.write():
        if get(db, visit).delivered_at:
            raise Conflict(N_("The result of this visit has already arrived, so it can no longer be cancelled."))
        db.execute("UPDATE visits SET cancelled_at = :now WHERE id = :visit", visit=visit, now=clock.stamp())
        changes.note(db, visit, "cancelled", by, reason=reason)
        journal.record(db, by, "visit.cancelled", visit)


def delivered(db: Database, visit: str, sender: str) -> None:
    """Notes, within the intake's transaction, that a result has arrived. One from somebody who no longer has the visit
    leaves it on the list of whoever has it now, until the review accepts a result."""
    db.execute(
        """UPDATE visits SET delivered_at = :now, returned_submission = NULL, returned_reason = NULL
           WHERE id = :visit AND EXISTS (
             SELECT 1 FROM assignments WHERE visit = :visit AND person = :sender AND until IS NULL)""",
        visit=visit,
        sender=sender,
        now=clock.stamp(),
    )
    changes.note(db, visit, "received", None)


def settled(db: Database, visit: str, by: str | None = None) -> None:
    """Notes, within the review's transaction, that a result stands: what was sent back before need not be done anew."""
    db.execute(
        """UPDATE visits SET delivered_at = :now, returned_submission = NULL, returned_reason = NULL
           WHERE id = :visit AND delivered_at IS NULL""",
        visit=visit,
        now=clock.stamp(),
    )
    changes.note(db, visit, "accepted", by)


def returned(db: Database, visit: str, submission: str, reason: str, by: str | None = None) -> None:
    """Opens the visit again, within the review's transaction: the submission was sent back for `reason`."""
    db.execute(
        """UPDATE visits SET delivered_at = NULL, returned_submission = :submission, returned_reason = :reason
           WHERE id = :visit""",
        visit=visit,
        submission=submission,
        reason=reason,
    )
    changes.note(db, visit, "returned", by, reason=reason)


def declined(db: Database, visit: str, reason: str, by: str) -> None:
    """Notes, within the review's transaction, that a result was sent back that opens nothing again."""
    changes.note(db, visit, "returned", by, reason=reason)


def get(db: Database, visit: str) -> Visit:
    """Raises NotFound."""
    return _visit(
        db,
        db.one(
            """SELECT id, site, approach, selection, opens, closes, note, assigned_by, cancelled_at, delivered_at,
                      returned_submission, returned_reason FROM visits WHERE id = :id""",
            id=visit,
        ),
    )


def ever_assigned(db: Database, visit: str, person: str) -> bool:
    """Whether the visit is or was this person's."""
    return (
        db.row(
            "SELECT 1 AS found FROM assignments WHERE visit = :visit AND person = :person", visit=visit, person=person
        )
        is not None
    )


def assigners(db: Database, visit: str) -> frozenset[str]:
    """Everybody who gave this visit to somebody, at first or later: they know who made it."""
    rows = db.rows("SELECT DISTINCT by FROM assignments WHERE visit = :visit AND by IS NOT NULL", visit=visit)
    return frozenset(row["by"] for row in rows)


def inspector(db: Database, visit: str) -> str:
    """Whose visit it is now. Raises NotFound."""
    row = db.one("SELECT person FROM assignments WHERE visit = :visit AND until IS NULL", visit=visit)
    return str(row["person"])


def first_inspector(db: Database, visit: str) -> str:
    """To whom it was given at first. Raises NotFound."""
    row = db.one("SELECT person FROM assignments WHERE visit = :visit ORDER BY since LIMIT 1", visit=visit)
    return str(row["person"])


def open_for(db: Database, person: str) -> list[Visit]:
    """What a person still has to do: open visits first, then by last day."""
    rows = db.rows(
        """SELECT id, site, approach, selection, opens, closes, note, assigned_by, cancelled_at, delivered_at,
                  returned_submission, returned_reason
           FROM visits JOIN assignments ON assignments.visit = visits.id
           WHERE person = :person AND until IS NULL AND cancelled_at IS NULL AND delivered_at IS NULL
           ORDER BY CASE WHEN approach = 'open' THEN 0 ELSE 1 END, closes, id""",
        person=person,
    )
    return [_visit(db, row) for row in rows]


def _assign(db: Database, visit: str, person: str, by: str | None) -> None:
    db.execute(
        "INSERT INTO assignments (visit, person, since, by) VALUES (:visit, :person, :now, :by)",
        visit=visit,
        person=person,
        now=clock.stamp(),
        by=by,
    )


def _visit(db: Database, row: Row) -> Visit:
    checklists = db.rows(
        "SELECT checklist FROM visit_checklists WHERE visit = :visit ORDER BY position", visit=row["id"]
    )
    return Visit(**row, checklists=tuple(c["checklist"] for c in checklists))
