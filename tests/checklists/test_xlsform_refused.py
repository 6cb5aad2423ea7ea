"""What a form asks that is not carried here is refused: all of it at once, each with its cell and a sentence."""

import io
import random
import zipfile

import pytest

from app.checklists.model import from_content
from app.checklists.xlsform import reading
from tests.checklists.xlsforms import book, form, saved, told

CHOICES = "list_name|name|label\nyn|yes|Yes\nyn|no|No"


@pytest.mark.parametrize(
    "typed",
    [
        "calculate", "range", "rank yn", "barcode", "audio", "video", "file", "trigger", "start", "end", "today",
        "deviceid", "username", "phonenumber", "audit", "hidden", "geotrace", "geoshape", "datetime", "dateTime",
        "select_one_from_file towns.csv", "select_multiple_from_file x.xml", "select_one_external towns",
        "select_one towns.csv", "select_one yn or_other", "select_multiple yn or specify other", "select_one",
        "select_multiple", "select_one towns", "select one from towns", "csv-external", "osm", "background-audio",
        "xyz", "text yn", "12", "cascading_select towns", "start-geopoint", "integers", "begin group text", "caseid",
    ],
)  # fmt: skip
def test_a_type_that_is_not_carried_is_refused_at_its_cell(typed):
    survey = [("type", "name", "label"), ("text", "a", "A"), (typed, "b", "B"), ("select_one yn", "c", "C")]
    found = told(form(survey=survey, choices=CHOICES))
    assert list(found) == ["survey!A3"], found


@pytest.mark.parametrize(
    ("header", "typed"),
    [
        ("appearance", "minimal"),
        ("calculation", "1 + 1"),
        ("choice_filter", "town=${a}"),
        ("parameters", "randomize=true"),
        ("repeat_count", "3"),
        ("required_message", "Please"),
        ("required_message::English", "Please"),
        ("read_only", "yes"),
        ("readonly", "TRUE"),
        ("trigger", "${a}"),
        ("guidance_hint", "More"),
        ("media::image", "a.png"),
        ("media:audio", "a.mp3"),
        ("image", "a.png"),
        ("big-image::English (en)", "a.png"),
        ("save_to", "x"),
        ("required", "${a} = 'x'"),
        ("required", "maybe"),
        ("relevant", "${nobody} = 1"),
        ("relevant", "count-selected(${a}) > 1"),
        ("relevant", "string-length(${a}) > 1"),
        ("relevant", "pulldata('x', 'y', 'z', ${a}) = 1"),
        ("relevant", "${a} = 1 AND ${a} = 2"),
        ("relevant", "${a} + 1 = 2"),
        ("relevant", "${a} ="),
        ("relevant", "${b} = 1"),
        ("relevant", "x" * 1001),
        ("constraint", "regex(., '[0-9]+')"),
        ("constraint", ". <= today()"),
        ("constraint", ". > ${c}"),
        ("default", "today()"),
        ("default", "${a}"),
        ("hint", "Hello ${a}"),
        ("hint", "x" * 1001),
        ("clause", "D2-9.9.9"),
        ("severity", "terrible"),
        ("subject", "Mr Wang"),
        ("approaches", "open, secretly"),
        ("photo", "perhaps"),
        ("on", "next week"),
        ("id", "one two"),
        ("disabled", "sometimes"),
    ],
)
def test_a_cell_that_is_not_carried_is_named(header, typed):
    survey = [("type", "name", "label", header), ("text", "a", "A"), ("text", "b", "B", typed)]
    found = told(form(survey=survey))
    assert "survey!D3" in found, found
    if header not in {"clause", "severity", "subject", "approaches"}:  # a judged item misses more
        assert list(found) == ["survey!D3"], found


@pytest.mark.parametrize("header", ["enumerator notes", "minimum_seconds", "label::Français", "kobo--score-choices"])
def test_a_column_that_means_nothing_is_refused_at_its_header_unless_it_is_empty(header):
    with_content = [("type", "name", "label", "label::English", header), ("text", "a", "A", "A", "x")]
    empty = [("type", "name", "label", header), ("text", "a", "A")]
    assert list(told(form(survey=with_content))) == ["survey!E1"]
    assert reading.read("x.xlsx", form(survey=empty))[1] == []


def test_names_and_labels_are_told_at_their_cells():
    survey = """
type | name | label
text | a | A
text | a | A again
text | 1st | First
text | two words | Second
text | 名字 | Third
text |  | Fourth
text | e |
 | f | Sixth
text | verylongverylongverylongverylongverylong | Seventh
"""
    found = told(form(survey=survey))
    assert list(found) == [f"survey!{cell}" for cell in ("B3", "B4", "B5", "B6", "B7", "C8", "A9", "B10")]


def test_choices_are_told_at_their_cells():
    choices = [
        ("list_name", "name", "label", "image", "town"),
        ("yn", "yes", "Yes", None, None),
        ("yn", "yes", "Yes again", None, None),
        ("yn", "with blank", "Blank", None, None),
        ("yn", None, "No name", None, None),
        ("yn", "no", None, None, None),
        ("yn", "maybe", "M", "m.png", None),
        (None, "lost", "Lost", None, None),
        ("spare", "x", "X", None, "Dali"),
        ("yn", "long", "长" * 5000, None, None),
    ]
    found = told(form(survey="type|name|label\nselect_one yn|a|A", choices=choices))
    cells = ("E1", "B3", "B4", "B5", "C6", "D7", "A8", "A9", "C10")
    assert list(found) == [f"choices!{cell}" for cell in cells], found


def test_groups_that_do_not_close_and_that_hold_nothing_are_told():
    survey = """
type | name | label | hint
begin_group | g | G |
end_group | | |
begin_repeat | r | R |
text | a | A |
end_repeat | | |
end_group | | |
begin group | h | H | a hint
begin_group | i | I |
text | b | B |
"""
    found = told(form(survey=survey))
    assert list(found) == [f"survey!{cell}" for cell in ("A2", "A4", "A6", "A7", "A8", "D8", "A9")]


def test_settings_sheets_and_languages_are_told():
    head = "form_title|form_id|style|instance_name|smile|purpose|public_key\n"
    found = told(
        form(
            survey="type|name|label::zh|label::en|label::fr\ntext|a|甲|A|Un",
            settings=head + "X|my form|pages|${a}|:-)|fun|k\nY",
            entities="list_name|label\ntrees|x",
            osm="list name|name\nx|y",
            _notes="what an underscore begins\nis not of the form",
        )
    )
    assert set(found) == {
        *("survey!E1", "settings!B2", "settings!C2", "settings!D2", "settings!E1", "settings!F2", "settings!G2"),
        *("settings!3", "entities", "osm"),
    }


def test_verdicts_have_their_own_words_and_choices_with_figures_no_order():
    choices = "list_name|name|label\nverdict|pass|Splendid\nverdict|fail|不合格\nn|1|One\nn|2|Two"
    survey = "type|name|label|relevant\nselect_one verdict|a|A|\nselect_one n|b|B|\ntext|c|C|${b} > 1"
    assert list(told(form(survey=survey, choices=choices))) == ["survey!D4", "choices!C2"]


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
