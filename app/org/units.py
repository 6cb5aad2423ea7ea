"""The tree of units (供电单位). A scored unit appears in the ranking; the others only hold the tree together."""

import uuid
from dataclasses import dataclass

from app import journal
from app.db import Database, Row


@dataclass(frozen=True)
class Unit:
    """`short` is the name for narrow headings; `county` says that county-only clauses (4.2.3) apply."""

    id: str
    parent: str | None
    name: str
    short: str
    kind: str
    county: bool
    scored: bool


def add(
    db: Database,
    name: str,
    *,
    short: str = "",
    kind: str = "station",
    parent: str | None = None,
    county: bool = False,
    scored: bool = True,
    by: str | None = None,
) -> Unit:
    """Adds a unit below `parent`."""
    unit = str(uuid.uuid4())
    with db.write():
        db.execute(
            """INSERT INTO units (id, parent, name, short, kind, county, scored, position)
               VALUES (:id, :parent, :name, :short, :kind, :county, :scored,
                       (SELECT coalesce(max(position), 0) + 1 FROM units))""",
            id=unit,
            parent=parent,
            name=name,
            short=short or name,
            kind=kind,
            county=int(county),
            scored=int(scored),
        )
        journal.record(db, by, "unit.added", unit)
    return get(db, unit)


def get(db: Database, unit: str) -> Unit:
    """Raises NotFound."""
    return _unit(db.one("SELECT id, parent, name, short, kind, county, scored FROM units WHERE id = :id", id=unit))


def scored(db: Database) -> list[Unit]:
    """The units of the ranking, in the order of the roster."""
    return [
        _unit(row)
        for row in db.rows(
            "SELECT id, parent, name, short, kind, county, scored FROM units WHERE scored = 1 ORDER BY position"
        )
    ]


def everyone(db: Database) -> list[Unit]:
    """Every unit, in the order of the roster."""
    return [
        _unit(row)
        for row in db.rows("SELECT id, parent, name, short, kind, county, scored FROM units ORDER BY position")
    ]


def root(db: Database) -> Unit:
    """The unit at the top of the tree, in whose name notices are published. Raises NotFound in an empty roster."""
    return _unit(
        db.one(
            """SELECT id, parent, name, short, kind, county, scored FROM units
               WHERE parent IS NULL ORDER BY position LIMIT 1"""
        )
    )


def subtree(db: Database, unit: str) -> frozenset[str]:
    """The ids of the unit and of everything below it."""
    rows = db.rows(
        """WITH RECURSIVE below (id) AS (
             SELECT id FROM units WHERE id = :unit
             UNION SELECT units.id FROM units JOIN below ON units.parent = below.id
           ) SELECT id FROM below""",
        unit=unit,
    )
    return frozenset(row["id"] for row in rows)


def _unit(row: Row) -> Unit:
    return Unit(**row | {"county": bool(row["county"]), "scored": bool(row["scored"])})
