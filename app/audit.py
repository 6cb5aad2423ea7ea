"""`mingcha audit verify`: the journal's chain, and what it tells against what the tables hold.

Each submission that was taken, each month that was closed and each notice that was published stands in the journal; a
row without its entry was put in by hand, and an entry without its row was taken out.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping

from app import journal
from app.db import Database
from app.notices import archive

Told = Mapping[str, str]


def breaks(db: Database) -> Iterator[str]:
    """Everything that is not as it was recorded, each as a sentence; nothing when all is whole."""
    yield from journal.verify(db)
    yield from compared(db, "submission.received", "Submission", _submissions(db))
    yield from _other_bytes(db)
    yield from compared(db, "month.closed", "The closing of month", _closures(db))
    yield from compared(db, "notice.published", "The publication of notice", _publications(db))
    for number in archive.altered(db):
        yield f"Notice {number} has another text than the one that was published."


def compared(db: Database, event: str, thing: str, rows: Mapping[str, Told]) -> Iterator[str]:
    """The entries of an event against the rows, by subject: each has the other, and they say the same of `who` and of
    whatever else both tell (hash, code)."""
    told = set()
    for entry in journal.since(db, 0, event):
        subject, says = entry["subject"], json.loads(entry["detail"]) | {"who": entry["who"]}
        told.add(subject)
        if subject not in rows:
            yield f"{thing} {subject} is missing; entry {entry['seq']} tells of it."
            continue
        for name, value in rows[subject].items():
            if name in says and says[name] != value:
                yield f"{thing} {subject} has another {name} than entry {entry['seq']} tells."
    for subject in sorted(set(rows) - told):
        yield f"{thing} {subject} stands in no entry of the journal."


def _submissions(db: Database) -> dict[str, Told]:
    rows = db.rows("SELECT id, person AS who, sha256 FROM submissions")
    return {row.pop("id"): row for row in rows}


def _other_bytes(db: Database) -> Iterator[str]:
    """Submissions whose bytes are not those of their hash; read one by one, since all together may be large."""
    for each in db.rows("SELECT id, sha256 FROM submissions ORDER BY id"):
        row = db.one("SELECT body FROM submissions WHERE id = :id", id=each["id"])
        if hashlib.sha256(row["body"]).hexdigest() != each["sha256"]:
            yield f"Submission {each['id']} has other bytes than those that were received."


def _closures(db: Database) -> dict[str, Told]:
    return {row.pop("month"): row for row in db.rows("SELECT month, by AS who FROM closures")}


def _publications(db: Database) -> dict[str, Told]:
    rows = db.rows("SELECT notice, by AS who, sha256, code FROM publications")
    return {row.pop("notice"): row for row in rows}
