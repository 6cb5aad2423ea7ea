"""The library of clauses: verbatim, whole, versioned by the day, and honest about contradictions."""

import re
from pathlib import Path

import pytest
import yaml

from app.checklists import clauses, coverage, loading
from app.checklists.clauses import library

SHARED_WORDS = re.compile(r"[，。；：、,.;:\s]")


def test_every_sentence_of_the_five_documents_is_there_once():
    per_document = {document.id: len(document.clauses) for document in clauses.documents()}
    assert per_document == {"D1": 23, "D2": 51, "D3": 51, "D4": 55, "D5": 19}
    assert len(library()) == sum(per_document.values()) == 199


@pytest.mark.parametrize(
    ("prefix", "count"),
    [
        ("D2-4.1.", 22),
        ("D2-4.2.", 3),
        ("D2-4.3.", 3),
        ("D2-4.4.3(", 4),
        ("D4-四-1.", 8),
        ("D4-五-1.", 9),
        ("D4-五-2.", 3),
    ],
)
def test_the_numbered_rules_are_as_many_as_the_source_has(prefix, count):
    assert sum(clause.startswith(prefix) for clause in library()) == count


def test_what_is_said_to_be_the_same_has_the_same_words():
    for clause in library().values():
        if clause.same and clause.id.startswith("D3"):
            ours, theirs = (SHARED_WORDS.sub("", c.text) for c in (library()[clause.same], clause))
            assert ours == theirs or clause.id in {"D3-3.2", "D3-3.2(重)", "D3-4.1.11"}, clause.id


def test_a_clause_says_why_nobody_checks_it_or_is_checked():
    for clause in library().values():
        assert not (clause.reason and (clause.same or clause.by)), clause.id
        assert not clause.same or clause.same in library()


def test_conflicts_name_clauses_of_the_library_and_say_what_is_done():
    found = [one for document in clauses.in_force() for one in document.conflicts]
    for one in found:
        assert set(one.clauses) | set(one.against) <= set(library())
        assert one.text
        assert one.text_en
    for clause, word in (
        ("D2-4.1.14", "提倡"),
        ("D2-4.1.6", "首问责任制"),
        ("D4-五-1.1", "3次以上"),
        ("D4-五-2.1", "超过3次"),
    ):
        assert any(word in one.text for one in clauses.conflicts(clause)), clause


def test_the_interpreter_and_the_day_are_those_of_the_source():
    first = next(document for document in clauses.documents() if document.id == "D1")
    assert first.interpreter.startswith("客户服务中心")
    assert first.effective.startswith("自发布之日起执行")


def test_what_happened_before_an_amendment_cites_the_words_that_held_then(monkeypatch, tmp_path: Path):
    old = yaml.safe_load((clauses.FOLDER / "D1.yaml").read_text(encoding="utf-8"))
    new = old | {"version": "2", "from": "2027-01-01", "clauses": [old["clauses"][0] | {"text": "新的第一条。"}]}
    for name, content in (("D1", old), ("D1-2", new)):
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    read = clauses.documents(tmp_path)
    monkeypatch.setattr(clauses, "documents", lambda: read)
    assert [clauses.in_force(day)[0].version for day in ("2026-12-31", "2027-01-01", "")] == ["1", "2", "2"]
    assert clauses.in_force("2026-12-31")[0].clauses[0].text.startswith("为了进一步规范")
    assert clauses.in_force("2027-01-01")[0].clauses[0].text == "新的第一条。"


def test_items_that_check_a_clause_come_from_all_ways():
    found = coverage.coverage(loading.load_all())
    assert set(found) == set(library())
    assert found["D2-4.1.22"] == found["D3-4.1.22"] == ("CL02-25",)
    assert "CL11-03" in found["D2-4.4.3"]


def test_every_clause_is_checked_or_says_why_it_cannot_be():
    assert coverage.uncovered(loading.load_all()) == []
    assert sum(bool(clause.reason) for clause in library().values()) == 22


@pytest.mark.parametrize(
    ("clause", "word"),
    [
        ("D1-9", "不是加分条件"),
        ("D1-14", "末日|最后一天"),
        ("D1-15", "归入下月"),
        ("D1-19", "申诉"),
        ("D1-20", "没有分值"),
        ("D2-5.2", "未提供"),
        ("D3-4.2.3", "县公司"),
        ("D3-4.1.17", "现金"),
        ("D4-一-3", "缺句"),
        ("D4-一-5", "公务员"),
        ("D4-三-1", "两读"),
        ("D4-四-1", "未写对外公开"),
        ("D4-四-2.2", "隐去"),
        ("D4-四-4.1", "内、外"),
        ("D5-三-1", "二择一"),
    ],
)
def test_what_the_sources_leave_open_is_told_at_the_clause(clause, word):
    assert any(re.search(word, one.text) for one in clauses.conflicts(clause)), clause
