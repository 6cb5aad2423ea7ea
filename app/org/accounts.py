"""Which node of the tree an account belongs to: it sees that node and everything below."""

from app.db import Database
from app.org import units


def attach(db: Database, person: str, unit: str) -> None:
    """Lets an account see a unit's subtree."""
    with db.write():
        db.execute(
            "INSERT INTO accounts (person, unit) VALUES (:person, :unit) ON CONFLICT (person, unit) DO NOTHING",
            person=person,
            unit=unit,
        )


def nodes(db: Database, person: str) -> list[str]:
    """The units that the account was attached to, by roster order."""
    rows = db.rows(
        """SELECT unit FROM accounts JOIN units ON units.id = accounts.unit
           WHERE person = :person ORDER BY units.position""",
        person=person,
    )
    return [row["unit"] for row in rows]


def visible(db: Database, person: str) -> frozenset[str]:
    """The ids of every unit that the account may see; empty for an account without a node."""
    return frozenset().union(*(units.subtree(db, unit) for unit in nodes(db, person)))
