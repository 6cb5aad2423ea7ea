"""What phones hold by their own word, and what of it has arrived, is on its way, or is missing."""

import json
from dataclasses import dataclass
from typing import Any

from app import clock, journal
from app.db import Database, Row
from app.errors import N_, Conflict, Invalid, NotFound
from app.org import sites

EVENT = "holding.settled"
LONGEST = 500
MEANWHILE = N_("It has arrived, turned up again or been settled meanwhile; the page now shows how it stands.")


@dataclass(frozen=True)
class Phone:
    """A person's browser and its last announcement, by the server's clock; sizes in bytes, None where it did not
    say."""

    person: str
    device: str
    at: str
    version: str
    persisted: bool | None
    quota: int | None
    used: int | None


@dataclass(frozen=True)
class Holding:
    """One record that a phone announced. `changed_at` is corrected by what the phone's clock is wrong; `held` tells how
    many of the photos of a missing one are here, `arrived` whether the check is."""

    person: str
    device: str
    kind: str
    id: str
    state: str
    visit: str | None
    site: str | None
    approach: str | None
    answers: int
    photos: int
    held: int
    changed_at: str
    missing_at: str | None
    settled_at: str | None
    settled_by: str | None
    reason: str
    arrived: bool

    @property
    def stage(self) -> str:
        """`settled`, `received`, `incomplete` (received, and nobody has the rest of its photos any more), `missing`,
        `replaced`, `draft`, `waiting` or `quarantined`."""
        if self.settled_at:
            return "settled"
        if self.arrived:
            return "incomplete" if self.missing_at and self.held < self.photos else "received"
        if self.missing_at:
            return "missing"
        return "waiting" if self.state == "received" else self.state  # its phone is about to hear that it is not here


def phones(db: Database) -> list[Phone]:
    """Every device that ever announced, the one heard of longest ago first."""
    rows = db.rows(
        "SELECT person, device, at, version, persisted, quota, used FROM announcements ORDER BY at, person, device"
    )
    return [Phone(**row | {"persisted": None if row["persisted"] is None else bool(row["persisted"])}) for row in rows]


def everything(db: Database) -> list[Holding]:
    """What all devices hold, or held once, by their own word: the oldest first."""
    rows = db.rows(
        """SELECT holdings.person, holdings.device, kind, holdings.id, state, holdings.visit, holdings.site,
                  holdings.approach, answers, photos, hashes, changed_at, missing_at, settled_at, settled_by, reason,
                  submissions.id AS received, (SELECT count(*) FROM submissions AS later
                    WHERE later.visit = holdings.visit AND later.person = holdings.person
                      AND later.received_at > holdings.seen_at) AS later
           FROM holdings LEFT JOIN submissions ON submissions.id = holdings.id AND submissions.person = holdings.person
           ORDER BY changed_at, holdings.id"""
    )
    return [_holding(db, row) for row in rows]


def of(db: Database, person: str, device: str) -> list[Row]:
    """The rows of one device, each with what `there` asks about."""
    return db.rows(
        """SELECT kind, holdings.id, state, holdings.site, holdings.approach, answers, photos, hashes, changed_at,
                  missing_at, noted_at, submissions.id AS received, (SELECT count(*) FROM submissions AS later
                    WHERE later.visit = holdings.visit AND later.person = holdings.person
                      AND later.received_at > holdings.seen_at) AS later
           FROM holdings LEFT JOIN submissions ON submissions.id = holdings.id AND submissions.person = holdings.person
           WHERE holdings.person = :person AND holdings.device = :device ORDER BY changed_at, holdings.id""",
        person=person,
        device=device,
    )


def there(row: Row) -> bool:
    """Whether the check has arrived: this submission; or, of a visit whose draft is gone, a later one."""
    arrived: bool = row["received"] is not None if row["kind"] == "submission" else row["later"] > 0
    return arrived


def whole(db: Database, row: Row) -> bool:
    """Whether it has arrived with all photos that it was announced with."""
    return there(row) and (row["kind"] == "draft" or _held(db, row) == row["photos"])


def received(db: Database, person: str, submission: str) -> bool:
    """Whether this person's submission is here."""
    row = db.row("SELECT 1 AS found FROM submissions WHERE id = :id AND person = :person", id=submission, person=person)
    return row is not None


def lost(db: Database, person: str, device: str) -> list[dict[str, Any]]:
    """What a device announced before, neither has nor delivered, and its person has not taken note of."""
    return [
        {
            "id": row["id"],
            "kind": row["kind"],
            "site": sites.get(db, row["site"]).name if row["site"] else None,
            **{name: row[name] for name in ("approach", "changed_at", "answers", "photos")},
        }
        for row in of(db, person, device)
        if row["missing_at"] and not row["noted_at"] and not there(row)
    ]


def settle(db: Database, by: str, holding: Holding, reason: str) -> None:
    """Ends the search for what will not arrive any more, for a reason that is journaled.

    Raises Invalid without a reason, Conflict when it has arrived or was settled meanwhile, NotFound when it is gone.
    """
    if not reason.strip() or len(reason) > LONGEST:
        raise Invalid(N_("Say in at most 500 signs why this is no longer looked for."))
    key = {"person": holding.person, "device": holding.device, "kind": holding.kind, "id": holding.id}
    with db.write():
        row = next((row for row in of(db, holding.person, holding.device) if _same(row, holding)), None)
        if row is None:
            raise NotFound
        ended = not whole(db, row) and db.execute(
            """UPDATE holdings SET settled_at = :now, settled_by = :by, reason = :reason
               WHERE person = :person AND device = :device AND kind = :kind AND id = :id AND settled_at IS NULL""",
            now=clock.stamp(),
            by=by,
            reason=reason.strip(),
            **key,
        )
        if not ended:
            raise Conflict(MEANWHILE)
        journal.record(db, by, EVENT, holding.id, kind=holding.kind, reason=reason.strip())


def _same(row: Row, holding: Holding) -> bool:
    return (row["kind"], row["id"]) == (holding.kind, holding.id)


def _held(db: Database, row: Row) -> int:
    """How many of its photos are here."""
    found = (
        db.row("SELECT 1 AS found FROM photos WHERE sha256 = :sha256", sha256=sha256)
        for sha256 in json.loads(row["hashes"])
    )
    return sum(one is not None for one in found)


def _holding(db: Database, row: Row) -> Holding:
    arrived, held = there(row), _held(db, row) if row["missing_at"] else 0
    kept = {name: value for name, value in row.items() if name not in {"hashes", "received", "later"}}
    return Holding(**kept, held=held, arrived=arrived)
