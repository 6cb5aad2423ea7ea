"""One decision on one failing: it stands (confirm) or it does not (dismiss), at the item's severity or another."""

from dataclasses import dataclass

from app import clock, journal
from app.checklists.model import SEVERITIES
from app.db import Database
from app.errors import N_, Conflict, Forbidden, Invalid, Place
from app.people.persons import Person
from app.review import cases, reviews
from app.review.cases import Decision

DECISIONS = ("confirm", "dismiss")
LONGEST = 2000


@dataclass(frozen=True)
class Draft:
    """A decision as it was typed; `severity` empty means the item's own."""

    decision: str
    severity: str = ""
    reason: str = ""


def decide(
    db: Database,
    by: Person,
    submission: str,
    observation: str,
    decision: str,
    *,
    severity: str = "",
    reason: str = "",
) -> None:
    """Decides a failing, or decides it anew as long as the submission is not accepted; each change is journaled.

    Raises NotFound (no such failing), Forbidden (own work, or a covert visit that `by` assigned), Conflict (the review
    has ended, or somebody else decided differently) and Invalid (`problems`).
    """
    with db.write():
        case = cases.load(db, by, submission)
        failing = case.failing(observation)
        if case.barred:
            raise Forbidden(case.barred)
        reviews.still_waiting(case.review)
        kept = failing.item.severity if decision == "dismiss" else severity or failing.item.severity
        draft = Draft(decision, kept, reason.strip())
        places = problems(failing.item.severity, draft)
        if places:
            raise Invalid(places[0].detail, places)
        if failing.decision and _settled(failing.decision, by, draft):
            return
        _write(db, by, submission, observation, draft)


def problems(item_severity: str, draft: Draft) -> tuple[Place, ...]:
    """What is wrong with a decision on an item of that severity, each with the field it concerns.

    A reason is needed to dismiss, to change the severity and to confirm a red line.
    """
    severity = draft.severity or item_severity
    found = []
    if draft.decision not in DECISIONS:
        found.append(Place("decision", N_("Choose whether it stands or not.")))
    if severity not in SEVERITIES:
        found.append(Place("severity", N_("There is no such severity.")))
    if len(draft.reason) > LONGEST:
        found.append(Place("reason", N_("The reason is longer than 2000 characters.")))
    if not draft.reason.strip():
        if draft.decision == "dismiss":
            found.append(Place("reason", N_("Say why it does not stand.")))
        elif severity != item_severity:
            found.append(Place("reason", N_("Say why the severity is changed.")))
        elif severity == "redline":
            found.append(Place("reason", N_("A red line is confirmed with a reason only.")))
    return tuple(found)


def _settled(taken: Decision, by: Person, draft: Draft) -> bool:
    """Whether there is nothing to do. Raises Conflict when somebody else decided differently."""
    same = (taken.decision, taken.severity) == (draft.decision, draft.severity)
    if taken.by == by.id:
        return same and taken.reason == draft.reason
    if not same:
        raise Conflict(
            N_("Another reviewer has decided this one differently in the meantime. Nothing was changed; look again.")
        )
    return True


def _write(db: Database, by: Person, submission: str, observation: str, draft: Draft) -> None:
    db.execute(
        """INSERT INTO decisions (submission, observation, decision, severity, reason, by, at)
           VALUES (:submission, :observation, :decision, :severity, :reason, :by, :now)
           ON CONFLICT (submission, observation) DO UPDATE SET decision = excluded.decision,
             severity = excluded.severity, reason = excluded.reason, by = excluded.by, at = excluded.at""",
        submission=submission,
        observation=observation,
        **vars(draft),
        by=by.id,
        now=clock.stamp(),
    )
    journal.record(db, by.id, "failing.decided", submission, observation=observation, **vars(draft))
