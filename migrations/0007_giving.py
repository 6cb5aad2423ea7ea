"""Every change of a visit is a row that says who, when and why; the newest number is what a planner's form has seen.

What happened before is filled in from the journal and the assignments; a change of before keeps no reason, apart from
the reason for sending back.
"""

import json
from collections.abc import Iterator

from sqlite_utils import Database

TABLES = """
-- visits
CREATE TABLE visit_changes (
  visit TEXT NOT NULL REFERENCES visits, number INTEGER NOT NULL, at TEXT NOT NULL, by TEXT, what TEXT NOT NULL,
  reason TEXT NOT NULL, person TEXT, opens TEXT, closes TEXT, PRIMARY KEY (visit, number)
) STRICT;
CREATE INDEX visits_opens ON visits (opens, id);
CREATE INDEX visits_to_do ON visits (opens) WHERE cancelled_at IS NULL AND delivered_at IS NULL;
"""

# `subject` is the visit's, or of what arrived the submission's. Nobody is named who inspects: `who` of what arrived.
HAPPENED = """
SELECT subject AS visit, at, who, what, detail, seq FROM journal
WHERE what IN ('visit.given', 'visit.reassigned', 'visit.cancelled')
UNION ALL
SELECT submissions.visit, journal.at, CASE WHEN what = 'submission.received' THEN NULL ELSE who END, what, detail, seq
FROM journal JOIN submissions ON submissions.id = journal.subject
WHERE what IN ('submission.received', 'submission.accepted', 'submission.returned') AND submissions.visit IS NOT NULL
ORDER BY visit, seq
"""


def step(db: Database) -> None:
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
    db.conn.executemany("INSERT INTO visit_changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", list(changes(db)))


def changes(db: Database) -> Iterator[tuple[object, ...]]:
    """One row for each change of before, numbered within its visit."""
    assigned: dict[str, list[str]] = {}
    for visit, person in db.conn.execute("SELECT visit, person FROM assignments ORDER BY visit, since DESC"):
        assigned.setdefault(visit, []).append(person)
    windows = {row[0]: row[1:] for row in db.conn.execute("SELECT id, opens, closes FROM visits")}
    numbers: dict[str, int] = {}
    for visit, at, who, event, detail, _ in db.conn.execute(HAPPENED).fetchall():
        if visit not in windows:
            continue
        what = event.partition(".")[2]
        given = what in {"given", "reassigned"}
        person = assigned[visit].pop() if given and assigned.get(visit) else None
        opens, closes = windows[visit] if what == "given" else (None, None)
        reason = str(json.loads(detail).get("reason", "")) if what == "returned" else ""
        numbers[visit] = numbers.get(visit, 0) + 1
        yield visit, numbers[visit], at, who, what, reason, person, opens, closes
