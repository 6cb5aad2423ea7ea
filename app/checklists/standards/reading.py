"""The standards as a reader wants them: each clause with the items that check it, or why nothing does."""

from dataclasses import dataclass

from app.checklists import clauses, coverage, versions
from app.checklists.clauses import Clause, Conflict, Document
from app.checklists.model import Item
from app.db import Database
from app.errors import NotFound


@dataclass(frozen=True)
class Entry:
    """A clause with the items of the current checklists that check it, and where it is contradicted."""

    clause: Clause
    items: tuple[Item, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class Shelf:
    """A document with how many of its clauses are checked."""

    document: Document
    checked: int
    conflicts: int


def shelves(db: Database) -> list[Shelf]:
    """Every document in force, with its counts."""
    covered = coverage.coverage(versions.current(db))
    return [
        Shelf(document, sum(bool(covered[clause.id]) for clause in document.clauses), len(document.conflicts))
        for document in clauses.in_force()
    ]


def document(name: str) -> Document:
    """A document in force by its id. Raises NotFound."""
    for found in clauses.in_force():
        if found.id == name:
            return found
    raise NotFound


def entries(db: Database, name: str) -> list[Entry]:
    """All clauses of a document in order. Raises NotFound."""
    return _told(db, document(name).clauses)


def found(db: Database, text: str) -> list[Entry]:
    """The clauses of all documents in whose words, number or id a text stands."""
    wanted = text.casefold()
    return _told(
        db,
        tuple(
            clause
            for each in clauses.in_force()
            for clause in each.clauses
            if wanted in f"{clause.id} {clause.number} {clause.text}".casefold()
        ),
    )


def _told(db: Database, wanted: tuple[Clause, ...]) -> list[Entry]:
    current = versions.current(db)
    items = {item.id: item for checklist in current for item in checklist.items}
    covered = coverage.coverage(current)
    return [
        Entry(clause, tuple(items[item] for item in covered[clause.id]), clauses.conflicts(clause.id))
        for clause in wanted
    ]
