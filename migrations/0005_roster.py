"""The roster can be imported, searched and changed: codes, what is closed or merged and since when, keys for searching.

`keys` is what `app.org.spelling.keys` makes of name and code. `closed_on` is the first day out of service. `unit_names`
tells what a unit was called, and `site_moves` whose a site was, until a moment; before that moment nothing changes.
"""

from sqlite_utils import Database

from app.org.spelling import keys

TABLES = """
-- org
ALTER TABLE units ADD COLUMN code TEXT NOT NULL DEFAULT '';
ALTER TABLE units ADD COLUMN closed_on TEXT;
ALTER TABLE units ADD COLUMN merged_into TEXT REFERENCES units;
ALTER TABLE units ADD COLUMN keys TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX units_code ON units (code) WHERE code <> '';
CREATE INDEX units_merged_into ON units (merged_into);
ALTER TABLE sites ADD COLUMN code TEXT NOT NULL DEFAULT '';
ALTER TABLE sites ADD COLUMN closed_on TEXT;
ALTER TABLE sites ADD COLUMN keys TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX sites_code ON sites (code) WHERE code <> '';
ALTER TABLE employees ADD COLUMN code TEXT NOT NULL DEFAULT '';
ALTER TABLE employees ADD COLUMN keys TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX employees_code ON employees (code) WHERE code <> '';
CREATE INDEX employees_unit ON employees (unit);
CREATE INDEX holders_employee ON holders (employee);
CREATE TABLE unit_names (
  unit TEXT NOT NULL REFERENCES units, until TEXT NOT NULL, name TEXT NOT NULL, short TEXT NOT NULL,
  PRIMARY KEY (unit, until)
) STRICT;
CREATE TABLE site_moves (
  site TEXT NOT NULL REFERENCES sites, until TEXT NOT NULL, unit TEXT NOT NULL REFERENCES units,
  PRIMARY KEY (site, until)
) STRICT;
CREATE TABLE staff_numbers (person TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE roster_files (
  id TEXT PRIMARY KEY, by TEXT NOT NULL, at TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, body BLOB NOT NULL,
  plan TEXT NOT NULL
) STRICT;
"""


def step(db: Database) -> None:
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
    for table in ("units", "sites", "employees"):
        named = db.conn.execute(f"SELECT id, name FROM {table}").fetchall()
        db.conn.executemany(f"UPDATE {table} SET keys = ? WHERE id = ?", [(keys(name), id_) for id_, name in named])
