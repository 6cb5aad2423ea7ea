"""What the bureau decided otherwise than we propose, and which rules of scoring were in force from when.

A setting has a row only where the bureau chose; its history stands in the journal, found by an index of its own. The rules
of before are taken over in the order in which they were adopted; all of them came from the file.
"""

from sqlite_utils import Database

TABLES = """
-- app.bureau
CREATE TABLE bureau_settings (name TEXT PRIMARY KEY, value TEXT NOT NULL, by TEXT, at TEXT NOT NULL) STRICT;
CREATE INDEX journal_bureau ON journal (subject, seq) WHERE what = 'bureau.changed';

-- scoring
CREATE TABLE rule_adoptions (
  number INTEGER PRIMARY KEY, version TEXT NOT NULL REFERENCES rule_versions, source TEXT NOT NULL, by TEXT, at TEXT NOT NULL
) STRICT;
"""

FILL = """
INSERT INTO rule_adoptions (number, version, source, by, at)
SELECT row_number() OVER (ORDER BY added_at, version DESC), version, 'file', NULL, added_at FROM rule_versions;
"""


def step(db: Database) -> None:
    for statement in (TABLES + FILL).split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
