"""Rules of scoring as the publisher types them: read field by field, tried on the months that are open, then applied.

Trying saves nothing. Applied, they hold for every month that is not closed, and the file gives way to them until the
publisher goes back to it.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.checklists.model import APPROACHES, SEVERITIES
from app.db import Database
from app.errors import N_, Conflict, Forbidden, Invalid, Place
from app.language import say
from app.org import units
from app.people.persons import Person
from app.scoring import inspections, keeping, loading, months, versions
from app.scoring.inspections import Place as Where
from app.scoring.rules import FORMS, FULL, Grade, Rules
from app.scoring.sums import add_up

MOST, ROWS, LONGEST = 1000, 8, 12
STALE = N_("Other rules were put in force meanwhile. Yours were not applied; look at both and apply them again.")
SAME = N_("These are the rules in force already; nothing was changed.")


@dataclass(frozen=True)
class Difference:
    """A number or word of the rules by its field's name, empty where one of both rules does not have it."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Figure:
    """A unit's month in short, `score` with two places; a `thin` sample has a grade, which no page shows."""

    score: str
    grade: str
    thin: bool


@dataclass(frozen=True)
class Shift:
    """What other rules make of a unit's open month; None where it has no score."""

    unit: str
    name: str
    old: Figure | None
    new: Figure | None

    @property
    def same(self) -> bool:
        return self.old == self.new


def typed(rules: Rules) -> dict[str, str]:
    """The fields of the form, filled with rules."""
    found = {"form": rules.form, "thin": str(rules.thin)}
    found |= {f"weight-{severity}": str(rules.weights[severity]) for severity in SEVERITIES}
    found |= {f"visit-{approach}": str(rules.visits[approach]) for approach in APPROACHES}
    for row, grade in enumerate(rules.grades):
        found |= {f"grade-{row}": grade.name, f"from-{row}": str(grade.start)}
        if grade.name == rules.veto:
            found["veto"] = str(row)
    return found


def read(form: Mapping[str, str]) -> Rules:
    """The rules of a form. Rows of grades without name and number are left out. Raises Invalid with every place."""
    wrong: list[Place] = []
    if form.get("form") not in FORMS:
        wrong.append(Place("form", N_("Please choose one of the two.")))
    weights = {
        severity: _whole(form, f"weight-{severity}", 1 if severity == "redline" else 0, MOST, wrong)
        for severity in SEVERITIES
    }
    visits = {approach: _whole(form, f"visit-{approach}", 1, MOST, wrong) for approach in APPROACHES}
    grades, veto = _grades(form, wrong)
    thin = _whole(form, "thin", 0, MOST, wrong)
    if wrong:
        raise Invalid(places=tuple(wrong))
    return Rules(form["form"], weights, visits, grades, thin, veto)


def room(form: Mapping[str, str]) -> int:
    """How many rows of grades a form shows: two more than those that are filled."""
    filled = [row for row in range(ROWS) if form.get(f"grade-{row}") or form.get(f"from-{row}")]
    return min(max(filled, default=0) + 3, ROWS)


def differences(old: Rules, new: Rules) -> list[Difference]:
    """What differs, in the order of the form; grades row by row."""
    before, after = _told(old), _told(new)
    names = list(dict.fromkeys([*after, *before]))
    return [
        Difference(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name) != after.get(name)
    ]


def tried(db: Database, rules: Rules) -> dict[str, list[Shift]]:
    """What rules would make of each month that is open and has checks, newest first; units in the order of the roster.

    Worked out by the rules themselves from the checks that count; nothing is saved.
    """
    rows = db.rows(
        """SELECT DISTINCT month, unit FROM visit_scores WHERE month NOT IN (SELECT month FROM closures)
           ORDER BY month DESC, unit"""
    )
    order = {unit.id: (place, unit.name) for place, unit in enumerate(units.everyone(db))}
    found: dict[str, list[tuple[int, Shift]]] = {}
    for row in rows:
        place, name = order[row["unit"]]
        shift = Shift(row["unit"], name, _kept(db, Where(**row)), _worked_out(db, rules, Where(**row)))
        found.setdefault(row["month"], []).append((place, shift))
    return {month: [shift for _, shift in sorted(shifts, key=lambda s: s[0])] for month, shifts in found.items()}


def considered(db: Database, form: Mapping[str, str]) -> tuple[Rules | None, Invalid | Conflict | None]:
    """The rules of a form that began with the version `seen`, or what is wrong with them."""
    try:
        rules = read(form)
        new_ones(db, rules, form.get("seen", ""))
    except (Invalid, Conflict) as problem:
        return None, problem
    return rules, None


def new_ones(db: Database, rules: Rules, seen: str) -> None:
    """Raises Conflict when other rules are in force than the version `seen`, and Invalid for those in force already."""
    now = versions.in_force(db)
    if now.version == rules.version:
        raise Invalid(SAME)
    if now.version != seen:
        raise Conflict(STALE)


