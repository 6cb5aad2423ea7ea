"""Reads checklists from YAML. Every problem is told with file and item, all of them at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from app.checklists.clauses import library
from app.checklists.model import APPROACHES, KINDS, PHOTO_RULES, SEVERITIES, SUBJECTS, Checklist, from_content
from app.config import ROOT
from app.errors import Refused

FOLDER = ROOT / "checklists"
SETTINGS = {"scoring.yaml"}
_ITEM = {
    "id": None,
    "text": None,
    "short": None,
    "clause": None,
    "severity": SEVERITIES,
    "subject": SUBJECTS,
    "approaches": None,
    "evidence": None,
    "photo": PHOTO_RULES,
    "kind": KINDS,
}


class Strict(yaml.SafeLoader):
    """YAML in which a key that stands twice is an error instead of the last one winning."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def load_all(folder: Path = FOLDER) -> list[Checklist]:
    """Every checklist of the folder, by id. Raises Refused with one line for each problem."""
    checklists: dict[str, Checklist] = {}
    files: dict[str, str] = {}
    problems: list[str] = []
    for file in sorted(folder.glob("*.yaml")):
        if file.name in SETTINGS:
            continue
        found, wrong = load(file)
        problems += wrong
        if found and found.id in checklists:
            problems.append(f"{found.id} is the id of {files[found.id]} and {file.name}; it may stand once.")
        elif found:
            checklists[found.id], files[found.id] = found, file.name
    for item, names in _twice(list(checklists.values())):
        problems.append(f"{item} stands in {' and '.join(names)}; an item belongs to one checklist.")
    if problems:
        raise Refused("\n".join(problems))
    return [checklists[name] for name in sorted(checklists)]


def load(file: Path) -> tuple[Checklist | None, list[str]]:
    """One checklist, or None and the problems, each beginning with the file's name."""
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Strict)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        return None, [f"{file.name}{line}: not readable as YAML: {getattr(error, 'problem', error)}."]
    problems = [f"{file.name}: {problem}" for problem in _problems(content)]
    if problems:
        return None, problems
    return from_content({"unplanned": False, "same_facts": [], **content}), []


def _problems(content: Any) -> Iterator[str]:
    if not isinstance(content, dict):
        yield "a checklist is a mapping with id, title and sections."
        return
    for name in ("id", "title"):
        if not _text(content.get(name)):
            yield f"{name} is missing."
    for name in _strange(content, {"id", "title", "unplanned", "same_facts", "sections"}):
        yield f"{name} is not a property of a checklist."
    if not isinstance(content.get("unplanned", False), bool):
        yield f"unplanned must be true or false, not {content['unplanned']!r}."
    if not isinstance(content.get("sections"), list) or not content["sections"]:
        yield "sections is missing."
        return
    yield from _section_problems(content)


def _section_problems(content: dict[str, Any]) -> Iterator[str]:
    seen: set[str] = set()
    for place, section in enumerate(content["sections"], 1):
        if not isinstance(section, dict) or not _text(section.get("id")) or not _text(section.get("title")):
            yield f"section {place}: id or title is missing."
        elif not isinstance(section.get("items"), list) or not section["items"]:
            yield f"section {section['id']}: it has no items."
        else:
            for name in _strange(section, {"id", "title", "items"}):
                yield f"section {section['id']}: {name} is not a property of a section."
            for row, item in enumerate(section["items"], 1):
                yield from _item_problems(item, f"section {section['id']} item {row}", seen)
    groups = content.get("same_facts", [])
    if not isinstance(groups, list) or not all(isinstance(group, list) for group in groups):
        yield "same_facts must be a list of lists of items."
        return
    for item in (item for group in groups for item in group):
        if item not in seen:
            yield f"same_facts names {item}, which is not an item of this checklist."


def _item_problems(item: Any, place: str, seen: set[str]) -> Iterator[str]:
    if not isinstance(item, dict) or not _text(item.get("id")):
        yield f"{place}: id is missing."
        return
    name = item["id"]
    if name in seen:
        yield f"{name}: this id stands twice."
    seen.add(name)
    for key in _strange(item, set(_ITEM)):
        yield f"{name}: {key} is not a property of an item."
    for key, allowed in _ITEM.items():
        value = item.get(key)
        if key == "approaches":
            wrong = not isinstance(value, list) or not value or not set(map(str, value)) <= set(APPROACHES)
            if wrong:
                yield f"{name}: approaches must name some of {', '.join(APPROACHES)}, not {value!r}."
        elif not _text(value):
            yield f"{name}: {key} is missing."
        elif allowed and value not in allowed:
            yield f"{name}: {key} must be one of {', '.join(allowed)}, not {value!r}."
        elif key == "clause" and value not in library():
            yield f"{name}: there is no clause {value} in clauses/."


def _twice(checklists: list[Checklist]) -> list[tuple[str, list[str]]]:
    places: dict[str, list[str]] = {}
    for checklist in checklists:
        for item in checklist.items:
            places.setdefault(item.id, []).append(checklist.id)
    return [(item, found) for item, found in places.items() if len(found) > 1]


def _strange(mapping: dict[Any, Any], known: set[str]) -> list[str]:
    """The keys that mean nothing here; none is dropped in silence."""
    return sorted(str(key) for key in set(mapping) - known)


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
