"""What a closed month gives a notice to say: counts, failings and the ranking, each from the package that keeps it."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from app.checklists import versions
from app.checklists.clauses import library
from app.checklists.clauses import number as clause_number
from app.checklists.model import APPROACHES, VERDICTS
from app.db import Database
from app.errors import N_, Conflict
from app.intake import submissions
from app.intake.submissions import Submission
from app.notices.model import short_date
from app.notices.wording import Counts, Failing, Standing
from app.org import sites, units
from app.review import findings
from app.review.findings import Finding
from app.review.periods import third
from app.scoring import months
from app.scoring.months import Closure

_EDITORIAL = re.compile(r"（[^（）]*(?:外加|原文)[^（）]*）")


@dataclass(frozen=True)
class Month:
    """Everything that the text of a notice is made from, besides what is typed."""

    month: str
    counts: Counts
    failings: tuple[Failing, ...]
    standings: tuple[Standing, ...]

    @property
    def vetoed(self) -> frozenset[str]:
        return frozenset(s.unit for s in self.standings if s.veto)


def closed_month(db: Database, month: str) -> Month:
    """Raises Conflict for a month that is not closed."""
    closure = months.closure(db, month)
    if closure is None:
        raise Conflict(N_("This month is not closed yet; a notice is drafted from closed months only."))
    standings = tuple(
        Standing(line.unit.name, line.rank, line.score, line.grade, line.veto, line.thin)
        for line in months.table(db, month)
    )
    found = findings.confirmed(db, frozenset(unit.id for unit in units.everyone(db)), month)
    return Month(month, _counts(db, closure, len(found)), tuple(_failings(db, found)), standings)


def _counts(db: Database, closure: Closure, confirmed: int) -> Counts:
    rows = db.rows(
        """SELECT visit_scores.submission, reviews.at FROM visit_scores
           JOIN reviews ON reviews.submission = visit_scores.submission WHERE month = :month""",
        month=closure.month,
    )
    accepted = [submissions.get(db, row["submission"]) for row in rows]
    places = {visit.site: sites.get(db, visit.site).unit for visit in accepted}
    approaches = Counter(visit.approach for visit in accepted)
    verdicts: Counter[str] = Counter()
    standards: Counter[str] = Counter()
    for visit in accepted:
        verdicts.update(_verdicts(db, visit))
        standards.update(_standards(db, visit))
    return Counts(
        units=len(set(places.values())),
        sites=len(places),
        visits=len(accepted),
        approaches=tuple((a, approaches[a]) for a in APPROACHES if approaches[a]),
        verdicts={verdict: verdicts[verdict] for verdict in VERDICTS},
        confirmed=confirmed,
        late=sum(row["at"] > closure.at for row in rows),
        standards=tuple(title for title, _ in sorted(standards.items(), key=lambda s: (-s[1], s[0]))),
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


def _failings(db: Database, found: list[Finding]) -> list[Failing]:
    """The findings as they may be published, in an order that tells nothing: clause, item, roster, what is shown."""
    roster = {unit.id: (place, unit.name) for place, unit in enumerate(units.everyone(db))}
    lines = []
    for finding in found:
        place, name = roster[finding.unit]
        failing = _published_form(db, finding, name)
        order = (_natural(finding.clause), finding.item, place, finding.covert, _shown_order(finding), failing.post)
        lines.append((order, failing))
    return [failing for _, failing in sorted(lines, key=lambda line: line[0])]


def _published_form(db: Database, finding: Finding, unit: str) -> Failing:
    """Only posts of the roster are named, because a typed one might be a person."""
    when = date.fromisoformat(finding.day)
    known = not finding.covert and finding.post in sites.posts(db, finding.site)
    return Failing(
        clause=clause_number(finding.clause),
        topic=_topic(db, finding),
        item=_EDITORIAL.sub("", finding.text),
        unit=unit,
        post=finding.post or "" if known else "",
        when=f"{when.month}月{'上中下'[third(when)]}旬" if finding.covert else short_date(when),
        redline=finding.severity == "redline",
    )


def _topic(db: Database, finding: Finding) -> str:
    """The title of the section in which the checklist keeps the item."""
    checklist = versions.get(db, finding.checklist, finding.version)
    return next(s.title for s in checklist.sections if any(i.id == finding.item for i in s.items))


def _shown_order(finding: Finding) -> str:
    return str(third(date.fromisoformat(finding.day))) if finding.covert else finding.day


def _natural(clause: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", clause) if part]
