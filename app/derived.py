"""What `mingcha audit verify` can work out anew of reviews: how each stands from what the journal told last, and the
findings from what was sent, decided and confirmed; and how each setting of the bureau, and the rules of
scoring, were chosen."""

import json
from collections import Counter
from collections.abc import Iterator

from app import bureau, journal
from app.db import Database, Row
from app.review import queue
from app.scoring.rules import from_content

STATES = {
    "submission.received": "waiting",
    "submission.accepted": "accepted",
    "submission.returned": "returned",
    "submission.superseded": "superseded",
}


def reviews(db: Database, entries: list[Row]) -> Iterator[str]:
    """Reviews that stand otherwise than the last entry about their submission tells, or were ended by somebody else."""
    last = {entry["subject"]: entry for entry in entries if entry["what"] in STATES}
    rows = db.rows("SELECT submission, state, by FROM reviews ORDER BY submission")
    followed = journal.position(db, queue.FOLLOWER)
    for submission in sorted(set(last) - {row["submission"] for row in rows}):
        if last[submission]["seq"] <= followed:
            yield f"The review of submission {submission} is missing; entry {last[submission]['seq']} tells of it."
    for row in rows:
        entry = last.get(row["submission"])
        if entry is None:
            yield f"The review of submission {row['submission']} stands in no entry of the journal."
            continue
        told = STATES[entry["what"]]
        if row["state"] != told:
            yield f"Submission {row['submission']} is {row['state']}; entry {entry['seq']} tells that it is {told}."
        elif told != "waiting" and row["by"] != entry["who"]:
            yield f"The review of submission {row['submission']} has another who than entry {entry['seq']} tells."


def findings(db: Database, entries: list[Row]) -> Iterator[str]:
    """Submissions with more or fewer findings than were confirmed at the acceptance, and findings that stand or were
    withdrawn although their submission tells otherwise."""
    rows = db.rows("SELECT submission, withdrawn_at FROM findings")
    made = Counter(row["submission"] for row in rows)
    standing = Counter(row["submission"] for row in rows if row["withdrawn_at"] is None)
    last = {entry["subject"]: entry for entry in entries if entry["what"] in STATES}
    accepted = {entry["subject"]: entry for entry in entries if entry["what"] == "submission.accepted"}
    for submission, entry in accepted.items():
        confirmed = entry["detail"].get("confirmed")
        if not isinstance(confirmed, int):
            continue
        stands = confirmed if last[submission] is entry else 0
        if made[submission] != confirmed:
            yield f"Submission {submission} has {made[submission]} findings; entry {entry['seq']} tells of {confirmed}."
        elif standing[submission] != stands:
            yield f"Submission {submission} has {standing[submission]} standing findings in place of {stands}."
    for submission in sorted(set(made) - set(accepted)):
        yield f"Submission {submission} has findings, and no entry tells that it was accepted."


def decided(db: Database, entries: list[Row]) -> Iterator[str]:
    """Findings of another severity than was decided last, or of another item than was sent."""
    last = {
        (entry["subject"], str(entry["detail"].get("observation"))): entry
        for entry in entries
        if entry["what"] == "failing.decided"
    }
    sent: dict[str, dict[str, str] | None] = {}
    for row in db.rows("SELECT id, submission, observation, item, severity FROM findings ORDER BY submission, id"):
        entry = last.get((row["submission"], row["observation"]))
        says = entry["detail"] if entry else {}
        if entry is None or says.get("decision") != "confirm":
            yield f"Finding {row['id']} was not confirmed by any entry of the journal."
        elif says.get("severity") and says["severity"] != row["severity"]:
            yield f"Finding {row['id']} is {row['severity']}; entry {entry['seq']} tells of {says['severity']}."
        if row["submission"] not in sent:
            sent[row["submission"]] = _items(db, row["submission"])
        items = sent[row["submission"]]
        if items is not None and items.get(row["observation"]) != row["item"]:
            yield f"Finding {row['id']} is of item {row['item']}, and its submission holds another one there."


def _items(db: Database, submission: str) -> dict[str, str] | None:
    """The item of each observation as it was sent; None for a submission that is missing or cannot be read, which has
    a sentence of its own."""
    row = db.row("SELECT body FROM submissions WHERE id = :id", id=submission)
    try:
        return {each["id"]: each["item"] for each in json.loads(row["body"])["observations"]} if row else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def settings(db: Database, entries: list[Row]) -> Iterator[str]:
    """Settings of the bureau that are otherwise than they were chosen last; where nobody chose, they have no row."""
    last = {entry["subject"]: entry for entry in entries if entry["what"] == bureau.CHANGED}
    kept = {row["name"]: row["value"] for row in db.rows("SELECT name, value FROM bureau_settings")}
    for name in sorted({*last, *kept}):
        entry, value = last.get(name), kept.get(name)
        told = entry["detail"].get("new") if entry and entry["detail"].get("own") else None
        if value == told:
            continue
        number = f"; entry {entry['seq']} tells of" if entry else "; no entry of the journal tells of"
        yield f"The setting {name} is {_or_proposal(value)}{number} {_or_proposal(told) if entry else 'it'}."


def _or_proposal(value: str | None) -> str:
    return "what is proposed" if value is None else repr(value)


def rules(db: Database, entries: list[Row]) -> Iterator[str]:
    """Rules of scoring whose content is not the one they are named by, and adoptions that the journal tells otherwise.
    Older versions told no source; their adoptions came from the file."""
    for row in db.rows("SELECT version, content FROM rule_versions ORDER BY version"):
        if not _named_by_content(row):
            yield f"The rules {row['version']} have another content than the one they are named by."
    told = [
        (entry["subject"], entry["who"], entry["detail"]["source"])
        for entry in entries
        if entry["what"] == "rules.adopted" and "source" in entry["detail"]
    ]
    rows = db.rows("SELECT version, by, source FROM rule_adoptions ORDER BY number")
    kept = [(row["version"], row["by"], row["source"]) for row in rows]
    before = len(kept) - len(told)
    known = [entry["subject"] for entry in entries if entry["what"] == "rules.adopted"]
    older = all(version in known and (by, source) == (None, "file") for version, by, source in kept[: max(before, 0)])
    newest = [version for version, _, _ in kept[-1:]]
    if before < 0 or kept[before:] != told or not older or newest != known[-1:]:
        yield "The rules of scoring were put in force otherwise than the journal tells."


def _named_by_content(row: Row) -> bool:
    try:
        return bool(from_content(json.loads(row["content"])).version == row["version"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False
