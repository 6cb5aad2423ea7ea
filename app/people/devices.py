"""Phones without passkeys, enrolled by an invitation: for thirty days a PIN opens a session that captures and sends.

What the phone holds is a random token in a cookie; the table has its hash, so a copied database opens nothing.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from app import bureau, clock, journal
from app.db import Database, Row
from app.errors import N_, Forbidden
from app.people import pins
from app.people.persons import Person
from app.people.sessions import hashed

COOKIE = "mc_enrolment"
ROLES = frozenset({"inspector", "shopper"})
LONGEST = 60
DAY = 24 * 60  # minutes, the longest wait


@dataclass(frozen=True)
class Device:
    """An enrolment in force; moments as stored. `held_until` is None unless PINs are not taken at the moment."""

    id: str
    person: str
    name: str
    created_at: str
    expires_at: str
    used_at: str | None
    held_until: str | None


@dataclass(frozen=True)
class Tried:
    """What a PIN led to: `device` when it was right; otherwise `held_until` where the phone has to wait, `ended` where
    it was one wrong PIN too many."""

    device: Device | None = None
    held_until: str | None = None
    ended: bool = False


def may_enrol(person: Person) -> bool:
    """Only who captures has use for a session that can do nothing else."""
    return bool(person.roles & ROLES)


def enrol(db: Database, person: Person, pin: str, name: str, browser: str) -> tuple[str, str]:
    """Enrols a phone, in the transaction that uses the invitation up, and gives the enrolment's id and the token for
    the cookie. `browser` is the id of the browser, whose former enrolment ends. Raises Forbidden for other roles."""
    if not may_enrol(person):
        raise Forbidden(N_("Only inspectors and mystery shoppers can enrol a phone by PIN. Please make a passkey."))
    token, device = secrets.token_urlsafe(32), str(uuid.uuid4())
    salt, digest = pins.keep(pin)
    now = clock.now()
    with db.write():
        for former in db.rows(
            "SELECT id FROM enrolments WHERE person = :person AND device = :device AND ended_at IS NULL",
            person=person.id,
            device=browser,
        ):
            end(db, person.id, former["id"], person.id)
        db.execute(
            """INSERT INTO enrolments (id, person, token_hash, device, name, salt, pin, created_at, expires_at, used_at,
                 tries, held_until, ended_at)
               VALUES (:id, :person, :hash, :device, :name, :salt, :pin, :now, :expires_at, NULL, 0, NULL, NULL)""",
            id=device,
            person=person.id,
            hash=hashed(token),
            device=browser,
            name=name[:LONGEST],
            salt=salt,
            pin=digest,
            now=clock.stamp(now),
            expires_at=clock.stamp(now + clock.days(bureau.number(db, "device_days"))),
        )
        journal.record(db, person.id, "device.enrolled", person.id, device=device)
    return device, token


def of(db: Database, person: str) -> list[Device]:
    """A person's phones in force, oldest first."""
    rows = db.rows(
        """SELECT id, person, name, created_at, expires_at, used_at, held_until FROM enrolments
           WHERE person = :person AND ended_at IS NULL AND expires_at > :now ORDER BY created_at, id""",
        person=person,
        now=clock.stamp(),
    )
    return [_device(row) for row in rows]


def counts(db: Database) -> dict[str, int]:
    """How many phones in force each person has; who has none is missing."""
    rows = db.rows(
        """SELECT person, count(*) AS number FROM enrolments WHERE ended_at IS NULL AND expires_at > :now
           GROUP BY person""",
        now=clock.stamp(),
    )
    return {row["person"]: row["number"] for row in rows}


def known(db: Database, token: str | None) -> Device | None:
    """The enrolment of a phone's cookie, while it is in force and its person in service."""
    row = db.row(
        """SELECT enrolments.id, person, enrolments.name, enrolments.created_at, expires_at, used_at, held_until
           FROM enrolments JOIN people ON people.id = enrolments.person
           WHERE token_hash = :hash AND ended_at IS NULL AND expires_at > :now AND disabled_at IS NULL""",
        hash=hashed(token or ""),
        now=clock.stamp(),
    )
    return _device(row) if row else None


