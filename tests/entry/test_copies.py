"""A copy counts only after it was restored on trial; it can be put back, and what it replaces is kept."""

import os
import sqlite3
from contextlib import closing

import pytest

from app import clock, copies, journal
from app.config import read
from app.db import Database
from app.errors import Refused
from tests.entry import commands


@pytest.fixture
def run(settings, db, cast):
    return commands.on(settings.folder)


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_copy_holds_what_was_committed_and_opens_as_a_data_folder(settings, db, cast, tmp_path):
    made = copies.make(db, settings)
    assert names(settings.copies_folder) == ["mingcha-20261124T104207.db"]
    assert (made.path.stat().st_mode & 0o777, settings.copies_folder.stat().st_mode & 0o777) == (0o600, 0o700)
    elsewhere = read({}, data=str(tmp_path / "elsewhere"))
    assert copies.restore(elsewhere, made.path) is None
    with closing(Database(elsewhere.database)) as restored:
        people = "SELECT id, name FROM people ORDER BY id"
        assert restored.rows(people) == db.rows(people)
        assert journal.since(restored, 0, "database.restored")


def test_only_the_newest_copies_are_kept(settings, db, cast):
    few = read({}, data=settings.data, copies="2")
    few.copies_folder.mkdir()
    for day in ("20261101", "20261102", "20261103"):
        (few.copies_folder / f"mingcha-{day}T030000.db").write_bytes(b"old")
    copies.make(db, few)
    assert names(few.copies_folder) == ["mingcha-20261103T030000.db", "mingcha-20261124T104207.db"]


def test_a_clock_that_was_set_back_does_not_cost_the_copy_just_made(settings, db, cast):
    few = read({}, data=settings.data, copies="3")
    few.copies_folder.mkdir()
    for day in ("20271201", "20271202", "20271203"):
        (few.copies_folder / f"mingcha-{day}T030000.db").write_bytes(b"of a clock that ran ahead")
    made = copies.make(db, few)
    assert names(few.copies_folder) == [made.path.name, "mingcha-20271202T030000.db", "mingcha-20271203T030000.db"]
    with clock.at(clock.now() + clock.days(1)):
        copies.make(db, few)
    assert names(few.copies_folder)[:2] == [made.path.name, "mingcha-20261125T104207.db"]


def test_what_a_kill_left_of_a_copy_is_cleared_away_and_what_is_being_made_stays(settings, db, cast):
    ages = {".making-killed": 86400, ".making-under-way": 60}
    for name, age in ages.items():
        folder = settings.copies_folder / name
        folder.mkdir(parents=True)
        (folder / "mingcha.db").write_bytes(b"half")
        os.utime(folder, (clock.now().timestamp() - age,) * 2)
    copies.make(db, settings)
    assert names(settings.copies_folder) == [".making-under-way", "mingcha-20261124T104207.db"]


def test_a_copy_that_cannot_be_written_leaves_no_part_and_no_old_one_is_deleted(settings, db, cast, monkeypatch):
    copies.make(db, settings)

    def full(self, path) -> None:
        path.write_bytes(b"half")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Database, "copy_to", full)
    with pytest.raises(sqlite3.OperationalError):
        copies.make(db, settings)
    assert names(settings.copies_folder) == ["mingcha-20261124T104207.db"]


@pytest.mark.parametrize("damage", ["cut", "overwritten", "journal", "another program's"])
def test_an_unsound_copy_is_refused_and_the_database_stays(settings, db, cast, run, tmp_path, damage):
    file = tmp_path / "copy.db"
    file.write_bytes(copies.make(db, settings).path.read_bytes())
    size = file.stat().st_size
    if damage == "cut":
        file.write_bytes(file.read_bytes()[: size // 2])
    elif damage == "overwritten":
        content = bytearray(file.read_bytes())
        content[4096 : size - 4096] = b"\xa5" * (size - 8192)
        file.write_bytes(content)
    elif damage == "journal":
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("UPDATE journal SET who = 'somebody' WHERE seq = 1")
    else:
        file.write_text("姓名,单位\n")
    before = db.rows("SELECT id FROM people ORDER BY id")
    db.close()
    result = run("restore", str(file))
    assert result.exit_code == 1, result.output
    assert "copy.db" in result.output
    assert ".trial-" not in result.output
    assert ".restoring-" not in result.output
    with closing(Database(settings.database)) as still:
        assert still.rows("SELECT id FROM people ORDER BY id") == before


def test_while_a_server_has_the_database_nothing_is_restored(settings, db, cast, run):
    file = copies.make(db, settings).path
    assert db.rows("SELECT id FROM people")
    result = run("restore", str(file))
    assert (result.exit_code, "Stop the server first" in result.output) == (1, True), result.output


def test_the_commands_copy_and_put_back(settings, db, cast, run, tmp_path):
    made = run("backup", "--to", str(tmp_path / "脱机盘"))
    assert made.exit_code == 0, made.output
    db.close()
    put_back = run("restore", made.output.strip())
    assert put_back.exit_code == 0, put_back.output
    assert "mingcha-before-20261124T104207.db" in put_back.output
    assert run("audit", "verify").exit_code == 0


def test_a_damaged_database_is_set_aside_with_its_log_and_replaced(settings, db, cast, run, tmp_path):
    made = copies.make(db, settings).path
    db.close()
    settings.database.write_bytes(b"\x00" * 9000)
    result = run("restore", str(made))
    assert result.exit_code == 0, result.output
    assert run("people").exit_code == 0


def test_upkeep_finds_a_database_that_is_damaged(settings, db, cast):
    db.upkeep()
    with closing(sqlite3.connect(settings.database)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("INSERT INTO person_roles (person, role, at) VALUES ('nobody', 'admin', 'x')")
        connection.commit()
    with pytest.raises(Refused, match="person_roles"):
        db.upkeep()
