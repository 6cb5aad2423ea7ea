"""Signing for reading (签收): each unit once for each notice, by the account of the unit."""

from dataclasses import dataclass

from app import clock, journal
from app.db import Database
from app.errors import N_, Conflict, Forbidden
from app.notices import archive
from app.notices.archive import Published
from app.org import accounts, units
from app.org.units import Unit
from app.people.persons import Person


@dataclass(frozen=True)
class Signing:
    """How far the units have signed: `missing` are names in the order of the roster."""

    signed: int
    total: int
    missing: tuple[str, ...]


def sign(db: Database, by: Person, slug: str) -> None:
    """Signs for the units that the account belongs to; again changes nothing.

    Raises NotFound, Forbidden for an account without a unit, Conflict for a notice that was corrected.
    """
    with db.write():
        notice = archive.by_slug(db, slug)
        mine = signs_for(db, by)
        if not mine:
            raise Forbidden(
                N_("Your account belongs to no unit yet, so it cannot sign. The administrator can change that.")
            )
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


def signs_for(db: Database, person: Person) -> list[Unit]:
    """The units an account signs for: the nodes it is attached to, of these the scored ones if there are any."""
    if "unit" not in person.roles:
        return []
    mine = [units.get(db, node) for node in accounts.nodes(db, person.id)]
    return [unit for unit in mine if unit.scored] or mine


def unsigned(db: Database, person: Person, notice: Published) -> list[Unit]:
    """The units of this account that have not signed yet."""
    done = _signed(db, notice.id)
    return [unit for unit in signs_for(db, person) if unit.id not in done]


def signed_at(db: Database, person: Person, notice: Published) -> str:
    """The moment at which the last of the account's units signed; empty while one has not, or has none."""
    done = _signed(db, notice.id)
    moments = [done.get(unit.id, "") for unit in signs_for(db, person)]
    return max(moments) if moments and all(moments) else ""


def waiting(db: Database, person: Person) -> list[Published]:
    """The notices that this account still has to sign for, the oldest first. Corrected ones need no signature."""
    mine = {unit.id for unit in signs_for(db, person)}
    slugs: dict[str, None] = {}
    for unit in mine:
        rows = db.rows(
            """SELECT slug, publications.at FROM publications
               WHERE NOT EXISTS (SELECT 1 FROM signatures
                                 WHERE signatures.notice = publications.notice AND signatures.unit = :unit)
                 AND NOT EXISTS (SELECT 1 FROM notices JOIN publications AS newer ON newer.notice = notices.id
                                 WHERE notices.replaces = publications.notice)""",
            unit=unit,
        )
        slugs.update({row["slug"]: None for row in rows})
    return sorted((archive.by_slug(db, slug) for slug in slugs), key=lambda notice: notice.at)


def progress(db: Database, notice: Published) -> Signing:
    """Counted over the scored units."""
    done = _signed(db, notice.id)
    asked = units.scored(db)
    missing = tuple(unit.name for unit in asked if unit.id not in done)
    return Signing(len(asked) - len(missing), len(asked), missing)


def _signed(db: Database, notice: str) -> dict[str, str]:
    return {row["unit"]: row["at"] for row in db.rows("SELECT unit, at FROM signatures WHERE notice = :n", n=notice)}
