"""The SQL of the application, read from the source and from the migrations, and parsed as PostgreSQL would."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pglast
from pglast.visitors import Visitor

from app.config import ROOT
from tests.house.source import Module, modules

METHODS = {"execute", "bulk", "rows", "row", "one"}
RAW_CALLS = {"executemany", "executescript", "query", "cursor"}
RAW_PARTS = {"sqlite", "conn", "_connection"}
_TOKEN = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/|::|:([A-Za-z_]\w*)", re.DOTALL)


MOVED = {"jobs": "app.runs"}  # modules that a released migration names by an older name


@dataclass(frozen=True)
class Statement:
    """`owner` is the room, or the full name of a module that is in none (`app.journal`)."""

    owner: str
    place: str
    sql: str


@cache
def statements() -> tuple[Statement, ...]:
    """Every statement of the application; `app.db` itself, which may speak SQLite, is left out."""
    return tuple(s for each in modules() if each.name != "app.db" for s in statements_of(each))


def statements_of(module: Module) -> Iterator[Statement]:
    for call in _calls(module):
        for text in literals(call.args[0]):
            yield Statement(owner(module), module.at(call.lineno), text)


def loose(module: Module) -> Iterator[str]:
    """Every call that is given its SQL as something else than literals, or goes around `db.py`."""
    for call in _calls(module):
        if not list(literals(call.args[0])):
            yield f"{module.at(call.lineno)}: {ast.unparse(call.args[0])} is not a literal"
    if module.room == "entry" or module.name in {"app.db", "app.schema"}:
        return
    for node in ast.walk(module.tree):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in RAW_CALLS:
            yield f"{module.at(called.lineno)}: .{called.attr}() goes around db.py"
        elif isinstance(node, ast.Attribute) and node.attr in RAW_PARTS:
            yield f"{module.at(node.lineno)}: .{node.attr} goes around db.py"


def literals(node: ast.expr) -> Iterator[str]:
    """The text of a literal, or both texts of a choice between two; nothing for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        both = [list(literals(node.body)), list(literals(node.orelse))]
        if all(both):
            yield from [*both[0], *both[1]]


def owner(module: Module) -> str:
    return module.name if module.room in {"base", "entry"} else module.room


def as_postgres(sql: str) -> str:
    """The statement with `$1`, `$2` … for its `:names`; texts, comments and casts stay as they are."""
    names: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        name = found.group(1)
        return f"${names.setdefault(name, len(names) + 1)}" if name else found.group()

    return _TOKEN.sub(number, sql)


class Reading(Visitor):  # type: ignore[misc]
    """What a statement writes, reads, calls and names."""

    def __init__(self) -> None:
        super().__init__()
        self.written: set[str] = set()
        self.tables: set[str] = set()
        self.made: set[str] = set()
        self.calls: set[tuple[str, int]] = set()
        self.columns: set[str] = set()
        self.clocks = False

    def visit(self, _: Any, node: Any) -> None:
        match type(node).__name__:
            case "InsertStmt" | "UpdateStmt" | "DeleteStmt":
                self.written.add(node.relation.relname)
            case "RangeVar":
                self.tables.add(node.relname)
            case "CommonTableExpr":
                self.made.add(node.ctename)
            case "FuncCall":
                self.calls.add((node.funcname[-1].sval, len(node.args or ())))
            case "ColumnRef":
                self.columns.update(field.sval for field in node.fields if hasattr(field, "sval"))
            case "SQLValueFunction":
                self.clocks = True


@cache
def read(sql: str) -> Reading:
    """Raises pglast.parser.ParseError when PostgreSQL would not understand the statement."""
    reading = Reading()
    reading(pglast.parse_sql(as_postgres(sql)))
    reading.tables -= reading.made
    return reading


@cache
def tables() -> dict[str, str]:
    """Each table of the migrations with its owner, from the `-- package` comment above it."""
    found = {}
    for text in migration_texts():
        for part in re.split(r"^\s*-- ", text, flags=re.MULTILINE)[1:]:
            heading, _, body = part.partition("\n")
            base = re.fullmatch(r"(?:base|entry): (\w+)", heading.strip())
            name = MOVED.get(base.group(1), f"app.{base.group(1)}") if base else heading.strip()
            found.update(dict.fromkeys(made_in(body), name))
    return found


def made_in(text: str) -> list[str]:
    """The tables that a text makes."""
    return re.findall(r"CREATE TABLE (\w+)", text)


def unknown_tables(sql: str) -> set[str]:
    """What a statement names that no migration makes."""
    return read(sql).tables - set(tables())


@cache
def migration_texts() -> tuple[str, ...]:
    """Every text of the migrations that makes tables."""
    return tuple(
        node.value
        for file in sorted((ROOT / "migrations").glob("[0-9]*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "CREATE TABLE" in node.value
    )


def _calls(module: Module) -> Iterator[ast.Call]:
    for node in ast.walk(module.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in METHODS
            and node.args
            and module.name != "app.db"
        ):
            yield node
