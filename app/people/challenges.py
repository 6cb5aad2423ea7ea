"""Challenges: the random bytes that a passkey signs. Each serves one purpose, once, for five minutes."""

import secrets
from datetime import timedelta

from webauthn.helpers import bytes_to_base64url

from app import clock
from app.db import Database
from app.errors import N_, Forbidden

LIFETIME = timedelta(minutes=5)


def issue(db: Database, purpose: str, holder: str = "", person: str = "") -> bytes:
    """A fresh challenge for `purpose`, bound to a holder (the hash of a session's or an invitation's token; empty for
    signing in, when there is neither yet) and to the person, as far as known. What nobody came back for is swept."""
    challenge = secrets.token_bytes(32)
    with db.write():
        sweep(db)
        db.execute(
            """INSERT INTO challenges (challenge, session, purpose, person, created_at)
               VALUES (:challenge, :holder, :purpose, :person, :now)""",
            challenge=bytes_to_base64url(challenge),
            holder=holder,
            purpose=purpose,
            person=person,
            now=clock.stamp(),
        )
    return challenge


def take(db: Database, challenge: bytes, purpose: str, holder: str = "", person: str = "") -> None:
    """Uses a challenge up, whatever comes of it. Raises Forbidden unless it was issued for exactly this, and lately."""
    with db.write():
        row = db.row(
            "DELETE FROM challenges WHERE challenge = :challenge RETURNING purpose, session, person, created_at",
            challenge=bytes_to_base64url(challenge),
        )
    if row is None or row["created_at"] <= _oldest():
        raise Forbidden(N_("This confirmation is too old or was used before. Please confirm once more."))
    if (row["purpose"], row["session"], row["person"]) != (purpose, holder, person):
        raise Forbidden(N_("This confirmation was meant for something else. Please confirm once more."))


def sweep(db: Database) -> int:
    """Deletes the challenges that have run out and gives their number."""
    with db.write():
        return db.execute("DELETE FROM challenges WHERE created_at <= :oldest", oldest=_oldest())


def _oldest() -> str:
    return clock.stamp(clock.now() - LIFETIME)
