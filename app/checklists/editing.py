"""What can be done to the content of a form, each as a function from content to content; nothing is stored here.

A place that is not there is NotFound. Wrong content is kept as it was typed: `checking.problems` tells what is wrong.
"""

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.checklists.model import from_content
from app.errors import NotFound

Content = dict[str, Any]
REFERENCES = ("ask_if", "photo_if", "fail_if", "valid_if")


@dataclass(frozen=True)
class Edit:
    """One thing done to a draft. `what` says in a word what, `target` to which item or section (empty: to the whole),
    `old` is what stood there before, where that can be given back field by field."""

    what: str
    target: str
    apply: Callable[[Content], Content]


def canonical(content: Content) -> Content:
    """The content as the model writes it: what is at its default is left out."""
    return from_content(content).content()


def item_of(content: Content, item: str) -> dict[str, Any] | None:
    """An item's properties, or None."""
    return next((each for section in content["sections"] for each in section["items"] if each["id"] == item), None)


def section_of(content: Content, item: str) -> str:
    """The section in which an item stands. Raises NotFound."""
    found = (section["id"] for section in content["sections"] if item in _ids(section))
    return str(_first(found))


def head(values: Mapping[str, Any]) -> Edit:
    """The properties of the whole form."""
    return Edit("head", "", lambda content: content | dict(values))


def put_item(item: str, values: Mapping[str, Any], section: str = "") -> Edit:
    """Gives an item other properties, and sends it to the end of another section; what `values` does not name stays."""

    def apply(content: Content) -> Content:
        found = _item(content, item)
        found.update(_ordered(found, values))
        return send_item(item, section).apply(content) if section else content

    return Edit("item", item, apply)


def put_items(values: Mapping[str, Mapping[str, Any]]) -> Edit:
    """Gives several items other properties at once; those that are gone meanwhile are left out."""

    def apply(content: Content) -> Content:
        for name, changed in values.items():
            found = item_of(content, name)
            if found is not None:
                found.update(changed)
        return content

    return Edit("items", " ".join(values), apply)


def add_item(section: str, item: Mapping[str, Any]) -> Edit:
    """A new item at the end of a section."""

    def apply(content: Content) -> Content:
        _section(content, section)["items"].append(dict(item))
        return content

    return Edit("added", str(item["id"]), apply)


def drop_item(item: str) -> Edit:
    """Takes an item out, and out of the groups of the same fact."""

    def apply(content: Content) -> Content:
        section = _section(content, section_of(content, item))
        section["items"] = [each for each in section["items"] if each["id"] != item]
        groups = ([name for name in group if name != item] for group in content.get("same_facts", []))
        own = {name for each in content["sections"] for name in _ids(each)}
        content["same_facts"] = [group for group in groups if len(group) > 1 and own & set(group)]
        return content

    return Edit("dropped", item, apply)


def step_item(item: str, by: int) -> Edit:
    """One place up (-1) or down (1); over the edge of its section into the next one."""

    def apply(content: Content) -> Content:
        sections = content["sections"]
        where = next((n for n, section in enumerate(sections) if item in _ids(section)), None)
        if where is None:
            raise NotFound
        items = sections[where]["items"]
        place = _ids(sections[where]).index(item)
        if 0 <= place + by < len(items):
            items[place], items[place + by] = items[place + by], items[place]
        elif 0 <= where + by < len(sections):
            moved = items.pop(place)
            beside = sections[where + by]["items"]
            beside.insert(len(beside) if by < 0 else 0, moved)
        return content

    return Edit("moved", item, apply)


def send_item(item: str, section: str) -> Edit:
    """To the end of another section."""

    def apply(content: Content) -> Content:
        there, here = _section(content, section), _section(content, section_of(content, item))
        if there is not here:
            moved = _item(content, item)
            here["items"] = [each for each in here["items"] if each["id"] != item]
            there["items"].append(moved)
        return content

    return Edit("moved", item, apply)


def put_section(section: str, values: Mapping[str, Any]) -> Edit:
    def apply(content: Content) -> Content:
        _section(content, section).update(values)
        return content

    return Edit("section", section, apply)


def add_section(title: str) -> Edit:
    """A new section at the end; its id is the next free number."""

    def apply(content: Content) -> Content:
        taken = {section["id"] for section in content["sections"]}
        number = next(str(n) for n in range(1, len(taken) + 2) if str(n) not in taken)
        content["sections"].append({"id": number, "title": title, "items": []})
        return content

    return Edit("section-added", title, apply)


def drop_section(section: str) -> Edit:
    """Takes out a section that has no items; one with items stays as it is."""

    def apply(content: Content) -> Content:
        found = _section(content, section)
        if not found["items"]:
            content["sections"].remove(found)
        return content

    return Edit("section-dropped", section, apply)


def step_section(section: str, by: int) -> Edit:
    """One place up (-1) or down (1)."""

    def apply(content: Content) -> Content:
        sections = content["sections"]
        place = sections.index(_section(content, section))
        if 0 <= place + by < len(sections):
            sections[place], sections[place + by] = sections[place + by], sections[place]
        return content

    return Edit("section-moved", section, apply)


def next_id(content: Content, spoken_for: frozenset[str]) -> str:
    """A free id for a new item: the form's id and the number after the highest (`CL02-25`). `spoken_for` are ids that
    are used elsewhere, or once were."""
    taken = spoken_for | {name for section in content["sections"] for name in _ids(section)}
    numbers = [int(n) for name in taken if (n := name.removeprefix(f"{content['id']}-")).isdecimal()]
    return f"{content['id']}-{max(numbers, default=0) + 1:02d}"


def copied(content: Content, new: str, title: str) -> Content:
    """The same form under another id; its items get ids of their own, also where conditions and groups name them."""
    old, content = content["id"], copy.deepcopy(content)
    names = {name: _renamed(name, old, new) for section in content["sections"] for name in _ids(section)}
    for section in content["sections"]:
        for item in section["items"]:
            item["id"] = names[item["id"]]
            for field in REFERENCES:
                if item.get(field):
                    item[field] = re.sub(
                        r"\$\{\s*([\w.-]+)\s*\}", lambda m: f"${{{names.get(m[1], m[1])}}}", item[field]
                    )
    groups = [[names.get(name, name) for name in group] for group in content.get("same_facts", [])]
    return content | {"id": new, "title": title, "same_facts": groups}


def _renamed(name: str, old: str, new: str) -> str:
    return new + name.removeprefix(old) if name.startswith(f"{old}-") else f"{new}-{name}"


def _ordered(found: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, but a list that only differs in its order as it was: boxes that are ticked have none."""
    sets = (name for name in ("approaches", "kinds") if name in values and name in found)
    return dict(values) | {name: found[name] for name in sets if sorted(found[name]) == sorted(values[name])}


def _ids(section: Mapping[str, Any]) -> list[str]:
    return [item["id"] for item in section["items"]]


def _item(content: Content, item: str) -> dict[str, Any]:
    found = item_of(content, item)
    if found is None:
        raise NotFound
    return found


def _section(content: Content, section: str) -> dict[str, Any]:
    found: dict[str, Any] = _first(each for each in content["sections"] if each["id"] == section)
    return found


def _first(found: Any) -> Any:
    first = next(found, None)
    if first is None:
        raise NotFound
    return first
