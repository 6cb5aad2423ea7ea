"""What a closed month gives a notice to say: counts, failings and the ranking, each from the package that keeps it."""

import re
from collections import Counter
from datetime import date

from app.checklists import versions
from app.checklists.clauses import library
from app.checklists.clauses import number as clause_number
from app.checklists.model import APPROACHES, COVERT, VERDICTS, Item, Section
from app.db import Database, Row
from app.errors import N_, Conflict
from app.intake import submissions
from app.intake.submissions import Submission
from app.notices.figures import Counts, Failing, Month, Since, Standing
from app.notices.model import short_date
from app.org import sites
from app.review.periods import third
from app.scoring import closed, months
from app.scoring.sums import natural

_EDITORIAL = re.compile(r"（[^（）]*(?:外加|原文)[^（）]*）")


def closed_month(db: Database, month: str) -> Month:
    """A month as it was closed, whatever was accepted, corrected or withdrawn since; of that `counts.since` tells.

    Raises Conflict for a month that is not closed.
    """
    if months.closure(db, month) is None:
        raise Conflict(N_("This month is not closed yet; a notice is drafted from closed months only."))
    standings = tuple(
        Standing(line.unit.name, line.rank, line.score, line.grade, line.veto, line.thin)
        for line in months.table(db, month)
    )
    failings = _failings(db, month)
    later = closed.since(db, month)
    since = Since(later.accepted, later.replaced, sum(failing.withdrawn for failing in failings), later.months)
    return Month(month, _counts(db, month, len(failings), since), failings, standings)


def _counts(db: Database, month: str, confirmed: int, since: Since) -> Counts:
    counted = closed.visits(db, month)
    visits = [submissions.get(db, submission) for submission in counted]
    approaches = Counter(visit.approach for visit in visits)
    verdicts: Counter[str] = Counter()
    standards: Counter[str] = Counter()
    for visit in visits:
        verdicts.update(_verdicts(db, visit))
        standards.update(_standards(db, visit))
    return Counts(
        units=len(set(counted.values())),
        sites=len({visit.site for visit in visits}),
        visits=len(visits),
        approaches=tuple((a, approaches[a]) for a in APPROACHES if approaches[a]),
        verdicts={verdict: verdicts[verdict] for verdict in VERDICTS},
        confirmed=confirmed,
        standards=tuple(title for title, _ in sorted(standards.items(), key=lambda s: (-s[1], s[0]))),
        since=since,
    )


def _verdicts(db: Database, visit: Submission) -> Counter[str]:
    """Judgements by verdict; an item of the approach without an observation counts as not observed."""
    found = Counter(o.verdict or "unseen" for o in visit.observations)
    answered = {o.item for o in visit.observations}
    for checklist, version in visit.checklists:
        for item in versions.get(db, checklist, version).items:
            if visit.approach in item.approaches and item.id not in answered:
                found["unseen"] += 1
    return found


def _standards(db: Database, visit: Submission) -> set[str]:
    titles = set()
    for checklist, version in visit.checklists:
        for item in versions.get(db, checklist, version).items:
            if item.clause in library():
                titles.add(re.sub(r"（[^（）]*）$", "", library()[item.clause].document))
    return titles


def _failings(db: Database, month: str) -> tuple[Failing, ...]:
    """The failings of the closed ledger as they may be published, in an order that tells nothing: clause, item, roster,
    what is shown."""
    roster = {unit.id: (place, unit.name) for place, unit in enumerate(closed.everyone(db, month))}
    lines = []
    for row in db.rows(
        """SELECT ledger.unit, ledger.item, ledger.clause, ledger.severity, findings.submission, findings.site,
                  findings.approach, findings.post, checklist, version, day, withdrawn_at
           FROM ledger JOIN findings ON findings.id = ledger.finding WHERE ledger.month = :month""",
        month=month,
    ):
        place, name = roster[row["unit"]]
        failing, covert = _published_form(db, row, name, _withdrawn(db, row)), row["approach"] in COVERT
        order = (natural(row["clause"]), row["item"], place, covert, _shown_order(row), failing.post, failing.withdrawn)
        lines.append((order, failing))
    return tuple(failing for _, failing in sorted(lines, key=lambda line: line[0]))


def _withdrawn(db: Database, row: Row) -> bool:
    """Whether it no longer stands. One that a correction of the same check confirms again at the same post does."""
    return row["withdrawn_at"] is not None and not any(
        db.row(
            """SELECT 1 AS found FROM findings WHERE submission = :submission AND item = :item
               AND coalesce(post, '') = :post AND withdrawn_at IS NULL""",
            submission=submission,
            item=row["item"],
            post=row["post"] or "",
        )
        for submission in submissions.same_check(db, row["submission"])
    )


def _published_form(db: Database, row: Row, unit: str, withdrawn: bool) -> Failing:
    """Only posts of the roster are named, because a typed one might be a person."""
    when, covert = date.fromisoformat(row["day"]), row["approach"] in COVERT
    section, item = _asked(db, row)
    return Failing(
        clause=clause_number(row["clause"]),
        topic=section.title,
        item=_EDITORIAL.sub("", item.text),
        unit=unit,
        post="" if covert or row["post"] not in sites.posts(db, row["site"]) else row["post"],
        when=f"{when.month}月{'上中下'[third(when)]}旬" if covert else short_date(when),
        redline=row["severity"] == "redline",
        withdrawn=withdrawn,
    )


def _asked(db: Database, row: Row) -> tuple[Section, Item]:
    """The section in which the checklist keeps the item, and the item."""
    checklist = versions.get(db, row["checklist"], row["version"])
    return next((s, i) for s in checklist.sections for i in s.items if i.id == row["item"])


def _shown_order(row: Row) -> str:
    return str(third(date.fromisoformat(row["day"]))) if row["approach"] in COVERT else row["day"]
