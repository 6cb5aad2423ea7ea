"""The job that makes the derivatives of what has arrived and sets aside what cannot be decoded. Originals stay."""

import logging
import uuid

from app.db import Database
from app.errors import N_, NotFound
from app.photos.pictures import Picture, Unreadable, pictures
from app.photos.store import Store

GONE = N_("The file is no longer on the disk.")
log = logging.getLogger("mingcha.photos")


def work(db: Database, store: Store, limit: int = 20) -> int:
    """Takes up to `limit` photos, oldest first, from `held` to `ready` or `quarantined` and gives their number.

    Several processes may do so at once: whoever moves the row first has made the derivatives.
    """
    waiting = db.rows(
        "SELECT sha256 FROM photos WHERE state = 'held' ORDER BY received_at, sha256 LIMIT :limit", limit=limit
    )
    for row in waiting:
        derive(db, store, row["sha256"])
    return len(waiting)


def waiting(db: Database) -> bool:
    """Whether `work` would find anything."""
    return db.row("SELECT sha256 FROM photos WHERE state = 'held' LIMIT 1") is not None


def derive(db: Database, store: Store, sha256: str) -> None:
    """Makes the derivatives of one photo, or keeps the reason why there are none."""
    try:
        made = pictures(store.original(sha256))
    except Unreadable as refusal:
        log.warning("photo %s: %s (%r)", sha256, refusal, refusal.__cause__)
        _set_aside(db, sha256, str(refusal))
    except NotFound:
        log.error("photo %s is in the database and not on the disk", sha256)
        _set_aside(db, sha256, GONE)
    else:
        _keep(db, store, sha256, made)


def _set_aside(db: Database, sha256: str, reason: str) -> None:
    with db.write():
        db.execute(
            "UPDATE photos SET state = 'quarantined', reason = :reason WHERE sha256 = :sha256 AND state = 'held'",
            sha256=sha256,
            reason=reason,
        )


def _keep(db: Database, store: Store, sha256: str, made: list[Picture]) -> None:
    named = {uuid.uuid4().hex: picture for picture in made}
    for name, picture in named.items():
        store.keep_derivative(name, picture.content)
    with db.write():
        mine = db.execute("UPDATE photos SET state = 'ready' WHERE sha256 = :sha256 AND state = 'held'", sha256=sha256)
        if mine:
            db.bulk(
                """INSERT INTO derivatives (sha256, kind, name, type, width, height)
                   VALUES (:sha256, :kind, :name, :type, :width, :height)""",
                [
                    {
                        "sha256": sha256,
                        "kind": picture.kind,
                        "name": name,
                        "type": picture.type,
                        "width": picture.width,
                        "height": picture.height,
                    }
                    for name, picture in named.items()
                ],
            )
    if not mine:
        for name in named:
            store.drop_derivative(name)
