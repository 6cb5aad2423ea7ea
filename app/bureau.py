"""What a bureau decides for itself (本单位设定), because no source document does: `choices` lists it.

Each room reads its number or text here, by name; the page under /settings/ and `mingcha bureau` show and change them.
A row stands only where the bureau chose otherwise than we propose; every change is in the journal, old and new.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from app import clock, journal
from app.choices import CHOICES, ORDERED, Choice, problem, tidy
from app.db import Database
from app.errors import N_, Conflict, Invalid, NotFound, Place
from app.language import say

CHANGED = "bureau.changed"


@dataclass(frozen=True)
class Change:
    """Who changed a choice, when, from what to what."""

    by: str | None
    at: str
    old: str
    new: str


@dataclass(frozen=True)
class Standing:
    """A choice with the value in force, and how it came to it, newest first."""

    choice: Choice
    value: str
    history: tuple[Change, ...] = ()


STALE = N_("Somebody else has changed this meanwhile. Nothing of yours was saved; look at it and save again.")


def number(db: Database, name: str) -> int:
    """The number in force. A name that is not registered raises KeyError."""
    return int(text(db, name))


def text(db: Database, name: str) -> str:
    """The text in force, or a number as text."""
    choice = CHOICES[name]
    row = db.row("SELECT value FROM bureau_settings WHERE name = :name", name=name)
    return row["value"] if row else choice.default


def values(db: Database) -> dict[str, str]:
    """Every registered choice with its value in force, in the order of the registry."""
    rows = db.rows("SELECT name, value FROM bureau_settings")
    chosen = {row["name"]: row["value"] for row in rows}
    return {name: chosen.get(name, choice.default) for name, choice in CHOICES.items()}


def set_(db: Database, by: str | None, name: str, value: str) -> bool:
    """Changes one choice; tells whether that changed anything. Raises NotFound for a name that is none, and Invalid."""
    return bool(save(db, by, {name: value}))


def save(db: Database, by: str | None, typed: Mapping[str, str], seen: Mapping[str, str] | None = None) -> list[str]:
    """Changes all that is typed, or nothing; gives the names of what changed.

    `seen` are the values that the form showed: what is typed as it was seen is left alone, whatever it is by now.
    Raises NotFound for a name that is none, Invalid with a place for each bad value, Conflict for what somebody else
    changed.
    """
    unknown = [name for name in typed if name not in CHOICES]
    if unknown:
        raise NotFound(N_("There is no setting %(name)s. `mingcha bureau` lists them."), name=unknown[0])
    clean = {name: tidy(CHOICES[name], value) for name, value in typed.items()}
    with db.write():
        now = values(db)
        wanted = {n: v for n, v in clean.items() if v != (seen or now).get(n, now[n])}
        _check(wanted, now | wanted)
        stale = tuple(n for n in wanted if seen and seen.get(n, now[n]) != now[n] and wanted[n] != now[n])
        if stale:
            raise Conflict(STALE, names=stale)
        changed = [name for name in wanted if wanted[name] != now[name]]
        for name in changed:
            _put(db, by, name, wanted[name])
            own = wanted[name] != CHOICES[name].default
            journal.record(db, by, CHANGED, name, old=now[name], new=wanted[name], own=own)
    return changed


def standing(db: Database) -> list[Standing]:
    """Every registered choice, in the order of the registry."""
    return [Standing(CHOICES[name], value, history(db, name)) for name, value in values(db).items()]


def history(db: Database, name: str) -> tuple[Change, ...]:
    """The changes of a choice, newest first."""
    rows = db.rows(
        "SELECT who, at, detail FROM journal WHERE what = 'bureau.changed' AND subject = :name ORDER BY seq DESC",
        name=name,
    )
    told = [(row, json.loads(row["detail"])) for row in rows]
    return tuple(Change(row["who"], row["at"], str(d.get("old", "")), str(d.get("new", ""))) for row, d in told)


def _check(wanted: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Raises Invalid with every place at once."""
    places = {name: told for name, value in wanted.items() if (told := problem(CHOICES[name], value))}
    for low, high in ORDERED:
        if not {low, high} & set(wanted) or {low, high} & set(places):
            continue
        if int(after[low]) > int(after[high]):
            told = N_("This may not be less than “%(other)s” (%(value)s).")
            about = {"other": say(CHOICES[low].meaning), "value": after[low]}
            places[high] = say(told, **about)
    if places:
        raise Invalid(places=tuple(Place(name, told) for name, told in places.items()))


def _put(db: Database, by: str | None, name: str, value: str) -> None:
    if value == CHOICES[name].default:
        db.execute("DELETE FROM bureau_settings WHERE name = :name", name=name)
        return
    db.execute(
        """INSERT INTO bureau_settings (name, value, by, at) VALUES (:name, :value, :by, :now)
           ON CONFLICT (name) DO UPDATE SET value = excluded.value, by = excluded.by, at = excluded.at""",
        name=name,
        value=value,
        by=by,
        now=clock.stamp(),
    )
