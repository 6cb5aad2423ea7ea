"""What somebody of the department may know of the phones: no more than the review shows of the same checks.

A planner reads the inspector's name at an open visit, so there a code is not shown: it would tell who made every covert
one. Of a covert visit that they gave themselves nothing is shown at all.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from app import bureau, clock
from app.checklists.model import COVERT
from app.db import Database
from app.errors import Conflict, NotFound
from app.intake import holdings
from app.intake.holdings import Holding, Phone
from app.org import sites
from app.people import persons
from app.people.persons import Person
from app.review import reviews
from app.visits import visits

UNSENT = ("waiting", "quarantined")
LOOKED_FOR = ("missing", "incomplete")
HERE = ("draft", *UNSENT)
SETTLED = 20


@dataclass(frozen=True)
class Line:
    """One record. `key` names it in addresses; `code` is empty where it may not be known. `old`: it is on a phone, but
    for longer than the bureau set, or its phone is silent as long."""

    key: str
    holding: Holding
    site: str
    code: str
    old: bool

    @property
    def stage(self) -> str:
        return self.holding.stage

    @property
    def open(self) -> bool:
        """Whether it may be given up."""
        return self.stage in LOOKED_FOR or self.old


@dataclass(frozen=True)
class Handset:
    """A phone with those of its records of which the code may be known. `silent`: no word for longer than was set."""

    key: str
    code: str
    phone: Phone
    lines: tuple[Line, ...]
    silent: bool

    def count(self, *stages: str) -> int:
        """How many of its records are at one of these stages."""
        return sum(line.stage in stages for line in self.lines)

    @property
    def unsent(self) -> int:
        return self.count(*UNSENT)

    @property
    def oldest(self) -> str | None:
        """When the oldest unsent check was finished."""
        return next((line.holding.changed_at for line in self.lines if line.stage in UNSENT), None)

    @property
    def late(self) -> bool:
        return any(line.old and line.stage in UNSENT for line in self.lines)

    @property
    def used(self) -> int | None:
        """Per cent of its room that are taken."""
        used, quota = self.phone.used, self.phone.quota
        return round(100 * used / quota) if used is not None and quota else None


@dataclass(frozen=True)
class Overview:
    """`missing` is looked for; `visits` are checks of given visits on some phone, of which no code is shown."""

    missing: tuple[Line, ...]
    visits: tuple[Line, ...]
    phones: tuple[Handset, ...]
    settled: tuple[Line, ...]


@dataclass(frozen=True)
class _Sent:
    """What of a record decides who may know whose it is, as with a submission."""

    person: str
    visit: str | None
    approach: str


def overview(db: Database, viewer: Person) -> Overview:
    """All that this person may know; what needs somebody comes first, then the phone silent for longest."""
    lines = _lines(db, viewer)
    settled = sorted((one for one in lines if one.stage == "settled"), key=_settled_at, reverse=True)
    phones = _phones(db, lines)
    return Overview(
        missing=tuple(line for line in lines if line.stage in LOOKED_FOR),
        visits=tuple(line for line in lines if not line.code and line.stage in HERE),
        phones=tuple(sorted(phones, key=lambda one: not (one.count(*LOOKED_FOR) or one.late))),
        settled=tuple(settled[:SETTLED]),
    )


def looked_for(db: Database, viewer: Person) -> int:
    """How many records are missing, as far as this person may know of them."""
    return sum(line.stage in LOOKED_FOR for line in _lines(db, viewer))


def handset(db: Database, viewer: Person, key: str) -> Handset:
    """One phone. Raises NotFound."""
    for phone in _phones(db, _lines(db, viewer)):
        if phone.key == key:
            return phone
    raise NotFound


def line(db: Database, viewer: Person, key: str) -> Line:
    """A record that may be given up. Raises NotFound, also for one that this person may not know of, and Conflict for
    one that is not looked for (any more)."""
    for found in _lines(db, viewer):
        if found.key == key:
            if not found.open:
                raise Conflict(holdings.MEANWHILE)
            return found
    raise NotFound


def _lines(db: Database, viewer: Person) -> list[Line]:
    since = _since(db)
    heard = {(phone.person, phone.device): phone.at for phone in holdings.phones(db)}
    codes = {person.id: person.code for person in persons.everyone(db)}
    found = []
    for holding in holdings.everything(db):
        sent = _Sent(holding.person, holding.visit, holding.approach or "")
        if _own_covert(db, viewer, sent):
            continue
        moment = heard[holding.person, holding.device] if holding.stage == "draft" else holding.changed_at
        found.append(
            Line(
                key=_key(holding.person, holding.device, holding.kind, holding.id),
                holding=holding,
                site=sites.get(db, holding.site).name if holding.site else "",
                code=codes[holding.person] if reviews.coded(db, viewer, sent) else "",
                old=holding.stage in HERE and moment < since,
            )
        )
    return found


def _phones(db: Database, lines: list[Line]) -> list[Handset]:
    codes, since = {person.id: person.code for person in persons.everyone(db)}, _since(db)
    carried: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if line.code:
            carried.setdefault((line.holding.person, line.holding.device), []).append(line)
    return [
        Handset(
            key=_key(phone.person, phone.device),
            code=codes[phone.person],
            phone=phone,
            lines=tuple(carried.get((phone.person, phone.device), ())),
            silent=phone.at < since,
        )
        for phone in holdings.phones(db)
    ]


def _own_covert(db: Database, viewer: Person, sent: _Sent) -> bool:
    return sent.approach in COVERT and sent.visit is not None and viewer.id in visits.assigners(db, sent.visit)


def _since(db: Database) -> str:
    return clock.stamp(clock.now() - timedelta(days=bureau.number(db, "unsent_days")))


def _key(*parts: str) -> str:
    """A short name that tells nothing of the device."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


def _settled_at(line: Line) -> str:
    return line.holding.settled_at or ""
