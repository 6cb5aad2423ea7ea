"""Every assignment remembers who made it, also those from before it was kept."""

import sqlite3
from contextlib import closing

from app import clock
from app.db import Database
from app.schema import migrate
from app.visits import visits
from tests.builders import a_visit


def test_everybody_who_gave_the_visit_is_known(db, cast):
    visit = a_visit(db, cast)
    visits.reassign(db, visit.id, cast.inspector2.id, cast.planner.id)
    with clock.at(clock.now() + clock.days(1)):
        visits.reassign(db, visit.id, cast.inspector.id, None)
    assert visits.assigners(db, visit.id) == {cast.planner2.id, cast.planner.id}


def test_what_was_assigned_before_is_told_by_the_visit_and_the_journal(db, cast, settings):
    visit, other = a_visit(db, cast), a_visit(db, cast, by=None)
    with clock.at(clock.now() + clock.days(1)):
        visits.reassign(db, visit.id, cast.inspector2.id, cast.planner.id)
    db.close()
    with closing(sqlite3.connect(settings.database)) as before, before:
        before.execute("ALTER TABLE assignments DROP COLUMN by")
        before.execute("ALTER TABLE decisions DROP COLUMN words")
        before.execute("DELETE FROM _sqlite_migrations WHERE name = '0002_who_assigned'")
    assert migrate(settings.database) == ["0002_who_assigned"]
    with closing(Database(settings.database)) as after:
        rows = after.rows("SELECT person, by FROM assignments WHERE visit = :visit ORDER BY since", visit=visit.id)
        assert [(row["person"], row["by"]) for row in rows] == [
            (cast.inspector.id, cast.planner2.id),
            (cast.inspector2.id, cast.planner.id),
        ]
        assert visits.assigners(after, other.id) == frozenset()
