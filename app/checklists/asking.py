"""What the conditions of a form come to: which items are asked, which answers lack a photo, what a value means.

The phone does the same while the inspector answers; the server does it over what arrived.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from app.checklists.conditions import Answer, Answers, Tree, Unclear, holds, named, parse
from app.checklists.model import COVERT, Checklist, Item
from app.checklists.problem import Problem
from app.errors import N_

CONDITIONS = ("ask_if", "photo_if", "fail_if", "valid_if")


def problems(content: dict[str, Any]) -> Iterator[Problem]:
    """What is wrong with the conditions of a form that is otherwise right: unreadable, about items that are not there,
    about the item itself, or going round in a circle."""
    kinds = {item["id"]: item.get("kind", "verdict") for section in content["sections"] for item in section["items"]}
    behind: dict[str, set[str]] = {}
    for s, section in enumerate(content["sections"]):
        for i, item in enumerate(section["items"]):
            for field in CONDITIONS:
                if not item.get(field):
                    continue
                place: dict[str, Any] = {"field": field, "section": s, "item": i, "name": item["id"]}
                try:
                    tree = parse(item[field], kinds)
                except Unclear as unclear:
                    yield Problem(unclear.sentence, unclear.values, **place)
                    continue
                if item["id"] in named(tree) or (field == "ask_if" and _own(tree)):
                    yield Problem(N_("The condition names the item that it belongs to."), {}, **place)
                elif field == "ask_if":
                    behind[item["id"]] = set(named(tree))
                    if _leads_to(item["id"], item["id"], behind):
                        yield Problem(N_("The conditions of these items wait for each other."), {}, **place)


def trees(checklist: Checklist) -> dict[str, dict[str, Tree]]:
    """The conditions of a form's items as trees: by item, then by field. Items without any are left out."""
    kinds = {item.id: item.kind for item in checklist.items}
    found = {
        item.id: {field: parse(getattr(item, field), kinds) for field in CONDITIONS if getattr(item, field)}
        for item in checklist.items
    }
    return {item: fields for item, fields in found.items() if fields}


def asked(checklist: Checklist, given: Mapping[str, Answer]) -> frozenset[str]:
    """The items that these answers leave to be asked; what is not asked counts as not answered for the others."""
    conditions = {item: fields["ask_if"] for item, fields in trees(checklist).items() if "ask_if" in fields}
    on = frozenset(item.id for item in checklist.items if item.on)
    names = on
    for _ in conditions:  # no condition waits for itself, so that all stand still after so many rounds
        seen = Answers({item: answer for item, answer in given.items() if item in names})
        names = frozenset(name for name in on if name not in conditions or holds(conditions[name], seen))
    return names


def photo_needed(item: Item, approach: str, answer: Answer, condition: Tree | None, given: Answers) -> bool:
    """Whether this answer should have a photo: by the item's condition, else by its rule once it was judged. Covert
    work never needs one."""
    if approach in COVERT or item.photo == "no" or answer.verdict not in {"pass", "fail"}:
        return False
    if condition is not None:
        return holds(condition, Answers(given.given, answer))
    return item.photo in {"yes", "screenshot"}


def _own(tree: Tree) -> bool:
    return isinstance(tree, list) and (tree[0] in {"own", "own-verdict"} or any(_own(part) for part in tree[1:]))


def _leads_to(start: str, goal: str, behind: Mapping[str, set[str]]) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for name in behind.get(waiting.pop(), ()):
            if name == goal:
                return True
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return False
