"""The review of one submission: where it stands, by when it is due, and who may not do it."""

from dataclasses import dataclass
from typing import Protocol

from app import bureau, clock
from app.checklists.model import COVERT
from app.db import Database
from app.errors import N_, Conflict
from app.intake import submissions
from app.intake.submissions import Submission
from app.people.persons import Person
from app.visits import visits

STATES = ("waiting", "accepted", "returned", "superseded")
_CLOSED = {
    "accepted": N_("This submission has been accepted, so nothing in it can be changed any more."),
    "returned": N_("This submission was sent back, so nothing in it can be changed any more."),
    "superseded": N_("A newer submission has taken the place of this one, so nothing in it can be changed any more."),
}


@dataclass(frozen=True)
class Review:
    """`by`, `at` and `reason` speak of its end; `due` is a moment (`clock.stamp`)."""

    submission: str
    state: str
    by: str | None
    at: str | None
    reason: str
    due: str

    @property
    def overdue(self) -> int:
        """Whole days past the due day; 0 when there is still time or the review has ended."""
        return max(0, (clock.today() - clock.local(self.due).date()).days) if self.state == "waiting" else 0


def get(db: Database, submission: str) -> Review:
    """Raises NotFound."""
    return Review(
        **db.one(
            "SELECT submission, state, by, at, reason, due FROM reviews WHERE submission = :id",
            id=submission,
        )
    )


def begin(db: Database, submission: str, received_at: str) -> None:
    """Puts a submission into the queue, within the caller's transaction; one that is there already stays as it is."""
    db.execute(
        """INSERT INTO reviews (submission, state, reason, due) VALUES (:submission, 'waiting', '', :due)
           ON CONFLICT (submission) DO NOTHING""",
        submission=submission,
        due=clock.stamp(clock.local(received_at) + clock.days(bureau.number(db, "review_days"))),
    )


def end(db: Database, submission: str, state: str, by: str | None, reason: str = "") -> None:
    """Ends a review, within the caller's transaction."""
    db.execute(
        "UPDATE reviews SET state = :state, by = :by, at = :now, reason = :reason WHERE submission = :submission",
        state=state,
        by=by,
        now=clock.stamp(),
        reason=reason,
        submission=submission,
    )


def settled(db: Database, submission: str) -> bool:
    """Whether another submission of the same check is accepted, so that this one is a correction or a leftover."""
    return any(
        db.row("SELECT 1 AS found FROM reviews WHERE submission = :other AND state = 'accepted'", other=other)
        for other in submissions.same_check(db, submission)
        if other != submission
    )


def left_behind(db: Database, submission: Submission) -> str:
    """Why sending this submission back opens nothing again: its visit is now somebody else's (`former`) or called off
    (`cancelled`); empty when its sender still has it."""
    if submission.visit is None:
        return ""
    if visits.inspector(db, submission.visit) != submission.person:
        return "former"
    return "cancelled" if visits.get(db, submission.visit).cancelled_at else ""


def still_waiting(review: Review) -> None:
    """Raises Conflict, saying how the review ended, when it has."""
    if review.state != "waiting":
        raise Conflict(_CLOSED[review.state])


class Sent(Protocol):
    """What of a submission decides who may review it."""

    @property
    def person(self) -> str: ...
    @property
    def approach(self) -> str: ...
    @property
    def visit(self) -> str | None: ...


def barred(db: Database, person: Person, submission: Sent) -> str:
    """Why this person may not review this submission, as a sentence to translate; empty when they may.

    Nobody reviews their own work, and whoever gave or reassigned a covert visit knows who made it.
    """
    if submission.person == person.id:
        return N_("Your own work: somebody else has to review it.")
    visit = submission.visit if submission.approach in COVERT else None
    if visit and person.id in visits.assigners(db, visit):
        return N_("Assigned by yourself: somebody else has to review it.")
    return ""


def coded(db: Database, person: Person, submission: Sent) -> bool:
    """Whether the page shows the inspector's code. Not to a planner who can read the name at the visit: whoever had
    both would know from the code who made every covert visit."""
    if "planner" not in person.roles or submission.visit is None:
        return True
    return submission.approach in COVERT and person.id not in visits.assigners(db, submission.visit)
