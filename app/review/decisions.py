"""One decision on one failing: it stands (confirm) or it does not (dismiss), at the item's severity or another.

What an inspector notes is free text and can name anybody, so the words that the unit reads pass through the reviewer.
"""

from dataclasses import dataclass

from app import clock, journal
from app.checklists.model import SEVERITIES
from app.db import Database
from app.errors import N_, Conflict, Forbidden, Invalid, Place
from app.people import naming
from app.people.persons import Person
from app.review import cases, reviews
from app.review.cases import Case, Decision, Failing

DECISIONS = ("confirm", "dismiss")
LONGEST = 2000


@dataclass(frozen=True)
class Draft:
    """A decision as it was typed; `severity` empty means the item's own, `words` None the inspector's own note."""

    decision: str
    severity: str = ""
    reason: str = ""
    words: str | None = None


def decide(
    db: Database,
    by: Person,
    submission: str,
    observation: str,
    decision: str,
    *,
    severity: str = "",
    reason: str = "",
    words: str | None = None,
) -> None:
    """Decides a failing, or decides it anew as long as the submission is not accepted; each change is journaled.

    Raises NotFound (no such failing), Forbidden (own work, or a covert visit that `by` assigned), Conflict (the review
    has ended, or somebody else decided differently) and Invalid (`wrong`).
    """
    with db.write():
        case = cases.load(db, by, submission)
        failing = case.failing(observation)
        if case.barred:
            raise Forbidden(case.barred)
        reviews.still_waiting(case.review)
        draft = _whole(case, failing, Draft(decision, severity, reason, words))
        places = wrong(db, case, failing, draft)
        if places:
            raise Invalid(places[0].detail, places)
        if failing.decision and _settled(failing.decision, by, draft):
            return
        _write(db, by, submission, observation, draft)


def wrong(db: Database, case: Case, failing: Failing, draft: Draft) -> tuple[Place, ...]:
    """Everything that keeps a draft from being a decision on this failing, each with the field that it concerns."""
    found = problems(failing.item.severity, draft)
    if case.covert or draft.decision == "dismiss":
        return found
    words = failing.observation.note if draft.words is None else draft.words
    return found + naming.places(db, {"words": words})


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
    if len(draft.words or "") > LONGEST:
        found.append(Place("words", N_("What the unit reads is longer than 2000 characters.")))
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


def _whole(case: Case, failing: Failing, typed: Draft) -> Draft:
    """The draft as it is kept: a dismissal has the item's own severity, and only words that differ from the note are
    words of the reviewer's own."""
    own = failing.item.severity
    severity = own if typed.decision == "dismiss" else typed.severity or own
    words = None if typed.words is None else _lines(typed.words)
    if case.covert or typed.decision == "dismiss" or words == _lines(failing.observation.note):
        words = None
    return Draft(typed.decision, severity, typed.reason.strip(), words)


def _lines(text: str) -> str:
    """The text with the line ends that a form has made its own made plain."""
    return text.replace("\r\n", "\n").strip()


def _settled(taken: Decision, by: Person, draft: Draft) -> bool:
    """Whether there is nothing to do. Raises Conflict when somebody else decided differently."""
    same = (taken.decision, taken.severity) == (draft.decision, draft.severity)
    if taken.by == by.id:
        return same and (taken.reason, taken.words) == (draft.reason, draft.words)
    if not same or draft.words not in {None, taken.words}:
        raise Conflict(
            N_("Another reviewer has decided this one differently in the meantime. Nothing was changed; look again.")
        )
    return True


def _write(db: Database, by: Person, submission: str, observation: str, draft: Draft) -> None:
    """Keeps the decision; the journal tells that the words for the unit were changed, and not the words."""
    db.execute(
        """INSERT INTO decisions (submission, observation, decision, severity, reason, words, by, at)
           VALUES (:submission, :observation, :decision, :severity, :reason, :words, :by, :now)
           ON CONFLICT (submission, observation) DO UPDATE SET decision = excluded.decision,
             severity = excluded.severity, reason = excluded.reason, words = excluded.words, by = excluded.by,
             at = excluded.at""",
        submission=submission,
        observation=observation,
        **vars(draft),
        by=by.id,
        now=clock.stamp(),
    )
    told = {name: value for name, value in vars(draft).items() if name != "words"}
    journal.record(
        db,
        by.id,
        "failing.decided",
        submission,
        observation=observation,
        **told,
        reworded=draft.words is not None,
    )
