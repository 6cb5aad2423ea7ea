"""Who gave each assignment of a visit, and the words that a unit reads where a reviewer changed the inspector's note.

`assignments.by` is NULL where the system gave the visit. For what was assigned before this step it comes from the visit
and from the journal, whose entries `visit.reassigned` stand in the order of the assignments that they made.
`decisions.words` is NULL where nothing but the inspector's own note was confirmed.
"""

from sqlite_utils import Database


def step(db: Database) -> None:
    db.conn.execute("ALTER TABLE assignments ADD COLUMN by TEXT")
    db.conn.execute("ALTER TABLE decisions ADD COLUMN words TEXT")
    for visit, first in db.conn.execute("SELECT id, assigned_by FROM visits").fetchall():
        later = db.conn.execute(
            "SELECT who FROM journal WHERE what = 'visit.reassigned' AND subject = ? ORDER BY seq", [visit]
        ).fetchall()
        given = db.conn.execute(
            "SELECT person, since FROM assignments WHERE visit = ? ORDER BY since", [visit]
        ).fetchall()
        for (person, since), by in zip(given, [first, *(who for (who,) in later)], strict=False):
            db.conn.execute(
                "UPDATE assignments SET by = ? WHERE visit = ? AND person = ? AND since = ?", [by, visit, person, since]
            )
