"""Files that are no forms, are out of shape, or hold whatever: there is an answer, and no question is lost."""

import io
import random
import zipfile

import pytest

from app.checklists.model import from_content
from app.checklists.xlsform import reading
from tests.checklists.xlsforms import book, form, saved, told


def test_rows_columns_merged_cells_and_formulas_out_of_reach_are_told():
    made = book(survey="type|name|label\ntext|a|A\ntext|b|B\ntext|c|C")
    sheet = made["survey"]
    sheet["C3"] = "=CONCATENATE(1)"
    sheet["A4"], sheet["E4"] = None, "a remark under no header"
    sheet["AZ1"], sheet["AZ2"] = "hint", "far away"
    sheet["A90"], sheet["B90"], sheet["C90"] = "text", "z", "far below"
    sheet.merge_cells("A3:A4")
    hidden = made.create_sheet("choices")
    hidden.append(("list_name", "name", "label"))
    hidden.sheet_state = "hidden"
    found = told(saved(made))
    assert {"survey!C3", "survey!A4", "survey!E4", "survey!AZ1", "survey!A90", "choices"} <= set(found)
    twice = told(form(survey=[("type", "name", "label", "label"), ("text", "a", "A", "B")]))
    assert "survey!D1" in twice


def test_a_form_that_is_too_long_is_refused_in_few_words():
    for many in (501, 2000, 20_000):
        rows = [("type", "name", "label"), *(("text", f"q{n}", "Q") for n in range(many))]
        assert list(told(form(survey=rows))) == ["survey"]


def test_a_remark_far_below_under_no_header_is_told():
    made = book(survey="type|name|label\ntext|a|A")
    made["survey"]["F5"] = 2.5
    assert list(told(saved(made))) == ["survey!F5"]


def test_a_header_that_is_a_figure_is_told():
    assert list(told(form(survey=[("type", "name", "label", 5), ("text", "a", "A")]))) == ["survey!D1"]


def _zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def _with(body: bytes, name: str, part: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, part if each == name else old.read(each))
    return stream.getvalue()


GOOD = form(survey="type|name|label\ntext|a|A")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"type,name,label\ntext,a,A",
        b"<html><table><tr><td>type",
        b"PK\x03\x04 nothing",
        GOOD[:-200],
        _zip(**{"xl/workbook.xml": b"<"}),
        _zip(readme=b"no workbook"),
        _with(GOOD, "xl/theme/theme1.xml", b"<a>" + b" " * 40_000_000),
        _with(GOOD, "xl/worksheets/sheet1.xml", b" " * 200_000_000),
        form(questions="type|name|label\ntext|a|A"),
    ],
    ids=["empty", "xls", "csv", "html", "cut", "short", "xml", "zip", "bomb-theme", "bomb-sheet", "no-survey"],
)
def test_a_file_that_is_no_form_is_refused_as_a_whole(body):
    content, problems = reading.read("form.xlsx", body)
    assert content is None
    assert [(each.sheet, each.row, each.column) for each in problems] == [("", 0, "")]


def test_a_survey_without_questions_is_refused():
    assert list(told(form(survey="type|name|label"))) == ["survey"]
    assert list(told(form(survey=[]))) == ["survey"]


WORDS = (
    *(
        "text",
        "integer",
        "select_one yn",
        "select_multiple yn",
        "select_one verdict",
        "select_one",
        "note",
        "calculate",
    ),
    *(
        "begin_group",
        "end_group",
        "begin repeat",
        "yes",
        "no",
        "true()",
        "a",
        "b",
        "c",
        "",
        "1",
        "-99",
        "today()",
        "x" * 1200,
    ),
    *("${a} = 'yes'", ". > 3", "${b} > 1 or", "${", "((((", "'", "=1", "\n", "_x0041_", "general", "D2-4.1.7", "open"),
    *(
        "label",
        "type",
        "标签",
        "🏢",
        "verdict",
        "zh",
        "label::English",
        "label::zh",
        None,
        None,
        None,
        None,
        True,
        3,
        2.5,
    ),
)


@pytest.mark.parametrize("seed", range(60))
def test_whatever_stands_in_the_cells_there_is_an_answer_and_no_question_is_lost(seed):
    chance = random.Random(seed)
    heads = ["type", "name", "label", "relevant", "required", "constraint", "default", "hint", "severity", "appearance"]
    rows = [heads[: chance.randint(3, 10)]]
    for number in range(chance.randint(1, 25)):
        row = [
            chance.choice(WORDS) if chance.random() < 0.1 else kept for kept in ("text", f"q{number}", f"Q {number}")
        ]
        row += [chance.choice(WORDS) if chance.random() < 0.1 else None for _ in rows[0][3:]]
        rows.append(row)
    if chance.random() < 0.2:
        rows[0][chance.randrange(len(rows[0]))] = chance.choice(WORDS)
    choices = [("list_name", "name", "label"), ("yn", chance.choice(WORDS), chance.choice(WORDS)), ("yn", "no", "No")]
    made = book(survey=rows, choices=choices, settings=[("form_title", "form_id"), ("F", "F")])

    content, problems = reading.read("F.xlsx", saved(made))

    assert (content is None) == bool(problems)
    if content is not None:
        asked = [row for row in rows[1:] if row[0] and not str(row[0]).strip().startswith(("begin", "end"))]
        assert len(from_content(content).items) == len(asked)
