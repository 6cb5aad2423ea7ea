"""How much a draft may hold. It is kept as it was typed, also with problems; but not more than any form could need."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.checklists.naming import property_name
from app.errors import N_, Invalid, Place
from app.language import say

MOST_SIGNS, MOST_PARTS = 5000, 200  # characters of one text, five times what may be published; options, or groups
_SIGNS = N_("%(count)s characters; a draft keeps at most %(most)s.")
_PARTS = N_("%(count)s of them; a draft keeps at most %(most)s.")


def hold(content: Mapping[str, Any]) -> None:
    """Raises Invalid for more than a draft may hold, each place named by its item or section and its property."""
    found = list(_within("", {name: value for name, value in content.items() if name != "sections"}))
    for section in content["sections"]:
        found += _within(section["id"][:40], {name: value for name, value in section.items() if name != "items"})
        for item in section["items"]:
            found += _within(item["id"][:40], item)
    if found:
        sentence = N_("This is more than can be kept, so nothing was saved. Go back to what you typed and shorten it.")
        raise Invalid(sentence, tuple(found))


def _within(where: str, values: Mapping[str, Any]) -> Iterator[Place]:
    for name, value in values.items():
        spot = f"{where} {say(property_name(name))}".strip()
        if isinstance(value, list) and len(value) > MOST_PARTS:
            yield Place(spot, say(_PARTS, count=len(value), most=MOST_PARTS))
        elif (longest := max(_lengths(value), default=0)) > MOST_SIGNS:
            yield Place(spot, say(_SIGNS, count=longest, most=MOST_SIGNS))


def _lengths(value: Any) -> Iterator[int]:
    if isinstance(value, str):
        yield len(value)
    elif isinstance(value, list):
        for each in value:
            yield from _lengths(each)
    elif isinstance(value, dict):
        yield from _lengths(list(value.values()))
