"""Data flows one way: a module imports only from its own room and from rooms to its left."""

import ast
from collections.abc import Iterator

from tests.house.source import ORDER, Module, imports, module, modules, room_of

FLASK = ("flask", "werkzeug")
DATABASE = ("sqlite3", "sqlite_utils")


def test_no_import_runs_back():
    assert [line for each in modules() for line in backward(each)] == []


def test_only_views_know_flask():
    assert [line for each in modules() for line in flask_outside_views(each)] == []


def test_only_db_opens_a_database():
    wrong = [
        f"{each.at(line)} imports {name}"
        for each in modules()
        for line, name in imports(each)
        if name.split(".")[0] in DATABASE and each.name not in {"app.db", "app.schema"} and each.room != "entry"
    ]
    assert wrong == []


def test_views_leave_errors_to_the_one_place_that_answers_them():
    wrong = [
        f"{each.at(node.lineno)} has a try"
        for each in modules()
        if each.name.endswith(".views")
        for node in ast.walk(each.tree)
        if isinstance(node, ast.Try)
    ]
    assert wrong == []


def test_every_package_of_the_house_has_its_place():
    packages = {each.name.split(".")[1] for each in modules() if each.is_package and "." in each.name}
    assert packages - set(ORDER) <= {"demo"}, "a new package needs a place in the order"


def test_a_planted_import_is_found():
    under_typing = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app.review import queue\n"
    in_function = "def f():\n    import app.notices.compose\n"
    from_entry = "from app import create_app\n"
    by_name = "import importlib\nimportlib.import_module('app.scoring.rules')\n"
    relative = "from ..scoring import rules\n"
    for text in (under_typing, in_function, from_entry, by_name, relative):
        assert len(list(backward(module("app.org.units", text)))) == 1, text
    assert list(backward(module("app.clock", "from app.people import persons\n")))
    assert not list(backward(module("app.org.units", "from app import clock, journal\nfrom app.people import x\n")))
    assert list(flask_outside_views(module("app.org.units", "def f():\n    from flask import g\n")))
    assert not list(flask_outside_views(module("app.org.views", "from flask import g\n")))


def backward(module: Module) -> Iterator[str]:
    """Every import of something further right, as a sentence."""
    here = ORDER.index(module.room)
    for line, name in imports(module):
        if name.split(".")[0] == "app" and ORDER.index(room_of(name)) > here:
            yield f"{module.at(line)}: {module.name} ({module.room}) imports {name}"


def flask_outside_views(module: Module) -> Iterator[str]:
    if module.room in {"base", "entry"} or module.name.endswith(".views"):
        return
    for line, name in imports(module):
        if name.split(".")[0].split("_")[0] in FLASK:
            yield f"{module.at(line)}: {module.name} imports {name}"
