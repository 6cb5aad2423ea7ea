"""What a form must be, whatever file or page it comes from. Every problem is told, with its section, item and field, so
that YAML can name the line, Excel the cell and a page the field."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import fields
from typing import Any

from app.checklists import asking
from app.checklists.clauses import library
from app.checklists.model import (
    APPROACHES,
    JUDGED_KINDS,
    KINDS,
    PHOTO_RULES,
    PURPOSES,
    SEVERITIES,
    SITE_KINDS,
    SUBJECTS,
    VERDICTS,
    WITH_OPTIONS,
    Checklist,
    Item,
    Option,
    Section,
)
from app.checklists.problem import Problem
from app.errors import N_

MOST_ITEMS = 500
MOST_OPTIONS = 50
ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,39}")
SECTION_ID = re.compile(r"\w[\w.-]{0,39}")  # stands in addresses
LONGEST = {"short": 40, "title": 100, "title_en": 200, "unit": 20, "section": 60, "short_en": 80}
LONGEST_OTHERWISE = 1000
_FIXED = {"severity": SEVERITIES, "subject": SUBJECTS, "photo": PHOTO_RULES, "kind": KINDS}
_NEEDED = ("text", "short", "severity", "subject", "evidence", "photo", "kind")
_FLAGS = frozenset({"on", "judged", "required", "county", "whole"})
_LISTS = {"approaches": APPROACHES, "kinds": SITE_KINDS}


def problems(content: Any, others: Collection[str] = ()) -> list[Problem]:
    """Everything that is wrong with a form's plain content; `others` are items of other checklists that its groups of
    the same fact may name. A form without problems can be made by `model.from_content`."""
    found = list(_whole(content, others))
    return found if found else list(asking.problems(content))


def _whole(content: Any, others: Collection[str]) -> Iterator[Problem]:
    if not isinstance(content, dict):
        yield Problem(N_("a checklist is a mapping with id, title and sections."))
        return
    for name in ("id", "title"):
        if not _text(content.get(name)):
            yield _missing(name)
    if _text(content.get("id")) and not ID.fullmatch(content["id"]):
        yield Problem(_NOT_AN_ID, {"id": content["id"]}, "id")
    for name in _strange(content, Checklist):
        yield Problem(N_("%(name)s is not a property of a checklist."), {"name": name}, name)
    unplanned = content.get("unplanned", False)
    if not isinstance(unplanned, bool):
        yield _flag("unplanned", unplanned)
    if content.get("purpose", "inspection") not in PURPOSES:
        yield _one_of("purpose", PURPOSES, content["purpose"])
    yield from _texts(content, ("title", "title_en", "about", "about_en"))
    yield from _list(content, "kinds", SITE_KINDS)
    if not isinstance(content.get("sections"), list) or not content["sections"]:
        yield _missing("sections")
        return
    yield from _sections(content, others)


def _sections(content: dict[str, Any], others: Collection[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    sections: set[str] = set()
    judged = content.get("purpose", "inspection") == "inspection"
    for place, section in enumerate(content["sections"]):
        if not isinstance(section, dict) or not _text(section.get("id")) or not _text(section.get("title")):
            yield Problem(N_("id or title is missing."), section=place)
        elif not isinstance(section.get("items"), list) or not section["items"]:
            yield Problem(N_("it has no items."), section=place)
        else:
            if section["id"] in sections:
                yield Problem(N_("this id stands twice."), field="id", section=place)
            elif not SECTION_ID.fullmatch(section["id"]):
                yield Problem(_NO_SECTION, {"id": section["id"][:60]}, "id", place)
            sections.add(section["id"])
            for name in _strange(section, Section):
                yield Problem(N_("%(name)s is not a property of a section."), {"name": name}, name, place)
            yield from _texts(section, ("title", "title_en"), section=place)
            for row, item in enumerate(section["items"]):
                yield from _item(item, place, row, seen, judged)
    if len(seen) > MOST_ITEMS:
        yield Problem(
            N_("A checklist has at most %(most)s items; this one has %(count)s."),
            {"most": MOST_ITEMS, "count": len(seen)},
        )
    yield from _groups(content.get("same_facts", []), seen, others)


def _groups(groups: Any, own: set[str], others: Collection[str]) -> Iterator[Problem]:
    """Groups that name what is no item, or only items of others: those were left from the checklist it was made of."""
    if not isinstance(groups, list) or not all(isinstance(group, list) for group in groups):
        yield Problem(N_("same_facts must be a list of lists of items."), field="same_facts")
        return
    for group in groups:
        strange = [name for name in group if not isinstance(name, str) or (name not in own and name not in others)]
        for name in strange:
            yield Problem(
                N_("same_facts names %(item)s, which is not an item of this checklist."), {"item": name}, "same_facts"
            )
        if group and not strange and not own & set(group):
            sentence = N_("same_facts has %(items)s together, none of which is an item of this checklist.")
            yield Problem(sentence, {"items": ", ".join(group)}, "same_facts")


def _item(item: Any, section: int, row: int, seen: set[str], inspection: bool) -> Iterator[Problem]:
    if not isinstance(item, dict) or not _text(item.get("id")):
        yield Problem(N_("id is missing."), {}, "id", section, row)
        return
    place: dict[str, Any] = {"section": section, "item": row, "name": item["id"]}
    if item["id"] in seen:
        yield Problem(N_("this id stands twice."), {}, "id", **place)
    elif not ID.fullmatch(item["id"]):
        yield Problem(_NOT_AN_ID, {"id": item["id"]}, "id", **place)
    seen.add(item["id"])
    for key in _strange(item, Item):
        yield Problem(N_("%(name)s is not a property of an item."), {"name": key}, key, **place)
    judged = inspection and item.get("judged", True)
    yield from _properties(item, judged, place)
    yield from _meaning(item, judged, place)


def _properties(item: dict[str, Any], judged: bool, place: dict[str, Any]) -> Iterator[Problem]:
    """What each property must be by itself."""
    for key in _NEEDED if judged else ("text", "kind"):
        if not _text(item.get(key)):
            yield _missing(key, **place)
    if judged and not isinstance(item.get("approaches"), list):
        yield _some_of("approaches", APPROACHES, item.get("approaches"), **place)
    for key, allowed in _FIXED.items():
        if _text(item.get(key)) and item[key] not in allowed:
            yield _one_of(key, allowed, item[key], **place)
    for key, allowed in _LISTS.items():
        if isinstance(item.get(key), list) or (key in item and not (judged and key == "approaches")):
            yield from _list(item, key, allowed, **place)
    for key in sorted(_FLAGS & set(item)):
        if not isinstance(item[key], bool):
            yield _flag(key, item[key], **place)
    plain = {f.name for f in fields(Item)} - set(_FIXED) - set(_LISTS) - _FLAGS - {"options"}
    yield from _texts(item, sorted(plain), **place)


def _meaning(item: dict[str, Any], judged: bool, place: dict[str, Any]) -> Iterator[Problem]:
    """What the properties of an item must be to each other."""
    kind = item.get("kind")
    if _text(item.get("clause")) and item["clause"] not in library():
        yield Problem(N_("there is no clause %(clause)s in clauses/."), {"clause": item["clause"]}, "clause", **place)
    elif judged and item.get("severity") != "note" and not _text(item.get("clause")) and not _text(item.get("source")):
        yield Problem(N_("it cites neither a clause nor a source."), {}, "clause", **place)
    if kind in KINDS and kind not in JUDGED_KINDS and judged:
        yield Problem(N_("an item of kind %(kind)s takes no verdict."), {"kind": kind}, "judged", **place)
    if kind == "conditional" and not _text(item.get("occasion")):
        yield Problem(N_("a conditional item says on what occasion it is judged."), {}, "occasion", **place)
    if kind in sorted(WITH_OPTIONS):  # a list, since the kind may be anything that YAML can write
        yield from _options(item, place)
    elif item.get("options"):
        yield Problem(N_("an item of kind %(kind)s has no options."), {"kind": kind}, "options", **place)
    if item.get("whole") and kind != "number":
        yield Problem(N_("only an item of kind number can ask for whole ones."), {}, "whole", **place)


def _options(item: dict[str, Any], place: dict[str, Any]) -> Iterator[Problem]:
    options = item.get("options")
    if not isinstance(options, list) or not 1 <= len(options) <= MOST_OPTIONS:
        yield Problem(N_("it needs 1 to %(most)s options."), {"most": MOST_OPTIONS}, "options", **place)
        return
    seen = set()
    for option in options:
        if not isinstance(option, dict) or not _text(option.get("id")) or not _text(option.get("text")):
            yield Problem(N_("an option has an id and a text."), {}, "options", **place)
        elif not ID.fullmatch(option["id"]):
            yield Problem(_NOT_AN_ID, {"id": option["id"]}, "options", **place)
        elif option["id"] in seen:
            yield Problem(N_("the option %(id)s stands twice."), {"id": option["id"]}, "options", **place)
        elif option.get("verdict", "") not in ("", *VERDICTS):
            yield _one_of("verdict", VERDICTS, option["verdict"], **place | {"field": "options"})
        else:
            for key in _strange(option, Option):
                yield Problem(N_("%(name)s is not a property of an option."), {"name": key}, "options", **place)
            yield from (_at(problem, "options") for problem in _texts(option, ("text", "text_en"), **place))
            seen.add(option["id"])


def _texts(mapping: dict[str, Any], names: Collection[str], /, **place: Any) -> Iterator[Problem]:
    """Texts that are none, are too long, or hold signs that no document can."""
    for name in names:
        text = mapping.get(name, "")
        most = LONGEST.get(name, LONGEST_OTHERWISE)
        if not isinstance(text, str):
            if name not in _NEEDED and name != "id":
                yield Problem(
                    N_("%(name)s must be text, not %(value)s."), {"name": name, "value": repr(text)}, name, **place
                )
        elif len(text) > most:
            values = {"name": name, "most": most, "count": len(text)}
            yield Problem(N_("%(name)s has at most %(most)s characters; this has %(count)s."), values, name, **place)
        elif any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t" for sign in text):
            yield Problem(N_("%(name)s holds a control character."), {"name": name}, name, **place)


def _list(mapping: dict[str, Any], name: str, allowed: tuple[str, ...], /, **place: Any) -> Iterator[Problem]:
    value = mapping.get(name, [])
    empty_is_all = name == "kinds"
    if not isinstance(value, list) or not set(map(str, value)) <= set(allowed) or not (value or empty_is_all):
        yield _some_of(name, allowed, value, **place)


def _at(problem: Problem, name: str) -> Problem:
    return Problem(problem.sentence, problem.values, name, problem.section, problem.item, problem.name)


_NOT_AN_ID = N_("%(id)s is not an id: letters, figures, - _ and . only, a letter first, at most 40 of them.")

_NO_SECTION = N_("%(id)s is not an id of a section: letters, figures, - _ and . only, at most 40 of them.")


def _missing(name: str, /, **place: Any) -> Problem:
    return Problem(N_("%(name)s is missing."), {"name": name}, name, **place)


def _flag(name: str, value: Any, /, **place: Any) -> Problem:
    values = {"name": name, "value": repr(value)}
    return Problem(N_("%(name)s must be true or false, not %(value)s."), values, name, **place)


def _one_of(name: str, allowed: tuple[str, ...], value: Any, /, **place: Any) -> Problem:
    values = {"name": name, "allowed": ", ".join(allowed), "value": repr(value)}
    return Problem(N_("%(name)s must be one of %(allowed)s, not %(value)s."), values, place.pop("field", name), **place)


def _some_of(name: str, allowed: tuple[str, ...], value: Any, /, **place: Any) -> Problem:
    values = {"name": name, "allowed": ", ".join(allowed), "value": repr(value)}
    if value in (None, []):
        return Problem(N_("%(name)s must name at least one of %(allowed)s."), values, name, **place)
    return Problem(N_("%(name)s must name some of %(allowed)s, not %(value)s."), values, name, **place)


def _strange(mapping: dict[Any, Any], known: type) -> list[str]:
    """The keys that mean nothing here; none is dropped in silence."""
    return sorted(str(key) for key in set(mapping) - {f.name for f in fields(known)})


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
