"""A checklist that breaks a rule is refused, with the file, the item and the rule; all problems at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.checklists import loading
from app.errors import Refused


def an_item(**changes: Any) -> dict[str, Any]:
    return {
        "id": "CL90-01",
        "text": "主动招呼",
        "short": "招呼",
        "clause": "D2-4.1.7",
        "severity": "general",
        "subject": "post",
        "approaches": ["open", "covert"],
        "evidence": "写经过",
        "photo": "no",
        "kind": "verdict",
    } | changes


def a_checklist(*items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    sections = [{"id": "1", "title": "接待", "items": list(items) or [an_item()]}]
    return {"id": "CL90", "title": "试用", "sections": sections} | changes


@pytest.fixture
def problems(tmp_path: Path) -> Callable[..., list[str]]:
    """Loads what is given as `CL90.yaml` and gives the problems."""

    def load(content: dict[str, Any] | str | bytes) -> list[str]:
        file = tmp_path / "CL90.yaml"
        text = yaml.safe_dump(content, allow_unicode=True) if isinstance(content, dict) else content
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return loading.load(file)[1]

    return load


def test_a_good_checklist_has_no_problems(problems):
    assert problems(a_checklist()) == []
    assert problems(a_checklist(unplanned=True, same_facts=[["CL90-01", "CL90-01"]])) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"clause": "D2-9.9.9"}, "CL90.yaml: CL90-01: there is no clause D2-9.9.9 in clauses/."),
        ({"severity": "deadly"}, "CL90.yaml: CL90-01: severity must be one of note, hint, minor, general, serious, "),
        ({"kind": "guess"}, "CL90.yaml: CL90-01: kind must be one of verdict,"),
        ({"photo": False}, "CL90.yaml: CL90-01: photo is missing."),
        ({"subject": "person"}, "CL90.yaml: CL90-01: subject must be one of post, department, not 'person'."),
        ({"approaches": []}, "CL90.yaml: CL90-01: approaches must name at least one of open,"),
        ({"approaches": "open"}, "CL90.yaml: CL90-01: approaches must name some of open,"),
        ({"approaches": ["open", "secret"]}, "CL90.yaml: CL90-01: approaches must name some of open,"),
        ({"approaches": [["open"]]}, "CL90.yaml: CL90-01: approaches must name some of open,"),
        ({"text": "  "}, "CL90.yaml: CL90-01: text is missing."),
        ({"short": None}, "CL90.yaml: CL90-01: short is missing."),
        ({"severity": ["general"]}, "CL90.yaml: CL90-01: severity is missing."),
        ({"weight": "3"}, "CL90.yaml: CL90-01: weight is not a property of an item."),
        ({"id": ""}, "CL90.yaml: section 1 item 1: id is missing."),
        ({"id": 7}, "CL90.yaml: section 1 item 1: id is missing."),
        ({1: "x"}, "CL90.yaml: CL90-01: 1 is not a property of an item."),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, dict) else "",
)
def test_an_item_that_breaks_a_rule_is_named(problems, changes, expected):
    found = problems(a_checklist(an_item() | changes))
    assert len(found) == 1
    assert found[0].startswith(expected)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("id: CL90\ntitle: 试用\nsections:\n\t- id: 1\n", "CL90.yaml line 4: not readable as YAML: "),
        ("id: [CL90\ntitle: 试用\n", "CL90.yaml line 2: not readable as YAML: "),
        ("id: CL90\nid: CL91\n", "CL90.yaml line 2: not readable as YAML: id stands twice"),
        ("标题".encode("gbk"), "CL90.yaml: not readable as YAML: "),
        ("", "CL90.yaml: a checklist is a mapping with id, title and sections."),
        ("- CL90\n", "CL90.yaml: a checklist is a mapping with id, title and sections."),
        (a_checklist(title=""), "CL90.yaml: title is missing."),
        (a_checklist(id=90), "CL90.yaml: id is missing."),
        (a_checklist(sections=[]), "CL90.yaml: sections is missing."),
        (a_checklist(sections={}), "CL90.yaml: sections is missing."),
        (a_checklist(sections=["1"]), "CL90.yaml: section 1: id or title is missing."),
        (a_checklist(sections=[{"id": 1, "title": "接待", "items": [an_item()]}]), "CL90.yaml: section 1: id or title"),
        (a_checklist(sections=[{"id": "1", "title": "接待", "items": []}]), "CL90.yaml: section 1: it has no items."),
        (a_checklist(sections=[{"id": "1", "title": "接待", "items": None}]), "CL90.yaml: section 1: it has no items."),
        (
            a_checklist(sections=[{"id": "1", "title": "接待", "note": "", "items": [an_item()]}]),
            "CL90.yaml: section 1: note is not a property of a section.",
        ),
        (a_checklist(colour="red"), "CL90.yaml: colour is not a property of a checklist."),
        ("1: x\n" + yaml.safe_dump(a_checklist()), "CL90.yaml: 1 is not a property of a checklist."),
        (a_checklist(unplanned="no"), "CL90.yaml: unplanned must be true or false, not 'no'."),
        (a_checklist(same_facts=[["CL90-99"]]), "CL90.yaml: same_facts names CL90-99, which is not an item of this"),
        (a_checklist(same_facts=["CL90-01"]), "CL90.yaml: same_facts must be a list of lists of items."),
        (a_checklist(same_facts=None), "CL90.yaml: same_facts must be a list of lists of items."),
        (
            a_checklist(same_facts=[[{"CL90-01": 1}]]),
            "CL90.yaml: same_facts names {'CL90-01': 1}, which is not an item",
        ),
        (a_checklist(sections=7), "CL90.yaml: sections is missing."),
        (a_checklist(sections=[{"id": "1", "title": "接待", "items": 7}]), "CL90.yaml: section 1: it has no items."),
        (
            a_checklist(sections=[{"id": "../x", "title": "接待", "items": [an_item()]}]),
            "CL90.yaml: section 1: ../x is",
        ),
        (a_checklist(an_item(kind=["verdict"])), "CL90.yaml: CL90-01: kind is missing."),
        (
            a_checklist(an_item(kind="choice", options=[{"id": "a", "text": "甲", "verdict": ["fail"]}])),
            "CL90.yaml: CL90-01: verdict must be one of pass, fail, na, unseen, not ['fail'].",
        ),
        ("id: CL90\ntitle: 2026-02-30\n", "CL90.yaml: not readable as YAML: day is out of range for month."),
        ("id: CL90\ntitle: " + "9" * 5000, "CL90.yaml: not readable as YAML: Exceeds the limit"),
        (a_checklist(an_item(), an_item()), "CL90.yaml: CL90-01: this id stands twice."),
    ],
)
def test_a_form_that_breaks_a_rule_is_named(problems, content, expected):
    found = problems(content)
    assert len(found) == 1, found
    assert found[0].startswith(expected)


def test_all_problems_come_at_once(problems):
    found = problems(a_checklist(an_item(severity="deadly"), an_item(id="CL90-02", clause="D2-9"), title=""))
    assert [problem.split(":")[1].strip() for problem in found] == ["title is missing.", "CL90-01", "CL90-02"]


def test_a_folder_is_taken_whole_or_not_at_all(tmp_path: Path):
    save(tmp_path / "CL90.yaml", a_checklist())
    save(tmp_path / "CL91.yaml", a_checklist(an_item(id="CL91-01", kind="guess"), id="CL91"))
    save(tmp_path / "CL92.yaml", a_checklist(id="CL92"))
    (tmp_path / "scoring.yaml").write_text("not: a checklist")
    with pytest.raises(Refused) as refusal:
        loading.load_all(tmp_path)
    lines = str(refusal.value).splitlines()
    assert lines[0].startswith("CL91.yaml: CL91-01: kind must be one of")
    assert lines[1:] == ["CL90-01 stands in CL90 and CL92; an item belongs to one checklist."]


def test_two_files_with_one_id_are_refused(tmp_path: Path):
    save(tmp_path / "CL90.yaml", a_checklist())
    save(tmp_path / "copy.yaml", a_checklist(an_item(id="CL90-02")))
    with pytest.raises(Refused, match=r"CL90 is the id of CL90.yaml and copy.yaml"):
        loading.load_all(tmp_path)


def test_a_file_keeps_its_order(tmp_path: Path):
    save(tmp_path / "CL90.yaml", a_checklist(an_item(id="CL90-09"), an_item(id="CL90-02"), an_item(id="CL90-05")))
    (checklist,) = loading.load_all(tmp_path)
    assert [item.number for item in checklist.items] == ["09", "02", "05"]


def save(file: Path, content: dict[str, Any]) -> None:
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def test_the_property_that_yaml_reads_as_true_is_understood(tmp_path):
    text = yaml.safe_dump(a_checklist(an_item(source="外加") | {"on": False}), allow_unicode=True).replace("'on'", "on")
    assert "on: false" in text
    (tmp_path / "CL90.yaml").write_text(text, encoding="utf-8")
    found, problems = loading.load(tmp_path / "CL90.yaml")
    assert problems == []
    assert found is not None
    assert not found.items[0].on
