"""Signing for reading (签收): each unit once for each notice, by the account of the unit.

Which units sign for a notice was settled when it was published (`recipients`), whatever becomes of the roster.
"""

from dataclasses import dataclass

from app import clock, journal
from app.db import Database
from app.errors import N_, Conflict, Forbidden
from app.notices import archive
from app.notices.archive import Published
from app.org import accounts, units
from app.org.units import Unit
from app.people.persons import Person

_HOMELESS = N_("Your account belongs to no unit yet, so it cannot sign. The administrator can change that.")
_NOT_ASKED = N_("This notice was not sent to your unit, so it needs no signature of yours.")


@dataclass(frozen=True)
class Signing:
    """How far the units have signed: `missing` are names in the order of the roster."""

    signed: int
    total: int
    missing: tuple[str, ...]


def sign(db: Database, by: Person, slug: str) -> None:
    """Signs for the units that the account belongs to; again changes nothing.

    Raises NotFound, Forbidden for an account none of whose units signs, Conflict for a notice that was corrected.
    """
    with db.write():
        notice = archive.by_slug(db, slug)
        mine = signs_for(db, by, notice)
        if not mine:
            raise Forbidden(_HOMELESS if homeless(db, by) else _NOT_ASKED)
        if notice.newer and unsigned(db, by, notice):
            raise Conflict(N_("This notice was corrected. Please sign for the newer one."))
        for unit in mine:
            added = db.execute(
                """INSERT INTO signatures (notice, unit, person, at) VALUES (:notice, :unit, :person, :now)
                   ON CONFLICT (notice, unit) DO NOTHING""",
                notice=notice.id,
                unit=unit.id,
                person=by.id,
                now=clock.stamp(),
            )
            if added:
                journal.record(db, by.id, "notice.signed", notice.id, unit=unit.id)


def signs_for(db: Database, person: Person, notice: Published) -> list[Unit]:
    """The units for which an account signs this notice: the nodes it is attached to, as far as the notice asks them."""
    if "unit" not in person.roles:
        return []
    nodes = accounts.nodes(db, person.id)
    return [unit for unit in _recipients(db, notice) if unit.id in nodes]


def homeless(db: Database, person: Person) -> bool:
    """Whether this is the account of a unit that nobody has attached to one yet."""
    return "unit" in person.roles and not accounts.nodes(db, person.id)


def unsigned(db: Database, person: Person, notice: Published) -> list[Unit]:
    """The units of this account that have not signed yet."""
    done = _signed(db, notice.id)
    return [unit for unit in signs_for(db, person, notice) if unit.id not in done]


def signed_at(db: Database, person: Person, notice: Published) -> str:
    """The moment at which the last of the account's units signed; empty while one has not, or has none."""
    done = _signed(db, notice.id)
    moments = [done.get(unit.id, "") for unit in signs_for(db, person, notice)]
    return max(moments) if moments and all(moments) else ""


def waiting(db: Database, person: Person) -> list[Published]:
    """The notices that this account still has to sign for, the oldest first. Corrected ones need no signature."""
    if "unit" not in person.roles:
        return []
    slugs: set[str] = set()
    for unit in accounts.nodes(db, person.id):
        rows = db.rows(
            """SELECT slug FROM recipients JOIN publications ON publications.notice = recipients.notice
               WHERE recipients.unit = :unit
                 AND NOT EXISTS (SELECT 1 FROM signatures
                                 WHERE signatures.notice = publications.notice AND signatures.unit = :unit)
                 AND NOT EXISTS (SELECT 1 FROM notices JOIN publications AS newer ON newer.notice = notices.id
                                 WHERE notices.replaces = publications.notice)""",
            unit=unit,
        )
        slugs.update(row["slug"] for row in rows)
    return sorted((archive.by_slug(db, slug) for slug in slugs), key=lambda notice: (notice.at, notice.slug))


def progress(db: Database, notice: Published) -> Signing:
    """Counted over the units that the notice asks."""
    done = _signed(db, notice.id)
    asked = _recipients(db, notice)
    missing = tuple(unit.name for unit in asked if unit.id not in done)
    return Signing(len(asked) - len(missing), len(asked), missing)


def _recipients(db: Database, notice: Published) -> list[Unit]:
    """The units that sign for a notice, in the order of the roster."""
    asked = {row["unit"] for row in db.rows("SELECT unit FROM recipients WHERE notice = :id", id=notice.id)}
    return [unit for unit in units.everyone(db) if unit.id in asked]


def _signed(db: Database, notice: str) -> dict[str, str]:
    return {row["unit"]: row["at"] for row in db.rows("SELECT unit, at FROM signatures WHERE notice = :n", n=notice)}
