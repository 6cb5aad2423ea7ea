"""The tree of units (供电单位). A scored unit appears in the ranking; the others only hold the tree together."""

import uuid
from dataclasses import dataclass, replace

from app import clock, journal
from app.db import Database, Row
from app.org.spelling import keys


@dataclass(frozen=True)
class Unit:
    """`short` is the name for narrow headings; `county` says that county-only clauses (4.2.3) apply; `closed_on` is the
    first day out of service, `merged_into` the unit that took it up."""

    id: str
    parent: str | None
    name: str
    short: str
    kind: str
    county: bool
    scored: bool
    code: str = ""
    closed_on: str | None = None
    merged_into: str | None = None

    @property
    def in_service(self) -> bool:
        return self.closed_on is None or self.closed_on > clock.today().isoformat()


def add(
    db: Database,
    name: str,
    *,
    short: str = "",
    kind: str = "station",
    parent: str | None = None,
    county: bool = False,
    scored: bool = True,
    code: str = "",
    by: str | None = None,
) -> Unit:
    """Adds a unit below `parent`."""
    unit = str(uuid.uuid4())
    with db.write():
        db.execute(
            """INSERT INTO units (id, parent, name, short, kind, county, scored, code, keys, position)
               VALUES (:id, :parent, :name, :short, :kind, :county, :scored, :code, :keys,
                       (SELECT coalesce(max(position), 0) + 1 FROM units))""",
            id=unit,
            parent=parent,
            name=name,
            short=short or name,
            kind=kind,
            county=int(county),
            scored=int(scored),
            code=code,
            keys=keys(name, code),
        )
        journal.record(db, by, "unit.added", unit)
    return get(db, unit)


def get(db: Database, unit: str) -> Unit:
    """Raises NotFound."""
    return of_row(
        db.one(
            """SELECT id, parent, name, short, kind, county, scored, code, closed_on, merged_into
               FROM units WHERE id = :id""",
            id=unit,
        )
    )


def scored(db: Database) -> list[Unit]:
    """The units of the ranking that are in service today, in the order of the roster."""
    return [unit for unit in everyone(db) if unit.scored and unit.in_service]


def everyone(db: Database) -> list[Unit]:
    """Every unit, closed ones too, in the order of the roster."""
    rows = db.rows(
        """SELECT id, parent, name, short, kind, county, scored, code, closed_on, merged_into
           FROM units ORDER BY position"""
    )
    return [of_row(row) for row in rows]


def everyone_at(db: Database, moment: str) -> list[Unit]:
    """Every unit as it was called at a moment (`clock.stamp`), in the order of the roster."""
    former: dict[str, Row] = {}
    for row in db.rows("SELECT unit, name, short FROM unit_names WHERE until > :at ORDER BY until DESC", at=moment):
        former[row["unit"]] = row
    return [
        replace(unit, name=former[unit.id]["name"], short=former[unit.id]["short"]) if unit.id in former else unit
        for unit in everyone(db)
    ]


def root(db: Database) -> Unit:
    """The unit at the top of the tree, in whose name notices are published. Raises NotFound in an empty roster."""
    return of_row(
        db.one(
            """SELECT id, parent, name, short, kind, county, scored, code, closed_on, merged_into FROM units
               WHERE parent IS NULL ORDER BY position LIMIT 1"""
        )
    )


def subtree(db: Database, unit: str) -> frozenset[str]:
    """The ids of the unit, of everything below it, and of whatever was merged into these."""
    rows = db.rows(
        """WITH RECURSIVE below (id) AS (
             SELECT id FROM units WHERE id = :unit
             UNION SELECT units.id FROM units JOIN below
               ON units.parent = below.id OR units.merged_into = below.id
           ) SELECT id FROM below""",
        unit=unit,
    )
    return frozenset(row["id"] for row in rows)


def of_row(row: Row) -> Unit:
    """A unit from a row with all its columns."""
    return Unit(**row | {"county": bool(row["county"]), "scored": bool(row["scored"])})
