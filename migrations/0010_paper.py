"""A published notice keeps its papers as they were first made: bytes that no later version and no other font changes."""

from sqlite_utils import Database

TABLES = """
-- notices
CREATE TABLE papers (
  notice TEXT NOT NULL REFERENCES publications, form TEXT NOT NULL CHECK (form IN ('pdf', 'docx', 'xlsx')),
  sha256 TEXT NOT NULL, at TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (notice, form)
) STRICT;
"""


def step(db: Database) -> None:
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
