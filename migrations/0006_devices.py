"""People can be named anew, put out of service and enrolled by phone; passkeys have names and links can be cancelled.

`enrolments` are phones without passkeys: the cookie's hash, the PIN as scrypt has it, the wrong tries since the last right
one, and until when none is taken. A session that a PIN opened names its enrolment and ends with it.
"""

from sqlite_utils import Database

TABLES = """
-- people
ALTER TABLE people ADD COLUMN disabled_at TEXT;
ALTER TABLE passkeys ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE links ADD COLUMN by TEXT;
ALTER TABLE links ADD COLUMN cancelled_at TEXT;
CREATE INDEX links_person ON links (person);
CREATE INDEX passkeys_person ON passkeys (person);
CREATE TABLE enrolments (
  id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people, token_hash TEXT NOT NULL UNIQUE, device TEXT NOT NULL,
  name TEXT NOT NULL, salt BLOB NOT NULL, pin BLOB NOT NULL, created_at TEXT NOT NULL, expires_at TEXT NOT NULL,
  used_at TEXT, tries INTEGER NOT NULL, held_until TEXT, ended_at TEXT
) STRICT;
CREATE INDEX enrolments_person ON enrolments (person);
ALTER TABLE sessions ADD COLUMN enrolment TEXT REFERENCES enrolments;
"""


def step(db: Database) -> None:
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
