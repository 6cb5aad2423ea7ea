"""The checklists that are shipped load, cite the standards, and can be worked with on a phone."""

import re

import pytest

from app.checklists import loading
from app.checklists.clauses import library
from app.checklists.model import Checklist

# From the domain draft; the source documents speak of what these check.
SHIPPED = {"CL01": 10, "CL02": 25, "CL11": 8}


@pytest.fixture(scope="module")
def shipped() -> dict[str, Checklist]:
    return {checklist.id: checklist for checklist in loading.load_all()}


@pytest.mark.parametrize(("name", "items"), SHIPPED.items())
def test_a_checklist_is_there_whole(shipped, name, items):
    assert [item.id for item in shipped[name].items] == [f"{name}-{number:02d}" for number in range(1, items + 1)]


def test_items_and_sections_are_numbered_within_their_checklist(shipped):
    for checklist in shipped.values():
        sections = [section.id for section in checklist.sections]
        assert len(sections) == len(set(sections))
        for item in checklist.items:
            assert re.fullmatch(rf"{checklist.id}-\d\d", item.id)


def test_every_item_can_be_judged_on_a_phone(shipped):
    for checklist in shipped.values():
        for item in checklist.items:
            assert item.clause in library(), item.id
            assert len(item.short) <= 8, f"{item.id}: {item.short} is long for a covert page"
            assert len(item.text) <= 80, item.id
            assert not re.search(r"[,;:!?]", item.text + item.short), f"{item.id}: punctuation is full width"
            assert not re.search("CL|D2", item.short), item.id


def test_short_labels_differ_within_a_section(shipped):
    for checklist in shipped.values():
        for section in checklist.sections:
            labels = [item.short for item in section.items]
            assert len(labels) == len(set(labels)), (checklist.id, section.id)


def test_the_prohibitions_are_red_lines(shipped):
    clauses = {item.clause for item in shipped["CL11"].items if item.severity == "redline"}
    assert any(clause.startswith("D2-4.4.3") for clause in clauses)


def test_clauses_are_the_words_of_a_standard():
    for clause in library().values():
        assert clause.text.strip() == clause.text
        assert clause.number
        assert clause.document.startswith("《")
