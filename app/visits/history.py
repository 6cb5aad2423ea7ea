"""The history of a visit as one planner may read it: every change with who made it, and where it is no secret, for
whom."""

from dataclasses import dataclass

from app.db import Database
from app.people import persons
from app.people.persons import Person
from app.visits import changes, planning, visits
from app.visits.changes import Change


@dataclass(frozen=True)
class Told:
    """A change with the names that the viewer may read. `by` is empty for the system and for what arrived; `person` is
    None where it is sealed, and empty where nobody got the visit."""

    change: Change
    by: str
    person: str | None


def told(db: Database, viewer: Person, visit: str) -> list[Told]:
    """Everything that happened, the newest first. Raises NotFound."""
    found = visits.get(db, visit)
    return [
        Told(
            change,
            persons.load(db, change.by).name if change.by else "",
            _person(db, change) if not planning.sealed(viewer, found, change.by) else None,
        )
        for change in reversed(changes.history(db, visit))
    ]


def _person(db: Database, change: Change) -> str:
    return persons.load(db, change.person).name if change.person else ""
