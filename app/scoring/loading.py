"""Reads `checklists/scoring.yaml`. Every problem is a sentence that names its key, all of them at once."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.checklists.model import APPROACHES, SEVERITIES
from app.config import ROOT
from app.errors import Refused
from app.scoring.rules import FORMS, FULL, Rules, from_content

FILE = ROOT / "checklists" / "scoring.yaml"
_KEYS = ("form", "weights", "visits", "grades", "thin", "veto")
_MOST = 1000


def load(file: Path = FILE) -> Rules:
    """The rules of the file. Raises Refused with one line for each problem."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        raise Refused(f"{file.name}{line}: not readable as YAML: {getattr(error, 'problem', error)}.") from error
    problems = list(_problems(content))
    if problems:
        raise Refused("\n".join(f"{file.name}: {problem}" for problem in problems))
    return from_content(content)


@cache
def shipped() -> Rules:
    """The rules of this bureau's file, read once."""
    return load()


def _problems(content: Any) -> Iterator[str]:
    if not isinstance(content, dict):
        yield f"the rules are a mapping with {', '.join(_KEYS)}."
        return
    for key in sorted(map(str, set(content) - set(_KEYS))):
        yield f"{key} is not a rule."
    missing = [key for key in _KEYS if key not in content]
    for key in missing:
        yield f"{key} is missing."
    if missing:
        return
    if content["form"] not in FORMS:
        yield f"form must be one of {', '.join(FORMS)}, not {content['form']!r}."
    yield from _numbers("weights", content["weights"], SEVERITIES, {"redline": 1})
    yield from _numbers("visits", content["visits"], APPROACHES, dict.fromkeys(APPROACHES, 1))
    if not _whole(content["thin"], 0):
        yield f"thin must be a whole number of visits from 0 to {_MOST}, not {content['thin']!r}."
    yield from _grade_problems(content["grades"], content["veto"])


def _numbers(name: str, given: Any, keys: tuple[str, ...], least: dict[str, int]) -> Iterator[str]:
    if not isinstance(given, dict):
        yield f"{name} must give a number for each of {', '.join(keys)}."
        return
    for key in sorted(map(str, set(given) - set(keys))):
        yield f"{name}.{key} is unknown; {name} has {', '.join(keys)}."
    for key in keys:
        start = least.get(key, 0)
        if key not in given:
            yield f"{name}.{key} is missing."
        elif not _whole(given[key], start):
            yield f"{name}.{key} must be a whole number from {start} to {_MOST}, not {given[key]!r}."


def _grade_problems(grades: Any, veto: Any) -> Iterator[str]:
    if not isinstance(grades, list) or not grades:
        yield "grades must list at least one grade, from the best to the last."
        return
    for place, grade in enumerate(grades, 1):
        if not isinstance(grade, dict) or set(grade) != {"name", "from"}:
            yield f"grades: entry {place} must have name and from, nothing else."
        elif not isinstance(grade["name"], str) or not grade["name"].strip():
            yield f"grades: entry {place} has no name."
        elif not _whole(grade["from"], 0) or grade["from"] > FULL:
            yield f"grades.{grade['name']}.from must be a whole number from 0 to {FULL}, not {grade['from']!r}."
        else:
            continue
        return
    names, starts = [grade["name"] for grade in grades], [grade["from"] for grade in grades]
    if len(set(names)) < len(names):
        yield "grades: a name stands twice."
    if starts != sorted(set(starts), reverse=True) or starts[-1] != 0:
        yield "grades must fall from one to the next, and the last must begin at 0."
    if veto not in names:
        yield f"veto must be one of the grades {', '.join(names)}, not {veto!r}."


def _whole(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= _MOST
