"""The rules of scoring, without a database: what one visit earns and loses. Every figure is a fraction, nothing rounds.

All numbers come from `checklists/scoring.yaml`, because the source documents give none.
"""

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.checklists.model import canonical

FORMS = ("ratio", "deduct")
FULL = 100


@dataclass(frozen=True)
class Grade:
    """A grade (等次) and the score from which it is reached."""

    name: str
    start: int


@dataclass(frozen=True)
class Rules:
    """`weights` by severity and `visits` by approach are whole numbers; `grades` run from the best to the last, which
    starts at 0; `thin` is the number of visits from which a unit is ranked; `veto` is the best grade under a veto."""

    form: str
    weights: dict[str, int]
    visits: dict[str, int]
    grades: tuple[Grade, ...]
    thin: int
    veto: str

    @property
    def version(self) -> str:
        """The content hash by which every ledger line names the rules it was made by."""
        return hashlib.sha256(canonical(self.content()).encode()).hexdigest()[:12]

    def content(self) -> dict[str, Any]:
        """The rules as plain JSON values, in the shape of the file."""
        grades = [{"name": grade.name, "from": grade.start} for grade in self.grades]
        return vars(self) | {"grades": grades}

    def grade(self, score: Fraction, veto: bool) -> str:
        """The grade of a score; under a veto (一票否决) no better than `veto`."""
        names = [grade.name for grade in self.grades]
        reached = next((n for n, grade in enumerate(self.grades) if score >= grade.start), len(names) - 1)
        return names[max(reached, names.index(self.veto)) if veto else reached]


def from_content(content: dict[str, Any]) -> Rules:
    """The rules of a `content()`."""
    grades = tuple(Grade(grade["name"], grade["from"]) for grade in content["grades"])
    return Rules(**content | {"grades": grades})


@dataclass(frozen=True)
class Judgement:
    """One observation as scoring sees it. `severity` is the item's own; `confirmed` the one with which the review
    confirmed a failing, empty when nothing was confirmed; `groups` names the same-facts groups that the item is in.
    `shown` is what a reader sees of the finding besides item and points; lines that are otherwise equal stand by it."""

    observation: str
    item: str
    clause: str
    post: str | None
    verdict: str | None
    severity: str
    confirmed: str = ""
    finding: str = ""
    groups: frozenset[str] = frozenset()
    shown: str = ""


@dataclass(frozen=True)
class Inspection:
    """An accepted submission: one visit."""

    submission: str
    approach: str
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True)
class Loss:
    """A confirmed failing and the weight it costs: 0 where `instead` names the item at which the same fact counts."""

    judgement: Judgement
    weight: int
    instead: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a visit could earn, what it lost, whether a red line fell, and one loss for every confirmed failing."""

    inspection: Inspection
    attainable: int
    lost: int
    veto: bool
    losses: tuple[Loss, ...]

    @property
    def scored(self) -> bool:
        """Whether anything was judged that counts; a visit without it has no score."""
        return self.attainable > 0


def judge(rules: Rules, inspection: Inspection) -> Outcome:
    """Applies the rules to one visit.

    What passed or failed is attainable at its item's weight; not occurred, not observed and not answered leave the
    denominator. A confirmed failing loses the weight of the severity it was confirmed with, which then also is what was
    attainable; a dismissed one counts as a pass. A fact that hits several items counts once, at its worst: the others
    are neither attainable nor lost, so that one more failing never raises a score.
    """
    losses = _losses(rules, inspection)
    passed = [j for j in inspection.judgements if j.verdict in {"pass", "fail"} and not _failing(j)]
    lost = sum(loss.weight for loss in losses)
    return Outcome(
        inspection=inspection,
        attainable=sum(rules.weights[j.severity] for j in passed) + lost,
        lost=lost,
        veto=any(loss.judgement.confirmed == "redline" for loss in losses),
        losses=losses,
    )


def score(rules: Rules, outcome: Outcome) -> Fraction:
    """The score of a scored visit, 0 to 100. Raises ZeroDivisionError when nothing was attainable."""
    if rules.form == "ratio":
        return Fraction(FULL * (outcome.attainable - outcome.lost), outcome.attainable)
    return Fraction(max(0, FULL - outcome.lost))


def cost(rules: Rules, outcome: Outcome, weight: int) -> Fraction:
    """What a lost weight costs of the visit's hundred points."""
    return Fraction(FULL * weight, outcome.attainable) if rules.form == "ratio" else Fraction(weight)


def _failing(judgement: Judgement) -> bool:
    return judgement.verdict == "fail" and bool(judgement.confirmed)


def _losses(rules: Rules, inspection: Inspection) -> tuple[Loss, ...]:
    losses = []
    for hits in _facts(rules, inspection):
        worst, *others = sorted(hits, key=lambda j: (-rules.weights[j.confirmed], j.item, j.observation))
        losses.append(Loss(worst, rules.weights[worst.confirmed]))
        losses += [Loss(other, 0, instead=worst.item) for other in others]
    return tuple(sorted(losses, key=lambda loss: (loss.judgement.item, loss.judgement.observation)))


def _facts(rules: Rules, inspection: Inspection) -> list[list[Judgement]]:
    """Every confirmed failing with those that are the same fact.

    Several failings of one item are several facts: the first of one item meets the first of the other items of its
    group at the same post, the second the second, worst first. Where an item is in several groups, only items that all
    share a group with each other are one fact: what takes up the result of two others is one of them, not both.
    """
    facts: list[list[Judgement]] = []
    failing = [j for j in inspection.judgements if _failing(j)]
    for judgement in sorted(failing, key=lambda j: (-rules.weights[j.confirmed], j.confirmed, j.observation)):
        fact = next((fact for fact in facts if all(_one_fact(judgement, other) for other in fact)), None)
        if fact is None:
            facts.append([judgement])
        else:
            fact.append(judgement)
    return facts


def _one_fact(one: Judgement, other: Judgement) -> bool:
    return (one.post or "") == (other.post or "") and one.item != other.item and bool(one.groups & other.groups)
