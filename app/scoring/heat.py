"""The heat map: how often each clause was not met in each unit in a month."""

from dataclasses import dataclass

from app.checklists import versions
from app.checklists.clauses import number
from app.checklists.words import worded
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
    seen = {*counts, *((unit, clause_of[item]) for unit, item in _judged(db, month) if item in clause_of)}
    wanted = {unit.id for unit in units}
    shown = {clause for unit, clause in seen if unit in wanted}
    return [
        Clause(
            number(clause),
            headings.get(clause, ""),
            tuple(Cell(*counts.get((unit.id, clause), (0, False)), seen=(unit.id, clause) in seen) for unit in units),
        )
        for clause in sorted(shown, key=natural)
    ]


def keep(db: Database, month: str, unit: str) -> None:
    """Writes what a unit's month has in the map anew, from its checks and its ledger, within the caller's transaction.

    Kept as the figures are: so the page reads no more of a month with many checks than of one with few.
    """
    db.execute("DELETE FROM judged_items WHERE month = :month AND unit = :unit", month=month, unit=unit)
    db.execute("DELETE FROM failed_clauses WHERE month = :month AND unit = :unit", month=month, unit=unit)
    db.execute(
        """INSERT INTO judged_items (month, unit, item)
           SELECT DISTINCT visit_scores.month, visit_scores.unit, observations.item
           FROM visit_scores JOIN observations ON observations.submission = visit_scores.submission
           WHERE visit_scores.month = :month AND visit_scores.unit = :unit AND verdict IN ('pass', 'fail')""",
        month=month,
        unit=unit,
    )
    db.execute(
        """INSERT INTO failed_clauses (month, unit, clause, failings, redline)
           SELECT month, unit, clause, count(*), max(CASE WHEN severity = 'redline' THEN 1 ELSE 0 END)
           FROM ledger WHERE month = :month AND unit = :unit AND finding IS NOT NULL GROUP BY month, unit, clause""",
        month=month,
        unit=unit,
    )


def _failings(db: Database, month: str) -> dict[tuple[str, str], tuple[int, bool]]:
    """By unit and clause: how many failings, and whether one is a red line."""
    rows = db.rows("SELECT unit, clause, failings, redline FROM failed_clauses WHERE month = :month", month=month)
    return {(row["unit"], row["clause"]): (row["failings"], bool(row["redline"])) for row in rows}


def _judged(db: Database, month: str) -> list[tuple[str, str]]:
    """Unit and item of what was judged; of a closed month in the checks that it counted."""
    rows = db.rows("SELECT unit, item FROM judged_items WHERE month = :month", month=month)
    return [(row["unit"], row["item"]) for row in rows]


def _asked(db: Database) -> tuple[dict[str, str], dict[str, str]]:
    """The heading of every clause, and the clause of every item, in the checklists of today."""
    headings: dict[str, str] = {}
    clause_of = {}
    for checklist in versions.current(db):
        for section in checklist.sections:
            for item in section.items:
                headings.setdefault(item.clause, worded(section, "title"))
                clause_of[item.id] = item.clause
    return headings, clause_of
