"""The sum of a unit's month: its lines add up, whatever happened and in whatever order it came."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring import sums
from app.scoring.loading import shipped
from app.scoring.rules import judge, score
from app.scoring.sums import Adjustment, add_up, natural, rounded
from tests.scoring.worlds import any_adjustment, any_judgement, any_rules, any_visit, failed, passed, rules, visit

MONTHS = st.lists(any_visit(), max_size=6), st.lists(any_adjustment(), max_size=3)


def month(*visits, rules=None, adjustments=()):
    used = rules or shipped()
    return add_up(used, [judge(used, each) for each in visits], adjustments)


@given(any_rules(), *MONTHS)
def test_the_lines_add_up_to_the_score_exactly(rules, visits, adjustments):
    found = month(*visits, rules=rules, adjustments=adjustments)
    if found is None:
        assert not any(judge(rules, each).scored for each in visits)
        return
    assert sum(change.points for change in found.changes) == found.score
    assert 0 <= found.score <= 100
    assert all(change.points == change.points.quantize(Decimal("0.01")) for change in found.changes)
    assert sum(change.rule == sums.REMAINDER for change in found.changes) <= 1


@given(any_rules(), *MONTHS, st.randoms())
def test_recomputing_in_any_order_gives_the_same_ledger(rules, visits, adjustments, random):
    before = month(*visits, rules=rules, adjustments=adjustments)
    shuffled, later = list(visits), list(adjustments)
    random.shuffle(shuffled)
    random.shuffle(later)
    mixed = [
        visit(*random.sample(v.judgements, len(v.judgements)), submission=v.submission, approach=v.approach)
        for v in shuffled
    ]
    assert month(*mixed, rules=rules, adjustments=later) == before


@given(any_rules(), *MONTHS)
def test_every_confirmed_failing_has_one_line(rules, visits, adjustments):
    found = month(*visits, rules=rules, adjustments=adjustments)
    if found is None:
        return
    confirmed = sorted(j.finding for each in visits for j in each.judgements if j.verdict == "fail" and j.confirmed)
    assert sorted(change.finding for change in found.changes if change.finding) == confirmed


@given(any_rules(), any_visit(), any_judgement())
def test_one_more_confirmed_failing_never_raises_a_score(rules, before, more):
    after = visit(*before.judgements, more, submission=before.submission, approach=before.approach)
    former, latter = judge(rules, before), judge(rules, after)
    if former.scored and more.verdict == "fail" and more.confirmed:
        assert score(rules, latter) <= score(rules, former)


def test_a_month_is_the_mean_of_its_visits():
    found = month(
        visit(passed("A-1"), failed("A-2"), submission="a"),
        visit(passed("A-1"), passed("A-2"), submission="b"),
        visit(passed("A-1"), submission="c"),
    )
    assert (str(found.score), found.grade, found.visits, found.thin, found.veto) == ("83.33", "合格", 3, False, False)
    assert [(change.rule, str(change.points)) for change in found.changes] == [
        ("start", "100.00"),
        ("failing", "-16.67"),
    ]


def test_what_rounding_leaves_over_is_a_line_of_its_own():
    found = month(visit(*(failed(f"A-{n}") for n in range(3)), *(passed(f"B-{n}") for n in range(4))))
    assert str(found.score) == "57.14"
    assert [str(change.points) for change in found.changes] == ["100.00", "-14.29", "-14.29", "-14.29", "0.01"]
    assert found.changes[-1].rule == "remainder"


def test_visits_weigh_by_their_approach():
    heavier = rules(visits=rules().visits | {"covert": 3})
    found = month(visit(passed(), submission="a"), visit(failed(), submission="b", approach="covert"), rules=heavier)
    assert str(found.score) == "25.00"


def test_a_visit_that_was_not_scored_is_not_counted():
    found = month(visit(passed(), submission="a"), visit(passed("A-1", "note"), submission="b"))
    assert (found.visits, found.thin) == (1, True)
    assert month(visit(passed("A-1", "note"))) is None
    assert month() is None


def test_the_veto_stands_beside_the_number_and_caps_the_grade():
    found = month(visit(*(passed(f"A-{n}", "redline") for n in range(30)), failed("B-1", "redline")))
    assert (str(found.score), found.grade, found.veto) == ("96.77", "不合格", True)


@pytest.mark.parametrize(
    ("score", "grade"),
    [("95.00", "优秀"), ("94.99", "良好"), ("90.00", "良好"), ("80.00", "合格"), ("79.99", "不合格")],
)
def test_grades_begin_at_their_numbers(score, grade):
    assert rules().grade(Fraction(score), veto=False) == grade


def test_the_grade_goes_by_the_number_that_is_shown():
    found = month(visit(*(passed(f"A-{n}", "minor") for n in range(19_000)), *(failed(f"B-{n}") for n in range(500))))
    assert (str(found.score), found.grade) == ("95.00", "优秀")


def test_the_floor_of_a_deducting_visit_is_a_line_of_its_own():
    found = month(
        visit(*(failed("A-1", "redline", observation=str(n)) for n in range(12)), submission="a"),
        visit(passed(), submission="b"),
        rules=rules(form="deduct"),
    )
    assert str(found.score) == "50.00"
    assert [str(change.points) for change in found.changes if change.rule == "floor"] == ["10.00"]


def test_adjustments_are_lines_and_do_not_push_a_score_below_zero():
    found = month(visit(failed()), adjustments=[Adjustment("x", Decimal("-1.20"), "2026-10 difference")])
    assert str(found.score) == "0.00"
    assert [(c.rule, str(c.points)) for c in found.changes[-2:]] == [("adjustment", "-1.20"), ("floor", "1.20")]


def test_adjustments_do_not_lift_a_score_above_a_hundred():
    found = month(
        visit(passed(), failed("A-2", "minor")), adjustments=[Adjustment("x", Decimal("40.00"), "2026-10 difference")]
    )
    assert (str(found.score), found.grade) == ("100.00", "优秀")
    assert [(c.rule, str(c.points)) for c in found.changes[-2:]] == [("adjustment", "40.00"), ("ceiling", "-6.67")]
    assert sum(c.points for c in found.changes) == found.score


def test_a_fact_counted_elsewhere_keeps_a_line_of_nothing():
    found = month(
        visit(
            failed("A-1", groups=frozenset({"A/0"})), failed("A-2", "serious", groups=frozenset({"A/0"})), passed("A-3")
        )
    )
    zero = next(change for change in found.changes if change.rule == "same-fact")
    assert (zero.item, str(zero.points), zero.about) == ("A-1", "0.00", "A-2")


@pytest.mark.parametrize(("value", "text"), [("0.125", "0.12"), ("0.135", "0.14"), ("-0.125", "-0.12"), ("0", "0.00")])
def test_halves_are_rounded_to_even(value, text):
    assert str(rounded(Fraction(value))) == text


def test_clauses_stand_in_the_order_of_the_standard():
    assert sorted(["4.1.15", "4.1.7", "4.4.3(2)", "4.4.3(10)"], key=natural) == [
        "4.1.7", "4.1.15", "4.4.3(2)", "4.4.3(10)",
    ]  # fmt: skip
