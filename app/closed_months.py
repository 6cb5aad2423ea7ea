"""What `mingcha audit verify` can work out anew of closed months, from what the journal tells: which checks each
counted, which units it ranked, and what reviews after the closing sent on."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from app import closed_figures
from app.db import Database, Row
from app.errors import NotFound
from app.scoring import inspections

ACCEPTED, CLOSED, SENT_ON, RULES = "submission.accepted", "month.closed", "score.adjusted", "rules.adopted"
Counted = dict[str, str]  # by submission: the unit


def closings(db: Database, entries: list[Row]) -> Iterator[str]:
    """Closed months that hold other checks, units or figures than they did at the closing."""
    standing: set[str] = set()
    rules = ""
    for entry in entries:
        if entry["what"] == ACCEPTED:
            standing.add(entry["subject"])
        elif entry["what"] in {"submission.returned", "submission.superseded"}:
            standing.discard(entry["subject"])
        elif entry["what"] == RULES:
            rules = entry["subject"]
        elif entry["what"] == CLOSED:
            yield from _month(db, entry, _of_month(db, entry["subject"], standing), rules)


def adjustments(db: Database, entries: list[Row]) -> Iterator[str]:
    """Adjustments that were taken out, put in or changed; the month that takes one may change, and is not compared."""
    told = Counter(
        (entry["subject"], *(str(entry["detail"].get(name)) for name in ("closed_month", "points")))
        for entry in entries
        if entry["what"] == SENT_ON and entry["detail"]
    )
    kept = Counter(
        (row["unit"], row["closed_month"], row["points"])
        for row in db.rows("SELECT unit, closed_month, points FROM adjustments")
    )
    for unit, month, points in sorted((told - kept).elements()):
        yield f"An adjustment of {points} for unit {unit} and {month} is missing; the journal tells of it."
    for unit, month, points in sorted((kept - told).elements()):
        yield f"An adjustment of {points} for unit {unit} and {month} stands in no entry of the journal."


def _month(db: Database, entry: Row, counted: Counted, rules: str) -> Iterator[str]:
    month = entry["subject"]
    yield from _checks(db, month, counted)
    ranked = {row["unit"] for row in db.rows("SELECT unit FROM closed_units WHERE month = :month", month=month)}
    by_unit: dict[str, list[str]] = defaultdict(list)
    for submission, unit in counted.items():
        by_unit[unit].append(submission)
    scored = 0
    for unit in sorted({*ranked, *by_unit, *_shown(db, month)}):
        figures = closed_figures.Figures(db, month, unit, by_unit[unit], rules)
        yield from figures.breaks()
        scored += figures.scored and unit in ranked
    yield from _ranked(entry, ranked, scored)


def _checks(db: Database, month: str, counted: Counted) -> Iterator[str]:
    rows = db.rows("SELECT submission, unit FROM closed_visits WHERE month = :month", month=month)
    kept = {row["submission"]: row["unit"] for row in rows}
    for submission in sorted(set(counted) - set(kept)):
        yield f"Submission {submission} is missing among those that {month} counted; it had been accepted before."
    for submission in sorted(set(kept) - set(counted)):
        yield f"Submission {submission} is among those that {month} counted, and was not accepted for it before."
    for submission in sorted(set(kept) & set(counted)):
        if kept[submission] != counted[submission]:
            yield f"Submission {submission} counts in {month} for unit {kept[submission]}, and was at another one's."


def _ranked(entry: Row, ranked: set[str], scored: int) -> Iterator[str]:
    """An entry of an older version tells only how many of the units had a score."""
    month, roster, told = entry["subject"], entry["detail"].get("roster"), entry["detail"].get("units")
    if isinstance(roster, list):
        for unit in sorted(ranked ^ set(map(str, roster))):
            yield f"Unit {unit} is {'put among' if unit in ranked else 'missing among'} those that {month} ranked."
    elif isinstance(told, int) and told != scored:
        yield f"{month} ranks {scored} units with a score; entry {entry['seq']} tells of {told}."


def _of_month(db: Database, month: str, submissions: set[str]) -> Counted:
    """Those of the submissions that count for a month; one that is missing or cannot be read is told elsewhere."""
    found = {}
    for submission in submissions:
        try:
            place = inspections.place(db, submission)
        except (NotFound, ValueError):
            continue
        if place.month == month:
            found[submission] = place.unit
    return found


def _shown(db: Database, month: str) -> set[str]:
    rows = db.rows(
        "SELECT unit FROM unit_months WHERE month = :month UNION SELECT unit FROM ledger WHERE month = :month",
        month=month,
    )
    return {row["unit"] for row in rows}
