"""Employees of a roster file, and who holds which post from when to when."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

from app.clock import days
from app.errors import N_
from app.org.cells import alike
from app.org.columns import Record
from app.org.drafting import Draft, Item
from app.org.plan_sites import Sites
from app.org.plan_units import Units

VOID = "作废"  # in place of the last day: a time at a post that never was


class Employees:
    """Finds employees by their number, or by name, as they are after the import."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.by_code: dict[str, Item] = {}
        self.by_name: dict[str, list[Item]] = defaultdict(list)
        for item in draft.of("employees"):
            self.note(item)

    def note(self, item: Item) -> None:
        if item["code"]:
            self.by_code[item["code"]] = item
        if item not in self.by_name[alike(item["name"])]:
            self.by_name[alike(item["name"])].append(item)

    def within(self, unit: str, name: str) -> list[Item]:
        return [item for item in self.by_name.get(alike(name), []) if item["unit"] == unit]

    def named(self, record: Record, unit: str) -> Item | None:
        """Whom a row names, by number or by name, of this unit before others; None, with a problem."""
        code, name = self.draft.code(record), record["name"]
        if code:
            found = [self.by_code[code]] if code in self.by_code else []
            if found and name and alike(found[0]["name"]) != alike(name):
                sentence = N_("The number %(code)s is that of %(name)s.")
                self.draft.wrong(record, "name", sentence, code=code, name=found[0]["name"])
                return None
        else:
            found = self.within(unit, name) or self.by_name.get(alike(name), [])
        if len(found) == 1:
            return found[0]
        if not (code or name):
            self.draft.wrong(record, "name", N_("This cell is empty."))
        elif found:
            sentence = N_("There are %(count)s people called %(name)s. Give the 工号.")
            self.draft.wrong(record, "name", sentence, count=len(found), name=name)
        else:
            sentence = N_("There is no employee %(name)s, neither in this file nor in the roster.")
            self.draft.wrong(record, "code" if code else "name", sentence, name=code or name)
        return None


def plan(draft: Draft, records: list[Record], units: Units) -> Employees:
    """Puts the employees into the draft, and gives all."""
    employees = Employees(draft)
    for record in records:
        name, code = draft.name(record), draft.code(record)
        unit = units.named(record, "unit") if record["unit"] else None
        if not name or (unit is None and record["unit"]):
            continue
        item = employees.by_code.get(code) if code else None
        if unit is None and item is None:
            if "unit" in record.headers:
                draft.wrong(record, "unit", N_("This cell is empty."))
            continue
        if item is None:
            assert unit
            item = _by_name(draft, employees, record, unit, code)
        elif not draft.claim(item, record, "code"):
            continue
        if item is None:
            continue
        item.values |= {"name": name, "code": code or item["code"], "unit": unit.id if unit else item["unit"]}
        employees.note(item)
    return employees


def _by_name(draft: Draft, employees: Employees, record: Record, unit: Item, code: str) -> Item | None:
    """Who is called so in the unit, or somebody new; None, with a problem, where it could be several."""
    same = employees.within(unit.id, record["name"])
    likely = [item for item in same if not (code and item["code"])]
    if len(likely) > 1 or (same and not code and same[0].record):
        row = next((item.record.row for item in likely if item.record), 0)
        sentence = (
            N_("Row %(row)s names somebody called so in this unit already. If they are two, give both a 工号.")
            if row
            else N_("Several people in this unit are called so. Give the 工号.")
        )
        draft.wrong(record, "name", sentence, row=row)
        return None
    if likely and likely[0].record:
        draft.wrong(record, "name", N_("Row %(row)s is about the same already."), row=likely[0].record.row)
        return None
    if likely:
        likely[0].record = record
        return likely[0]
    return draft.add("employees", record, unit=unit.id, name=draft.name(record), code=code)


def plan_holders(
    draft: Draft,
    records: list[Record],
    posts: dict[tuple[str, str], Item],
    around: tuple[Units, Sites, Employees],
) -> None:
    """Puts the times at posts into the draft. Whoever held a post without an end leaves the day before a successor."""
    units, sites, employees = around
    kept = {(i["post"], i["employee"], i["since"]): i for i in _standing(draft)}
    spoken: set[str] = set()
    for record in records:
        site = sites.named(record, units)
        void = alike(record["until"]) == VOID
        since, until = draft.date(record, "since"), VOID if void else draft.date(record, "until")
        if site is None:
            continue
        post = posts.get((site.id, alike(record["post"])))
        if post is None:
            sentence = N_("%(site)s has no post %(name)s, neither in this file nor in the roster.")
            draft.wrong(record, "post", sentence, site=site["name"], name=record["post"])
        employee = employees.named(record, site["unit"])
        if not record["since"]:
            draft.wrong(record, "since", N_("This cell is empty."))
        if not (post and employee and since):
            continue
        if until and until < since:
            draft.wrong(record, "until", N_("The time at the post ends before it begins."))
            continue
        item = kept.get((post.id, employee.id, since))
        if item is None and void:
            draft.wrong(record, "until", N_("Nobody of this name holds the post from this day on, so nothing is void."))
        elif item is None:
            item = draft.add("holders", record, post=post.id, employee=employee.id, since=since, until=until)
            kept[post.id, employee.id, since] = item
        elif draft.claim(item, record, "since"):
            item.values["until"] = until or item["until"]
        spoken.add(post.id)
    _in_turn(draft, spoken)


def _standing(draft: Draft) -> list[Item]:
    for row in draft.db.rows("SELECT post, employee, since, until FROM holders ORDER BY post, since"):
        key = f"{row['post']} {row['employee']} {row['since']}"
        draft.items["holders"][key] = Item(key, dict(row), row)
    return draft.of("holders")


def _in_turn(draft: Draft, spoken: set[str]) -> None:
    """Nobody holds a post on a day on which somebody else does."""
    by_post: dict[str, list[Item]] = defaultdict(list)
    for item in draft.of("holders"):
        if item["post"] in spoken and item["until"] != VOID:
            by_post[item["post"]].append(item)
    for held in by_post.values():
        held.sort(key=lambda item: (item["since"], item["until"] or "9999"))
        for former, later in pairwise(held):
            if former["until"] is None and former.record is None and former["since"] < later["since"]:
                former.values["until"] = (date.fromisoformat(later["since"]) - days(1)).isoformat()
            elif (former["until"] or "9999") >= later["since"]:
                _clash(draft, former, later)


def _clash(draft: Draft, former: Item, later: Item) -> None:
    told, other = (later, former) if later.record else (former, later)
    if told.record is None:
        return
    name = draft.items["employees"][other["employee"]]["name"]
    if other.record:
        sentence = N_("On some of these days %(name)s holds the post by row %(row)s.")
        draft.wrong(told.record, "since", sentence, name=name, row=other.record.row)
    else:
        draft.wrong(told.record, "since", N_("On some of these days %(name)s holds the post."), name=name)
