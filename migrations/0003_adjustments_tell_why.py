"""An adjustment tells what caused it, a closed month which checks it counted, and a notice which units sign for it.

What stood before is filled in from the journal and the ledger; adjustments of before keep no cause.
"""

from sqlite_utils import Database

TABLES = """
-- scoring
ALTER TABLE adjustments ADD COLUMN submission TEXT;
ALTER TABLE adjustments ADD COLUMN replaced TEXT;
ALTER TABLE ledger ADD COLUMN adjustment TEXT;
CREATE INDEX adjustments_closed_month ON adjustments (closed_month, unit);
CREATE TABLE closed_visits (
  month TEXT NOT NULL, submission TEXT NOT NULL, unit TEXT NOT NULL, PRIMARY KEY (month, submission)
) STRICT;

-- notices
CREATE TABLE recipients (
  notice TEXT NOT NULL REFERENCES notices, unit TEXT NOT NULL, PRIMARY KEY (notice, unit)
) STRICT;
CREATE INDEX recipients_unit ON recipients (unit);
"""

# A check counted when it had been accepted, and not yet replaced, at the moment of closing. One that was replaced
# afterwards is found by its ledger lines, or by its visit, of which the replacement counts now.
FILL = """
INSERT INTO closed_visits (month, submission, unit)
SELECT closing.subject, checks.id, visit_scores.unit
FROM journal AS closing
JOIN visit_scores ON visit_scores.month = closing.subject
JOIN submissions AS checks ON checks.id = visit_scores.submission OR checks.visit = visit_scores.visit
WHERE closing.what = 'month.closed'
  AND EXISTS (SELECT 1 FROM journal AS taken WHERE taken.what = 'submission.accepted'
              AND taken.subject = checks.id AND taken.seq < closing.seq)
  AND NOT EXISTS (SELECT 1 FROM journal AS left_out WHERE left_out.what = 'submission.superseded'
                  AND left_out.subject = checks.id AND left_out.seq < closing.seq)
UNION
SELECT ledger.month, ledger.submission, ledger.unit
FROM ledger JOIN closures ON closures.month = ledger.month
WHERE ledger.submission IS NOT NULL AND ledger.rule <> 'adjustment'
ON CONFLICT (month, submission) DO NOTHING;

INSERT INTO recipients (notice, unit)
SELECT publications.notice, units.id FROM publications CROSS JOIN units
WHERE units.scored = 1 AND NOT EXISTS (
  SELECT 1 FROM journal WHERE what = 'unit.added' AND subject = units.id AND journal.at > publications.at);
"""


def step(db: Database) -> None:
    for statement in (TABLES + FILL).split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
