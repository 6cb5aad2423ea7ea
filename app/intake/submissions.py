"""Submissions (提交): taken once, byte for byte, and never changed afterwards."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import clock, journal
from app.db import Database, Row
from app.errors import Conflict, Invalid, NotFound, Place
from app.intake import envelope, known, parsing, rows
from app.intake.photos import REVIEWERS
from app.people.persons import Person
from app.visits import visits
from app.visits.visits import Visit

_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Photo:
    """`at` is the phone's own time, as it was sent."""

    sha256: str
    at: str | None
    caption: str


@dataclass(frozen=True)
class Observation:
    """One judgement. `value` is any JSON value; `at` is the phone's own time as sent; `bulk`: from “all pass”."""

    id: str
    checklist: str
    item: str
    post: str | None
    verdict: str | None
    value: Any
    note: str
    at: str | None
    bulk: bool
    photos: tuple[Photo, ...]


@dataclass(frozen=True)
class Location:
    """Degrees, and the radius in metres within which the phone was."""

    lat: float
    lon: float
    accuracy: float | None


@dataclass(frozen=True)
class Submission:
    """Site and approach are the visit's, or for an unplanned check (`visit` None) those that it named. `started_at`
    and `finished_at` are corrected by what the phone's clock was wrong (`times.py`); checklists are (id, version)."""

    id: str
    visit: str | None
    person: str
    site: str
    approach: str
    replaces: str | None
    sha256: str
    started_at: str
    finished_at: str
    received_at: str
    note: str
    checklists: tuple[tuple[str, str], ...]
    location: Location | None
    observations: tuple[Observation, ...]


def take(db: Database, person: str, submission: str, body: bytes, device_time: str | None = None) -> bool:
    """Keeps a submission of a person; tells whether it was new (False: the same bytes were received before).

    `device_time` is the phone's clock at the moment of sending. Raises TooLarge over 5 MB, Invalid with JSON pointers,
    NotFound for a visit that was never the person's and for an id that is somebody else's, and Conflict when other
    bytes were received under this id.
    """
    if not _ID.fullmatch(submission):
        raise Invalid(places=(Place("/submission", envelope.NOT_AN_ID),))
    sha256 = hashlib.sha256(body).hexdigest()
    if _received(db, person, submission, sha256):
        return False
    document = parsing.parse(body)
    _refuse(envelope.form(document))
    visit = _own_visit(db, person, document["visit"])
    names = known.look_up(db, person, document)
    _refuse(envelope.references(document, names))
    row = rows.submission(document, clock.now(), device_time) | {
        "id": submission,
        "person": person,
        "site": visit.site if visit else document["site"],
        "approach": visit.approach if visit else document["approach"],
        "sha256": sha256,
        "body": body,
    }
    with db.write():
        if not rows.insert(db, row):
            return not _received(db, person, submission, sha256)
        rows.insert_content(db, submission, document, envelope.items(document, names))
        if visit:
            visits.delivered(db, visit.id, person)
        journal.record(db, person, "submission.received", submission, sha256=sha256)
    return True


def get(db: Database, submission: str) -> Submission:
    """A submission with its observations in the order they were sent. Raises NotFound."""
    row = db.one(
        """SELECT id, visit, person, site, approach, replaces, sha256, started_at, finished_at, received_at, note,
                  lat, lon, accuracy
           FROM submissions WHERE id = :id""",
        id=submission,
    )
    lat, lon, accuracy = row.pop("lat"), row.pop("lon"), row.pop("accuracy")
    named = db.rows(
        "SELECT checklist, version FROM submission_checklists WHERE submission = :id ORDER BY checklist", id=submission
    )
    return Submission(
        **row,
        checklists=tuple((form["checklist"], form["version"]) for form in named),
        location=None if lat is None else Location(lat, lon, accuracy),
        observations=_observations(db, submission),
    )


