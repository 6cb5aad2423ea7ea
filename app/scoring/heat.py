"""The heat map: how often each clause was not met in each unit in a month."""

from dataclasses import dataclass

from app.checklists import versions
from app.checklists.clauses import number
from app.db import Database
from app.org.units import Unit
from app.scoring.sums import natural


@dataclass(frozen=True)
class Cell:
    """`count` of confirmed failings; `redline` when one is a red line; `seen` when the clause was judged at all."""

    count: int
    redline: bool
    seen: bool

    @property
    def heat(self) -> str:
        """The step of the scale: 0 to 4, or red."""
        return "red" if self.redline else str(min(4, self.count))


@dataclass(frozen=True)
class Clause:
    """A row: the printed number, the heading under which a checklist asks for it, and a cell for every unit."""

    number: str
    heading: str
    cells: tuple[Cell, ...]


def clauses(db: Database, month: str, units: list[Unit]) -> list[Clause]:
    """Every clause that was judged in one of these units this month, in the order of the standard.

    Counts come from the ledger, so that those of a closed month stand like its scores.
    """
    headings, clause_of = _asked(db)
    counts = _failings(db, month)
    seen = {(unit, clause_of[item]) for unit, item in _judged(db, month) if item in clause_of}
    wanted = {unit.id for unit in units}
    shown = {clause for unit, clause in {*seen, *counts} if unit in wanted}
    return [
        Clause(
            number(clause),
            headings.get(clause, ""),
            tuple(
                Cell(*counts.get((unit.id, clause), (0, False)), seen=(unit.id, clause) in {*seen, *counts})
                for unit in units
            ),
        )
        for clause in sorted(shown, key=natural)
    ]


def _failings(db: Database, month: str) -> dict[tuple[str, str], tuple[int, bool]]:
    """By unit and clause: how many failings, and whether one is a red line."""
    rows = db.rows(
        """SELECT unit, clause, count(*) AS n, max(CASE WHEN severity = 'redline' THEN 1 ELSE 0 END) AS redline
           FROM ledger WHERE month = :month AND finding IS NOT NULL GROUP BY unit, clause""",
        month=month,
    )
    return {(row["unit"], row["clause"]): (row["n"], bool(row["redline"])) for row in rows}


def _judged(db: Database, month: str) -> list[tuple[str, str]]:
    """Unit and item of what was judged; of a closed month in the checks that it counted."""
    rows = db.rows(
        """SELECT DISTINCT counted.unit, observations.item
           FROM (SELECT submission, unit FROM closed_visits WHERE month = :month
                 UNION SELECT submission, unit FROM visit_scores
                 WHERE month = :month AND month NOT IN (SELECT month FROM closures)) AS counted
           JOIN observations ON observations.submission = counted.submission
           WHERE verdict IN ('pass', 'fail')""",
        month=month,
    )
    return [(row["unit"], row["item"]) for row in rows]


def _asked(db: Database) -> tuple[dict[str, str], dict[str, str]]:
    """The heading of every clause, and the clause of every item, in the checklists of today."""
    headings: dict[str, str] = {}
    clause_of = {}
    for checklist in versions.current(db):
        for section in checklist.sections:
            for item in section.items:
                headings.setdefault(item.clause, section.title)
                clause_of[item.id] = item.clause
    return headings, clause_of
