"""The sum of a unit's month, without a database: its score and the ledger lines that add up to it exactly."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.scoring.rules import FULL, Loss, Outcome, Rules, cost, score

START, FAILING, SAME_FACT, ADJUSTMENT = "start", "failing", "same-fact", "adjustment"
FLOOR, CEILING, REMAINDER = "floor", "ceiling", "remainder"
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Change:
    """One signed change of a score: a ledger line in the making. `points` has two places; `about` is what the sentence
    of the rule speaks of: the item that counts instead (same-fact), or what an adjustment stands for, whose id is
    `adjustment`."""

    rule: str
    points: Decimal
    submission: str | None = None
    finding: str | None = None
    post: str | None = None
    item: str | None = None
    clause: str | None = None
    severity: str | None = None
    about: str = ""
    adjustment: str | None = None


@dataclass(frozen=True)
class Adjustment:
    """Points that a closed month sends into this one: because of which submission, None where nobody noted it. `shown`
    is what a reader sees of it besides points and month; lines that are otherwise equal stand by it."""

    id: str
    points: Decimal
    about: str
    submission: str | None = None
    shown: str = ""


@dataclass(frozen=True)
class Sum:
    """A unit's month. `visits` counts the scored ones; the points of `changes` add up to `score`."""

    score: Decimal
    grade: str
    veto: bool
    visits: int
    thin: bool
    changes: tuple[Change, ...]


def add_up(rules: Rules, outcomes: Iterable[Outcome], adjustments: Iterable[Adjustment] = ()) -> Sum | None:
    """The month of a unit from all its visits, in whatever order they came; None when no visit was scored.

    The score is the weighted mean of the visits with the adjustments, from 0 to 100, rounded half-even to two places.
    What the two ends cut off, and what rounding each line leaves over (尾差), are lines of their own.
    """
    outcomes, adjustments = list(outcomes), list(adjustments)
    shares = _shares(rules, outcomes)
    if not shares:
        return None
    mean = sum((score(rules, outcome) * share for outcome, share in shares), Fraction())
    exact = mean + sum(Fraction(adjustment.points) for adjustment in adjustments)
    shown = rounded(min(max(exact, Fraction()), Fraction(FULL)))
    lines = [Change(START, rounded(Fraction(FULL))), *_failings(rules, outcomes, dict(_by_submission(shares)))]
    lines += [*_floors(rules, shares), *_adjusted(adjustments), *_limit(exact)]
    rest = shown - sum(line.points for line in lines)
    if rest:
        lines.append(Change(REMAINDER, rest))
    veto = any(outcome.veto for outcome in outcomes)
    return Sum(shown, rules.grade(Fraction(shown), veto), veto, len(shares), len(shares) < rules.thin, tuple(lines))


def unscored(rules: Rules, outcomes: Iterable[Outcome]) -> tuple[Change, ...]:
    """The lines of a month without a score, all of nothing, so that no confirmed failing is without its line."""
    return tuple(_failings(rules, list(outcomes), {}))


def rounded(value: Fraction) -> Decimal:
    """Two places, half to even."""
    return Decimal(round(value * 100)).scaleb(-2).quantize(NOTHING)


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """A key by which 4.1.7 stands before 4.1.15."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text) if part)


def _shares(rules: Rules, outcomes: list[Outcome]) -> list[tuple[Outcome, Fraction]]:
    """The scored visits, each with its share of the mean."""
    scored = [outcome for outcome in outcomes if outcome.scored]
    total = sum(rules.visits[outcome.inspection.approach] for outcome in scored)
    return [(outcome, Fraction(rules.visits[outcome.inspection.approach], total)) for outcome in scored]


def _by_submission(shares: list[tuple[Outcome, Fraction]]) -> Iterable[tuple[str, Fraction]]:
    return ((outcome.inspection.submission, share) for outcome, share in shares)


def _failings(rules: Rules, outcomes: list[Outcome], shares: dict[str, Fraction]) -> list[Change]:
    """One line for every confirmed failing, ordered by clause, item, points and what a reader sees: never by time."""
    found: list[tuple[Change, Loss]] = []
    for outcome in outcomes:
        share = shares.get(outcome.inspection.submission, Fraction())
        for loss in outcome.losses:
            points = -rounded(cost(rules, outcome, loss.weight) * share) if loss.weight else NOTHING
            found.append((_change(outcome, loss, points), loss))
    return [line for line, _ in sorted(found, key=_place)]


def _change(outcome: Outcome, loss: Loss, points: Decimal) -> Change:
    judgement = loss.judgement
    return Change(
        SAME_FACT if loss.instead else FAILING,
        points,
        outcome.inspection.submission,
        judgement.finding,
        judgement.post,
        judgement.item,
        judgement.clause,
        judgement.confirmed,
        loss.instead,
    )


def _place(entry: tuple[Change, Loss]) -> tuple[object, ...]:
    line, loss = entry
    return (
        natural(line.clause or ""),
        natural(line.item or ""),
        line.points,
        line.severity,
        line.about,
        loss.judgement.shown,
        line.finding,
    )


def _floors(rules: Rules, shares: list[tuple[Outcome, Fraction]]) -> list[Change]:
    """Where points are deducted, a visit does not fall below 0: what it would have lost beyond is given back."""
    if rules.form == "ratio":
        return []
    beyond = [
        Change(FLOOR, rounded((outcome.lost - FULL) * share), outcome.inspection.submission)
        for outcome, share in shares
        if outcome.lost > FULL
    ]
    return sorted(beyond, key=lambda line: (line.points, line.submission))


def _adjusted(adjustments: list[Adjustment]) -> list[Change]:
    ordered = sorted(adjustments, key=lambda a: (a.about, a.points, a.shown, a.id))
    return [Change(ADJUSTMENT, a.points, a.submission, about=a.about, adjustment=a.id) for a in ordered]


def _limit(exact: Fraction) -> list[Change]:
    """A month ends at 0 and at 100, whatever adjustments would make of it."""
    if exact < 0:
        return [Change(FLOOR, rounded(-exact))]
    return [Change(CEILING, -rounded(exact - FULL))] if exact > FULL else []
