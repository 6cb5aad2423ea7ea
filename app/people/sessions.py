"""Server-side sessions: the browser holds a random token, the table its hash, so a copied database opens nothing."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from app import bureau, clock, journal
from app.db import Database, Row
from app.errors import NotFound
from app.people.persons import Person, roles

COOKIE = "mc_session"
DEVICE_COOKIE = "mc_device"
# Whose kept pages the field's worker may show: the opaque name that stands in their pages anyway, and opens nothing.
PERSON_COOKIE = "mc_me"


@dataclass(frozen=True)
class Session:
    """`renewed` is true once a day, when the browser's cookie should be given its full time again. `enrolment` names
    the phone whose PIN opened it; such a session captures and sends, and nothing else."""

    token_hash: str
    person: Person
    device: str
    renewed: bool = False
    enrolment: str | None = None


@dataclass(frozen=True)
class Entry:
    """A session as its owner sees it in the list; `handle` names it there and opens nothing."""

    handle: str
    agent: str
    created_at: str
    seen_at: str
    enrolment: str | None
    here: bool


def open_session(  # noqa: PLR0917 (whose, in which browser, in place of what, by which phone's PIN)
    db: Database, person: str, agent: str, device: str, instead_of: str | None = None, enrolment: str | None = None
) -> str:
    """Begins a session on a device and gives the token for the cookie.

    `instead_of` is the hash of the session that the same browser had so far; it ends. `enrolment` is that of the phone
    whose PIN was given.
    """
    token = secrets.token_urlsafe(32)
    with db.write():
        if instead_of:
            end(db, instead_of)
        db.execute(
            """INSERT INTO sessions (token_hash, person, created_at, seen_at, agent, device, enrolment)
               VALUES (:token_hash, :person, :now, :now, :agent, :device, :enrolment)""",
            token_hash=hashed(token),
            person=person,
            now=clock.stamp(),
            agent=agent[:200],
            device=device,
            enrolment=enrolment,
        )
        journal.record(db, person, "session.opened", person)
    return token


def find(db: Database, token: str, days: int) -> Session | None:
    """The session of a token, unless it has ended or lay unused for `days`, its person is out of service, or the phone
    whose PIN opened it has rested, run out or been ended."""
    now = clock.now()
    row = db.row(
        """SELECT sessions.token_hash, sessions.person, people.name, code, sessions.device, seen_at, enrolment
           FROM sessions JOIN people ON people.id = sessions.person
           LEFT JOIN enrolments ON enrolments.id = sessions.enrolment
           WHERE sessions.token_hash = :hash AND seen_at > :oldest AND disabled_at IS NULL
             AND (enrolment IS NULL OR (ended_at IS NULL AND expires_at > :now))""",
        hash=hashed(token),
        oldest=clock.stamp(now - clock.days(days)),
        now=clock.stamp(now),
    )
    if row is None or (row["enrolment"] and row["seen_at"] <= _rested(db)):
        return None
    # The rest of an enrolled phone is counted in hours, so its last use has to be known to the hour.
    lately = timedelta(hours=1) if row["enrolment"] else clock.days(1)
    renewed = row["seen_at"] < clock.stamp(now - lately)
    if renewed:
        _touch(db, row["token_hash"])
    person = Person(row["person"], row["name"], row["code"], roles(db, row["person"]))
    return Session(row["token_hash"], person, row["device"], renewed, row["enrolment"])


def of(db: Database, person: str, token_hash: str = "") -> list[Entry]:
    """A person's sessions that still open something, this one first and then by their last use."""
    rows = db.rows(
        """SELECT sessions.token_hash, agent, sessions.created_at, seen_at, enrolment FROM sessions
           LEFT JOIN enrolments ON enrolments.id = sessions.enrolment
           WHERE sessions.person = :person AND (enrolment IS NULL OR (expires_at > :now AND seen_at > :rested))
           ORDER BY seen_at DESC, sessions.token_hash""",
        person=person,
        now=clock.stamp(),
        rested=_rested(db),
    )
    return sorted((_entry(row, token_hash) for row in rows), key=lambda entry: not entry.here)


def end_one(db: Database, person: str, handle: str) -> None:
    """Ends the session of a person that the list calls so. Raises NotFound."""
    with db.write():
        rows = db.rows("SELECT token_hash FROM sessions WHERE person = :person", person=person)
        found = next((row["token_hash"] for row in rows if _handle(row["token_hash"]) == handle), None)
        if found is None:
            raise NotFound
        end(db, found)
        journal.record(db, person, "session.ended", person)


def end(db: Database, token_hash: str) -> None:
    """Ends a session; one that is already gone stays gone."""
    with db.write():
        db.execute("DELETE FROM sessions WHERE token_hash = :hash", hash=token_hash)


def end_others(db: Database, person: str, token_hash: str) -> None:
    """Ends every session of a person but this one."""
    with db.write():
        ended = db.execute(
            "DELETE FROM sessions WHERE person = :person AND token_hash <> :hash", person=person, hash=token_hash
        )
        if ended:
            journal.record(db, person, "sessions.ended", person, number=ended)


def end_all(db: Database, person: str, by: str | None) -> None:
    """Ends every session of a person."""
    with db.write():
        ended = db.execute("DELETE FROM sessions WHERE person = :person", person=person)
        if ended:
            journal.record(db, by, "sessions.ended", person, number=ended)


def sweep(db: Database, days: int) -> int:
    """Deletes sessions that lay unused for `days` and gives their number."""
    with db.write():
        return db.execute(
            "DELETE FROM sessions WHERE seen_at <= :oldest", oldest=clock.stamp(clock.now() - clock.days(days))
        )


def device_id(given: str | None) -> str:
    """The id that a browser brings along, or a new one when it has none or an odd one."""
    try:
        return str(uuid.UUID(given or ""))
    except ValueError:
        return str(uuid.uuid4())


def hashed(token: str) -> str:
    """What the tables keep of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _rested(db: Database) -> str:
    """Sessions by PIN that were last used by then ask for the PIN again."""
    return clock.stamp(clock.now() - timedelta(hours=bureau.number(db, "device_rest_hours")))


def _entry(row: Row, token_hash: str) -> Entry:
    here = row["token_hash"] == token_hash
    return Entry(_handle(row.pop("token_hash")), **row, here=here)


def _handle(token_hash: str) -> str:
    return hashed(token_hash)[:16]


def _touch(db: Database, token_hash: str) -> None:
    with db.write():
        db.execute("UPDATE sessions SET seen_at = :now WHERE token_hash = :hash", now=clock.stamp(), hash=token_hash)
