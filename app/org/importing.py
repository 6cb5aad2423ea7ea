"""Importing a roster file: first a preview that is kept, then exactly what it showed, all or nothing."""

import hashlib
import json
import uuid
from dataclasses import dataclass

from app import clock, journal
from app.db import Database
from app.errors import N_, Conflict, Invalid
from app.org import planning, writing
from app.org.planning import Preview

IMPORTED = "roster.imported"
KEPT_DAYS = 2


@dataclass(frozen=True)
class File:
    """An uploaded file with its preview. `at` is when it was uploaded (`clock.stamp`)."""

    id: str
    name: str
    sha256: str
    at: str
    preview: Preview


@dataclass(frozen=True)
class Import:
    """One that was carried out: when, by whom (None: the command line), and how many of what."""

    at: str
    who: str | None
    file: str
    sha256: str
    new: int
    changed: int


def keep(db: Database, by: str, name: str, body: bytes) -> str:
    """Makes the preview of a file, keeps both, and gives the id. Earlier ones of this person, and old ones, go."""
    preview = planning.plan(db, name, body)[1]
    file = str(uuid.uuid4())
    with db.write():
        db.execute(
            "DELETE FROM roster_files WHERE by = :by OR at < :old",
            by=by,
            old=clock.stamp(clock.now() - clock.days(KEPT_DAYS)),
        )
        db.execute(
            """INSERT INTO roster_files (id, by, at, name, sha256, body, plan)
               VALUES (:id, :by, :at, :name, :sha256, :body, :plan)""",
            id=file,
            by=by,
            at=clock.stamp(),
            name=planning.readable(name),
            sha256=hashlib.sha256(body).hexdigest(),
            body=body if not preview.problems else b"",
            plan=planning.kept(preview),
        )
    return file


def get(db: Database, by: str, file: str) -> File:
    """A file that this person uploaded. Raises NotFound."""
    row = db.one("SELECT id, name, sha256, at, plan FROM roster_files WHERE id = :id AND by = :by", id=file, by=by)
    return File(row["id"], row["name"], row["sha256"], row["at"], planning.restored(row["plan"]))


def carry_out(db: Database, by: str, file: str) -> None:
    """Imports what the preview showed. Raises NotFound, Invalid for a file with problems, and Conflict when the roster
    changed since, so that the import would now change something else."""
    found = get(db, by, file)
    with db.write():
        row = db.one("SELECT body FROM roster_files WHERE id = :id", id=file)
        if found.preview.problems:
            raise Invalid(N_("The file has problems, so nothing was imported. Correct it and upload it again."))
        _write(db, by, found.name, bytes(row["body"]), found.preview.digest)
        db.execute("DELETE FROM roster_files WHERE id = :id", id=file)


def straight(db: Database, name: str, body: bytes, *, dry: bool = False) -> Preview:
    """Imports a file at once, without a page; with problems or when `dry` nothing is written. Gives the preview."""
    if dry:
        return planning.plan(db, name, body)[1]
    with db.write():
        return _write(db, None, name, body, None)


def imports(db: Database, limit: int = 5) -> list[Import]:
    """The newest first."""
    rows = db.rows(
        "SELECT at, who, subject, detail FROM journal WHERE what = 'roster.imported' ORDER BY seq DESC LIMIT :limit",
        limit=limit,
    )
    return [
        Import(row["at"], row["who"], d["file"], row["subject"], sum(d["new"].values()), sum(d["changed"].values()))
        for row in rows
        for d in [json.loads(row["detail"])]
    ]


def _write(db: Database, by: str | None, name: str, body: bytes, digest: str | None) -> Preview:
    draft, preview = planning.plan(db, name, body)
    if digest is not None and preview.digest != digest:
        raise Conflict(
            N_(
                "The roster changed after this preview was made, so nothing was imported. Upload the file again to see "
                "what it would change now."
            )
        )
    if preview.problems:
        return preview
    writing.write(db, draft, by)
    new, changed = (
        {kind: sum(getattr(item, state) for item in draft.of(kind)) for kind in draft.items}
        for state in ("new", "changed")
    )
    sha256 = hashlib.sha256(body).hexdigest()
    journal.record(db, by, IMPORTED, sha256, file=planning.readable(name), new=new, changed=changed)
    return preview
