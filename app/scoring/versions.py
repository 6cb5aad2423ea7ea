"""The versions of the rules that this database has scored by: none ever changes, the one adopted last is in force.

The rules come from the file until the publisher applies others on the page; then the file is only a proposal, until the
publisher goes back to it.
"""

import json
from dataclasses import dataclass

from app import clock, journal
from app.checklists.model import canonical
from app.db import Database
from app.scoring import loading
from app.scoring.rules import Rules, from_content

FILE, PAGE = "file", "page"


@dataclass(frozen=True)
class Adoption:
    """Since when rules are in force (`clock.stamp`), from the `file` or the `page`; `by` is None for the system."""

    number: int
    version: str
    source: str
    by: str | None
    at: str


def adopt(db: Database, rules: Rules, by: str | None = None, source: str = FILE) -> bool:
    """Puts rules in force, within the caller's transaction; tells whether that changed anything."""
    newest = adoption(db)
    if newest and (newest.version, newest.source) == (rules.version, source):
        return False
    db.execute(
        """INSERT INTO rule_versions (version, content, added_at) VALUES (:version, :content, :now)
           ON CONFLICT (version) DO UPDATE SET added_at = excluded.added_at""",
        version=rules.version,
        content=canonical(rules.content()),
        now=clock.stamp(),
    )
    db.execute(
        """INSERT INTO rule_adoptions (number, version, source, by, at)
           VALUES (:number, :version, :source, :by, :now)""",
        number=newest.number + 1 if newest else 1,
        version=rules.version,
        source=source,
        by=by,
        now=clock.stamp(),
    )
    journal.record(db, by, "rules.adopted", rules.version, source=source)
    return True


def adoption(db: Database) -> Adoption | None:
    """How the rules in force came to be so; None before anything was scored."""
    row = db.row("SELECT number, version, source, by, at FROM rule_adoptions ORDER BY number DESC LIMIT 1")
    return Adoption(**row) if row else None


def adoptions(db: Database) -> list[Adoption]:
    """Every change of the rules, newest first."""
    rows = db.rows("SELECT number, version, source, by, at FROM rule_adoptions ORDER BY number DESC")
    return [Adoption(**row) for row in rows]


def in_force(db: Database) -> Rules:
    """The rules by which months under way are scored: the ones adopted last, else the ones of the file."""
    newest = adoption(db)
    return get(db, newest.version) if newest else loading.shipped()


def get(db: Database, version: str) -> Rules:
    """The rules of a version. Raises NotFound."""
    row = db.one("SELECT content FROM rule_versions WHERE version = :version", version=version)
    return from_content(json.loads(row["content"]))
