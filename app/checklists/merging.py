"""Two people went on from the same version: what one of them changed is changed in what the other one published."""

from collections.abc import Mapping
from typing import Any

Content = dict[str, Any]


def merged(base: Content | None, mine: Content, theirs: Content) -> Content:
    """`mine` as it would be had it begun with `theirs` instead of `base`. Where both changed the same property, mine
    stays; an item that one of them took out stays where the other one has changed it, so that nothing typed is lost."""
    was = base or {"sections": []}
    before, ours, new = _items(was), _items(mine), _items(theirs)
    sections = []
    for section in mine["sections"]:
        kept = [
            properties(before.get(name), item, new.get(name))
            for item in section["items"]
            if (name := item["id"]) in new or name not in before or item != before[name]
        ]
        rest = {name: value for name, value in section.items() if name != "items"}
        sections.append(properties(_head(was, rest["id"]), rest, _head(theirs, rest["id"])) | {"items": kept})
    _bring_in(sections, theirs, {name for name in new if name not in ours and new[name] != before.get(name)})
    gone = {section["id"] for section in was["sections"]} - {section["id"] for section in theirs["sections"]}
    heads = (
        {name: value for name, value in each.items() if name != "sections"} if each else {}
        for each in (was, mine, theirs)
    )
    return properties(*heads) | {"sections": [each for each in sections if each["items"] or each["id"] not in gone]}


def properties(
    base: Mapping[str, Any] | None, mine: Mapping[str, Any], theirs: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Property by property: mine where it was changed, theirs where it was not."""
    if theirs is None:
        return dict(mine)
    was = base if base is not None else theirs
    names = list(dict.fromkeys((*mine, *theirs)))
    chosen = {name: mine if mine.get(name) != was.get(name) else theirs for name in names}
    return {name: source[name] for name, source in chosen.items() if name in source}


def _bring_in(sections: list[Content], theirs: Content, names: set[str]) -> None:
    """Items that only the other one has: behind the one they stand behind there, in a section of the same id."""
    for section in theirs["sections"]:
        there = next((each for each in sections if each["id"] == section["id"]), None)
        before = ""
        for item in section["items"]:
            if item["id"] in names:
                if there is None:
                    there = {**section, "items": []}
                    sections.append(there)
                places = [each["id"] for each in there["items"]]
                there["items"].insert(places.index(before) + 1 if before in places else len(places), dict(item))
            before = item["id"]


def _items(content: Content) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for section in content["sections"] for item in section["items"]}


def _head(content: Content, section: str) -> dict[str, Any] | None:
    found = next((each for each in content["sections"] if each["id"] == section), None)
    return {name: value for name, value in found.items() if name != "items"} if found else None
