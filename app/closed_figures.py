"""A unit's figures of a closed month, worked out anew by the rules it was closed with, against those that stand there.

They follow from the checks that counted, from every failing that was confirmed in them (withdrawn since or not), and
from the adjustments that the month took.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from app.db import Database, Row
from app.errors import NotFound
from app.scoring import inspections, keeping, versions
from app.scoring.inspections import Place
from app.scoring.rules import Rules, judge
from app.scoring.sums import ADJUSTMENT, CEILING, REMAINDER, Change, Sum, add_up, unscored

_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")
_UNREADABLE = (NotFound, ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError)
_Told = tuple[str, str, str, str, str, str]


class Figures:
    """`scored` tells, once `breaks` was read to its end, whether the unit has a score or should have one."""

    def __init__(self, db: Database, month: str, unit: str, checks: Iterable[str], rules: str) -> None:
        self.db, self.where, self.checks, self.rules = db, Place(month, unit), list(checks), rules
        self.name = f"unit {unit} in {month}"
        self.scored = False

    def breaks(self) -> Iterator[str]:
        """Each as a sentence; nothing when all of it is as it follows."""
        key = vars(self.where)
        row = self.db.row("SELECT * FROM unit_months WHERE month = :month AND unit = :unit", **key)
        lines = self.db.rows("SELECT * FROM ledger WHERE month = :month AND unit = :unit", **key)
        total = _sum(line["points"] for line in lines)
        self.scored = row is not None
        if row and (not lines or total is None or total != _sum([row["score"]])):
            found = "is missing" if not lines else "cannot be added up" if total is None else f"adds up to {total}"
            yield f"The ledger of {self.name} {found}, and the score is {row['score']}."
        try:
            rules = self._rules(row)
            follows, changes = self._anew(rules)
        except _UNREADABLE:
            yield f"The score of {self.name} cannot be worked out anew: something that it rests on cannot be read."
            return
        self.scored = self.scored or follows is not None
        # A version of before let adjustments carry a month above 100.
        beyond = total is not None and total > 100
        yield from self._score(row, follows, beyond)
        yield from self._lines(lines, changes, complete=follows is not None and bool(lines) and not beyond)

    def _rules(self, row: Row | None) -> Rules:
        """Raises ValueError for rules whose content is not that of their version."""
        version = row["rule_version"] if row else self.rules
        rules = versions.get(self.db, version) if version else versions.in_force(self.db)
        if version and rules.version != version:
            raise ValueError(version)
        return rules

    def _anew(self, rules: Rules) -> tuple[Sum | None, tuple[Change, ...]]:
        outcomes = [judge(rules, inspections.load(self.db, check, withdrawn=True)) for check in self.checks]
        follows = add_up(rules, outcomes, keeping.adjustments(self.db, self.where))
        return follows, follows.changes if follows else unscored(rules, outcomes)

    def _score(self, row: Row | None, follows: Sum | None, beyond: bool) -> Iterator[str]:
        if row is None or follows is None:
            if row:
                yield f"The score of {self.name} follows from no check."
            elif follows:
                yield f"The score of {self.name} is missing; {follows.score} follows from its checks."
            return
        for name in ("score", "grade", "veto", "visits", "thin"):
            told, right = row[name], getattr(follows, name)
            same = _sum([told]) == right if name == "score" else told == right
            if not same and not (beyond and name == "score"):
                yield f"The {name} of {self.name} is {told}; {_plain(right)} follows from its checks."

    def _lines(self, lines: list[Row], changes: tuple[Change, ...], *, complete: bool) -> Iterator[str]:
        """`complete` says that what is missing is told, too: versions of before left out lines of months without a
        score, and a ledger that is missing as a whole has its own sentence."""
        kept = Counter(_told(line) for line in lines)
        follow = Counter(_told(vars(change) | {"points": str(change.points)}) for change in changes)
        for told in sorted((follow - kept).elements()) if complete else ():
            yield f"The ledger of {self.name} lacks the line {_line(told)}, which follows from its checks."
        for told in sorted((kept - follow).elements()):
            if complete or told[0] not in {CEILING, REMAINDER, ADJUSTMENT}:
                yield f"The ledger of {self.name} has the line {_line(told)}, which follows from nothing."


def _told(line: Row) -> _Told:
    names = ("rule", "points", "finding", "item", "clause", "severity")
    rule, points, finding, item, clause, severity = (line[name] or "" for name in names)
    return rule, points, item, clause, severity, finding


def _line(told: _Told) -> str:
    return " ".join(filter(None, told[:-1]))


def _plain(value: object) -> object:
    return int(value) if isinstance(value, bool) else value


def _sum(points: Iterable[str]) -> Decimal | None:
    """None where one of them is no number."""
    points = list(points)
    if not all(_NUMBER.fullmatch(each) for each in points):
        return None
    return sum(map(Decimal, points), Decimal("0.00"))
