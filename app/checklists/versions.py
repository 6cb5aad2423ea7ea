"""The versions of checklists that the database has seen: a version never changes, the current one is a pointer.

Who published which version when is kept; a file of the product never takes the place of what the department published.
"""

import json
from dataclasses import dataclass

from app import clock, journal
from app.checklists.model import Checklist, canonical, from_content
from app.db import Database
from app.errors import NotFound

KEPT = 256
FILE, DEPARTMENT = "file", "department"
_read: dict[tuple[str, str], Checklist] = {}
_names: dict[tuple[str, str], tuple[str, ...]] = {}


@dataclass(frozen=True)
class Standing:
    """Where a checklist stands: its current version and its `source` (`file` or `department`), the version `shipped`
    with the product and the one of these that the department has `taken` in, and whether it was retired."""

    id: str
    version: str
    source: str
    shipped: str | None
    taken: str | None
    retired_at: str | None
    retired_by: str | None

    @property
    def news(self) -> str:
        """The version shipped with the product that the department has neither published nor taken in; or nothing."""
        return self.shipped if self.shipped and self.shipped not in {self.version, self.taken} else ""


@dataclass(frozen=True)
class Publication:
    """One time that a version became the current one; `by` is None for the product itself."""

    number: int
    version: str
    at: str
    by: str | None
    source: str
    before: str | None


def publish(
    db: Database, checklist: Checklist, by: str | None = None, source: str = FILE, taken: str | None = None
) -> bool:
    """Makes this the current version; tells whether anything changed. `taken` is the version of the product that it
    takes in."""
    before = current_version(db, checklist.id)
    if before == checklist.version:
        return False
    with db.write():
        _keep(db, checklist)
        db.execute(
            """INSERT INTO checklist_current (id, version, source, taken) VALUES (:id, :version, :source, :taken)
               ON CONFLICT (id) DO UPDATE SET version = excluded.version, source = excluded.source,
                 taken = coalesce(excluded.taken,
                   CASE WHEN checklist_current.source = 'file' THEN checklist_current.shipped
                        ELSE checklist_current.taken END)""",
            id=checklist.id,
            version=checklist.version,
            source=source,
            taken=taken,
        )
        db.execute(
            """INSERT INTO checklist_publications (id, number, version, at, by, source, before)
               VALUES (:id, (SELECT coalesce(max(number), 0) + 1 FROM checklist_publications WHERE id = :id),
                       :version, :at, :by, :source, :before)""",
            id=checklist.id,
            version=checklist.version,
            at=clock.stamp(),
            by=by,
            source=source,
            before=before,
        )
        told = {"before": before} if before else {}
        journal.record(db, by, "checklist.published", checklist.id, version=checklist.version, **told)
    return True


def ship(db: Database, checklist: Checklist) -> None:
    """Takes a version of the product's files: it becomes the current one, unless the department has published its own;
    then it waits beside it."""
    known = find(db, checklist.id)
    if known is not None and known.shipped == checklist.version:
        return
    with db.write():
        if known is not None and known.source == DEPARTMENT:
            _keep(db, checklist)
            journal.record(db, None, "checklist.shipped", checklist.id, version=checklist.version)
        else:
            publish(db, checklist)
        db.execute(
            "UPDATE checklist_current SET shipped = :version WHERE id = :id",
            id=checklist.id,
            version=checklist.version,
        )


def leave(db: Database, checklist: str, shipped: str, by: str) -> None:
    """Notes that the department stays with its own in spite of this version of the product. Raises NotFound."""
    with db.write():
        if standing(db, checklist).shipped != shipped:
            raise NotFound
        db.execute("UPDATE checklist_current SET taken = :shipped WHERE id = :id", id=checklist, shipped=shipped)
        journal.record(db, by, "checklist.left", checklist, version=shipped)


def retire(db: Database, checklist: str, by: str) -> None:
    """Offers it no longer for new work; what was given before goes on with it. Again, it changes nothing. Raises
    NotFound."""
    with db.write():
        if standing(db, checklist).retired_at:
            return
        db.execute(
            "UPDATE checklist_current SET retired_at = :at, retired_by = :by WHERE id = :id",
            id=checklist,
            at=clock.stamp(),
            by=by,
        )
        journal.record(db, by, "checklist.retired", checklist)


