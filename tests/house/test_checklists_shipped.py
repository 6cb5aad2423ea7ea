"""The checklists that are shipped load, cite the standards, and can be worked with on a phone."""

import re

import pytest

from app.checklists import loading
from app.checklists.clauses import library
from app.checklists.model import Checklist

# From the domain draft; the source documents speak of what these check.
SHIPPED = {
    "CL01": 10,
    "CL02": 25,
    "CL03": 6,
    "CL04": 4,
    "CL05": 9,
    "CL06": 7,
    "CL07": 6,
    "CL08": 11,
    "CL09": 13,
    "CL10": 10,
    "CL11": 8,
    "CL12": 17,
    "CL13": 8,
    "CL14": 4,
    "CL15": 10,
    "CL16": 6,
    "CL17": 5,
    "CL18": 7,
    "CL19": 5,
    "CL20": 4,
    "CL21": 12,
    "CL22": 14,
    "CL23": 14,
}


@pytest.fixture(scope="module")
def shipped() -> dict[str, Checklist]:
    return {checklist.id: checklist for checklist in loading.load_all()}


@pytest.mark.parametrize(("name", "items"), SHIPPED.items())
def test_a_checklist_is_there_whole(shipped, name, items):
    found = sorted(item.id for item in shipped[name].items if not item.outside)
    assert found == [f"{name}-{number:02d}" for number in range(1, items + 1)]


def test_items_and_sections_are_numbered_within_their_checklist(shipped):
    for checklist in shipped.values():
        sections = [section.id for section in checklist.sections]
        assert len(sections) == len(set(sections))
        for item in checklist.items:
            assert re.fullmatch(rf"{checklist.id}-(\d\d|X\d)", item.id)


def test_every_item_can_be_judged_on_a_phone(shipped):
    for checklist in shipped.values():
        for item in checklist.items:
            assert item.clause in library() or (item.source and not item.on), item.id
            assert len(item.short) <= 8, f"{item.id}: {item.short} is long for a covert page"
            assert len(item.text) <= 80, item.id
            assert not re.search(r"[,;:!?]", item.text + item.short + item.hint), (
                f"{item.id}: punctuation is full width"
            )
            assert not re.search("CL|D2", item.short), item.id


def test_short_labels_differ_within_a_section(shipped):
    for checklist in shipped.values():
        for section in checklist.sections:
            labels = [item.short for item in section.items]
            assert len(labels) == len(set(labels)), (checklist.id, section.id)


def test_every_word_is_there_in_both_languages(shipped):
    for checklist in shipped.values():
        assert checklist.title_en, checklist.id
        assert bool(checklist.about) == bool(checklist.about_en), checklist.id
        assert all(section.title_en for section in checklist.sections), checklist.id
        for item in checklist.items:
            assert all((item.text_en, item.short_en, item.evidence_en)), item.id
            assert (bool(item.hint), bool(item.occasion)) == (bool(item.hint_en), bool(item.occasion_en)), item.id
            assert all(option.text_en for option in item.options), item.id


def test_what_comes_from_outside_is_off_and_says_from_where(shipped):
    outside = [item for checklist in shipped.values() for item in checklist.items if item.outside]
    assert {"CL01-X1", "CL02-X1", "CL03-X1", "CL05-X1", "CL06-X1"} <= {item.id for item in outside}
    assert not [item.id for item in outside if item.on or "外部" not in item.source]


def test_a_number_that_no_clause_gives_is_named_as_the_bureaus_own(shipped):
    for checklist in shipped.values():
        for item in checklist.items:
            figures = set(re.findall(r"\d+", item.fail_if.replace(item.id, "")))
            if item.fail_if and not figures <= set(
                re.findall(r"\d+", library()[item.clause].text if item.clause else "")
            ):
                assert "本单位设定" in item.hint, item.id


def test_the_clause_on_days_of_rest_binds_county_companies_only(shipped):
    hall = shipped["CL05"]
    assert hall.applies(hall.item("CL05-09"), "hall", county=True)
    assert not hall.applies(hall.item("CL05-09"), "hall", county=False)
    assert [item.id for checklist in shipped.values() for item in checklist.items if item.county] == ["CL05-09"]


def test_on_the_hotline_only_what_a_caller_can_hear_is_asked(shipped):
    form = shipped["CL02"]
    asked = {item.id for item in form.items if "phone" in item.approaches and form.applies(item, "hotline", False)}
    assert {"CL02-04", "CL02-05", "CL02-07", "CL02-08", "CL02-17", "CL02-21"} <= asked
    assert not asked & {"CL02-10", "CL02-11", "CL02-12", "CL02-13", "CL02-25"}
    assert not [
        item.id for item in form.items if "phone" in item.approaches and not form.applies(item, "hotline", False)
    ]


def test_the_prohibitions_are_red_lines(shipped):
    clauses = {item.clause for item in shipped["CL11"].items if item.severity == "redline"}
    assert any(clause.startswith("D2-4.4.3") for clause in clauses)


def test_clauses_are_the_words_of_a_standard():
    for clause in library().values():
        assert clause.text.strip() == clause.text
        assert clause.number
        assert clause.document.startswith("《")


def test_the_two_limits_that_the_source_gives_are_days(shipped):
    limits = {item.id: (item.unit, item.fail_if) for item in shipped["CL09"].items if item.clause == "D4-二-1"}
    assert (limits["CL09-04"], limits["CL09-05"]) == (("日", ". > 2"), ("日", ". > 7"))


@pytest.mark.parametrize(("name", "parts"), [("CL12", 2), ("CL13", 4)])
def test_rules_and_records_are_judged_by_parts(shipped, name, parts):
    judged = [item for item in shipped[name].items if item.kind == "parts"]
    assert len(judged) == {"CL12": 9, "CL13": 8}[name]
    assert {len(item.options) for item in judged} == {parts}


def test_a_hotline_is_asked_nothing_that_is_only_asked_in_person(shipped):
    asked = [
        i for i in shipped["CL08"].items if "phone" in i.approaches and shipped["CL08"].applies(i, "hotline", False)
    ]
    assert [item.id for item in asked] == ["CL08-03", "CL08-04", "CL08-08", "CL08-09"]
    assert not shipped["CL08"].applies(shipped["CL08"].item("CL08-05"), "hotline", False)
