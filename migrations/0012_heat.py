"""The heat map of a month is kept with its figures, so that no page reads every answer of the month for it."""

from sqlite_utils import Database

TABLES = """
-- scoring
CREATE TABLE judged_items (
  month TEXT NOT NULL, unit TEXT NOT NULL, item TEXT NOT NULL, PRIMARY KEY (month, unit, item)
) STRICT;
CREATE TABLE failed_clauses (
  month TEXT NOT NULL, unit TEXT NOT NULL, clause TEXT NOT NULL, failings INTEGER NOT NULL, redline INTEGER NOT NULL,
  PRIMARY KEY (month, unit, clause)
) STRICT;
"""

FILL = """
INSERT INTO judged_items (month, unit, item)
SELECT DISTINCT counted.month, counted.unit, observations.item
FROM (SELECT submission, month, unit FROM closed_visits
      UNION SELECT submission, month, unit FROM visit_scores WHERE month NOT IN (SELECT month FROM closures)) AS counted
JOIN observations ON observations.submission = counted.submission
WHERE verdict IN ('pass', 'fail');

INSERT INTO failed_clauses (month, unit, clause, failings, redline)
SELECT month, unit, clause, count(*), max(CASE WHEN severity = 'redline' THEN 1 ELSE 0 END)
FROM ledger WHERE finding IS NOT NULL GROUP BY month, unit, clause;
"""


def step(db: Database) -> None:
    for statement in (TABLES + FILL).split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
