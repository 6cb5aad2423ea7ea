"""`mingcha audit verify`: the journal's chain, and what it tells against what the tables hold.

Each submission that was taken, each month that was closed, each notice that was published, printed or signed for and
each role that was given stands in the journal; a row without its entry was put in by hand, and an entry without its row
was taken out. What follows from the rest (`derived`, `closed_months`) is worked out anew. Words of decisions, photos,
the roster and months under way are not compared.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping

from app import closed_months, derived, journal
from app.db import Database, Row
from app.notices import archive
from app.notices.paper import papers

Told = Mapping[str, str | None]


def breaks(db: Database) -> Iterator[str]:
    """Everything that is not as it was recorded, each as a sentence; nothing when all is whole."""
    with db.forgiving():
        yield from _breaks(db)


def compared(entries: list[Row], event: str, thing: str, rows: Mapping[str, Told], part: str = "") -> Iterator[str]:
    """The entries of an event against the rows, by subject and by what the detail names as `part`: each has the other,
    and they say the same of `who` and of whatever else both tell (hash, code)."""
    told = set()
    for entry in entries:
        if entry["what"] != event or (part and part not in entry["detail"]):
            continue
        says = entry["detail"] | {"who": entry["who"]}
        subject = f"{entry['subject']} {says[part]}" if part else entry["subject"]
        told.add(subject)
        if subject not in rows:
            yield f"{thing} {subject} is missing; entry {entry['seq']} tells of it."
            continue
        for name, value in rows[subject].items():
            if name in says and says[name] != value:
                yield f"{thing} {subject} has another {name} than entry {entry['seq']} tells."
    for subject in sorted(set(rows) - told):
        yield f"{thing} {subject} stands in no entry of the journal."


def _breaks(db: Database) -> Iterator[str]:
    yield from journal.verify(db)
    entries = db.rows("SELECT seq, who, what, subject, detail FROM journal ORDER BY seq")
    for entry in entries:
        detail = _read(entry["detail"])
        if detail is None:
            yield f"Entry {entry['seq']} cannot be read."
        entry["detail"] = detail or {}
    yield from compared(entries, "submission.received", "Submission", _submissions(db))
    yield from _other_bytes(db)
    yield from compared(entries, "month.closed", "The closing of month", _closures(db))
    yield from compared(entries, "notice.published", "The publication of notice", _publications(db))
    yield from compared(entries, "notice.signed", "The signature of notice and unit", _signatures(db), "unit")
    printed: dict[str, Told] = {paper: {"sha256": digest} for paper, digest in papers.digests(db).items()}
    yield from compared(entries, "notice.printed", "The paper of notice and form", printed, "form")
    yield from compared(_standing(entries), "role.granted", "The role of person", _roles(db), "role")
    for number in archive.altered(db):
        yield f"Notice {number} has another text than the one that was published."
    yield from derived.reviews(db, entries)
    yield from derived.findings(db, entries)
    yield from derived.decided(db, entries)
    yield from derived.settings(db, entries)
    yield from derived.rules(db, entries)
    yield from closed_months.closings(db, entries)
    yield from closed_months.adjustments(db, entries)
    yield from _recipients(db, entries)


def _read(detail: str) -> Row | None:
    """The detail of an entry, None when it is no JSON object."""
    try:
        content = json.loads(detail)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


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


def _signatures(db: Database) -> dict[str, Told]:
    rows = db.rows("SELECT notice, unit, person AS who FROM signatures")
    return {f"{row['notice']} {row['unit']}": {"who": row["who"]} for row in rows}


def _recipients(db: Database, entries: list[Row]) -> Iterator[str]:
    """Published notices for which other units sign than at the publication. Where an older version did not note them,
    none of those that the closed month ranked may be missing."""
    for entry in entries:
        if entry["what"] != "notice.published":
            continue
        notice, told = entry["subject"], entry["detail"].get("units")
        asked = {row["unit"] for row in db.rows("SELECT unit FROM recipients WHERE notice = :id", id=notice)}
        noted = isinstance(told, list)
        units = set(map(str, told)) if isinstance(told, list) else _ranked(db, notice)
        for unit in sorted(units - asked):
            yield f"Unit {unit} is missing among those that sign for notice {notice}."
        for unit in sorted(asked - units) if noted else ():
            yield f"Unit {unit} signs for notice {notice}, and stands not in entry {entry['seq']}."


def _ranked(db: Database, notice: str) -> set[str]:
    rows = db.rows(
        """SELECT unit FROM closed_units JOIN notices ON notices.month = closed_units.month
           WHERE notices.id = :id""",
        id=notice,
    )
    return {row["unit"] for row in rows}


def _standing(entries: list[Row]) -> list[Row]:
    """The grants of roles that have not been taken back, the newest of each."""
    found: dict[tuple[str, str], Row] = {}
    for entry in entries:
        key = (entry["subject"], str(entry["detail"].get("role")))
        if entry["what"] == "role.granted":
            found[key] = entry
        elif entry["what"] == "role.revoked":
            found.pop(key, None)
    return list(found.values())


def _roles(db: Database) -> dict[str, Told]:
    rows = db.rows("SELECT person, role, granted_by AS who FROM person_roles")
    return {f"{row['person']} {row['role']}": {"who": row["who"]} for row in rows}
