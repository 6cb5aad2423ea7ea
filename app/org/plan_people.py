"""Accounts of a roster file: inspectors and everybody else who signs in, with their roles and what they see."""

import re
from collections import defaultdict

from app.errors import N_, Invalid
from app.org.cells import alike, plain
from app.org.columns import Record
from app.org.drafting import Draft, Item
from app.org.plan_units import Units
from app.people import persons

ROLES = {
    "检查员": "inspector",
    "稽查员": "inspector",
    "神秘客户": "shopper",
    "神秘顾客": "shopper",
    "营销部专责": "planner",
    "专责": "planner",
    "营销专责": "planner",
    "营销部负责人": "publisher",
    "营销部主任": "publisher",
    "供电单位联络员": "unit",
    "联络员": "unit",
    "单位联络员": "unit",
    "领导": "leader",
    "纪检监督": "supervisor",
    "纪检": "supervisor",
    "系统管理员": "admin",
    "管理员": "admin",
}
ROLE_WORDS = {role: word for word, role in reversed(ROLES.items())}
SEEING = ("unit", "leader")  # what is below their units, and nothing else


def plan(draft: Draft, records: list[Record], units: Units) -> None:
    """Puts the accounts into the draft. Roles are added, never taken away; units are those that the cell names."""
    by_number, by_name = _known(draft)
    for record in records:
        item = _who(draft, record, by_number, by_name)
        if item is None:
            continue
        item.values["roles"] = item["roles"] | _roles(draft, record)
        if record["unit"]:
            item.values["units"] = _units(draft, units, record)
        blind = [role for role in SEEING if role in item["roles"] and not item["units"] and not record["unit"]]
        if blind:
            sentence = N_("Whoever has the role %(role)s needs a unit, and without one would see nothing.")
            draft.wrong(record, "unit", sentence, role=ROLE_WORDS[blind[0]])


def _known(draft: Draft) -> tuple[dict[str, Item], dict[str, list[Item]]]:
    seen = defaultdict(set)
    for row in draft.db.rows("SELECT person, unit FROM accounts"):
        seen[row["person"]].add(row["unit"])
    numbers = {row["person"]: row["number"] for row in draft.db.rows("SELECT person, number FROM staff_numbers")}
    by_number, by_name = {}, defaultdict(list)
    for person in persons.everyone(draft.db):
        values = {"name": person.name, "code": numbers.get(person.id, ""), "roles": person.roles}
        values["units"] = frozenset(seen[person.id])
        item = draft.items["inspectors"][person.id] = Item(person.id, dict(values), values)
        by_name[alike(person.name)].append(item)
        if person.disabled_at:
            draft.disabled.add(person.id)
        if values["code"]:
            by_number[values["code"]] = item
    return by_number, by_name


def _who(draft: Draft, record: Record, by_number: dict[str, Item], by_name: dict[str, list[Item]]) -> Item | None:
    """The person of a row, a new one where nobody is known by that number or name; None, with a problem."""
    name, number = draft.name(record), draft.code(record)
    try:
        name = persons.checked(name) if name else ""
    except Invalid as reason:
        draft.wrong(record, "name", reason.sentence)
        name = ""
    if not name:
        return None
    item = by_number.get(number) if number else None
    if item and alike(item["name"]) != alike(name):
        sentence = N_(
            "The number %(code)s is that of the account of %(name)s. An account gets another name on its own page "
            "under People."
        )
        draft.wrong(record, "name", sentence, code=number, name=item["name"])
        return None
    if item is None:
        likely = [each for each in by_name[alike(name)] if not (number and each["code"])]
        if len(likely) > 1:
            sentence = N_("There are %(count)s people called %(name)s. Give the 工号.")
            draft.wrong(record, "code", sentence, count=len(likely), name=name)
            return None
        item = likely[0] if likely else None
    if item is None:
        item = draft.add("inspectors", record, name=name, code="", roles=frozenset(), units=frozenset())
        by_name[alike(name)].append(item)
    elif item.record:
        sentence = N_("Row %(row)s names somebody called so already. If they are two, give both a 工号.")
        draft.wrong(record, "code" if number else "name", sentence, row=item.record.row)
        return None
    if item.id in draft.disabled:
        sentence = N_("The account of %(name)s is out of service. Put it back into service on its page first.")
        draft.wrong(record, "name", sentence, name=item["name"])
        return None
    item.record = record
    if number:
        item.values["code"] = number
        by_number[number] = item
    return item


def _roles(draft: Draft, record: Record) -> frozenset[str]:
    words = [word for word in re.split(r"[、，,;；/\s]+", plain(record["roles"])) if word]
    unknown = [word for word in words if alike(word) not in ROLES]
    if not words:
        draft.wrong(record, "roles", N_("This cell is empty."))
    for word in unknown:
        sentence = N_("There is no role %(word)s. Possible are: %(all)s.")
        draft.wrong(record, "roles", sentence, word=word, all="、".join(ROLE_WORDS.values()))
    return frozenset(ROLES[alike(word)] for word in words if word not in unknown)


def _units(draft: Draft, units: Units, record: Record) -> frozenset[str]:
    """The units that a cell names, parted by 、."""
    if item := units.like(record["unit"]):
        return frozenset({item[0].id}) if len(item) == 1 else frozenset(filter(None, [_one(units, record)]))
    found = set()
    for text in filter(None, re.split(r"[、，,;；\n]+", record["unit"])):
        likely = units.like(text)
        if len(likely) == 1:
            found.add(likely[0].id)
        else:
            sentence = N_("There is no unit %(name)s, neither in this file nor in the roster.")
            draft.wrong(record, "unit", sentence, name=text)
    return frozenset(found)


def _one(units: Units, record: Record) -> str | None:
    item = units.named(record, "unit")
    return item.id if item else None
