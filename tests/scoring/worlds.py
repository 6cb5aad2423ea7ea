"""Small worlds of judgements for the pure rules, and strategies that make any of them."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from app.checklists.model import APPROACHES, SEVERITIES
from app.scoring.loading import shipped
from app.scoring.rules import FORMS, Grade, Inspection, Judgement, Rules
from app.scoring.sums import Adjustment

# can be one fact, A-2 and A-3 too, A-1 and A-3 cannot.
GROUPS = {"A-1": frozenset({"A/0"}), "A-2": frozenset({"A/0", "A/1"}), "A-3": frozenset({"A/1"})}
GRADES = (Grade("优秀", 95), Grade("良好", 90), Grade("合格", 80), Grade("不合格", 0))


def rules(**changes: Any) -> Rules:
    """The shipped rules, changed as the test needs it."""
    return Rules(**vars(shipped()) | changes)


def passed(item: str = "A-1", severity: str = "general", **changes: Any) -> Judgement:
    return Judgement(
        **{"observation": item + "/" + str(changes), "item": item, "clause": "D-" + item, "post": None}
        | {"verdict": "pass", "severity": severity}
        | changes
    )


def failed(item: str = "A-1", severity: str = "general", confirmed: str | None = None, **changes: Any) -> Judgement:
    """A failing, confirmed with the item's own severity unless said otherwise (`""`: dismissed)."""
    stands = severity if confirmed is None else confirmed
    return passed(item, severity, verdict="fail", confirmed=stands, finding="f" if stands else "", **changes)


def visit(*judgements: Judgement, submission: str = "s", approach: str = "open") -> Inspection:
    return Inspection(submission, approach, judgements)


@st.composite
def any_rules(draw: st.DrawFn) -> Rules:
    """Any rules that file and page take: grades, the smallest sample and the veto among them."""
    most = draw(st.sampled_from([3, 60, 1000]))
    weights = {severity: draw(st.integers(0, most)) for severity in SEVERITIES}
    starts = [*sorted(draw(st.sets(st.integers(1, 100), max_size=7)), reverse=True), 0]
    grades = tuple(Grade(f"第{place}等", start) for place, start in enumerate(starts, 1))
    return rules(
        form=draw(st.sampled_from(FORMS)),
        weights=weights | {"redline": draw(st.integers(1, most))},
        grades=grades,
        veto=draw(st.sampled_from([grade.name for grade in grades])),
        thin=draw(st.integers(0, 5)),
        visits={approach: draw(st.integers(1, 7) | st.just(1000)) for approach in APPROACHES},
    )


@st.composite
def any_judgement(draw: st.DrawFn) -> Judgement:
    item, severity = draw(st.sampled_from(["A-1", "A-2", "A-3", "A-10"])), draw(st.sampled_from(SEVERITIES))
    verdict = draw(st.sampled_from(["pass", "fail", "fail", "na", "unseen", None]))
    stands = draw(st.sampled_from(["", *SEVERITIES])) if verdict == "fail" else ""
    name = str(draw(st.uuids()))
    return Judgement(
        observation=name,
        item=item,
        clause="D-" + item,
        post=draw(st.sampled_from([None, "1号柜台", "2号柜台"])),
        verdict=verdict,
        severity=severity,
        confirmed=stands,
        finding="finding-" + name if stands else "",
        groups=GROUPS.get(item, frozenset()),
        shown=draw(st.sampled_from(["open/2026-11-03/", "covert/1"])),
    )


@st.composite
def any_visit(draw: st.DrawFn) -> Inspection:
    return Inspection(
        str(draw(st.uuids())),
        draw(st.sampled_from(APPROACHES)),
        tuple(draw(st.lists(any_judgement(), max_size=12))),
    )


@st.composite
def any_adjustment(draw: st.DrawFn) -> Adjustment:
    cents = draw(st.integers(-9000, 9000))
    return Adjustment(str(draw(st.uuids())), Decimal(cents).scaleb(-2), "2026-10 difference")
