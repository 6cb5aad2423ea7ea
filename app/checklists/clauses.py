"""The standards, verbatim, one file per document: what an item cites."""

from dataclasses import dataclass
from functools import cache

import yaml

from app.config import ROOT

FOLDER = ROOT / "checklists" / "clauses"


@dataclass(frozen=True)
class Clause:
    """A sentence of a standard. `document` is its title; `number` as printed, such as 4.1.15."""

    id: str
    document: str
    number: str
    text: str


@cache
def library() -> dict[str, Clause]:
    """Every clause by its id (`D2-4.1.15`)."""
    found = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        for entry in document["clauses"]:
            found[entry["id"]] = Clause(entry["id"], document["title"], entry["number"], entry["text"])
    return found


def number(clause: str) -> str:
    """How a page cites a clause: its printed number, or the id when the library does not hold it."""
    known = library().get(clause)
    return known.number if known else clause
