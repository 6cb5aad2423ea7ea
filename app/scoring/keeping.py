"""Keeps the figures of a unit's month: written anew while the month is under way, never touched once it is closed.

Everything here runs within the caller's transaction.
"""

import uuid
from decimal import Decimal

from app import clock, journal
from app.db import Database, Row
from app.intake import submissions
from app.scoring import causes, heat, inspections, versions
from app.scoring.causes import Cause
from app.scoring.inspections import Place
from app.scoring.rules import Rules
from app.scoring.sums import NOTHING, Adjustment, Change, Sum, add_up, unscored

DIFFERENCE, UNCOUNTED, VETO = "difference", "uncounted", "veto"


def closed(db: Database, month: str) -> bool:
    """Whether a month is closed."""
    return db.row("SELECT 1 AS found FROM closures WHERE month = :month", month=month) is not None


def under_way(db: Database) -> str:
    """The month that adjustments go to: this one, or the next that is open when this one was closed early."""
    month = clock.month_of(clock.now())
    while closed(db, month):
        month = clock.month_before(month, -1)
    return month


def rules_for(db: Database, where: Place) -> Rules:
    """The rules of a unit's month: those in force, or those by which the month was closed."""
    row = _row(db, where) if closed(db, where.month) else None
    return versions.get(db, row["rule_version"]) if row else versions.in_force(db)


def counted(db: Database, cause: Cause) -> Cause:
    """The cause as it is told: only what had counted until now can have been replaced."""
    return cause if cause.replaced and inspections.kept(db, cause.replaced) else Cause(cause.submission)


def count(db: Database, cause: Cause) -> set[Place]:
    """Scores what was accepted, drops whatever of the same check counts no longer, and gives the months of units that
    this changes."""
    touched = set()
    for submission in submissions.same_check(db, cause.submission):
        before = inspections.kept(db, submission)
        if inspections.accepted(db, submission):
            if submission != cause.submission:
                continue
            now = inspections.place(db, submission)
            inspections.keep(db, rules_for(db, now), submission, now)
            touched.add(now)
        elif before:
            inspections.drop(db, submission)
        if before:
            touched.add(before)
    return touched


def catch_up(db: Database, rules: Rules) -> None:
    """Scores anew what an open month still shows by other rules, or by the sums of an older version."""
    checks = db.rows(
        """SELECT submission, month, unit FROM visit_scores
           WHERE rule_version <> :version AND month NOT IN (SELECT month FROM closures)""",
        version=rules.version,
    )
    sums = db.rows(
        """SELECT month, unit FROM unit_months
           WHERE rule_version <> :version AND month NOT IN (SELECT month FROM closures)""",
        version=rules.version,
    )
    for row in checks:
        inspections.keep(db, rules, row["submission"], Place(row["month"], row["unit"]))
    for where in sorted({Place(row["month"], row["unit"]) for row in (*checks, *sums)}):
        renew(db, where)


def rest_upon(db: Database, month: str, later: str) -> None:
    """Moves adjustments of units that had no score in `month` on to `later`, so that none is lost."""
    for row in db.rows(
        """SELECT DISTINCT unit FROM adjustments WHERE month = :month AND unit NOT IN
             (SELECT unit FROM unit_months WHERE month = :month)""",
        month=month,
    ):
        db.execute(
            "UPDATE adjustments SET month = :later WHERE month = :month AND unit = :unit",
            later=later,
            month=month,
            unit=row["unit"],
        )
        renew(db, Place(later, row["unit"]))


def renew(db: Database, where: Place) -> None:
    """Writes the score, the ledger and the heat map of a unit's open month anew."""
    rules = versions.in_force(db)
    if versions.adoption(db) is None:
        versions.adopt(db, rules)
    outcomes = inspections.outcomes(db, rules, where)
    found = add_up(rules, outcomes, adjustments(db, where))
    db.execute("DELETE FROM ledger WHERE month = :month AND unit = :unit", month=where.month, unit=where.unit)
    db.execute("DELETE FROM unit_months WHERE month = :month AND unit = :unit", month=where.month, unit=where.unit)
    if found:
        _write_score(db, where, rules, found)
    _write_ledger(db, where, rules, found.changes if found else unscored(rules, outcomes))
    heat.keep(db, where.month, where.unit)


