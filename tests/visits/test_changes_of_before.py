"""What happened before changes were kept is filled in from the journal."""

import sqlite3
from contextlib import closing

import pytest

from app import clock
from app.db import Database
from app.review import acceptance
from app.schema import migrate
from app.visits import changes, visits
from tests.builders import a_visit
from tests.review.given import arrived


@pytest.fixture
def story(db, cast):
    """Given, given to somebody else, arrived, sent back, arrived again and accepted; and one that was called off."""
    visit, off = a_visit(db, cast), a_visit(db, cast)
    visits.cancel(db, off.id, cast.planner.id, "停业")
    with clock.at(clock.now() + clock.days(1)):
        visits.reassign(db, visit.id, cast.inspector2.id, cast.planner.id, "请假")
        acceptance.send_back(db, cast.planner2, arrived(db, visit, cast.inspector2), "请补拍")
        acceptance.accept(db, cast.publisher, arrived(db, visit, cast.inspector2))
    return visit, off


def test_changes_of_before_are_told_by_the_journal(db, cast, settings, story):
    visit, off = story
    kept = {each.id: changes.history(db, each.id) for each in story}
    db.close()
    with closing(sqlite3.connect(settings.database)) as before, before:
        before.execute("DROP TABLE visit_changes")
        before.execute("DROP INDEX visits_opens")
        before.execute("DROP INDEX visits_to_do")
        before.execute("DELETE FROM _sqlite_migrations WHERE name = '0007_giving'")
    assert migrate(settings.database) == ["0007_giving"]
    with closing(Database(settings.database)) as after:
        filled = changes.history(after, visit.id)
        assert [(c.what, c.by, c.person) for c in filled] == [(c.what, c.by, c.person) for c in kept[visit.id]]
        assert [c.number for c in filled] == [1, 2, 3, 4, 5, 6]
        assert [c.reason for c in filled if c.reason] == ["请补拍"]
        assert (filled[0].opens, filled[0].closes) == (visit.opens, visit.closes)
        assert [(c.what, c.by) for c in changes.history(after, off.id)] == [
            ("given", cast.planner2.id),
            ("cancelled", cast.planner.id),
        ]
