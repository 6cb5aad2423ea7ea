"""Corrections of unplanned checks are found by what they replace, and a closed month keeps which units it ranked.

The figures of open months are marked stale: an older version could let them rise above 100, so they are summed anew at
the next start, and at the latest when their month is closed. Closed months stay as they are.
"""

from sqlite_utils import Database

TABLES = """
-- intake
CREATE INDEX submissions_replaces ON submissions (replaces);

-- scoring
CREATE TABLE closed_units (month TEXT NOT NULL, unit TEXT NOT NULL, PRIMARY KEY (month, unit)) STRICT;
"""

# Which units were scored at a closing of before nobody noted: those of today, except the ones that came later.
FILL = """
INSERT INTO closed_units (month, unit)
SELECT closures.month, units.id FROM closures CROSS JOIN units
WHERE units.scored = 1 AND NOT EXISTS (
  SELECT 1 FROM journal WHERE what = 'unit.added' AND subject = units.id AND journal.at > closures.at);

UPDATE visit_scores SET rule_version = '' WHERE month NOT IN (SELECT month FROM closures);

UPDATE unit_months SET rule_version = '' WHERE month NOT IN (SELECT month FROM closures);
"""


def step(db: Database) -> None:
    for statement in (TABLES + FILL).split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