def apply(db: Database, by: Person, rules: Rules, seen: str) -> None:
    """Puts rules in force and scores every open month anew, or does nothing. Those of the file put the file in force
    again, with whatever it says later. Raises Forbidden, and as `new_ones`."""
    if "publisher" not in by.roles:
        raise Forbidden(N_("The rules of scoring are the publisher's."))
    with db.write():
        new_ones(db, rules, seen)
        months.follow(db)
        source = versions.FILE if from_file(rules) else versions.PAGE
        versions.adopt(db, rules, by.id, source)
        keeping.catch_up(db, rules)


def from_file(rules: Rules) -> bool:
    """Whether these are the rules of `checklists/scoring.yaml`."""
    return rules.version == loading.shipped().version


def since(db: Database, version: str, closed_at: str = "") -> str:
    """When rules were last put in force (`clock.stamp`), of a closed month until its closing; empty when never."""
    found = (each.at for each in versions.adoptions(db) if each.version == version)
    return next((at for at in found if not closed_at or at <= closed_at), "")


def _grades(form: Mapping[str, str], wrong: list[Place]) -> tuple[tuple[Grade, ...], str]:
    """The grades of the rows that are filled, and the name of the one that a veto allows at best."""
    filled = [row for row in range(ROWS) if _clean(form.get(f"grade-{row}", "")) or _clean(form.get(f"from-{row}", ""))]
    if not filled:
        wrong.append(Place("grade-0", N_("At least one grade is needed.")))
    grades: list[Grade] = []
    before = FULL + 1
    for row in filled:
        name = _clean(form.get(f"grade-{row}", ""))
        if problem := _wrong_name(name, grades):
            wrong.append(Place(f"grade-{row}", problem))
        least, most = (0, 0) if row == filled[-1] else (1, before - 1)
        start = _start(form, row, least, most, wrong)
        before = start if start > 0 else before
        grades.append(Grade(name, start))
    chosen = form.get("veto", "")
    if chosen not in map(str, filled):
        wrong.append(Place("veto", N_("Please choose the grade that a veto allows at best.")))
        return tuple(grades), ""
    return tuple(grades), grades[filled.index(int(chosen))].name


def _wrong_name(name: str, before: list[Grade]) -> str:
    if not name:
        return say(N_("This grade has no name."))
    if len(name) > LONGEST:
        return say(N_("A grade has at most %(most)s signs."), most=LONGEST)
    return say(N_("This name stands twice.")) if name in {grade.name for grade in before} else ""


def _start(form: Mapping[str, str], row: int, least: int, most: int, wrong: list[Place]) -> int:
    """The score from which a grade is reached; each lies below the one before, the last at 0."""
    text = _figures(form.get(f"from-{row}", ""))
    if text.isdecimal() and len(text) < 10 and least <= int(text) <= most:
        return int(text)
    if most == 0:
        told = say(N_("The last grade begins at 0."))
    elif most < least:
        told = say(N_("There is no room for a grade between the one above and 0."))
    else:
        told = say(N_("A whole number from %(least)s to %(most)s, less than the grade above."), least=least, most=most)
    wrong.append(Place(f"from-{row}", told))
    return -1


def _whole(form: Mapping[str, str], name: str, least: int, most: int, wrong: list[Place]) -> int:
    text = _figures(form.get(name, ""))
    if text.isdecimal() and len(text) < 10 and least <= int(text) <= most:
        return int(text)
    told = say(N_("A whole number from %(least)s to %(most)s."), least=least, most=most)
    wrong.append(Place(name, told))
    return -1


def _figures(text: str) -> str:
    """What was typed with the wide figures of a Chinese keyboard made narrow; nothing where other signs stand."""
    narrow = unicodedata.normalize("NFKC", _clean(text))
    return narrow if narrow.isascii() else ""


def _clean(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable()).strip()


def _told(rules: Rules) -> dict[str, str]:
    found = typed(rules) | {"veto": rules.veto}
    for row, grade in enumerate(rules.grades):
        del found[f"from-{row}"]
        found[f"grade-{row}"] = f"{grade.name} ≥ {grade.start}"
    return found


def _kept(db: Database, where: Where) -> Figure | None:
    row: dict[str, Any] | None = db.row(
        "SELECT score, grade, thin FROM unit_months WHERE month = :month AND unit = :unit",
        month=where.month,
        unit=where.unit,
    )
    return Figure(row["score"], row["grade"], bool(row["thin"])) if row else None


def _worked_out(db: Database, rules: Rules, where: Where) -> Figure | None:
    found = add_up(rules, inspections.outcomes(db, rules, where), keeping.adjustments(db, where))
    return Figure(str(found.score), found.grade, found.thin) if found else None