def adjust(db: Database, where: Place, cause: Cause) -> None:
    """Writes what a review changed after the closing as an adjustment of the month under way; the closed month stays.

    Where one of the two has no score there is no difference: the adjustment then says so with 0.00 points. A veto is
    not passed on either, but the reason tells of it.
    """
    before = _row(db, where)
    rules = rules_for(db, where)
    after = add_up(rules, inspections.outcomes(db, rules, where), adjustments(db, where))
    told = _told(db, where)
    if before and after:
        points = after.score - Decimal(before["score"]) - sum((row["points"] for row in told), NOTHING)
        vetoed = after.veto and not before["veto"] and all(row["reason"] != VETO for row in told)
        if points or vetoed:
            _send_on(db, where, cause, points, VETO if vetoed else DIFFERENCE)
    elif (before or after) and all(row["reason"] != UNCOUNTED for row in told):
        _send_on(db, where, cause, NOTHING, UNCOUNTED)


def adjustments(db: Database, where: Place) -> list[Adjustment]:
    """The adjustments that a unit's month takes, in no particular order."""
    rows = db.rows(
        """SELECT id, points, closed_month, reason, submission, replaced FROM adjustments
           WHERE month = :month AND unit = :unit""",
        month=where.month,
        unit=where.unit,
    )
    return [_adjustment(db, where.unit, row) for row in rows]


def _write_score(db: Database, where: Place, rules: Rules, found: Sum) -> None:
    db.execute(
        """INSERT INTO unit_months (month, unit, score, grade, veto, visits, thin, rule_version)
           VALUES (:month, :unit, :score, :grade, :veto, :visits, :thin, :rule_version)""",
        month=where.month,
        unit=where.unit,
        score=str(found.score),
        grade=found.grade,
        veto=int(found.veto),
        visits=found.visits,
        thin=int(found.thin),
        rule_version=rules.version,
    )


def _write_ledger(db: Database, where: Place, rules: Rules, changes: tuple[Change, ...]) -> None:
    db.bulk(
        """INSERT INTO ledger (id, month, unit, position, submission, finding, post, item, clause, severity, rule,
                               rule_version, points, yuan, reason, adjustment)
           VALUES (:id, :month, :unit, :position, :submission, :finding, :post, :item, :clause, :severity, :rule,
                   :rule_version, :points, '0.00', :reason, :adjustment)""",
        [_line(where, rules, position, change) for position, change in enumerate(changes)],
    )


def _line(where: Place, rules: Rules, position: int, change: Change) -> Row:
    values = vars(change) | {"points": str(change.points), "reason": change.about}
    del values["about"]
    key = {"id": f"{where.month}/{where.unit}/{position}", "month": where.month, "unit": where.unit}
    return values | key | {"position": position, "rule_version": rules.version}


def _told(db: Database, where: Place) -> list[Row]:
    """The adjustments that a closed month of the unit has sent on so far."""
    rows = db.rows(
        "SELECT points, reason FROM adjustments WHERE closed_month = :month AND unit = :unit",
        month=where.month,
        unit=where.unit,
    )
    return [row | {"points": Decimal(row["points"])} for row in rows]


def _send_on(db: Database, where: Place, cause: Cause, points: Decimal, reason: str) -> None:
    month = under_way(db)
    db.execute(
        """INSERT INTO adjustments (id, month, unit, closed_month, points, reason, at, submission, replaced)
           VALUES (:id, :month, :unit, :closed_month, :points, :reason, :now, :submission, :replaced)""",
        id=str(uuid.uuid4()),
        month=month,
        unit=where.unit,
        closed_month=where.month,
        points=str(points),
        reason=reason,
        now=clock.stamp(),
        **vars(cause),
    )
    detail = {"month": month, "closed_month": where.month, "points": str(points), "submission": cause.submission}
    journal.record(db, None, "score.adjusted", where.unit, **detail)
    renew(db, Place(month, where.unit))


def _adjustment(db: Database, unit: str, row: Row) -> Adjustment:
    cause = Cause(row["submission"], row["replaced"]) if row["submission"] else None
    return Adjustment(
        row["id"],
        Decimal(row["points"]),
        f"{row['closed_month']} {row['reason']}",
        row["submission"],
        causes.account(db, cause, unit).shown if cause else "",
    )


def _row(db: Database, where: Place) -> Row | None:
    return db.row(
        "SELECT score, veto, rule_version FROM unit_months WHERE month = :month AND unit = :unit",
        month=where.month,
        unit=where.unit,
    )
