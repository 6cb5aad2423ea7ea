"""What each phone last said that it holds, so that what is neither there nor here any more is known to be missing."""

from sqlite_utils import Database

TABLES = """
-- intake
CREATE TABLE announcements (
  person TEXT NOT NULL REFERENCES people, device TEXT NOT NULL, at TEXT NOT NULL, store TEXT NOT NULL, number INTEGER NOT NULL,
  mark TEXT NOT NULL, version TEXT NOT NULL, persisted INTEGER, quota INTEGER, used INTEGER, PRIMARY KEY (person, device)
) STRICT;
CREATE TABLE holdings (
  person TEXT NOT NULL REFERENCES people, device TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('draft', 'submission')),
  id TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'quarantined', 'replaced', 'received')),
  visit TEXT REFERENCES visits, site TEXT REFERENCES sites, approach TEXT, sha256 TEXT, answers INTEGER NOT NULL,
  photos INTEGER NOT NULL, hashes TEXT NOT NULL, changed_at TEXT NOT NULL, seen_at TEXT NOT NULL, missing_at TEXT,
  noted_at TEXT, settled_at TEXT, settled_by TEXT REFERENCES people, reason TEXT NOT NULL,
  PRIMARY KEY (person, device, kind, id)
) STRICT;
CREATE INDEX holdings_id ON holdings (id);
"""


def step(db: Database) -> None:
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
