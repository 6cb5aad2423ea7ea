"""What `mingcha audit verify` can work out anew: reviews from what the journal told last, findings from how many were
confirmed, and the scores of closed months from their ledgers."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from app import journal
from app.db import Database, Row
from app.review import queue

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


def scores(db: Database) -> Iterator[str]:
    """Units whose ledger of a closed month does not add up to the score that stands there."""
    for row in db.rows(
        """SELECT unit_months.month, unit, score FROM unit_months JOIN closures ON closures.month = unit_months.month
           ORDER BY unit_months.month, unit"""
    ):
        lines = db.rows(
            "SELECT points FROM ledger WHERE month = :month AND unit = :unit", month=row["month"], unit=row["unit"]
        )
        total = _sum(line["points"] for line in lines)
        if total is None or total != _sum([row["score"]]):
            found = "cannot be added up" if total is None else f"adds up to {total}"
            yield f"The ledger of unit {row['unit']} in {row['month']} {found}, and the score is {row['score']}."


def _sum(points: Iterator[str] | list[str]) -> Decimal | None:
    """None where one of them is no number."""
    try:
        return sum((Decimal(each) for each in points), Decimal("0.00"))
    except InvalidOperation:
        return None
