"""Accepted submissions as scoring sees them, and the row that keeps each one's score."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from app import clock
from app.checklists import asking
from app.checklists import versions as checklists
from app.checklists.conditions import Answer
from app.checklists.model import COVERT, Checklist
from app.db import Database, Row
from app.intake import submissions
from app.org import sites
from app.review.periods import third
from app.scoring.rules import Inspection, Judgement, Outcome, Rules, judge, score
from app.scoring.sums import rounded


@dataclass(frozen=True, order=True)
class Place:
    """The month and the unit that a submission counts for."""

    month: str
    unit: str


def place(db: Database, submission: str) -> Place:
    """The calendar month of the visit's clock-corrected start in the bureau's zone, and the unit of its site then."""
    row = db.one("SELECT site FROM submissions WHERE id = :id", id=submission)
    started = submissions.started(db, submission)
    return Place(clock.month_of(started), sites.unit_at(db, row["site"], started))


def accepted(db: Database, submission: str) -> bool:
    """Whether a submission counts as the review stands now."""
    row = db.row("SELECT state FROM reviews WHERE submission = :submission", submission=submission)
    return row is not None and row["state"] == "accepted"


def kept(db: Database, submission: str) -> Place | None:
    """Where the submission counts at present, None when it does not."""
    row = db.row("SELECT month, unit FROM visit_scores WHERE submission = :submission", submission=submission)
    return Place(**row) if row else None


def keep(db: Database, rules: Rules, submission: str, where: Place) -> None:
    """Scores an accepted submission; a visit in which nothing counted is kept without a score."""
    outcome = judge(rules, load(db, submission))
    db.execute(
        """INSERT INTO visit_scores (submission, visit, unit, month, score, attainable, lost, veto, rule_version)
           VALUES (:submission, (SELECT visit FROM submissions WHERE id = :submission), :unit, :month, :score,
                   :attainable, :lost, :veto, :rule_version)
           ON CONFLICT (submission) DO UPDATE SET unit = excluded.unit, month = excluded.month,
             score = excluded.score, attainable = excluded.attainable, lost = excluded.lost, veto = excluded.veto,
             rule_version = excluded.rule_version""",
        submission=submission,
        unit=where.unit,
        month=where.month,
        score=str(rounded(score(rules, outcome))) if outcome.scored else "",
        attainable=outcome.attainable,
        lost=outcome.lost,
        veto=int(outcome.veto),
        rule_version=rules.version,
    )


def drop(db: Database, submission: str) -> None:
    """Lets a submission count no longer."""
    db.execute("DELETE FROM visit_scores WHERE submission = :submission", submission=submission)


def outcomes(db: Database, rules: Rules, where: Place) -> list[Outcome]:
    """Every visit of a unit's month under these rules, in no particular order."""
    rows = db.rows(
        "SELECT submission FROM visit_scores WHERE month = :month AND unit = :unit", month=where.month, unit=where.unit
    )
    return [judge(rules, load(db, row["submission"])) for row in rows]


def load(db: Database, submission: str, *, withdrawn: bool = False) -> Inspection:
    """A submission with what the review confirmed in it; `withdrawn` says that what was taken back since counts, as it
    did before. Raises NotFound."""
    row = db.one("SELECT approach FROM submissions WHERE id = :id", id=submission)
    forms = {
        form["checklist"]: checklists.get(db, form["checklist"], form["version"])
        for form in db.rows(
            "SELECT checklist, version FROM submission_checklists WHERE submission = :id", id=submission
        )
    }
    findings = {
        finding["observation"]: finding
        for finding in db.rows(
            """SELECT id, observation, severity, day, post FROM findings
               WHERE submission = :id AND (withdrawn_at IS NULL OR :withdrawn = 1)""",
            id=submission,
            withdrawn=int(withdrawn),
        )
    }
    observations = db.rows(
        "SELECT id, checklist, item, post, verdict, value FROM observations WHERE submission = :id ORDER BY position",
        id=submission,
    )
    asked = _asked(forms, observations)
    groups = _groups(forms)
    judgements = [
        _judgement(
            observation, forms[observation["checklist"]], findings.get(observation["id"]), row["approach"], groups
        )
        for observation in observations
        if observation["item"] in asked or observation["id"] in findings
    ]
    return Inspection(submission, row["approach"], tuple(j for j in judgements if j))


def _asked(forms: dict[str, Checklist], observations: list[Row]) -> frozenset[str]:
    """The items that the answers leave to be asked by their conditions; several observations of one item answer it by
    the first. What was answered before it fell away counts for nothing, unless the review confirmed it."""
    given: dict[str, dict[str, Answer]] = {name: {} for name in forms}
    for observation in observations:
        value = None if observation["value"] is None else json.loads(observation["value"])
        given[observation["checklist"]].setdefault(observation["item"], Answer(observation["verdict"] or "", value))
    return frozenset(item for name, form in forms.items() for item in asking.asked(form, given[name]))


def _groups(forms: dict[str, Checklist]) -> dict[str, frozenset[str]]:
    """The same-facts groups of every item: a group may reach over the checklists of a visit."""
    found: dict[str, set[str]] = defaultdict(set)
    for form in forms.values():
        for place, group in enumerate(form.same_facts):
            for item in group:
                found[item].add(f"{form.id}/{place}")
    return {item: frozenset(groups) for item, groups in found.items()}


def _judgement(
    observation: Row, form: Checklist, finding: Row | None, approach: str, groups: dict[str, frozenset[str]]
) -> Judgement | None:
    item = form.item(observation["item"])
    if item is None or not form.judges(item):
        return None
    return Judgement(
        observation=observation["id"],
        item=item.id,
        clause=item.clause,
        post=observation["post"],
        verdict=observation["verdict"],
        severity=item.severity,
        confirmed=finding["severity"] if finding else "",
        finding=finding["id"] if finding else "",
        groups=groups.get(item.id, frozenset()),
        shown=_shown(finding, approach) if finding else "",
    )


def _shown(finding: Row, approach: str) -> str:
    """What a ledger line says of when and where: of covert work the ten-day band only, so that the order of lines tells
    nothing else."""
    if approach in COVERT:
        return f"{approach}/{third(date.fromisoformat(finding['day']))}"
    return f"{approach}/{finding['day']}/{finding['post'] or ''}"
