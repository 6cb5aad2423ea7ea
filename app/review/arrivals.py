"""What arrived of one visit: more than one submission where it was given to somebody else, or done again."""

from dataclasses import dataclass

from app.db import Database
from app.intake import duty, submissions
from app.intake.duty import Duty
from app.org import sites
from app.org.sites import Site
from app.people.persons import Person
from app.review import reviews
from app.review.reviews import Review
from app.visits import visits
from app.visits.visits import Visit


@dataclass(frozen=True)
class Arrival:
    """One submission. `former`: its sender no longer had the visit when this is read; who that is stays a secret."""

    submission: str
    received_at: str
    review: Review
    barred: str
    former: bool
    duty: Duty | None


@dataclass(frozen=True)
class Arrivals:
    """In the order of arrival."""

    visit: Visit
    site: Site
    arrived: tuple[Arrival, ...]


def of(db: Database, viewer: Person, visit: str) -> Arrivals:
    """Raises NotFound. What has only just arrived must be in the queue (`queue.follow`)."""
    found = visits.get(db, visit)
    now = visits.inspector(db, visit)
    arrived = []
    for submission in submissions.of_visit(db, visit):
        sent = submissions.get(db, submission)
        review, barred = reviews.get(db, submission), reviews.barred(db, viewer, sent)
        answer = duty.of(submissions.body(db, submission))
        arrived.append(Arrival(submission, sent.received_at, review, barred, sent.person != now, answer))
    return Arrivals(found, sites.get(db, found.site), tuple(arrived))
