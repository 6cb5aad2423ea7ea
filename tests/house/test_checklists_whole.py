"""The checklists that are shipped ask every clause once, of all whom it binds, and every item can be reached."""

import re
from itertools import product

import pytest

from app.checklists import asking, loading
from app.checklists.conditions import Answer, named, parse
from app.checklists.model import VERDICTS, Checklist

# Clauses that ask for several things which different people are asked: hotline and website, record and its use, good
# examples and apologies.
IN_SEVERAL = {"D2-4.3.3": {"CL06", "CL07"}, "D1-6": {"CL08", "CL13"}, "D2-4.4.5": {"CL18", "CL20"}}

# What the domain draft names as one fact.
ONE_FACT = [
    ("CL02-15", "CL02-25"),
    ("CL11-02", "CL02-08"),
    ("CL11-03", "CL22-06"),
    ("CL08-03", "CL22-03"),
    ("CL09-06", "CL22-02"),
    ("CL09-06", "CL10-06"),
    ("CL08-10", "CL13-06"),
    ("CL17-01", "CL17-05"),
    ("CL23-08", "CL23-13"),
]


@pytest.fixture(scope="module")
def shipped() -> dict[str, Checklist]:
    return {checklist.id: checklist for checklist in loading.load_all()}


def test_two_hundred_and_fifteen_items_cite_a_clause(shipped):
    assert sum(not item.outside for checklist in shipped.values() for item in checklist.items) == 215


def test_a_clause_is_asked_by_several_checklists_only_on_purpose(shipped):
    asking_it: dict[str, set[str]] = {}
    for checklist in shipped.values():
        for item in checklist.items:
            if item.clause:
                asking_it.setdefault(item.clause, set()).add(checklist.id)
    assert {clause: forms for clause, forms in asking_it.items() if len(forms) > 1} == IN_SEVERAL


@pytest.mark.parametrize("pair", ONE_FACT, ids=" ".join)
def test_what_the_draft_calls_one_fact_counts_once(shipped, pair):
    groups = [group for checklist in shipped.values() for group in checklist.same_facts]
    assert any(set(pair) <= set(group) for group in groups)


def test_one_fact_is_said_of_items_that_are_there_and_once(shipped):
    there = {item.id for checklist in shipped.values() for item in checklist.items}
    groups = [frozenset(group) for checklist in shipped.values() for group in checklist.same_facts]
    assert all(len(group) > 1 and group <= there for group in groups)
    assert len(groups) == len(set(groups))


def test_every_item_can_be_reached_by_each_approach_that_judges_it(shipped):
    for checklist in shipped.values():
        kinds = {item.id: item.kind for item in checklist.items}
        for item in (one for one in checklist.items if one.on and one.ask_if):
            for approach in item.approaches:
                before = [
                    name
                    for name in dict.fromkeys(named(parse(item.ask_if, kinds)))
                    if approach in checklist.item(name).approaches
                ]
                answers = [
                    {name: Answer(verdict) for name, verdict in zip(before, verdicts, strict=True)}
                    for verdicts in product(("", *VERDICTS), repeat=len(before))
                ]
                assert any(item.id in asking.asked(checklist, given) for given in answers), (item.id, approach)


def test_what_the_clauses_ask_of_service_staff_is_asked_beyond_the_halls(shipped):
    for name, items in {"CL01": ("CL01-02", "CL01-05", "CL01-08"), "CL02": ("CL02-04", "CL02-07", "CL02-22")}.items():
        for item in items:
            for kind in ("hall", "crew", "office"):
                assert shipped[name].applies(shipped[name].item(item), kind, county=False), (item, kind)
    clerks = [i for i in shipped["CL02"].items if i.clause in {"D2-4.1.15", "D2-4.1.22"}]
    assert all(shipped["CL02"].places(item) == ("hall",) for item in clerks)


def test_what_is_looked_up_in_files_does_not_point_at_a_covert_visit(shipped):
    for checklist in shipped.values():
        for item in (one for one in checklist.items if "desk" in one.approaches):
            assert not re.search("到访(的)?时刻", item.evidence), item.id


def test_what_this_bureau_sets_is_said_in_the_same_words(shipped):
    for checklist in shipped.values():
        for item in checklist.items:
            assert "set by the bureau" not in item.hint_en + item.evidence_en, item.id
            assert "set by this bureau" not in item.hint_en or "本单位" in item.hint, item.id
            assert "本单位设定" not in item.hint or re.search("this bureau", item.hint_en), item.id
