"""Every statement is also PostgreSQL, so that a second engine can come without a rewrite."""

from collections.abc import Iterator

import pglast
import pytest
from pglast.parser import ParseError

from tests.house import sql

# Functions that mean the same in both engines, with the numbers of arguments for which they do.
SHARED = {
    "abs": {1},
    "avg": {1},
    "count": {0, 1},
    "dense_rank": {0},
    "first_value": {1},
    "lag": {1, 2, 3},
    "last_value": {1},
    "lead": {1, 2, 3},
    "length": {1},
    "lower": {1},
    "max": {1},
    "min": {1},
    "rank": {0},
    "replace": {3},
    "row_number": {0},
    "substr": {2, 3},
    "sum": {1},
    "upper": {1},
}
HIDDEN = {"rowid", "oid", "_rowid_"}


def test_every_statement_is_understood_by_postgresql():
    assert [f"{each.place}: {fault}" for each in sql.statements() for fault in faults(each.sql)] == []


def test_tables_are_understood_by_postgresql_apart_from_strict():
    for text in sql.migration_texts():
        pglast.parse_sql(text.replace(") STRICT;", ");"))


def test_every_table_is_strict():
    for text in sql.migration_texts():
        assert len(sql.made_in(text)) == text.count(") STRICT;")


def test_names_become_numbers_but_texts_and_casts_stay():
    found = sql.as_postgres("SELECT a::text, ':no', b -- :not\nFROM t WHERE c = :x AND d = :y AND e = :x")
    assert found == "SELECT a::text, ':no', b -- :not\nFROM t WHERE c = $1 AND d = $2 AND e = $1"


@pytest.mark.parametrize(
    "text",
    [
        "INSERT OR REPLACE INTO units (id) VALUES (:id)",
        "SELECT a FROM t WHERE a IS :x",
        "SELECT a FROM t WHERE a GLOB 'x*'",
        "PRAGMA user_version",
    ],
)
def test_what_only_sqlite_has_is_refused(text):
    with pytest.raises(ParseError):
        sql.read(text)
    assert list(faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT julianday(at) FROM journal",
        "SELECT max(a, b) FROM journal",
        "SELECT rowid FROM journal",
        "SELECT CURRENT_TIMESTAMP",
        "SELECT a FROM nowhere",
    ],
)
def test_what_means_something_else_is_seen(text):
    assert len(list(faults(text))) == 1


def faults(text: str) -> Iterator[str]:
    """What keeps a statement from meaning the same in PostgreSQL."""
    try:
        reading = sql.read(text)
    except ParseError as error:
        yield f"not understood: {error}"
        return
    for name, count in reading.calls:
        if count not in SHARED.get(name, set()):
            yield f"{name} with {count} arguments is not known to mean the same in both engines"
    if reading.columns & HIDDEN:
        yield "a hidden column of SQLite"
    if reading.clocks:
        yield "the database's own clock; bind clock.stamp()"
    for table in sql.unknown_tables(text):
        yield f"no migration makes {table}"
