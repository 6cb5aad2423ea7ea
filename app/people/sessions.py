"""Server-side sessions: the browser holds a random token, the table its hash, so a copied database opens nothing."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass

from app import clock, journal
from app.db import Database
from app.people.persons import Person, load

COOKIE = "mc_session"
DEVICE_COOKIE = "mc_device"
# Whose kept pages the field's worker may show: the opaque name that stands in their pages anyway, and opens nothing.
PERSON_COOKIE = "mc_me"


@dataclass(frozen=True)
class Session:
    """`renewed` is true once a day, when the browser's cookie should be given its full time again."""

    token_hash: str
    person: Person
    device: str
    renewed: bool = False


def open_session(db: Database, person: str, agent: str, device: str, instead_of: str | None = None) -> str:
    """Begins a session on a device and gives the token for the cookie.

    `instead_of` is the hash of the session that the same browser had so far; it ends.
    """
    token = secrets.token_urlsafe(32)
    with db.write():
        if instead_of:
            end(db, instead_of)
        db.execute(
            """INSERT INTO sessions (token_hash, person, created_at, seen_at, agent, device)
               VALUES (:token_hash, :person, :now, :now, :agent, :device)""",
            token_hash=hashed(token),
            person=person,
            now=clock.stamp(),
            agent=agent[:200],
            device=device,
        )
        journal.record(db, person, "session.opened", person)
    return token


def find(db: Database, token: str, days: int) -> Session | None:
    """The session of a token, unless it has ended or lay unused for `days`."""
    oldest = clock.stamp(clock.now() - clock.days(days))
    row = db.row(
        "SELECT token_hash, person, device, seen_at FROM sessions WHERE token_hash = :hash AND seen_at > :oldest",
        hash=hashed(token),
        oldest=oldest,
    )
    if row is None:
        return None
    renewed = row["seen_at"] < clock.stamp(clock.now() - clock.days(1))
    if renewed:
        _touch(db, row["token_hash"])
    return Session(row["token_hash"], load(db, row["person"]), row["device"], renewed)


def end(db: Database, token_hash: str) -> None:
    """Ends a session; one that is already gone stays gone."""
    with db.write():
        db.execute("DELETE FROM sessions WHERE token_hash = :hash", hash=token_hash)


def others(db: Database, person: str, token_hash: str) -> int:
    """How many sessions a person has besides this one."""
    row = db.one(
        "SELECT count(*) AS number FROM sessions WHERE person = :person AND token_hash <> :hash",
        person=person,
        hash=token_hash,
    )
    return int(row["number"])


def end_others(db: Database, person: str, token_hash: str) -> None:
    """Ends every session of a person but this one."""
    with db.write():
        ended = db.execute(
            "DELETE FROM sessions WHERE person = :person AND token_hash <> :hash", person=person, hash=token_hash
        )
        if ended:
            journal.record(db, person, "sessions.ended", person, number=ended)


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


def _touch(db: Database, token_hash: str) -> None:
    with db.write():
        db.execute("UPDATE sessions SET seen_at = :now WHERE token_hash = :hash", now=clock.stamp(), hash=token_hash)
