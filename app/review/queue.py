"""The queue of submissions that wait for review, filled from the journal, and what has left it."""

from dataclasses import dataclass
from datetime import datetime

from app import clock, journal, language
from app.checklists import versions
from app.checklists.model import COVERT, Checklist, Item
from app.db import Database, Row
from app.errors import N_
from app.intake import outlines, submissions
from app.org import sites
from app.people.persons import Person
from app.review import cases, reviews
from app.review.cases import Case
from app.review.periods import band
from app.review.reviews import Review

Forms = dict[tuple[str, str], Checklist]
FOLLOWER = "review"
PAGE = 50
AT_ONCE = 200  # entries of the journal to a transaction, so that what arrives meanwhile does not wait long


@dataclass(frozen=True)
class Entry:
    """One submission in a list. `redline` says that an undecided failing cites a red line; `barred` is the sentence why
    this person may not review it."""

    submission: str
    site: str
    approach: str
    review: Review
    failings: int
    undecided: int
    redline: bool
    barred: str
    started: datetime
    received_at: str

    @property
    def covert(self) -> bool:
        return self.approach in COVERT

    @property
    def month(self) -> str:
        """The month in which its findings will count."""
        return clock.month_of(self.started)

    @property
    def when(self) -> str:
        """The day of arrival, with the time if it is today; of covert work the ten-day band in which it began."""
        if self.covert:
            return band(self.started.date())
        arrived = clock.local(self.received_at)
        if arrived.date() == clock.today():
            return language.say(N_("today %(time)s"), time=f"{arrived:%H:%M}")
        return language.day(arrived)


def follow(db: Database) -> None:
    """Puts every submission that has arrived since the last time into the queue.

    One that its sender replaced before it was reviewed leaves the queue.
    """
    while journal.position(db, FOLLOWER) < journal.last(db):
        with db.write():
            position, last = journal.position(db, FOLLOWER), journal.last(db)
            until = min(last, position + AT_ONCE)
            for entry in journal.since(db, position, "submission.received", until=until):
                _arrived(db, entry["subject"])
            # What was written here just now needs no reading.
            journal.advance(db, FOLLOWER, journal.last(db) if until == last else until)


def waiting(db: Database, person: Person, after: str = "", limit: int = PAGE) -> list[Entry]:
    """What waits for review, longest first, as `person` sees it; `after` is the submission to go on behind."""
    rows = db.rows(
        """SELECT submission, state, by, at, reason, due FROM reviews
           WHERE state = 'waiting' AND (:after = '' OR (due, submission) >
             (SELECT due, submission FROM reviews WHERE submission = :after))
           ORDER BY due, submission LIMIT :limit""",
        after=after,
        limit=limit,
    )
    return _entries(db, person, rows)


def ended(db: Database, person: Person, state: str, after: str = "", limit: int = PAGE) -> list[Entry]:
    """What has left the queue in that state, newest first."""
    rows = db.rows(
        """SELECT submission, state, by, at, reason, due FROM reviews
           WHERE state = :state AND (:after = '' OR (at, submission) <
             (SELECT at, submission FROM reviews WHERE submission = :after))
           ORDER BY at DESC, submission DESC LIMIT :limit""",
        state=state,
        after=after,
        limit=limit,
    )
    return _entries(db, person, rows)


def count(db: Database, state: str = "waiting") -> int:
    return int(db.one("SELECT count(*) AS n FROM reviews WHERE state = :state", state=state)["n"])


def entry(db: Database, case: Case) -> Entry:
    """The line of a case in a list."""
    return Entry(
        submission=case.submission.id,
        site=sites.get(db, case.submission.site).name,
        approach=case.submission.approach,
        review=case.review,
        failings=len(case.failings),
        undecided=len(case.undecided),
        redline=any(failing.item.severity == "redline" for failing in case.undecided),
        barred=case.barred,
        started=submissions.started(db, case.submission.id),
        received_at=case.submission.received_at,
    )


def _entries(db: Database, person: Person, rows: list[Row]) -> list[Entry]:
    """The lines of a list, each from what it shows: a whole case is read only by who opens it."""
    forms: Forms = {}
    return [_entry(db, person, Review(**row), forms) for row in rows]


def _entry(db: Database, person: Person, review: Review, forms: Forms) -> Entry:
    sent = outlines.outline(db, review.submission)
    named = [(one, _item(db, one, forms)) for one in outlines.failing(db, review.submission)]
    failing = {one.id: item for one, item in named if item}
    decided = cases.decided(db, review.submission) if failing else {}
    undecided = [item for one, item in failing.items() if one not in decided]
    return Entry(
        submission=review.submission,
        site=sites.get(db, sent.site).name,
        approach=sent.approach,
        review=review,
        failings=len(failing),
        undecided=len(undecided),
        redline=any(item.severity == "redline" for item in undecided),
        barred=reviews.barred(db, person, sent),
        started=clock.local(sent.started_at),
        received_at=sent.received_at,
    )


def _item(db: Database, failing: outlines.Failing, forms: Forms) -> Item | None:
    """The item that failed; None for one that takes no verdict."""
    named = failing.checklist, failing.version
    if named not in forms:
        forms[named] = versions.get(db, *named)
    item = forms[named].item(failing.item)
    return item if item and forms[named].judges(item) else None


def _arrived(db: Database, submission: str) -> None:
    arrived = outlines.arrival(db, submission)
    reviews.begin(db, submission, arrived.received_at)
    replaced = arrived.replaces and db.row(
        "SELECT submission FROM reviews WHERE submission = :replaces AND state = 'waiting'", replaces=arrived.replaces
    )
    if replaced:  # intake lets a sender replace only what is their own
        reviews.end(db, replaced["submission"], "superseded", None)
        journal.record(db, None, "submission.superseded", replaced["submission"], by_submission=submission)
