"""The append-only, hash-chained record of who did what. Audit reads it, and so do followers such as scoring."""

import hashlib
import json
from collections.abc import Iterator

from app import clock
from app.db import Database, Row

END = 1 << 62  # behind every entry


def record(db: Database, who: str | None, what: str, subject: str, **detail: object) -> int:
    """Adds one entry inside the caller's write transaction and gives its number.

    `who` is a person's id (None: the system), `what` a dotted event such as `submission.accepted`, `subject` the id it
    is about. The entry's hash covers the hash before it, so that no entry can be changed or left out unnoticed.
    """
    last = db.row("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
    seq, before = (last["seq"] + 1, last["hash"]) if last else (1, "")
    entry = {
        "seq": seq,
        "at": clock.stamp(),
        "who": who,
        "what": what,
        "subject": subject,
        "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True),
    }
    db.execute(
        """INSERT INTO journal (seq, at, who, what, subject, detail, hash)
           VALUES (:seq, :at, :who, :what, :subject, :detail, :hash)""",
        **entry,
        hash=_hash(before, entry),
    )
    return seq


def since(db: Database, seq: int, *what: str, until: int = END) -> list[Row]:
    """The entries after number `seq`, up to number `until`, whose event is one of `what`, oldest first; `detail` is a
    JSON text."""
    entries = db.rows(
        """SELECT seq, at, who, what, subject, detail FROM journal WHERE seq > :seq AND seq <= :until ORDER BY seq""",
        seq=seq,
        until=until,
    )
    return [entry for entry in entries if entry["what"] in what]


def last(db: Database) -> int:
    """The number of the newest entry, 0 when there is none."""
    row = db.row("SELECT max(seq) AS seq FROM journal")
    return (row and row["seq"]) or 0


def unread(db: Database) -> bool:
    """Whether some follower has not read up to the newest entry."""
    row = db.row("SELECT min(seq) AS seq FROM followers")
    return ((row and row["seq"]) or 0) < last(db)


def position(db: Database, follower: str) -> int:
    """How far a follower has read, 0 when it never did."""
    row = db.row("SELECT seq FROM followers WHERE name = :name", name=follower)
    return row["seq"] if row else 0


def advance(db: Database, follower: str, seq: int) -> None:
    """Remembers, in the follower's own transaction, that it has read up to `seq`."""
    db.execute(
        """INSERT INTO followers (name, seq) VALUES (:name, :seq)
           ON CONFLICT (name) DO UPDATE SET seq = excluded.seq""",
        name=follower,
        seq=seq,
    )


def verify(db: Database) -> Iterator[str]:
    """Each break of the chain as a sentence; nothing when it is whole."""
    before, expected = "", 1
    for row in db.rows("SELECT seq, at, who, what, subject, detail, hash FROM journal ORDER BY seq"):
        if row["seq"] != expected:
            yield f"Entry {expected} is missing."
        found = row.pop("hash")
        if _hash(before, row) != found:
            yield f"Entry {row['seq']} was changed or stands on a changed one."
        before, expected = found, row["seq"] + 1
    read = db.row("SELECT max(seq) AS seq FROM followers")
    if read and (read["seq"] or 0) >= expected:
        yield f"Entries {expected} to {read['seq']} are missing: they have been read before."


def _hash(before: str, entry: Row) -> str:
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((before + text).encode()).hexdigest()
