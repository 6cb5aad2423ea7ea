"""Reads scenarios from `checklists/scenarios/`; the rules that hold for all stand in ethics.yaml and go into each."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from app.checklists.loading import FOLDER as CHECKLISTS
from app.checklists.loading import Strict
from app.checklists.model import APPROACHES, SITE_KINDS, Checklist, Item
from app.checklists.scenarios.model import Scenario, from_content
from app.errors import Refused

FOLDER = CHECKLISTS / "scenarios"
ETHICS = "ethics.yaml"
_FLAGS = ("county", "weekend", "dispatches")
_TEXTS = ("id", "title", "title_en", "about", "about_en")
_LINES = ("steps", "keep", "never")


def load_all(checklists: Iterable[Checklist], folder: Path = FOLDER) -> list[Scenario]:
    """Every scenario, by id; its items must be of these checklists. Raises Refused with one line for each problem."""
    items = {item.id: (form.id, item) for form in checklists for item in form.items}
    ethics = _read(folder / ETHICS)
    found, problems = [], []
    for file in sorted(folder.glob("*.yaml")):
        if file.name == ETHICS:
            continue
        content = _read(file)
        wrong = [f"scenarios/{file.name}: {problem}" for problem in _problems(content, items)]
        problems += wrong
        if not wrong:
            never = [*content["never"], *ethics["never"]]
            flags = dict.fromkeys(_FLAGS, False)
            found.append(from_content(flags | content | {"never": never, "withdraw": ethics["withdraw"]}))
    if problems:
        raise Refused("\n".join(problems))
    return found


def _read(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Strict)


def _problems(content: Any, items: dict[str, tuple[str, Item]]) -> Iterator[str]:
    for name in sorted(set(content) - {*_TEXTS, *_FLAGS, *_LINES, "approaches", "kinds", "items"}):
        yield f"{name} is not a property of a scenario."
    for name in (*_TEXTS, *_LINES, "approaches", "kinds", "items"):
        if not content.get(name):
            yield f"{name} is missing."
            return
    for name, allowed in (("approaches", APPROACHES), ("kinds", SITE_KINDS)):
        if not set(content[name]) <= set(allowed):
            yield f"{name} must name some of {', '.join(allowed)}."
    for checklist, named in content["items"].items():
        for item in named:
            belongs = items.get(item)
            if belongs is None or belongs[0] != checklist:
                yield f"{checklist} has no item {item}."
            else:
                for approach in sorted(set(content["approaches"]) - set(belongs[1].approaches)):
                    yield f"{item} is not judged by the approach {approach}."
