"""The journal is a chain: whatever is changed, taken out or swapped is found."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from app import journal
from app.config import Settings
from app.db import Database

COLUMNS = ("at", "who", "what", "subject", "detail", "hash")


@pytest.fixture
def chain(settings: Settings) -> Iterator[Database]:
    """A journal of five entries, whole so far."""
    with closing(Database(settings.database)) as database:
        with database.write():
            for number in range(1, 6):
                journal.record(
                    database, f"person-{number}", "visit.given", f"visit-{number}", site="城东", place=number
                )
        assert list(journal.verify(database)) == []
        yield database


@pytest.fixture
def tamper(settings: Settings) -> Callable[..., None]:
    """Somebody with the file in hand and no respect for the house."""

    def run(*statements: str) -> None:
        with closing(sqlite3.connect(settings.database)) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    return run


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_entry_is_found(chain, tamper, column):
    tamper(f"UPDATE journal SET {column} = {column} || '1' WHERE seq = 3")
    assert next(journal.verify(chain)) == "Entry 3 was changed or stands on a changed one."


def test_an_entry_without_its_author_is_found(chain, tamper):
    tamper("UPDATE journal SET who = NULL WHERE seq = 2")
    assert "Entry 2 was changed or stands on a changed one." in list(journal.verify(chain))


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_removed_entry_is_found(chain, tamper, seq):
    tamper(f"DELETE FROM journal WHERE seq = {seq}")
    assert f"Entry {seq} is missing." in list(journal.verify(chain))


def test_a_removed_entry_whose_gap_is_closed_is_found(chain, tamper):
    tamper("DELETE FROM journal WHERE seq = 2", "UPDATE journal SET seq = seq - 1 WHERE seq > 2")
    assert "Entry 2 was changed or stands on a changed one." in list(journal.verify(chain))


def test_two_swapped_entries_are_found(chain, tamper):
    tamper(
        "UPDATE journal SET seq = -2 WHERE seq = 2",
        "UPDATE journal SET seq = 2 WHERE seq = 3",
        "UPDATE journal SET seq = 3 WHERE seq = -2",
    )
    found = list(journal.verify(chain))
    assert "Entry 2 was changed or stands on a changed one." in found
    assert "Entry 3 was changed or stands on a changed one." in found


def test_an_inserted_entry_is_found(chain, tamper):
    tamper(
        """INSERT INTO journal (seq, at, who, what, subject, detail, hash)
           SELECT seq + 1, at, who, what, 'visit-9', detail, hash FROM journal ORDER BY seq DESC LIMIT 1"""
    )
    assert len(list(journal.verify(chain))) == 1


def test_what_is_rolled_back_was_never_recorded(db):
    before = journal.last(db)
    with contextlib.suppress(ZeroDivisionError), db.write():
        journal.record(db, None, "visit.given", "visit-1")
        raise ZeroDivisionError
    assert journal.last(db) == before
    with db.write():
        assert journal.record(db, None, "visit.given", "visit-1") == before + 1
    assert list(journal.verify(db)) == []


def test_an_entry_belongs_into_a_transaction(db):
    with pytest.raises(AssertionError, match="outside of write"):
        journal.record(db, None, "visit.given", "visit-1")


def test_a_follower_reads_each_entry_once(db):
    with db.write():
        start = journal.last(db)
        journal.record(db, "a", "visit.given", "one")
        journal.record(db, "a", "visit.cancelled", "two")
        journal.record(db, "a", "visit.given", "three")
        journal.advance(db, "tester", start)
    read = journal.since(db, journal.position(db, "tester"), "visit.given")
    assert [entry["subject"] for entry in read] == ["one", "three"]
    with db.write():
        journal.advance(db, "tester", read[-1]["seq"])
    assert journal.since(db, journal.position(db, "tester"), "visit.given") == []
    assert journal.position(db, "somebody else") == 0


@pytest.mark.parametrize("kept", [0, 2])
def test_a_journal_cut_at_its_end_is_found_when_it_had_been_read_further(db, kept):
    with db.write():
        for n in range(4):
            journal.record(db, None, "something.happened", str(n))
        journal.advance(db, "reader", journal.last(db))
        db.execute("DELETE FROM journal WHERE seq > :kept", kept=kept)
    assert len(list(journal.verify(db))) == 1
