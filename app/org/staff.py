"""Employees (服务人员) and who held which post from when to when (任职).

Findings name the post, never the person: only duties and the post score may ask who held it; nothing published does.
"""

import uuid
from dataclasses import dataclass
from datetime import date

from app import journal
from app.clock import days
from app.db import Database
from app.errors import N_, Conflict, Invalid
from app.org.spelling import keys


@dataclass(frozen=True)
class Employee:
    id: str
    unit: str
    name: str
    code: str = ""


@dataclass(frozen=True)
class Holding:
    """Somebody's time at a post. `since` and `until` are days, both included; `until` is None while it lasts."""

    post: str
    employee: Employee
    since: str
    until: str | None


def add_employee(db: Database, unit: str, name: str, *, code: str = "", by: str | None = None) -> Employee:
    """Adds an employee of a unit. Two may have the same name. Raises Invalid for an empty name."""
    if not name.strip():
        raise Invalid(N_("An employee needs a name."))
    employee = Employee(str(uuid.uuid4()), unit, name.strip(), code)
    with db.write():
        db.execute(
            "INSERT INTO employees (id, unit, name, code, keys) VALUES (:id, :unit, :name, :code, :keys)",
            **vars(employee),
            keys=keys(employee.name, code),
        )
        journal.record(db, by, "employee.added", employee.id)
    return employee


def employees(db: Database, unit: str) -> list[Employee]:
    """A unit's employees, by name."""
    rows = db.rows("SELECT id, unit, name, code FROM employees WHERE unit = :unit ORDER BY name, id", unit=unit)
    return [Employee(**row) for row in rows]


def hold(
    db: Database, post: str, employee: str, since: date, until: date | None = None, *, by: str | None = None
) -> None:
    """Lets an employee hold a post from `since` to `until`, both days included.

    Whoever held it without an end leaves the day before. Raises Invalid when it ends before it begins and Conflict when
    somebody already holds the post on one of these days.
    """
    if until and until < since:
        raise Invalid(N_("The time at a post ends before it begins."))
    last = until.isoformat() if until else None
    with db.write():
        if any(_clash(holding, since.isoformat(), last) for holding in held(db, post)):
            raise Conflict(N_("Somebody else already holds this post on some of these days."))
        _end(db, post, since - days(1))
        db.execute(
            "INSERT INTO holders (post, employee, since, until) VALUES (:post, :employee, :since, :until)",
            post=post,
            employee=employee,
            since=since.isoformat(),
            until=last,
        )
        journal.record(db, by, "post.held", post, since=since.isoformat(), until=last)


def leave(db: Database, post: str, until: date, *, by: str | None = None) -> None:
    """Ends the holding that lasts; `until` is its last day. Raises NotFound when the post is vacant, and Invalid."""
    with db.write():
        lasting = db.one("SELECT since FROM holders WHERE post = :post AND until IS NULL", post=post)
        if until.isoformat() < lasting["since"]:
            raise Invalid(N_("The time at a post ends before it begins."))
        _end(db, post, until)
        journal.record(db, by, "post.left", post, until=until.isoformat())


def held(db: Database, post: str) -> list[Holding]:
    """Everybody who held the post, the first first."""
    rows = db.rows(
        """SELECT post, since, until, employees.id, unit, name, code
           FROM holders JOIN employees ON employees.id = holders.employee WHERE post = :post ORDER BY since""",
        post=post,
    )
    return [
        Holding(row["post"], Employee(row["id"], row["unit"], row["name"], row["code"]), row["since"], row["until"])
        for row in rows
    ]


def holder_on(db: Database, post: str, day: date) -> Employee | None:
    """Who held the post on this day; None when it was vacant."""
    text = day.isoformat()
    return next((h.employee for h in held(db, post) if h.since <= text <= (h.until or "9999")), None)


def _clash(holding: Holding, since: str, until: str | None) -> bool:
    """Whether a new holding meets one that stands; one without an end makes way for a successor."""
    if holding.until is None and holding.since < since:
        return False
    return (until is None or holding.since <= until) and (holding.until or "9999") >= since


def _end(db: Database, post: str, until: date) -> None:
    """Ends the holding that lasts, unless it begins later."""
    db.execute(
        "UPDATE holders SET until = :until WHERE post = :post AND until IS NULL AND since <= :until",
        post=post,
        until=until.isoformat(),
    )
