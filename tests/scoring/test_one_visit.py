"""What one visit earns and loses."""

from fractions import Fraction

import pytest

from app.scoring.rules import judge, score
from tests.scoring.worlds import failed, passed, rules, visit


def test_a_visit_scores_what_it_earned_of_what_was_attainable():
    outcome = judge(rules(), visit(passed("A-1", "general"), passed("A-2", "serious"), failed("A-3", "minor")))
    assert (outcome.attainable, outcome.lost) == (8, 1)
    assert score(rules(), outcome) == Fraction(700, 8)


@pytest.mark.parametrize("verdict", ["na", "unseen", None])
def test_what_did_not_occur_or_was_not_seen_leaves_the_denominator(verdict):
    outcome = judge(rules(), visit(passed("A-1"), passed("A-2", verdict=verdict)))
    assert outcome.attainable == 2


@pytest.mark.parametrize("severity", ["note", "hint"])
def test_items_without_weight_neither_earn_nor_lose(severity):
    outcome = judge(rules(), visit(passed("A-1"), passed("A-2", severity), failed("A-3", severity)))
    assert (outcome.attainable, outcome.lost) == (2, 0)
    assert [loss.weight for loss in outcome.losses] == [0]


def test_a_visit_in_which_nothing_counted_is_not_scored():
    assert not judge(rules(), visit(passed("A-1", "note"), passed("A-2", verdict="na"))).scored


def test_several_observations_of_one_item_each_count():
    both = visit(failed("A-1", post="1号柜台"), failed("A-1", post="2号柜台"), passed("A-1", post="3号柜台"))
    assert (judge(rules(), both).attainable, judge(rules(), both).lost) == (6, 4)


def test_a_dismissed_failing_counts_as_a_pass():
    outcome = judge(rules(), visit(failed("A-1", confirmed=""), failed("A-2")))
    assert (outcome.attainable, outcome.lost, len(outcome.losses)) == (4, 2, 1)


def test_a_severity_changed_by_the_review_weighs_on_both_sides():
    outcome = judge(rules(), visit(failed("A-1", "general", confirmed="serious"), passed("A-2", "general")))
    assert (outcome.attainable, outcome.lost) == (7, 5)


def test_a_confirmed_red_line_costs_its_weight_and_is_a_veto():
    outcome = judge(rules(), visit(failed("A-1", "redline"), passed("A-2", "redline")))
    assert (outcome.attainable, outcome.lost, outcome.veto) == (20, 10, True)
    assert not judge(rules(), visit(failed("A-1", "redline", confirmed=""))).veto
    assert not judge(rules(), visit(failed("A-1", "redline", confirmed="serious"))).veto
    assert judge(rules(), visit(failed("A-1", "serious", confirmed="redline"))).veto


def test_one_fact_that_hits_several_items_counts_once_at_its_worst():
    same = visit(
        failed("A-1", "general", groups=frozenset({"A/0"}), post="1号柜台"),
        failed("A-2", "serious", groups=frozenset({"A/0"}), post="1号柜台"),
        passed("A-3", "general"),
    )
    outcome = judge(rules(), same)
    assert (outcome.attainable, outcome.lost) == (7, 5)
    assert [(loss.judgement.item, loss.weight, loss.instead) for loss in outcome.losses] == [
        ("A-1", 0, "A-2"),
        ("A-2", 5, ""),
    ]


def test_the_same_items_at_another_post_are_another_fact():
    two = visit(
        failed("A-1", groups=frozenset({"A/0"}), post="1号柜台"),
        failed("A-2", groups=frozenset({"A/0"}), post="2号柜台"),
    )
    assert judge(rules(), two).lost == 4


def test_each_failing_of_an_item_meets_one_failing_of_the_other():
    three = visit(
        failed("A-1", groups=frozenset({"A/0"}), observation="1"),
        failed("A-1", groups=frozenset({"A/0"}), observation="2"),
        failed("A-2", groups=frozenset({"A/0"}), observation="3"),
    )
    assert judge(rules(), three).lost == 4


def test_where_points_are_deducted_a_visit_loses_weights_and_stops_at_zero():
    deduct = rules(form="deduct")
    assert score(deduct, judge(deduct, visit(failed("A-1", "serious"), passed("A-2", "general")))) == 95
    many = visit(*(failed("A-1", "redline", observation=str(n)) for n in range(11)))
    assert score(deduct, judge(deduct, many)) == 0


def test_what_takes_up_the_result_of_two_others_is_one_fact_with_one_of_them():
    first, taken, second = (frozenset(names) for names in (["p"], ["p", "q"], ["q"]))
    found = judge(
        rules(),
        visit(
            failed("A-1", "serious", groups=first),
            failed("A-2", "serious", groups=second),
            failed("A-3", "serious", groups=taken),
        ),
    )
    assert found.lost == found.attainable == 10
    assert sum(bool(loss.instead) for loss in found.losses) == 1
