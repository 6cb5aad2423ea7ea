"""Links that open the house: invitations, used up when the passkey is made, and the open doors of the demo."""

import base64
import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from app import clock, journal
from app.config import Settings
from app.db import Database
from app.errors import N_, NotFound
from app.people.persons import Person
from app.people.sessions import hashed

INVITATION = timedelta(hours=72)


@dataclass(frozen=True)
class Link:
    """`kind` is demo or invite; only an invitation has `expires_at`."""

    token_hash: str
    person: str
    kind: str
    expires_at: str | None


def make_demo_link(db: Database, settings: Settings, person: Person) -> str:
    """The token of a demo person's link: the same at every call and start, usable any number of times."""
    digest = hmac.new(_demo_key(settings), person.id.encode(), hashlib.sha256).digest()
    token = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    with db.write():
        db.execute(
            """INSERT INTO links (token_hash, person, kind, created_at) VALUES (:hash, :person, 'demo', :now)
               ON CONFLICT (token_hash) DO NOTHING""",
            hash=hashed(token),
            person=person.id,
            now=clock.stamp(),
        )
    return token


def invite(db: Database, person: Person, by: Person | None) -> str:
    """The token of a new invitation, good for 72 hours; it takes the place of one that is still open."""
    token = secrets.token_urlsafe(32)
    with db.write():
        db.execute("DELETE FROM links WHERE person = :person AND kind = 'invite' AND used_at IS NULL", person=person.id)
        db.execute(
            """INSERT INTO links (token_hash, person, kind, created_at, expires_at)
               VALUES (:hash, :person, 'invite', :now, :expires_at)""",
            hash=hashed(token),
            person=person.id,
            now=clock.stamp(),
            expires_at=clock.stamp(clock.now() + INVITATION),
        )
        journal.record(db, by.id if by else None, "person.invited", person.id)
    return token


def find(db: Database, token: str) -> Link:
    """The link, which looking at does not use up. Raises NotFound: unknown, used before, or run out."""
    row = db.row(
        "SELECT token_hash, person, kind, expires_at, used_at FROM links WHERE token_hash = :hash", hash=hashed(token)
    )
    if row is None:
        raise NotFound(N_("This link does not exist. Perhaps it was copied in part, or a newer one took its place."))
    if row.pop("used_at"):
        raise NotFound(N_("This invitation has been used. Sign in with your passkey, or ask for a new link."))
    if row["expires_at"] and row["expires_at"] <= clock.stamp():
        raise NotFound(
            N_("This invitation has run out; it was good for 72 hours. Ask the administrator for a new link.")
        )
    return Link(**row)


def any_demo(db: Database) -> bool:
    """Whether this folder holds doors of the demo, which open for everybody."""
    return db.row("SELECT 1 AS found FROM links WHERE kind = 'demo' LIMIT 1") is not None


def use(db: Database, link: Link) -> None:
    """Uses an invitation up, within the transaction that keeps the passkey. Raises NotFound when another was faster."""
    used = db.execute(
        "UPDATE links SET used_at = :now WHERE token_hash = :hash AND used_at IS NULL",
        now=clock.stamp(),
        hash=link.token_hash,
    )
    if not used:
        raise NotFound(N_("This invitation has been used. Sign in with your passkey, or ask for a new link."))


def open_door(db: Database, person: str) -> bool:
    """Whether a person of the demo: anybody may enter as them."""
    return db.row("SELECT 1 AS found FROM links WHERE person = :person AND kind = 'demo'", person=person) is not None


def _demo_key(settings: Settings) -> bytes:
    """The key behind the demo links, made at the first call; of several processes one wins."""
    file = settings.secrets / "demo.key"
    if not file.exists():
        settings.secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_suffix(f".{secrets.token_hex(8)}")
        draft.touch(mode=0o600)
        draft.write_bytes(secrets.token_bytes(32))
        with suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_bytes()
