"""Server-side sessions: the browser holds a random token, the table its hash, so a copied database opens nothing."""

import hashlib
import secrets
from dataclasses import dataclass

from app import clock, journal
from app.db import Database
from app.people.persons import Person, load

COOKIE = "mc_session"
DEVICE_COOKIE = "mc_device"


@dataclass(frozen=True)
class Session:
    token_hash: str
    person: Person
    device: str


def open_session(db: Database, person: str, agent: str, device: str) -> str:
    """Begins a session on a device and gives the token for the cookie."""
    token = secrets.token_urlsafe(32)
    with db.write():
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
    if row["seen_at"] < clock.stamp(clock.now() - clock.days(1)):
        _touch(db, row["token_hash"])
    return Session(row["token_hash"], load(db, row["person"]), row["device"])


def end(db: Database, token_hash: str) -> None:
    """Ends a session; one that is already gone stays gone."""
    with db.write():
        db.execute("DELETE FROM sessions WHERE token_hash = :hash", hash=token_hash)


def sweep(db: Database, days: int) -> int:
    """Deletes sessions that lay unused for `days` and gives their number."""
    with db.write():
        return db.execute(
            "DELETE FROM sessions WHERE seen_at <= :oldest", oldest=clock.stamp(clock.now() - clock.days(days))
        )


def hashed(token: str) -> str:
    """What the tables keep of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _touch(db: Database, token_hash: str) -> None:
    with db.write():
        db.execute("UPDATE sessions SET seen_at = :now WHERE token_hash = :hash", now=clock.stamp(), hash=token_hash)
