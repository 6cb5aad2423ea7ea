"""The department changes checklists itself: who published which version, where the current one comes from, drafts.

What was published before is told from the journal.
"""

import json
from collections.abc import Iterator

from sqlite_utils import Database

TABLES = """
-- checklists
CREATE TABLE checklist_publications (
  id TEXT NOT NULL, number INTEGER NOT NULL, version TEXT NOT NULL, at TEXT NOT NULL, by TEXT, source TEXT NOT NULL,
  before TEXT, PRIMARY KEY (id, number)
) STRICT;
CREATE TABLE checklist_drafts (
  id TEXT PRIMARY KEY, checklist TEXT NOT NULL, base TEXT, shipped TEXT, content TEXT NOT NULL, revision INTEGER NOT NULL,
  by TEXT NOT NULL, at TEXT NOT NULL, origin TEXT NOT NULL, ended_at TEXT, ended_by TEXT, published TEXT
) STRICT;
CREATE INDEX checklist_drafts_open ON checklist_drafts (checklist) WHERE ended_at IS NULL;
CREATE TABLE checklist_draft_changes (
  draft TEXT NOT NULL REFERENCES checklist_drafts, revision INTEGER NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL,
  what TEXT NOT NULL, target TEXT NOT NULL, old TEXT, PRIMARY KEY (draft, revision)
) STRICT;
ALTER TABLE checklist_current ADD COLUMN source TEXT NOT NULL DEFAULT 'file';
ALTER TABLE checklist_current ADD COLUMN shipped TEXT;
ALTER TABLE checklist_current ADD COLUMN taken TEXT;
ALTER TABLE checklist_current ADD COLUMN retired_at TEXT;
ALTER TABLE checklist_current ADD COLUMN retired_by TEXT;
UPDATE checklist_current SET shipped = version;
"""


def step(db: Database) -> None:
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
    db.conn.executemany("INSERT INTO checklist_publications VALUES (?, ?, ?, ?, ?, 'file', ?)", list(published(db)))


def published(db: Database) -> Iterator[tuple[object, ...]]:
    """One row for each publication of before, numbered within its checklist; the current version is always the last."""
    last: dict[str, tuple[int, str]] = {}
    told = "SELECT subject, at, who, detail FROM journal WHERE what = 'checklist.published' ORDER BY seq"
    happened = [
        (name, at, who, json.loads(detail).get("version", "")) for name, at, who, detail in db.conn.execute(told)
    ]
    current = db.conn.execute(
        """SELECT checklist_current.id, added_at, NULL, checklist_current.version FROM checklist_current
           JOIN checklist_versions ON checklist_versions.id = checklist_current.id
                AND checklist_versions.version = checklist_current.version"""
    )
    for name, at, who, version in (*happened, *current.fetchall()):
        number, before = last.get(name, (0, ""))
        if version != before:
            last[name] = (number + 1, version)
            yield name, number + 1, version, at, who, before or None
