"""The numbers that the standards name, at their edges: what an answer proposes as its verdict."""

import pytest

from app.checklists import asking, loading
from app.checklists.conditions import Answer, Answers, holds

EDGES = [
    # 每年度召开一次至二次: too many is no failing
    ("CL14-02", {0: True, 1: False, 2: False, 3: False}),
    # 三个工作日内
    ("CL20-02", {0: False, 3: False, 4: True}),
    # 月累计超过3次, three are not more than three
    ("CL22-01", {0: False, 3: False, 4: True}),
    # 累计3次以上（含3次）
    ("CL22-10", {0: False, 2: False, 3: True}),
    # 每月考核一次, 每年全面检查一次
    ("CL23-11", {11: True, 12: False}),
    ("CL23-12", {0: True, 1: False, 2: False}),
]


@pytest.fixture(scope="module")
def forms():
    return {form.id: form for form in loading.load_all()}


@pytest.mark.parametrize(("item", "edges"), EDGES, ids=[item for item, _ in EDGES])
def test_a_number_of_the_standards_is_kept_to_the_unit(forms, item, edges):
    condition = asking.trees(forms[item.partition("-")[0]])[item]["fail_if"]
    assert {value: holds(condition, Answers(own=Answer(value=value))) for value in edges} == edges


def test_a_number_that_is_not_given_means_no_failing(forms):
    for item, _ in EDGES:
        condition = asking.trees(forms[item.partition("-")[0]])[item]["fail_if"]
        assert not holds(condition, Answers()), item


def test_points_of_a_small_examination_are_out_of_a_hundred(forms):
    condition = asking.trees(forms["CL15"])["CL15-06"]["valid_if"]
    right = {-1: False, 0: True, 59.5: True, 100: True, 101: False}
    assert {value: holds(condition, Answers(own=Answer(value=value))) for value in right} == right


def test_what_follows_a_complaint_is_asked_only_where_there_was_one(forms):
    none = asking.asked(forms["CL20"], {"CL20-01": Answer("na")})
    one = asking.asked(forms["CL20"], {"CL20-01": Answer("pass", 1)})
    assert (none, one) == ({"CL20-01", "CL20-04"}, {"CL20-01", "CL20-02", "CL20-03", "CL20-04"})


def test_a_reply_is_looked_for_in_the_files_though_nobody_asked_the_question_on_the_spot(forms):
    assert {"CL16-04", "CL16-05"} <= asking.asked(forms["CL16"], {})
    assert not {"CL16-04", "CL16-05"} & asking.asked(forms["CL16"], {"CL16-03": Answer("na")})
