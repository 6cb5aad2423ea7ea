"""Links that open the house: invitations, used up when the passkey is made, and the open doors of the demo."""

import base64
import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from app import bureau, clock, journal
from app.config import Settings
from app.db import Database, Row
from app.errors import N_, Conflict, NotFound
from app.people.persons import Person, load
from app.people.sessions import hashed

_USED = N_("This invitation has been used. Sign in with your passkey, or ask for a new link.")


@dataclass(frozen=True)
class Link:
    """`kind` is demo or invite; only an invitation has `expires_at`."""

    token_hash: str
    person: str
    kind: str
    expires_at: str | None


@dataclass(frozen=True)
class Open:
    """An invitation that waits to be used; `by` is who made it, None: at the command line."""

    person: str
    created_at: str
    expires_at: str
    by: str | None


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
    """The token of a new invitation, good for 72 hours; it takes the place of one that is still open. Raises Conflict
    for somebody out of service."""
    token = secrets.token_urlsafe(32)
    with db.write():
        if load(db, person.id).disabled_at:
            raise Conflict(N_("This account is out of service. Put it back into service first."))
        _withdraw(db, person.id)
        db.execute(
            """INSERT INTO links (token_hash, person, kind, created_at, expires_at, by)
               VALUES (:hash, :person, 'invite', :now, :expires_at, :by)""",
            hash=hashed(token),
            person=person.id,
            now=clock.stamp(),
            expires_at=clock.stamp(clock.now() + timedelta(hours=bureau.number(db, "invitation_hours"))),
            by=by.id if by else None,
        )
        journal.record(db, by.id if by else None, "person.invited", person.id)
    return token


def open_ones(db: Database) -> dict[str, Open]:
    """The invitations that can still be used, by person."""
    rows = db.rows(
        """SELECT person, links.created_at, expires_at, by FROM links JOIN people ON people.id = links.person
           WHERE kind = 'invite' AND used_at IS NULL AND cancelled_at IS NULL AND expires_at > :now
             AND disabled_at IS NULL ORDER BY expires_at, person""",
        now=clock.stamp(),
    )
    return {row["person"]: Open(**row) for row in rows}


def cancel(db: Database, person: str, by: str | None) -> None:
    """Cancels the open invitation of a person, if there is one."""
    with db.write():
        if _withdraw(db, person):
            journal.record(db, by, "invitation.cancelled", person)


def belongs(db: Database, person: str, token: str) -> bool:
    """Whether it is the token of this person's open invitation."""
    return (
        db.row(
            """SELECT 1 AS found FROM links WHERE token_hash = :hash AND person = :person AND kind = 'invite'
                 AND used_at IS NULL AND cancelled_at IS NULL AND expires_at > :now""",
            hash=hashed(token),
            person=person,
            now=clock.stamp(),
        )
        is not None
    )


def find(db: Database, token: str) -> Link:
    """The link, which looking at does not use up. Raises NotFound: unknown, cancelled, used before, or run out; whose
    it was is told to nobody."""
    row = _open_row(db, hashed(token))
    return Link(row["token_hash"], row["person"], row["kind"], row["expires_at"])


def any_demo(db: Database) -> bool:
    """Whether this folder holds doors of the demo, which open for everybody."""
    return db.row("SELECT 1 AS found FROM links WHERE kind = 'demo' LIMIT 1") is not None


def use(db: Database, link: Link) -> None:
    """Uses an invitation up, within the transaction that keeps the passkey or enrols the phone. Raises NotFound when
    another was faster, or when it has been cancelled or has run out meanwhile."""
    used = db.execute(
        """UPDATE links SET used_at = :now WHERE token_hash = :hash AND kind = 'invite' AND used_at IS NULL
             AND cancelled_at IS NULL AND expires_at > :now
             AND person IN (SELECT id FROM people WHERE disabled_at IS NULL)""",
        now=clock.stamp(),
        hash=link.token_hash,
    )
    if not used:
        _open_row(db, link.token_hash)
        raise NotFound(_USED)


def open_door(db: Database, person: str) -> bool:
    """Whether a person of the demo: anybody may enter as them."""
    return db.row("SELECT 1 AS found FROM links WHERE person = :person AND kind = 'demo'", person=person) is not None


def _open_row(db: Database, token_hash: str) -> Row:
    """The link while it can be used. Raises NotFound with the reason why it cannot."""
    row = db.row(
        """SELECT token_hash, person, kind, expires_at, used_at, cancelled_at, disabled_at
           FROM links JOIN people ON people.id = links.person WHERE token_hash = :hash""",
        hash=token_hash,
    )
    if row is None:
        raise NotFound(N_("This link does not exist. Perhaps it was copied in part."))
    if row["used_at"]:
        raise NotFound(_USED)
    if row["cancelled_at"] or row["disabled_at"]:
        raise NotFound(
            N_("This link is no longer valid: it was cancelled, or a newer one took its place. Ask the administrator.")
        )
    if row["expires_at"] and row["expires_at"] <= clock.stamp():
        hours = bureau.number(db, "invitation_hours")
        sentence = N_(
            "This invitation has run out; one is good for %(hours)s hours (set by this bureau). Ask the administrator "
            "for a new link."
        )
        raise NotFound(sentence, hours=hours)
    return row


def _withdraw(db: Database, person: str) -> int:
    return db.execute(
        """UPDATE links SET cancelled_at = :now
           WHERE person = :person AND kind = 'invite' AND used_at IS NULL AND cancelled_at IS NULL
             AND expires_at > :now""",
        now=clock.stamp(),
        person=person,
    )


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