def restore(db: Database, checklist: str, by: str) -> None:
    """Takes it into use again. Raises NotFound."""
    with db.write():
        if not standing(db, checklist).retired_at:
            return
        db.execute("UPDATE checklist_current SET retired_at = NULL, retired_by = NULL WHERE id = :id", id=checklist)
        journal.record(db, by, "checklist.restored", checklist)


def standings(db: Database) -> list[Standing]:
    """Every checklist, by id."""
    rows = db.rows("SELECT id, version, source, shipped, taken, retired_at, retired_by FROM checklist_current")
    return sorted((Standing(**row) for row in rows), key=lambda each: each.id)


def find(db: Database, checklist: str) -> Standing | None:
    """Where a checklist stands, or None for one that was never published."""
    row = db.row(
        "SELECT id, version, source, shipped, taken, retired_at, retired_by FROM checklist_current WHERE id = :id",
        id=checklist,
    )
    return Standing(**row) if row else None


def standing(db: Database, checklist: str) -> Standing:
    """Raises NotFound."""
    found = find(db, checklist)
    if found is None:
        raise NotFound
    return found


def publications(db: Database, checklist: str) -> list[Publication]:
    """Every time that a version became the current one, the newest first."""
    rows = db.rows(
        """SELECT number, version, at, by, source, before FROM checklist_publications
           WHERE id = :id ORDER BY number DESC""",
        id=checklist,
    )
    return [Publication(**row) for row in rows]


def newest(db: Database) -> dict[str, Publication]:
    """The last publication of every checklist, by id."""
    rows = db.rows("SELECT id, number, version, at, by, source, before FROM checklist_publications ORDER BY id, number")
    return {row.pop("id"): Publication(**row) for row in rows}


def ever_used(db: Database, checklist: str) -> frozenset[str]:
    """The ids of items in every version of a checklist."""
    rows = db.rows("SELECT version FROM checklist_versions WHERE id = :id", id=checklist)
    return frozenset(item for row in rows for item in _names_of(db, checklist, row["version"]))


def owners(db: Database) -> dict[str, str]:
    """The checklist of every item that is in force, or once was: no other may have it, so that what was answered to it
    stays what it was."""
    rows = db.rows("SELECT id, version FROM checklist_versions ORDER BY id")
    once = {item: row["id"] for row in rows for item in _names_of(db, row["id"], row["version"])}
    return once | {item.id: form.id for form in current(db) for item in form.items}


def current(db: Database) -> list[Checklist]:
    """The current version of every checklist, by id; also of those that are retired."""
    return [get(db, each.id, each.version) for each in standings(db)]


def offered(db: Database) -> list[Checklist]:
    """The current version of every checklist that new work may use, by id: not retired, and made for inspections."""
    found = (get(db, each.id, each.version) for each in standings(db) if each.retired_at is None)
    return [checklist for checklist in found if checklist.purpose == "inspection"]


def current_version(db: Database, checklist: str) -> str | None:
    """The version that new visits use, or None for an unknown checklist."""
    row = db.row("SELECT version FROM checklist_current WHERE id = :id", id=checklist)
    return row["version"] if row else None


def get(db: Database, checklist: str, version: str) -> Checklist:
    """A version, old or current. Raises NotFound.

    Once read it is kept: a version is the hash of its content, so it is the same in whatever folder it stands. Lists
    ask for it line by line, and each submission for its own.
    """
    if (
        db.row("SELECT id FROM checklist_versions WHERE id = :id AND version = :version", id=checklist, version=version)
        is None
    ):
        raise NotFound
    found = _read.get((checklist, version))
    if found is None:
        row = db.one(
            "SELECT content FROM checklist_versions WHERE id = :id AND version = :version",
            id=checklist,
            version=version,
        )
        if len(_read) >= KEPT:
            _read.clear()
        found = _read[checklist, version] = from_content(json.loads(row["content"]))
    return found


def _names_of(db: Database, checklist: str, version: str) -> tuple[str, ...]:
    """The ids of a version's items, kept for all versions that there ever were: every page of a draft asks for them."""
    if (checklist, version) not in _names:
        _names[checklist, version] = tuple(item.id for item in get(db, checklist, version).items)
    return _names[checklist, version]


def _keep(db: Database, checklist: Checklist) -> None:
    db.execute(
        """INSERT INTO checklist_versions (id, version, title, content, added_at)
           VALUES (:id, :version, :title, :content, :at) ON CONFLICT (id, version) DO NOTHING""",
        id=checklist.id,
        version=checklist.version,
        title=checklist.title,
        content=canonical(checklist.content()),
        at=clock.stamp(),
    )
