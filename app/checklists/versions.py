"""The versions of checklists that the database has seen: a version never changes, the current one is a pointer."""

import json

from app import clock, journal
from app.checklists.model import Checklist, canonical, from_content
from app.db import Database
from app.errors import NotFound

KEPT = 256
_read: dict[tuple[str, str], Checklist] = {}


def publish(db: Database, checklist: Checklist, by: str | None = None) -> bool:
    """Makes this the current version; tells whether anything changed."""
    if current_version(db, checklist.id) == checklist.version:
        return False
    with db.write():
        db.execute(
            """INSERT INTO checklist_versions (id, version, title, content, added_at)
               VALUES (:id, :version, :title, :content, :at) ON CONFLICT (id, version) DO NOTHING""",
            id=checklist.id,
            version=checklist.version,
            title=checklist.title,
            content=canonical(checklist.content()),
            at=clock.stamp(),
        )
        db.execute(
            """INSERT INTO checklist_current (id, version) VALUES (:id, :version)
               ON CONFLICT (id) DO UPDATE SET version = excluded.version""",
            id=checklist.id,
            version=checklist.version,
        )
        journal.record(db, by, "checklist.published", checklist.id, version=checklist.version)
    return True


def current(db: Database) -> list[Checklist]:
    """The current version of every checklist, by id."""
    rows = db.rows("SELECT id, version FROM checklist_current ORDER BY id")
    return [get(db, row["id"], row["version"]) for row in rows]


def current_version(db: Database, checklist: str) -> str | None:
    """The version that new visits use, or None for an unknown checklist."""
    row = db.row("SELECT version FROM checklist_current WHERE id = :id", id=checklist)
    return row["version"] if row else None


def get(db: Database, checklist: str, version: str) -> Checklist:
    """A version, old or current. Raises NotFound.

    Once read it is kept: a version is the hash of its content, so it is the same in whatever folder it stands. Lists
    ask for it line by line, and each submission for its own.
    """
    if (
        db.row("SELECT id FROM checklist_versions WHERE id = :id AND version = :version", id=checklist, version=version)
        is None
    ):
        raise NotFound
    found = _read.get((checklist, version))
    if found is None:
        row = db.one(
            "SELECT content FROM checklist_versions WHERE id = :id AND version = :version",
            id=checklist,
            version=version,
        )
        if len(_read) >= KEPT:
            _read.clear()
        found = _read[checklist, version] = from_content(json.loads(row["content"]))
    return found
