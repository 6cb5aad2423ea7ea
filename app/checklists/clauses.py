"""The standards, verbatim, one file per document and version of it: what an item cites.

A document that is amended gets a further file with the same id, its own version and the day `from` which it holds; what
happened before that day still cites the words that held then (第二十三条 of D1: in force from its publication).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.config import ROOT

FOLDER = ROOT / "checklists" / "clauses"


@dataclass(frozen=True)
class Clause:
    """A sentence of a standard. `document` is its title; `number` as printed, such as 4.1.15. A clause that nobody can
    check says why in `reason`; one with the same words as another names it in `same`; `by` are items that check it
    although they cite another."""

    id: str
    document: str
    number: str
    text: str
    reason: str = ""
    same: str = ""
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """Where the sources contradict themselves or each other: the clauses where it matters, those they stand against
    (none where the other side is outside of the library), and how the bureau deals with it."""

    clauses: tuple[str, ...]
    against: tuple[str, ...]
    text: str
    text_en: str


@dataclass(frozen=True)
class Document:
    """One version of a standard. `start` is the first day on which it holds, empty from the beginning; `effective` and
    `interpreter` are as the source says."""

    id: str
    version: str
    title: str
    title_en: str
    effective: str
    interpreter: str
    about: str
    start: str
    clauses: tuple[Clause, ...]
    conflicts: tuple[Conflict, ...]


@cache
def documents(folder: Path = FOLDER) -> tuple[Document, ...]:
    """Every version of every document, by id and then by the day from which it holds."""
    read = (_document(yaml.safe_load(file.read_text(encoding="utf-8"))) for file in sorted(folder.glob("*.yaml")))
    return tuple(sorted(read, key=lambda document: (document.id, document.start)))


@cache
def library(day: str = "") -> dict[str, Clause]:
    """Every clause by its id (`D2-4.1.15`) as it stood on a day (`2026-11-24`), or in the last version."""
    return {clause.id: clause for document in in_force(day) for clause in document.clauses}


def in_force(day: str = "") -> tuple[Document, ...]:
    """The version of each document that held on a day, or the last; before any held the first counts."""
    found: dict[str, Document] = {}
    for document in documents():
        if document.id not in found or not day or document.start <= day:
            found[document.id] = document
    return tuple(found.values())


def cite(clause: str, day: str = "") -> Clause:
    """A clause as it stood on a day; one that the library does not hold keeps its id and has no words."""
    return library(day).get(clause) or Clause(clause, "", clause, "")


def number(clause: str) -> str:
    """How a page cites a clause: its printed number, or the id when the library does not hold it."""
    known = library().get(clause)
    return known.number if known else clause


def conflicts(clause: str) -> tuple[Conflict, ...]:
    """Where this clause is contradicted."""
    return tuple(one for document in in_force() for one in document.conflicts if clause in one.clauses)


def _document(content: dict[str, Any]) -> Document:
    title = content["title"]
    return Document(
        id=content["id"],
        version=content["version"],
        title=title,
        title_en=content["title_en"],
        effective=content["effective"],
        interpreter=content["interpreter"],
        about=content["about"],
        start=str(content["from"] or ""),
        clauses=tuple(_clause(title, entry) for entry in content["clauses"]),
        conflicts=tuple(
            Conflict(tuple(one["clauses"]), tuple(one["against"]), one["text"], one["text_en"])
            for one in content["conflicts"]
        ),
    )


def _clause(title: str, entry: dict[str, Any]) -> Clause:
    return Clause(
        id=entry["id"],
        document=title,
        number=entry["number"],
        text=entry["text"],
        reason=entry.get("reason", ""),
        same=entry.get("as", ""),
        by=tuple(entry.get("by", ())),
    )
