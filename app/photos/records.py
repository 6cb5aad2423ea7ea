"""What the database knows of each photo: `held` (bytes safe), then `ready` (views made) or `quarantined` (no views)."""

from dataclasses import dataclass

from app import clock
from app.db import Database
from app.photos.store import Store


@dataclass(frozen=True)
class Photo:
    """`size` in bytes; `reason` is an English sentence to be translated, empty unless quarantined."""

    sha256: str
    size: int
    state: str
    reason: str


@dataclass(frozen=True)
class Derivative:
    """A re-encoded picture without any metadata; `kind` is `view` or `thumb`, `type` its media type."""

    sha256: str
    kind: str
    name: str
    type: str
    width: int
    height: int


def add(db: Database, sha256: str, size: int) -> bool:
    """Notes, within the caller's transaction, that the bytes are on the disk; tells whether the photo is new.

    One that had been set aside because its file was gone is looked at again.
    """
    new = db.execute(
        """INSERT INTO photos (sha256, size, state, received_at) VALUES (:sha256, :size, 'held', :now)
           ON CONFLICT (sha256) DO NOTHING""",
        sha256=sha256,
        size=size,
        now=clock.stamp(),
    )
    if not new:
        db.execute(
            "UPDATE photos SET state = 'held', reason = NULL WHERE sha256 = :sha256 AND state = 'quarantined'",
            sha256=sha256,
        )
    return bool(new)


def find(db: Database, sha256: str) -> Photo | None:
    """The photo's row, whether or not its file is still there."""
    row = db.row("SELECT sha256, size, state, coalesce(reason, '') AS reason FROM photos WHERE sha256 = :s", s=sha256)
    return Photo(**row) if row else None


def held(db: Database, store: Store, sha256: str) -> bool:
    """Whether both the row and the whole file are there."""
    photo = find(db, sha256)
    return photo is not None and store.holds(sha256, photo.size)


def derivatives(db: Database, sha256: str) -> dict[str, Derivative]:
    """The derivatives of a photo by kind; empty until they are made, and for a quarantined photo."""
    rows = db.rows("SELECT sha256, kind, name, type, width, height FROM derivatives WHERE sha256 = :s", s=sha256)
    return {row["kind"]: Derivative(**row) for row in rows}


def derivative(db: Database, name: str) -> Derivative:
    """The derivative of this name. Raises NotFound."""
    row = db.one("SELECT sha256, kind, name, type, width, height FROM derivatives WHERE name = :name", name=name)
    return Derivative(**row)
