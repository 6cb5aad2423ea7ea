"""The versions of the rules that this database has scored by: a version never changes, the newest is in force."""

import json

from app import clock, journal
from app.checklists.model import canonical
from app.db import Database
from app.scoring import loading
from app.scoring.rules import Rules, from_content


def adopt(db: Database, rules: Rules) -> bool:
    """Puts rules in force, within the caller's transaction; tells whether that changed anything."""
    if _newest(db) == rules.version:
        return False
    db.execute(
        """INSERT INTO rule_versions (version, content, added_at) VALUES (:version, :content, :now)
           ON CONFLICT (version) DO UPDATE SET added_at = excluded.added_at""",
        version=rules.version,
        content=canonical(rules.content()),
        now=clock.stamp(),
    )
    journal.record(db, None, "rules.adopted", rules.version)
    return True


def in_force(db: Database) -> Rules:
    """The rules by which months under way are scored: the newest adopted, else the ones of the file."""
    newest = _newest(db)
    return get(db, newest) if newest else loading.shipped()


def get(db: Database, version: str) -> Rules:
    """The rules of a version. Raises NotFound."""
    row = db.one("SELECT content FROM rule_versions WHERE version = :version", version=version)
    return from_content(json.loads(row["content"]))


def _newest(db: Database) -> str:
    row = db.row("SELECT version FROM rule_versions ORDER BY added_at DESC, version LIMIT 1")
    return row["version"] if row else ""