def exact(db: Database, person: Person, submission: str) -> bytes:
    """The exact bytes, for who sent them and for reviewers. Raises NotFound."""
    readable(db, person, submission)
    return body(db, submission)


def readable(db: Database, person: Person, submission: str) -> None:
    """Raises NotFound unless the person sent it or reviews."""
    if sender(db, submission) != person.id and not person.roles & REVIEWERS:
        raise NotFound


def body(db: Database, submission: str) -> bytes:
    """The exact bytes that were sent. Raises NotFound."""
    return bytes(db.one("SELECT body FROM submissions WHERE id = :id", id=submission)["body"])


def sender(db: Database, submission: str) -> str:
    """Who sent it. Raises NotFound."""
    return str(db.one("SELECT person FROM submissions WHERE id = :id", id=submission)["person"])


def started(db: Database, submission: str) -> datetime:
    """The clock-corrected start in the bureau's zone: what decides the month. Raises NotFound."""
    row = db.one("SELECT started_at FROM submissions WHERE id = :id", id=submission)
    return clock.local(row["started_at"])


def of_visit(db: Database, visit: str) -> list[str]:
    """The ids of all submissions of a visit, in the order they arrived."""
    found = db.rows("SELECT id FROM submissions WHERE visit = :visit ORDER BY received_at, id", visit=visit)
    return [row["id"] for row in found]


def same_check(db: Database, submission: str) -> list[str]:
    """The ids of all submissions of one check, this one among them, in the order they arrived: those of its visit, and
    of an unplanned check all that are tied to it by what they replace, however far. Raises NotFound."""
    visit = db.one("SELECT visit FROM submissions WHERE id = :id", id=submission)["visit"]
    if visit is not None:
        return of_visit(db, visit)
    found = db.rows(
        """WITH RECURSIVE tied (id, replaces) AS (
             SELECT id, replaces FROM submissions WHERE id = :id
             UNION SELECT other.id, other.replaces
             FROM submissions AS other JOIN tied ON other.replaces = tied.id OR other.id = tied.replaces
           )
           SELECT submissions.id FROM submissions JOIN tied ON tied.id = submissions.id
           ORDER BY received_at, submissions.id""",
        id=submission,
    )
    return [row["id"] for row in found]


def _received(db: Database, person: str, submission: str, sha256: str) -> bool:
    """Whether these bytes were received under this id. Raises NotFound when the id is somebody else's, Conflict when
    other bytes were."""
    row = db.row("SELECT person, sha256 FROM submissions WHERE id = :id", id=submission)
    if row is None:
        return False
    if row["person"] != person:
        raise NotFound
    if row["sha256"] != sha256:
        raise Conflict
    return True


def _own_visit(db: Database, person: str, visit: str | None) -> Visit | None:
    if visit is None:
        return None
    if not visits.ever_assigned(db, visit, person):
        raise NotFound
    return visits.get(db, visit)


def _refuse(places: tuple[Place, ...]) -> None:
    if places:
        raise Invalid(places=places)


def _observations(db: Database, submission: str) -> tuple[Observation, ...]:
    photos: dict[str, list[Photo]] = {}
    for row in db.rows(
        """SELECT observation, sha256, at, caption FROM observation_photos
           WHERE submission = :id ORDER BY observation, position""",
        id=submission,
    ):
        photos.setdefault(row.pop("observation"), []).append(Photo(**row))
    found = db.rows(
        """SELECT id, checklist, item, post, verdict, value, note, at, bulk FROM observations
           WHERE submission = :id ORDER BY position""",
        id=submission,
    )
    return tuple(_observation(row, tuple(photos.get(row["id"], ()))) for row in found)


def _observation(row: Row, photos: tuple[Photo, ...]) -> Observation:
    value = None if row["value"] is None else json.loads(row["value"])
    return Observation(**row | {"value": value, "bulk": bool(row["bulk"])}, photos=photos)
