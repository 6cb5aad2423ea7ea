"""Writes are whole or not at all, one after another; a folder or file that will not do is refused with a sentence."""

import contextlib
import resource
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from app.config import ROOT, Settings
from app.db import Database, Databases, writable
from app.errors import NotFound, Refused
from app.schema import migrate, schema

COUNT = """
import sys
from pathlib import Path
from app.db import Database
database = Database(Path(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    with database.write():
        seq = database.one("SELECT seq FROM followers WHERE name = 'tally'")["seq"]
        database.execute("UPDATE followers SET seq = :seq WHERE name = 'tally'", seq=seq + 1)
database.close()
"""


def names(db: Database) -> list[str]:
    return [row["name"] for row in db.rows("SELECT name FROM followers ORDER BY name")]


def add(db: Database, name: str) -> None:
    with db.write():
        db.execute("INSERT INTO followers (name, seq) VALUES (:name, 0)", name=name)


def tally(db: Database) -> int:
    return int(db.one("SELECT seq FROM followers WHERE name = 'tally'")["seq"])


def test_a_write_within_a_write_is_part_of_it(db):
    before = names(db)
    with contextlib.suppress(ZeroDivisionError), db.write():
        add(db, "one")
        add(db, "two")
        raise ZeroDivisionError
    assert names(db) == before
    with db.write():
        add(db, "one")
        add(db, "two")
    assert names(db) == sorted([*before, "one", "two"])


def test_a_failure_within_a_write_ends_the_whole_also_when_it_is_caught(db):
    def swallowing() -> None:
        with db.write():
            add(db, "one")
            with contextlib.suppress(ZeroDivisionError), db.write():
                add(db, "two")
                raise ZeroDivisionError
            add(db, "three")

    before = names(db)
    with pytest.raises(RuntimeError, match="failed and was caught"):
        swallowing()
    assert names(db) == before
    add(db, "four")
    assert "four" in names(db)


def test_a_transaction_that_the_engine_ended_by_itself_does_not_hide_why(db):
    with contextlib.suppress(ZeroDivisionError), db.write():
        db.execute("ROLLBACK")
        raise ZeroDivisionError
    add(db, "one")
    assert "one" in names(db)


def test_after_a_failure_the_connection_goes_on(db):
    add(db, "one")
    with pytest.raises(sqlite3.IntegrityError):
        add(db, "one")
    add(db, "two")
    assert {"one", "two"} <= set(names(db))


def test_a_write_outside_of_a_transaction_is_a_mistake(db):
    with pytest.raises(AssertionError):
        db.execute("DELETE FROM followers")
    with pytest.raises(AssertionError):
        db.bulk("INSERT INTO followers (name, seq) VALUES (:name, 0)", [{"name": "x"}])


def test_nobody_sees_half_a_write(db, settings: Settings):
    with closing(Database(settings.database)) as other, db.write():
        add(db, "half")
        assert "half" not in names(other)


def test_no_row_is_not_found(db):
    with pytest.raises(NotFound):
        db.one("SELECT name FROM followers WHERE name = 'nobody'")
    assert db.row("SELECT name FROM followers WHERE name = 'nobody'") is None


def test_rows_of_a_bulk_write_and_of_a_returning_one(db):
    with db.write():
        db.bulk("INSERT INTO followers (name, seq) VALUES (:name, :seq)", ({"name": c, "seq": 1} for c in "xyz"))
        changed = db.rows("UPDATE followers SET seq = seq + 1 WHERE name > :name RETURNING name, seq", name="x")
    assert sorted(row["name"] for row in changed) == ["y", "z"]
    assert {row["seq"] for row in changed} == {2}


def test_foreign_keys_hold(db):
    with pytest.raises(sqlite3.IntegrityError), db.write():
        db.execute("INSERT INTO person_roles (person, role, at) VALUES ('nobody', 'admin', 'now')")


def test_four_threads_that_read_and_write_lose_nothing(db, settings: Settings):
    add(db, "tally")
    databases, failures = Databases(settings.database), []

    def count() -> None:
        here = databases.here()
        try:
            for _ in range(25):
                with here.write():
                    here.execute("UPDATE followers SET seq = :seq WHERE name = 'tally'", seq=tally(here) + 1)
        except Exception as error:
            failures.append(error)
        finally:
            here.close()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert tally(db) == 100


def test_four_processes_that_read_and_write_lose_nothing(db, settings: Settings):
    add(db, "tally")
    command = [sys.executable, "-c", COUNT, str(settings.database), "25"]
    counting = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(4)]
    ends = [(process.communicate()[1].decode(), process.returncode) for process in counting]
    assert ends == [("", 0)] * 4
    assert tally(db) == 100


def test_migrating_twice_changes_nothing(tmp_path: Path):
    file = tmp_path / "new" / "mingcha.db"
    assert migrate(file)[0] == "0001_spine"
    assert migrate(file) == []
    with closing(Database(file)) as database:
        assert schema(database) >= "0001_spine"
        assert writable(database)


def test_a_database_whose_disk_has_no_room_left_is_not_writable(db):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    assert writable(db)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        assert not writable(db)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert writable(db)


def test_a_database_of_a_newer_version_is_refused_and_left_alone(settings: Settings):
    with closing(sqlite3.connect(settings.database)) as connection, connection:
        table = "_sqlite_migrations"
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        assert "name" in columns
        kept = ", ".join(f"'9999_future' AS {c}" if c == "name" else c for c in columns if c != "id")
        into = ", ".join(c for c in columns if c != "id")
        connection.execute(f"INSERT INTO {table} ({into}) SELECT {kept} FROM {table} LIMIT 1")
    before = settings.database.read_bytes()
    with pytest.raises(
        Refused, match=r"written by a newer version of Mingcha \(step 9999_future\).*Install that version"
    ):
        migrate(settings.database)
    assert settings.database.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(Refused, match=r"data folder .* cannot be written.*MINGCHA_DATA"):
        migrate(tmp_path / "file" / "data" / "mingcha.db")


def test_a_folder_in_place_of_the_database_is_refused(tmp_path: Path):
    (tmp_path / "mingcha.db").mkdir()
    with pytest.raises(Refused, match="cannot be written"):
        migrate(tmp_path / "mingcha.db")


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path):
    file = tmp_path / "mingcha.db"
    file.write_text("Dear diary, " * 200)
    with pytest.raises(Refused, match="is not a database of Mingcha"):
        migrate(file)
    assert file.read_text() == "Dear diary, " * 200
