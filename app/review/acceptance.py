"""The end of a review: accepting a submission, which makes its findings, or sending it back for correction."""

import uuid

from app import clock, journal
from app.db import Database
from app.errors import N_, Conflict, Forbidden, Invalid, Place
from app.intake import submissions
from app.org import sites
from app.people import naming
from app.people.persons import Person
from app.review import cases, reviews
from app.review.cases import Case
from app.visits import visits

LONGEST = 2000


def accept(db: Database, by: Person, submission: str) -> None:
    """Accepts a submission of which every failing is decided; the confirmed ones become findings of its month.

    An accepted submission of the same check is superseded and its findings withdrawn. Doing it twice changes nothing.
    Raises NotFound, Forbidden and Conflict, also for words that would tell a unit who inspected.
    """
    with db.write():
        case = cases.load(db, by, submission)
        if case.barred:
            raise Forbidden(case.barred)
        if case.review.state == "accepted" and case.review.by == by.id:
            return
        reviews.still_waiting(case.review)
        if case.undecided:
            raise Conflict(N_("Failings not decided yet: %(count)s. Decide them first."), count=len(case.undecided))
        _nobody_named(db, case)
        _supersede_earlier(db, by, case)
        reviews.end(db, submission, "accepted", by.id)
        _make_findings(db, case)
        if case.submission.visit:
            visits.settled(db, case.submission.visit, by.id)
        journal.record(
            db,
            by.id,
            "submission.accepted",
            submission,
            confirmed=len(case.confirmed),
            dismissed=len(case.failings) - len(case.confirmed),
        )


def send_back(db: Database, by: Person, submission: str, reason: str) -> None:
    """Gives the visit back to its inspector for a corrected submission. Where another submission of the check is
    accepted, or the visit was called off or is somebody else's by now, nothing is opened again.

    Raises NotFound, Forbidden, Conflict (ended, or a check without a visit that could be opened again) and Invalid.
    """
    with db.write():
        case = cases.load(db, by, submission)
        if case.barred:
            raise Forbidden(case.barred)
        reviews.still_waiting(case.review)
        if case.submission.visit is None and not case.settled:
            raise Conflict(
                N_("An unplanned check has no visit that could be opened again. Dismiss what does not stand instead.")
            )
        opens = not case.settled and not reviews.left_behind(db, case.submission)
        places = problems(reason, opens=opens)
        if places:
            raise Invalid(places[0].detail, places)
        reviews.end(db, submission, "returned", by.id, reason.strip())
        if case.submission.visit and opens:
            visits.returned(db, case.submission.visit, submission, reason.strip(), by.id)
        elif case.submission.visit:
            visits.declined(db, case.submission.visit, reason.strip(), by.id)
        journal.record(db, by.id, "submission.returned", submission, reason=reason.strip())


def problems(reason: str, *, opens: bool) -> tuple[Place, ...]:
    """What is wrong with the reason for sending back; where that `opens` the visit again, its inspector reads it."""
    if not reason.strip() and not opens:
        return (Place("reason", N_("Say why this submission is not taken.")),)
    if not reason.strip():
        return (Place("reason", N_("Say what has to be added or corrected; the inspector reads this sentence.")),)
    if len(reason.strip()) > LONGEST:
        return (Place("reason", N_("The reason is longer than 2000 characters.")),)
    return ()


def _nobody_named(db: Database, case: Case) -> None:
    """Raises Conflict for a note that was confirmed before its words were looked at, or before the named one came."""
    for failing in () if case.covert else case.confirmed:
        for place in naming.places(db, {"words": failing.words}):
            raise Conflict(
                N_("At “%(item)s”: %(why)s Whoever confirmed it can change the words."),
                item=failing.item.text,
                why=place.detail,
            )


def _supersede_earlier(db: Database, by: Person, case: Case) -> None:
    for earlier in submissions.same_check(db, case.submission.id):
        row = db.row("SELECT state FROM reviews WHERE submission = :submission", submission=earlier)
        if row is None or row["state"] != "accepted":
            continue
        reviews.end(db, earlier, "superseded", by.id)
        db.execute(
            "UPDATE findings SET withdrawn_at = :now WHERE submission = :submission AND withdrawn_at IS NULL",
            now=clock.stamp(),
            submission=earlier,
        )
        journal.record(db, by.id, "submission.superseded", earlier, by_submission=case.submission.id)


def _make_findings(db: Database, case: Case) -> None:
    """One row for each confirmed failing. Units read it: of covert work nothing that the inspector wrote, of open work
    the words that the reviewer let stand; and a post only if the roster knows it, since a free text could name anybody.
    """
    submission = case.submission
    started = submissions.started(db, submission.id)
    unit, known = sites.unit_at(db, submission.site, started), sites.posts(db, submission.site)
    db.bulk(
        """INSERT INTO findings (id, submission, observation, unit, site, approach, post, checklist, version, item,
                                 clause, severity, month, day, note)
           VALUES (:id, :submission, :observation, :unit, :site, :approach, :post, :checklist, :version, :item,
                   :clause, :severity, :month, :day, :note)""",
        [
            {
                "id": str(uuid.uuid4()),
                "submission": submission.id,
                "observation": failing.id,
                "unit": unit,
                "site": submission.site,
                "approach": submission.approach,
                "post": failing.observation.post if failing.observation.post in known else None,
                "checklist": failing.checklist.id,
                "version": failing.checklist.version,
                "item": failing.item.id,
                "clause": failing.item.clause,
                "severity": failing.severity,
                "month": clock.month_of(started),
                "day": started.date().isoformat(),
                "note": "" if case.covert else failing.words,
            }
            for failing in case.confirmed
        ],
    )
