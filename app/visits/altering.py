"""What a planner changes on a visit that is given: who does it, its window, or that it is called off.

A form carries the number of the last change that its planner had seen; where another came since, it is refused with a
sentence about that change.
"""

from dataclasses import dataclass
from datetime import date

from app import language
from app.db import Database
from app.errors import N_, Conflict, Invalid, Place
from app.org import sites
from app.people import persons
from app.people.persons import Person
from app.visits import changes, checking, planning, visits
from app.visits.changes import Change
from app.visits.visits import Visit

KINDS = ("assignment", "window", "cancellation")
_WHAT = {"assignment": "reassigned", "window": "moved", "cancellation": "cancelled"}
_SINCE = {
    "reassigned": N_("%(name)s gave this visit to somebody else at %(at)s, after you had opened this page."),
    "moved": N_("%(name)s changed the window of this visit at %(at)s, after you had opened this page."),
    "cancelled": N_("%(name)s called this visit off at %(at)s, after you had opened this page."),
    "received": N_("The result of this visit arrived at %(at)s, after you had opened this page."),
    "accepted": N_("%(name)s accepted the result of this visit at %(at)s, after you had opened this page."),
    "returned": N_("%(name)s sent the result of this visit back at %(at)s, after you had opened this page."),
}


@dataclass(frozen=True)
class Alteration:
    """The form as it was typed; `kind` is one of KINDS."""

    kind: str
    seen: int
    reason: str = ""
    inspector: str = ""
    opens: str = ""
    closes: str = ""


def alterable(visit: Visit) -> bool:
    """A visit can be changed until its result arrives or it is called off."""
    return not visit.delivered_at and not visit.cancelled_at


def stale(db: Database, viewer: Person, visit: str, seen: int) -> str:
    """Who changed what when since change number `seen`, as a whole sentence; empty when nobody did."""
    change = changes.since(db, visit, seen)
    return _sentence(db, viewer, change) if change else ""


def done(db: Database, by: Person, visit: str, typed: Alteration) -> bool:
    """Whether this very form was sent before, as by a double click, and nothing came after it."""
    newer = [change for change in changes.history(db, visit) if change.number > typed.seen]
    return len(newer) == 1 and (newer[0].by, newer[0].what, newer[0].reason, _content(newer[0])) == (
        by.id,
        _WHAT[typed.kind],
        typed.reason,
        _wanted(typed),
    )


def problems(db: Database, viewer: Person, visit: Visit, typed: Alteration) -> tuple[Place, ...]:
    """What is wrong with the form."""
    wrong: tuple[Place, ...] = ()
    if typed.kind == "assignment":
        wrong = checking.who(db, typed.inspector, visit.approach) or _already(db, viewer, visit, typed.inspector)
    if typed.kind == "window":
        wrong = checking.window(typed.opens, typed.closes, visit.opens)
        if not wrong and (typed.opens, typed.closes) == (visit.opens, visit.closes):
            wrong = (Place("closes", N_("This is the window that the visit has already.")),)
        wrong = wrong or _shut(db, visit, typed.closes)
    if not typed.reason:
        wrong += (Place("reason", N_("Give the reason; it stays in the history of the visit.")),)
    if len(typed.reason) > checking.LONGEST:
        wrong += (Place("reason", checking.said(N_("Longer than %(most)s characters."), most=checking.LONGEST)),)
    return wrong


def alter(db: Database, by: Person, visit: str, typed: Alteration) -> None:
    """Makes the change; the same form again changes nothing. Raises NotFound; Conflict when somebody else was quicker
    or the visit is over; Invalid."""
    with db.write():
        found = visits.get(db, visit)
        if done(db, by, visit, typed):
            return
        if sentence := stale(db, by, visit, typed.seen):
            raise Conflict(sentence)
        if not alterable(found):
            raise Conflict(N_("This visit is over, so nothing about it can be changed."))
        if wrong := problems(db, by, found, typed):
            raise Invalid(wrong[0].detail, wrong)
        if typed.kind == "assignment":
            visits.reassign(db, visit, typed.inspector, by.id, typed.reason)
        elif typed.kind == "window":
            window = (date.fromisoformat(typed.opens), date.fromisoformat(typed.closes))
            visits.move(db, visit, window, by.id, typed.reason)
        else:
            visits.cancel(db, visit, by.id, typed.reason)


def _content(change: Change) -> tuple[str | None, ...]:
    return (change.person, change.opens, change.closes)


def _wanted(typed: Alteration) -> tuple[str | None, ...]:
    if typed.kind == "assignment":
        return (typed.inspector, None, None)
    return (None, typed.opens, typed.closes) if typed.kind == "window" else (None, None, None)


def _shut(db: Database, visit: Visit, closes: str) -> tuple[Place, ...]:
    """Refuses a window that reaches into days on which the site is out of service."""
    site = sites.get(db, visit.site)
    if not site.closed_on or site.closed_on > closes:
        return ()
    sentence = N_("“%(name)s” is out of service from %(day)s on.")
    return (Place("closes", checking.said(sentence, name=site.name, day=language.day(site.closed_on))),)


def _already(db: Database, viewer: Person, visit: Visit, person: str) -> tuple[Place, ...]:
    """Refuses whoever has the visit; not where that is a secret, since the refusal would tell it."""
    name = planning.inspector(db, viewer, visit)
    if name is None or visits.inspector(db, visit.id) != person:
        return ()
    return (Place("inspector", checking.said(N_("%(name)s has this visit already."), name=name)),)


def _sentence(db: Database, viewer: Person, change: Change) -> str:
    if change.by is None:
        name = language.say(N_("The system"))
    elif change.by == viewer.id:
        name = language.say(N_("You yourself"))
    else:
        name = persons.load(db, change.by).name
    return checking.said(_SINCE[change.what], name=name, at=language.moment(change.at))
