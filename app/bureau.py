"""What a bureau decides for itself (本单位设定), because no source document does: one registry, one table.

Each room reads its number or text here, by name; the page under /settings/ and `mingcha bureau` show and change them.
A row stands only where the bureau chose otherwise than we propose; every change is in the journal, old and new.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from app import clock, journal
from app.db import Database
from app.errors import N_, Conflict, Invalid, NotFound, Place
from app.language import say

CHANGED = "bureau.changed"
_NARROW = {ord("０") + figure: str(figure) for figure in range(10)}
GROUPS = {
    "notices": N_("Notices"),
    "visits": N_("Visits"),
    "review": N_("Review"),
    "people": N_("Ways in"),
}


@dataclass(frozen=True)
class Choice:
    """One thing to decide. A `number` is whole and lies from `least` to `most`; a `text` has at most `most` signs, and
    where it may be empty, `empty` says what then holds; of another `form` (a pattern) it is refused with `otherwise`.
    `meaning`, `unit`, `empty` and `otherwise` are messages."""

    name: str
    group: str
    kind: str
    default: str
    meaning: str
    unit: str = ""
    least: int = 1
    most: int = 365
    empty: str = ""
    form: str = ""
    otherwise: str = ""


def _days(name: str, group: str, default: int, meaning: str, most: int = 365) -> Choice:
    return Choice(name, group, "number", str(default), meaning, N_("days"), 1, most)


_HOURS, _TIMES = N_("hours"), N_("times")

CHOICES: dict[str, Choice] = {
    choice.name: choice
    for choice in (
        Choice(
            "issuer",
            "notices",
            "text",
            "",
            N_("Name of the bureau in the head of notices and in the feed"),
            most=40,
            empty=N_("the name of the topmost unit"),
        ),
        Choice("department", "notices", "text", "营销部", N_("Department that signs the notices"), most=40),
        Choice(
            "series",
            "notices",
            "text",
            "",
            N_("Series of the numbers of notices, such as 示供营销"),
            most=20,
            empty=N_("the one used last; before the first notice, one made from the bureau’s name"),
            form=r"[·-]*(?:[^\W\d_][·-]*)+",
            otherwise=N_("The series is a short name without figures, such as 示供营销."),
        ),
        _days("phone_days", "visits", 7, N_("What was received stays on the phone that sent it"), 90),
        Choice(
            "visit_sites", "visits", "number", "50", N_("Most sites to give visits to at a time"), N_("sites"), 1, 200
        ),
        _days("review_days", "review", 3, N_("Time for reviewing a check, from its arrival"), 60),
        Choice(
            "repeat_months",
            "review",
            "number",
            "3",
            N_("Calendar months, this one among them, in which the review counts earlier findings of the same post"),
            N_("months"),
            1,
            36,
        ),
        _days("sign_days", "notices", 5, N_("Time for signing a notice, proposed in a new draft"), 60),
        _days("rectify_days", "notices", 14, N_("Time for repair, proposed in a new draft")),
        Choice(
            "objection_days",
            "notices",
            "number",
            "3",
            N_("Time for objecting to a notice, in the demands of a new draft"),
            N_("working days"),
            1,
            60,
        ),
        Choice("invitation_hours", "people", "number", "72", N_("Time in which an invitation is good"), _HOURS, 1, 336),
        _days("device_days", "people", 30, N_("Time for which a phone is enrolled by PIN"), 90),
        Choice(
            "device_rest_hours", "people", "number", "24", N_("Unused, a phone asks for its PIN after"), _HOURS, 1, 720
        ),
        Choice("pin_tries", "people", "number", "5", N_("Wrong PINs in a row until a phone waits"), _TIMES, 3, 10),
        Choice(
            "pin_wait_minutes",
            "people",
            "number",
            "15",
            N_("The first wait, doubled each time"),
            N_("minutes"),
            1,
            1440,
        ),
        Choice("pin_most", "people", "number", "20", N_("Wrong PINs in a row that end an enrolment"), _TIMES, 5, 100),
    )
}
# What may not be more than what: the first of each pair than the second.
ORDERED = (("sign_days", "rectify_days"), ("pin_tries", "pin_most"))


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


class Stale(Conflict):
    """Somebody else changed `names` since the form was made."""

    sentence = N_("Somebody else has changed this meanwhile. Nothing of yours was saved; look at it and save again.")

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self.names = names


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
    Raises NotFound for a name that is none, Invalid with a place for each bad value, Stale for what somebody else
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
            raise Stale(stale)
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


def tidy(choice: Choice, value: str) -> str:
    """The typed value in the form in which it is kept: no blanks around it, full-width figures of a number narrow."""
    kept = "".join(sign for sign in value if sign.isprintable()).strip()
    figures = kept.translate(_NARROW) if choice.kind == "number" else ""
    return str(int(figures)) if figures.isascii() and figures.isdecimal() and len(figures) < 10 else kept


def problem(choice: Choice, value: str) -> str:
    """What is wrong with a value, as a sentence in the reader's language; empty when nothing is."""
    if choice.kind == "number":
        good = value.isascii() and value.isdecimal() and choice.least <= int(value[:10]) <= choice.most
        told = N_("A whole number from %(least)s to %(most)s is needed here.")
        return "" if good else say(told, least=choice.least, most=choice.most)
    if len(value) > choice.most:
        return say(N_("At most %(most)s signs fit here; these are %(count)s."), most=choice.most, count=len(value))
    if value and choice.form and not re.fullmatch(choice.form, value):
        return say(choice.otherwise)
    return "" if value or choice.empty else say(N_("This cannot be empty."))


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
