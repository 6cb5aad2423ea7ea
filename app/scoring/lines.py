"""Ledger lines (得分明细) as people read them. Of covert work a line tells the approach and the ten-day band only."""

from dataclasses import dataclass
from datetime import date

from app import language
from app.checklists import versions
from app.checklists.clauses import number
from app.checklists.model import COVERT, Item
from app.checklists.words import APPROACH_NAMES, SEVERITY_NAMES, worded
from app.db import Database, Row
from app.errors import N_
from app.language import say
from app.review.periods import band
from app.scoring import causes, keeping, sums
from app.scoring.causes import Account, Cause

_TITLES = {
    sums.START: N_("Starting score"),
    sums.FLOOR: N_("A score does not fall below 0"),
    sums.CEILING: N_("A score does not rise above 100"),
    sums.REMAINDER: N_("Remainder of rounding"),
}
_ADJUSTMENTS = {
    keeping.DIFFERENCE: N_("Adjustment for %(month)s, which was closed before the result was settled"),
    keeping.VETO: N_("Adjustment for %(month)s, which was closed before a red line was confirmed (veto)"),
    keeping.UNCOUNTED: N_("%(month)s was closed without a score to compare with, so a later result changes nothing"),
}


@dataclass(frozen=True)
class Line:
    """One signed change of a score. `points` and `yuan` are as stored (`-1.36`); `submission`, `post` and `day` are
    exact and for operators; what a unit or leader reads are `title`, `remark`, `when`, `place`, `cited`, `amount`.
    `account` tells what an adjustment stands for; None for other lines, and where nobody noted it."""

    rule: str
    rule_version: str
    points: str
    yuan: str
    submission: str | None
    finding: str | None
    post: str | None
    item: str | None
    clause: str | None
    severity: str | None
    about: str
    text: str
    other: str
    approach: str
    day: str
    account: Account | None = None

    @property
    def covert(self) -> bool:
        """Whether it is of work about which a unit learns no more than the ten-day band."""
        return self.approach in COVERT

    @property
    def when(self) -> str:
        """The day of a finding; of covert work the ten-day band; empty for lines without a finding."""
        if not self.day:
            return ""
        day = date.fromisoformat(self.day)
        return band(day) if self.covert else language.day(day)

    @property
    def place(self) -> str:
        """The post; of covert work nothing. Of an adjustment the site."""
        if self.account:
            return self.account.site
        return "" if self.covert else self.post or ""

    @property
    def cited(self) -> str:
        """The clause's number as printed, empty for lines without one."""
        return number(self.clause) if self.clause else ""

    @property
    def amount(self) -> str:
        """The points with the sign that people read: −1.36, +1.20, 0.00."""
        return signed(self.points) if self.rule != sums.START else self.points

    @property
    def title(self) -> str:
        """What the line is about: the item that was not met, or the rule in words."""
        if self.rule == sums.ADJUSTMENT:
            month, _, kind = self.about.partition(" ")
            return say(_ADJUSTMENTS[kind], month=language.month_name(month))
        return self.text if self.finding else say(_TITLES[self.rule])

    @property
    def remark(self) -> str:
        """Why a fact counts nothing here, or what an adjustment stands for; empty for every other line."""
        if self.account:
            return self.account.happened
        if self.rule != sums.SAME_FACT:
            return ""
        return say(N_("The same fact as %(clause)s, counted once at its worst"), clause=self.other)

    @property
    def reason(self) -> str:
        """All of it as one sentence: the item with its severity, why it counts nothing, or what was adjusted why."""
        if self.account:
            facts = {"check": say(APPROACH_NAMES[self.approach]), "day": self.when, "site": self.place}
            return say(
                N_("%(title)s. %(check)s %(day)s, %(site)s: %(what)s"), title=self.title, what=self.remark, **facts
            )
        aside = self.remark or (say(SEVERITY_NAMES[self.severity]) if self.severity else "")
        return say(N_("%(what)s (%(aside)s)"), what=self.title, aside=aside) if aside else self.title


def of(db: Database, month: str, unit: str) -> list[Line]:
    """The lines of a unit's month in their order, which is by clause and item, never by time."""
    rows = db.rows(
        """SELECT rule, rule_version, ledger.points, yuan, ledger.submission, finding, findings.post, ledger.item,
                  ledger.clause, ledger.severity, ledger.reason AS about, findings.checklist, findings.version,
                  approach, day, adjustments.submission AS cause, adjustments.replaced
           FROM ledger LEFT JOIN findings ON findings.id = ledger.finding
                       LEFT JOIN adjustments ON adjustments.id = ledger.adjustment
           WHERE ledger.month = :month AND ledger.unit = :unit ORDER BY position""",
        month=month,
        unit=unit,
    )
    return [_line(db, unit, row) for row in rows]


def adjustment(db: Database, unit: str, points: str, about: str, cause: Cause | None) -> Line:
    """The line that an adjustment has in the ledger of the month that takes it, also while there is none."""
    empty = dict.fromkeys(("finding", "post", "item", "clause", "severity", "checklist", "version", "approach", "day"))
    told = {"rule": sums.ADJUSTMENT, "rule_version": "", "points": points, "yuan": "0.00", "about": about}
    submission, replaced = (cause.submission, cause.replaced) if cause else (None, None)
    return _line(db, unit, empty | told | {"submission": submission, "cause": submission, "replaced": replaced})


def signed(points: str) -> str:
    """A difference of points with its sign: +1.20, −1.36 with U+2212, 0.00."""
    amount = points.removeprefix("-")
    if not amount.strip("0."):
        return amount
    return ("−" if points.startswith("-") else "+") + amount


def _line(db: Database, unit: str, row: Row) -> Line:
    checklist, version = row.pop("checklist"), row.pop("version")
    form = versions.get(db, checklist, version) if checklist else None
    item = form.item(row["item"]) if form else None
    other = form.item(row["about"]) if form else None
    approach, day = row.pop("approach") or "", row.pop("day") or ""
    cause, replaced = row.pop("cause"), row.pop("replaced")
    account = causes.account(db, Cause(cause, replaced), unit) if cause else None
    if account:
        approach, day = account.approach, account.day
    return Line(**row, text=_text(item), other=_clause(other), approach=approach, day=day, account=account)


def _text(item: Item | None) -> str:
    return worded(item) if item else ""


def _clause(item: Item | None) -> str:
    return number(item.clause) if item else ""
