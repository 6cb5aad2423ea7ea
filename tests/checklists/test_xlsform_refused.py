"""What a form asks that is not carried here is refused: all of it at once, each with its cell and a sentence."""

import pytest

from app.checklists.xlsform import reading
from tests.checklists.xlsforms import form, told

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


def test_what_ends_as_something_else_than_it_began_is_told():
    found = told(form(survey="type|name|label\nbegin_group|g|G\ntext|a|A\nend_repeat||"))
    assert list(found) == ["survey!A4"]
    found = told(form(survey="type|name|label\nbegin_repeat|g|G\ntext|a|A\nend_group||"))
    assert list(found) == ["survey!A2", "survey!A4"]
    assert "2" in found["survey!A4"]


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


def test_what_a_scored_item_lacks_is_told_in_its_row_where_there_is_no_column():
    found = told(form(survey="type|name|label|severity\nselect_one verdict|a|A|general"))
    assert list(found) == ["survey!2"]
    assert "客观证据" in found["survey!2"]
    assert "条款" in found["survey!2"]


def test_verdicts_have_their_own_words_and_choices_with_figures_no_order():
    choices = "list_name|name|label\nverdict|pass|Splendid\nverdict|fail|不合格\nn|1|One\nn|2|Two"
    survey = "type|name|label|relevant\nselect_one verdict|a|A|\nselect_one n|b|B|\ntext|c|C|${b} > 1"
    assert list(told(form(survey=survey, choices=choices))) == ["survey!D4", "choices!C2"]


def test_what_an_integer_begins_with_is_a_whole_number():
    survey = "type|name|label|default\ninteger|a|How many|1.5\ndecimal|b|How much|1.5\ninteger|c|How many|2"
    assert list(told(form(survey=survey))) == ["survey!D2"]