def knock(db: Database, token: str | None, pin: str) -> Tried:
    """Tries a PIN. The try is counted before it is looked at, so that many at once are not more than a few; a PIN that
    cannot be one counts, too. An unknown phone costs the same time and gets the same answer as a wrong PIN."""
    device = known(db, token)
    if device and device.held_until:
        return Tried(held_until=device.held_until)
    counted = _count(db, device.id) if device else None
    if device and counted is None:
        return Tried(held_until=_held(db, device.id))  # another try at the same moment was the last before a wait
    salt, digest = (counted["salt"], counted["pin"]) if counted else pins.NOBODYS
    right = pins.right(pin, salt, digest)
    if device is None or counted is None:
        return Tried()
    return _opened(db, device) if right else _wrong(db, device, counted["tries"])


def end(db: Database, person: str, device: str, by: str | None, reason: str = "") -> bool:
    """Ends an enrolment of a person, with its sessions; whether there was one in force."""
    with db.write():
        ended = db.execute(
            "UPDATE enrolments SET ended_at = :now WHERE id = :id AND person = :person AND ended_at IS NULL",
            now=clock.stamp(),
            id=device,
            person=person,
        )
        db.execute("DELETE FROM sessions WHERE enrolment = :id AND person = :person", id=device, person=person)
        if ended:
            journal.record(db, by, "device.ended", person, device=device, **({"reason": reason} if reason else {}))
    return bool(ended)


def end_all(db: Database, person: str, by: str | None) -> None:
    """Ends every enrolment of a person."""
    with db.write():
        for device in of(db, person):
            end(db, person, device.id, by)


def _count(db: Database, device: str) -> Row | None:
    """Takes one of the tries; None when there is none to take. After every few the phone has to wait, each time twice
    as long, up to a day."""
    few, now = bureau.number(db, "pin_tries"), clock.now()
    with db.write():
        row = db.row(
            """UPDATE enrolments SET tries = tries + 1, held_until = NULL
               WHERE id = :id AND ended_at IS NULL AND tries < :most AND (held_until IS NULL OR held_until <= :now)
               RETURNING tries, salt, pin""",
            id=device,
            most=bureau.number(db, "pin_most"),
            now=clock.stamp(now),
        )
        if row and row["tries"] % few == 0:
            first = bureau.number(db, "pin_wait_minutes")
            minutes = min(first * 2 ** (row["tries"] // few - 1), max(first, DAY))
            until = clock.stamp(now + timedelta(minutes=minutes))
            db.execute("UPDATE enrolments SET held_until = :until WHERE id = :id", until=until, id=device)
    return row


def _opened(db: Database, device: Device) -> Tried:
    with db.write():
        db.execute(
            "UPDATE enrolments SET tries = 0, held_until = NULL, used_at = :now WHERE id = :id",
            now=clock.stamp(),
            id=device.id,
        )
    return Tried(device)


def _wrong(db: Database, device: Device, tries: int) -> Tried:
    if tries >= bureau.number(db, "pin_most"):
        end(db, device.person, device.id, None, "pin")
        return Tried(ended=True)
    until = _held(db, device.id)
    if until:
        with db.write():
            journal.record(db, None, "device.held", device.person, device=device.id, tries=tries)
    return Tried(held_until=until)


def _held(db: Database, device: str) -> str | None:
    row = db.row("SELECT held_until FROM enrolments WHERE id = :id AND held_until > :now", id=device, now=clock.stamp())
    return str(row["held_until"]) if row else None


def _device(row: Row) -> Device:
    held = str(row["held_until"] or "")
    return Device(**{**row, "held_until": held if held > clock.stamp() else None})
