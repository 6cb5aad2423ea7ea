"""Photos on their way in: who sent which, and who may have the exact bytes back."""

import re
from pathlib import Path
from typing import IO

from app import clock
from app.db import Database
from app.errors import Invalid, NotFound, Place, TooLarge
from app.intake.envelope import NOT_A_HASH
from app.people.persons import Person
from app.photos import records
from app.photos.store import LIMIT, Store

REVIEWERS = frozenset({"planner", "publisher"})
_SHA256 = re.compile("[0-9a-f]{64}")


def take(
    db: Database, store: Store, person: str, sha256: str, stream: IO[bytes], *, announced: int | None = None
) -> bool:
    """Keeps a photo of a person; tells whether it was new.

    When this returns, first the file and then its row are on the disk. A photo that is held already is still read, so
    that nobody becomes its sender by knowing its hash. `announced` is the length that the client promised, if it did.
    Raises TooLarge over 25 MB, Invalid for a malformed or wrong hash, and Unavailable when the disk takes no more.
    """
    if not _SHA256.fullmatch(sha256):
        raise Invalid(places=(Place("/sha256", NOT_A_HASH),))
    if announced and announced > LIMIT:
        raise TooLarge
    before = records.find(db, sha256)
    if before and store.holds(sha256, before.size):
        store.confirm(sha256, stream)
        with db.write():
            _note_sender(db, sha256, person)
        return False
    size = store.keep(sha256, stream)
    with db.write():
        new = records.add(db, sha256, size)
        _note_sender(db, sha256, person)
    return new or before is not None


def exact(db: Database, store: Store, person: Person, sha256: str) -> Path:
    """The file with the exact bytes, for who sent it and for reviewers. Raises NotFound."""
    sent = db.row(
        "SELECT 1 AS found FROM photo_senders WHERE sha256 = :sha256 AND person = :person",
        sha256=sha256,
        person=person.id,
    )
    if not (sent or person.roles & REVIEWERS) or records.find(db, sha256) is None:
        raise NotFound
    return store.original(sha256)


def _note_sender(db: Database, sha256: str, person: str) -> None:
    db.execute(
        """INSERT INTO photo_senders (sha256, person, at) VALUES (:sha256, :person, :now)
           ON CONFLICT (sha256, person) DO NOTHING""",
        sha256=sha256,
        person=person,
        now=clock.stamp(),
    )
