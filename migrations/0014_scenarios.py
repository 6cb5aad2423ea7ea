"""Scripts of mystery shoppers: their versions, which is in use, approvals, and the visits that were given by one.

The latest checks of a site are found by an index.
"""

from sqlite_utils import Database

TABLES = """
-- checklists
CREATE TABLE scenario_versions (
  id TEXT NOT NULL, version TEXT NOT NULL, content TEXT NOT NULL, added_at TEXT NOT NULL, PRIMARY KEY (id, version)
) STRICT;
CREATE TABLE scenario_current (id TEXT PRIMARY KEY, version TEXT NOT NULL) STRICT;
CREATE TABLE scenario_approvals (
  scenario TEXT NOT NULL, version TEXT NOT NULL, approved_by TEXT NOT NULL, approved_at TEXT NOT NULL, reason TEXT NOT NULL,
  ended_at TEXT, ended_by TEXT, PRIMARY KEY (scenario, approved_at)
) STRICT;
-- visits
CREATE TABLE visit_scenarios (
  visit TEXT PRIMARY KEY REFERENCES visits, scenario TEXT NOT NULL, version TEXT NOT NULL
) STRICT;
-- intake
CREATE INDEX submissions_site ON submissions (site, received_at);
"""


def step(db: Database) -> None:
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
