"""Each table is written by the one package that the migration names, and nobody looks at tables further right."""

from collections import defaultdict

from tests.house import sql
from tests.house.source import ORDER, module, modules, room_of


def test_sql_is_written_out_beside_its_function():
    assert [line for each in modules() for line in sql.loose(each)] == []


def test_each_table_is_written_by_its_package_only():
    wrong = [
        f"{each.place}: {each.owner} writes {table}, which is {sql.tables().get(table, 'nobody')}'s"
        for each in sql.statements()
        for table in sql.read(each.sql).written
        if sql.tables().get(table) != each.owner
    ]
    assert wrong == []


def test_each_table_is_written_by_somebody():
    writers = defaultdict(set)
    for each in sql.statements():
        for table in sql.read(each.sql).written:
            writers[table].add(each.owner)
    assert {table for table in sql.tables() if len(writers[table]) != 1} == set()


def test_nobody_reads_tables_further_right():
    wrong = [
        f"{each.place}: {each.owner} reads {table}"
        for each in sql.statements()
        for table in sql.read(each.sql).tables
        if place_of(sql.tables().get(table, "app.unknown")) > place_of(each.owner)
    ]
    assert wrong == []


def test_planted_faults_are_found():
    variable = module("app.org.units", "def f(db, name):\n    db.rows(f'SELECT {name} FROM units')\n")
    assert len(list(sql.loose(variable))) == 1
    assert len(list(sql.loose(module("app.org.units", "def f(db, q):\n    db.one(q)\n")))) == 1
    assert len(list(sql.loose(module("app.org.units", "def f(db):\n    db.sqlite.query('SELECT 1')\n")))) == 2
    hidden = "WITH gone AS (DELETE FROM sessions WHERE person = :id RETURNING 1) SELECT * FROM gone"
    assert sql.read(hidden).written == {"sessions"}
    assert sql.read(hidden).tables == {"sessions"}
    choice = module("app.org.units", "def f(db, x):\n    db.rows('SELECT 1' if x else 'DELETE FROM units')\n")
    assert [each.sql for each in sql.statements_of(choice)] == ["SELECT 1", "DELETE FROM units"]


def test_the_migrations_name_an_owner_for_every_table():
    made = {table for text in sql.migration_texts() for table in sql.made_in(text)}
    assert made == set(sql.tables())
    assert set(sql.tables().values()) <= {*ORDER, "app.journal", "app.runs", "app.bureau"}
    assert sql.tables()["job_runs"] == "app.runs"


def place_of(owner: str) -> int:
    """Where an owner stands in the order."""
    return ORDER.index(owner if owner in ORDER else room_of(owner))
