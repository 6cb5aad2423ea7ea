"""Reads checklists from YAML. Every problem is told with file and item, all of them at once."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from app.checklists import checking
from app.checklists.model import Checklist, from_content
from app.config import ROOT
from app.errors import Refused

FOLDER = ROOT / "checklists"
BOOLEAN = "tag:yaml.org,2002:bool"
SETTINGS = {"scoring.yaml"}


# The parser in C where the library was built with it: the same values eight times as fast.
class Strict(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which a key that stands twice is an error instead of the last one winning."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.tag == BOOLEAN:  # the property `on`, which YAML reads as true
                key.tag = yaml.resolver.BaseResolver.DEFAULT_SCALAR_TAG
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} stands twice", key.start_mark)
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def load_all(folder: Path = FOLDER) -> list[Checklist]:
    """Every checklist of the folder, by id. Raises Refused with one line for each problem."""
    read = {file.name: _read(file) for file in sorted(folder.glob("*.yaml")) if file.name not in SETTINGS}
    forms = {content.get("id") for content, _ in read.values() if isinstance(content, dict)}
    everywhere = {item for content, _ in read.values() for item in _ids(content)}
    # A group may name items of a checklist that this bureau does not have.
    everywhere |= {
        item for content, _ in read.values() for item in _grouped(content) if item.rpartition("-")[0] not in forms
    }
    checklists: dict[str, Checklist] = {}
    files: dict[str, str] = {}
    problems: list[str] = []
    for name, (content, unreadable) in read.items():
        found, wrong = (None, unreadable) if unreadable else _checked(name, content, everywhere)
        problems += wrong
        if found and found.id in checklists:
            problems.append(f"{found.id} is the id of {files[found.id]} and {name}; it may stand once.")
        elif found:
            checklists[found.id], files[found.id] = found, name
    for item, names in _twice(list(checklists.values())):
        problems.append(f"{item} stands in {' and '.join(names)}; an item belongs to one checklist.")
    if problems:
        raise Refused("\n".join(problems))
    return [checklists[name] for name in sorted(checklists)]


def load(file: Path) -> tuple[Checklist | None, list[str]]:
    """One checklist by itself, or None and the problems, each beginning with the file's name."""
    content, unreadable = _read(file)
    return (None, unreadable) if unreadable else _checked(file.name, content, ())


def _read(file: Path) -> tuple[Any, list[str]]:
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Strict), []
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: no UTF-8, no such day, endless figures
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        return None, [f"{file.name}{line}: not readable as YAML: {getattr(error, 'problem', error)}."]


def _checked(name: str, content: Any, others: Collection[str]) -> tuple[Checklist | None, list[str]]:
    problems = [f"{name}: {problem.english}" for problem in checking.problems(content, others)]
    return (None, problems) if problems else (from_content(content), [])


def _ids(content: Any) -> list[str]:
    """The ids of a form's items, as far as it has any."""
    sections = _listed(content, "sections")
    items = [item for section in sections for item in _listed(section, "items")]
    return [str(item["id"]) for item in items if isinstance(item, dict) and "id" in item]


def _grouped(content: Any) -> list[str]:
    """The items that a form's groups of one fact name."""
    groups = _listed(content, "same_facts")
    return [item for group in groups if isinstance(group, list) for item in group if isinstance(item, str)]


def _listed(content: Any, name: str) -> list[Any]:
    """A property that should be a list, empty when it is none."""
    found = content.get(name) if isinstance(content, dict) else None
    return found if isinstance(found, list) else []


def _twice(checklists: list[Checklist]) -> list[tuple[str, list[str]]]:
    places: dict[str, list[str]] = {}
    for checklist in checklists:
        for item in checklist.items:
            places.setdefault(item.id, []).append(checklist.id)
    return [(item, found) for item, found in places.items() if len(found) > 1]
