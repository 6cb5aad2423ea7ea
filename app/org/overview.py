"""The roster as the administrator's pages show it."""

from dataclasses import dataclass
from typing import Any

from app import clock
from app.db import Database
from app.org import search, sites, units
from app.org.sites import Site
from app.org.spelling import folded, keys
from app.org.staff import Employee
from app.org.units import Unit
from app.people import persons
from app.people.persons import Person

MOST = 500


@dataclass(frozen=True)
class Node:
    """A unit with its depth below the top and how much of each it has itself; `into` names who took it up."""

    unit: Unit
    depth: int
    sites: int
    posts: int
    employees: int
    into: str

    @property
    def indent(self) -> str:
        return "\xa0\xa0\xa0" * self.depth


@dataclass(frozen=True)
class Found:
    """What a search found, of each kind at most as many as asked for."""

    units: list[Unit]
    sites: list[Site]
    employees: list[tuple[Employee, str]]
    people: list[Person]

    @property
    def nothing(self) -> bool:
        return not (self.units or self.sites or self.employees or self.people)


def tree(db: Database) -> list[Node]:
    """Every unit, each below its parent, in the order of the roster."""
    every = units.everyone(db)
    below: dict[str | None, list[Unit]] = {}
    for unit in every:
        below.setdefault(unit.parent, []).append(unit)
    counts = _counts(db)
    called = {unit.id: unit.name for unit in every}
    found = []
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        found.append(Node(unit, depth, *counts.get(unit.id, (0, 0, 0)), called.get(unit.merged_into or "", "")))
        waiting += [(child, depth + 1) for child in reversed(below.get(unit.id, []))]
    return found


def of_unit(db: Database, unit: str) -> dict[str, Any]:
    """A unit's sites (closed ones too), each with its posts and today's holders, and its employees by name."""
    holders = {
        row["post"]: row["name"]
        for row in db.rows(
            """SELECT post, employees.name FROM holders JOIN employees ON employees.id = holders.employee
               JOIN posts ON posts.id = holders.post JOIN sites ON sites.id = posts.site
               WHERE sites.unit = :unit AND since <= :today AND (until IS NULL OR until >= :today)""",
            unit=unit,
            today=clock.today().isoformat(),
        )
    }
    posts: dict[str, list[tuple[str, str]]] = {}
    for row in db.rows(
        """SELECT posts.id, site, posts.name FROM posts JOIN sites ON sites.id = posts.site
           WHERE sites.unit = :unit ORDER BY posts.position""",
        unit=unit,
    ):
        posts.setdefault(row["site"], []).append((row["name"], holders.get(row["id"], "")))
    people = db.rows(
        "SELECT id, unit, name, code FROM employees WHERE unit = :unit ORDER BY name, id LIMIT :most",
        unit=unit,
        most=MOST + 1,
    )
    return {
        "places": sites.of_unit(db, unit),
        "posts": posts,
        "employees": [Employee(**row) for row in people[:MOST]],
        "cut": MOST if len(people) > MOST else 0,
    }


def found(db: Database, text: str, most: int) -> Found:
    """Units and sites (closed ones too), employees and accounts that are found by a text, best first."""
    return Found(
        search.units(db, text, limit=most, closed=True),
        search.sites(db, text, limit=most, closed=True),
        search.employees(db, text, most),
        _people(db, text)[:most],
    )


def names(db: Database) -> dict[str, str]:
    """The name of every account by its id."""
    return {person.id: person.name for person in persons.everyone(db)}


def _people(db: Database, text: str) -> list[Person]:
    plain = folded(text)
    numbers = {row["person"]: row["number"] for row in db.rows("SELECT person, number FROM staff_numbers")}
    keyed = [(keys(person.name, numbers.get(person.id, "")), person) for person in persons.everyone(db)]
    likely = [(f"|{plain}" not in key, person.name, person) for key, person in keyed if plain in key]
    return [person for *_, person in sorted(likely, key=lambda each: each[:2])]


def _counts(db: Database) -> dict[str, tuple[int, int, int]]:
    """Sites in service, their posts, and employees, by unit."""
    today = clock.today().isoformat()
    places = db.rows(
        """SELECT sites.unit, count(*) AS n FROM sites WHERE closed_on IS NULL OR closed_on > :today
           GROUP BY sites.unit""",
        today=today,
    )
    posts = db.rows(
        """SELECT sites.unit, count(*) AS n FROM posts JOIN sites ON sites.id = posts.site
           WHERE closed_on IS NULL OR closed_on > :today GROUP BY sites.unit""",
        today=today,
    )
    people = db.rows("SELECT unit, count(*) AS n FROM employees GROUP BY unit")
    each = [{row["unit"]: row["n"] for row in rows} for rows in (places, posts, people)]
    return {unit: (each[0].get(unit, 0), each[1].get(unit, 0), each[2].get(unit, 0)) for unit in set().union(*each)}
