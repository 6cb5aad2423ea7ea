"""Commands that only read leave the folder as it is, and read a copy that cannot be written."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from app.db import Database
from app.errors import Refused
from app.schema import migrate, read_only
from tests.entry import commands

READING = (
    ("audit", "verify"),
    ("ledger", "--month", "2026-11"),
    ("ledger", "--month", "2026-11", "--json"),
    ("people",),
)


@contextmanager
def somebody_without_rights() -> Iterator[None]:
    """Within the block the process is nobody, for whom rights count; who is not root is that already."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def copy(settings, db, cast) -> Iterator[Path]:
    """The database of a bureau on a medium that cannot be written."""
    db.close()
    folder = Path(tempfile.mkdtemp())
    shutil.copy(settings.database, folder)
    (folder / "mingcha.db").chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_a_copy_that_cannot_be_written_is_read(copy, words):
    run = commands.on(copy)
    with somebody_without_rights():
        result = run(*words)
    assert (result.exit_code, [file.name for file in copy.iterdir()]) == (0, ["mingcha.db"]), result.output


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_an_older_copy_is_refused_and_not_migrated(settings, db, words):
    with db.write():
        db.execute("DELETE FROM _sqlite_migrations WHERE name = '0002_who_assigned'")
    result = commands.on(settings.folder)(*words)
    assert result.exit_code == 1
    assert "older version of Mingcha (step 0002_who_assigned is missing)" in result.output
    assert db.row("SELECT 1 AS found FROM _sqlite_migrations WHERE name = '0002_who_assigned'") is None


def test_a_newer_one_is_refused_too(settings, db):
    with db.write():
        db.execute("UPDATE _sqlite_migrations SET name = '9999_future' WHERE name = '0001_spine'")
    with pytest.raises(Refused, match="newer version"):
        read_only(settings.database)


def test_what_is_no_database_is_refused(tmp_path):
    (tmp_path / "mingcha.db").write_text("Dear diary, " * 200)
    with pytest.raises(Refused, match="not a database"):
        read_only(tmp_path / "mingcha.db")


def test_reading_sees_what_a_running_server_has_written_and_writes_nothing(tmp_path):
    file = tmp_path / "mingcha.db"
    migrate(file)
    with closing(Database(file)) as server:
        with server.write():
            server.execute("INSERT INTO followers (name, seq) VALUES ('one', 1)")
        with closing(read_only(file)) as reader:
            assert reader.row("SELECT seq FROM followers WHERE name = 'one'")
            with pytest.raises(sqlite3.OperationalError), reader.write():
                reader.execute("DELETE FROM followers")


def test_what_is_written_meanwhile_is_not_seen(settings, db, cast):
    with closing(read_only(settings.database)) as before:
        with db.write():
            db.execute("DELETE FROM person_roles WHERE role = 'leader'")
        assert before.row("SELECT 1 AS found FROM person_roles WHERE role = 'leader'")
        assert not db.row("SELECT 1 AS found FROM person_roles WHERE role = 'leader'")
