"""XLSForms of strangers become checklists that behave: asked, read and ordered as they were meant."""

from app.checklists import asking
from app.checklists.conditions import Answer
from tests.checklists.xlsforms import back, book, form, saved

# After the tutorial of the ODK documentation.
TUTORIAL = {
    "survey": """
type | name | label | hint | required | relevant | constraint | constraint_message
text | full_name | What is your name? | As on the card | yes |  |  |
integer | age | How old are you? |  | true() |  | . >= 0 and . <= 120 | Between 0 and 120
select_one yes_no | pizza | Do you like pizza? |  | TRUE |  |  |
select_multiple toppings | favourite | Which toppings? |  | no | ${pizza} = 'yes' |  |
decimal | price | What does it cost? |  |  | selected(${favourite}, 'ham') |  |
date | since | Since when? |  |  |  |  |
time | at | At what time? |  |  |  |  |
note | thanks | Thank you. |  |  |  |  |
image | photo | A photo of it |  |  |  |  |
geopoint | place | Where is it? |  |  |  |  |
acknowledge | sure | I have read this. |  |  |  |  |
""",
    "choices": """
list_name | name    | label
yes_no    | yes     | Yes
yes_no    | no      | No
toppings  | ham     | Ham
toppings  | cheese  | Cheese
""",
    "settings": """
form_title   | form_id | version
Pizza survey | pizza   | 2026112401
""",
}


def test_the_form_of_the_tutorial_asks_all_it_asked():
    found = back(form(**TUTORIAL))

    assert (found.id, found.title, found.purpose) == ("pizza", "Pizza survey", "inspection")
    assert [item.id for item in found.items if item.whole] == ["pizza-age"]
    kinds = [item.kind for item in found.items]
    assert kinds == [
        *("text", "number", "choice", "choices", "number", "date", "time", "info", "image", "place", "acknowledge")
    ]
    assert [section.title for section in found.sections] == ["Pizza survey"]
    assert not any(item.judged for item in found.items)
    assert {item.severity for item in found.items} == {"note"}
    name, age = found.items[:2]
    assert (name.id, name.text, name.hint, name.required) == (
        "pizza-full_name",
        "What is your name?",
        "As on the card",
        True,
    )
    assert (age.valid_if, age.valid_message, age.required) == (". >= 0 and . <= 120", "Between 0 and 120", True)


def test_its_conditions_follow_the_names_and_hold():
    found = back(form(**TUTORIAL))
    given = {"pizza-pizza": Answer(value="no")}

    assert "pizza-favourite" not in asking.asked(found, given)
    given = {"pizza-pizza": Answer(value="yes"), "pizza-favourite": Answer(value=["cheese", "ham"])}
    assert {"pizza-favourite", "pizza-price"} <= asking.asked(found, given)


# As KoboToolbox exports it: columns of its own, groups with a field-list, names of figures, languages with a code.
KOBO = {
    "survey": """
type | name | label::English (en) | label::Chinese (zh) | required | relevant | appearance | $kuid | $qpath
begin_group | group_ab1cd23 | Reception | 接待 | false |  | field-list | ab1cd23 | group_ab1cd23
select_one oz4rt51 | Anyone | Was anyone there? | 有人在吗？ | true |  |  | cd3ef45 | x
select_multiple rs2tu78 | Missing | What was missing? | 缺什么？ | false | ${Anyone} = '1' |  | ef5gh67 | x
text | Remark | Remark | 备注 | false | selected(${Missing}, '-99') or ${Anyone} != 0 |  | gh7ij89 | x
end_group |  |  |  |  |  |  | ij9kl01 |  |
note | _note | Thank you | 谢谢 | false |  |  | kl1mn23 | x
""",
    "choices": """
list_name | name | label::English (en) | label::Chinese (zh) | $kuid
oz4rt51 | 1 | Yes | 有 | aa
oz4rt51 | 0 | No | 没有 | bb
rs2tu78 | sign | Sign | 标牌 | cc
rs2tu78 | -99 | Other | 其他 | dd
""",
    "settings": """
form_title | version | default_language
Visit of a hall | 1 (2026-11-24 10:42:07) | English (en)
""",
}


def test_a_form_of_kobotoolbox_comes_with_both_languages_and_its_codes():
    found = back(form(**KOBO), "aBcDeFgH12.xlsx")

    assert [(s.id, s.title, s.title_en, len(s.items)) for s in found.sections] == [
        ("group_ab1cd23", "接待", "Reception", 3),
        ("2", "Visit of a hall", "", 1),
    ]
    anyone, missing, remark, _ = found.items
    assert (anyone.text, anyone.text_en) == ("有人在吗？", "Was anyone there?")
    assert [(o.id, o.text, o.text_en) for o in anyone.options] == [("_1", "有", "Yes"), ("_0", "没有", "No")]
    asked = asking.asked(found, {anyone.id: Answer(value="_1")})
    assert {missing.id, remark.id} <= asked
    asked = asking.asked(found, {anyone.id: Answer(value="_0")})
    assert not {missing.id, remark.id} & asked
    assert remark.id in asking.asked(found, {anyone.id: Answer(value="_1"), missing.id: Answer(value=["_-99"])})


# As SurveyCTO's users write it, by hand: colons, other names of columns, blanks, a byte order mark, blank rows.
HABITS = """
\ufeffType|NAME|Label:English|Hint:English|Relevance|Required|Constraint Message|bind::constraint|read only|calculation
begin group | g1 | The place |  |  |  |  |  |  |
TEXT | name1 | Name of the place | on the door |  | TRUE |  |  | no |
 |  |  |  |  |  |  |  |  |
select one from  yn | open | Is it open? |  |  | Yes |  |  |  |
begin group | inner |  |  | ${open}='y' |  |  |  |  |
int | desks | How many desks? |  |  |  | at most 99 | . < 100 |  |
end group | inner |  |  |  |  |  |  |  |
photo | door | The door |  | not(${open} = 'n') | false() |  |  |  |
end group | g1 |  |  |  |  |  |  |  |
"""


def test_a_form_by_hand_is_read_as_it_was_meant():
    found = back(form(survey=HABITS, choices="list name|value|caption\nyn|y|Yes\nyn|n|No"), "Branch check 2026.xlsx")

    assert (found.id, found.title) == ("Branch_check", "Branch check 2026")
    assert [(s.title, [i.number for i in s.items]) for s in found.sections] == [
        ("The place", ["name1", "open"]),
        ("The place", ["desks"]),
        ("The place", ["door"]),
    ]
    name, is_open, desks, door = found.items
    assert (name.kind, name.hint, name.required, is_open.required, door.required) == (
        "text",
        "on the door",
        True,
        True,
        False,
    )
    assert (is_open.kind, desks.kind, door.kind) == ("choice", "number", "image")
    assert (desks.ask_if, desks.valid_if) == ("${Branch_check-open}='y'", ". < 100")
    assert desks.valid_message == "at most 99"


def test_the_condition_of_a_group_holds_for_all_in_it_and_titles_of_groups_are_joined():
    found = back(
        form(
            survey="""
type | name | label | relevant
select_one yn | a | A |
begin_group | g | Outer | ${a} = 'y' or ${a} = ''
begin_group | h | Inner | ${a} != 'n'
text | b | B | ${a} = 'y'
end_group
end_group
""",
            choices="list_name|name|label\nyn|y|Yes\nyn|n|No",
        )
    )
    assert [section.title for section in found.sections] == ["visit", "Outer · Inner"]
    b = found.items[-1].id
    assert b in asking.asked(found, {"visit-a": Answer(value="y")})
    assert b not in asking.asked(found, {"visit-a": Answer(value="n")})
    assert b not in asking.asked(found, {})


def test_a_verdict_is_judged_with_nothing_but_its_type_and_with_all_columns_of_ours():
    found = back(
        form(
            survey="""
type | name | label | clause | severity | subject | approaches | evidence | short | photo
select_one verdict | a | The floor is clean |  |  |  |  |  |  |
select_one verdict | b | 主动招呼 | D2-4.1.7 | 一般 | 岗位 | open covert | 写经过 | 招呼 | no
integer | c | Seconds until the greeting | D2-4.1.7 | general | post | open | What was timed | Wait |
text | d | Remark |  |  |  |  |  |  |
"""
        )
    )
    a, b, c, d = found.items
    assert (a.kind, a.judged, a.severity, a.short, a.evidence_en) == (
        "verdict",
        True,
        "note",
        "The floor is clean",
        "What was seen",
    )
    assert (b.severity, b.subject, b.approaches, b.photo) == ("general", "post", ("open", "covert"), "no")
    assert (c.kind, c.judged, d.judged) == ("number", True, False)


def test_one_language_that_is_neither_ours_is_the_text_and_english_stands_beside_it():
    survey = "type|name|label::Français (fr)|label::English|constraint_message::English|constraint_message::Français\n"
    found = back(form(survey=survey + "text|a|Nom|Name|Wrong|Faux\ntext|b||Only English||"))
    a, b = found.items
    assert (a.text, a.text_en, a.valid_message) == ("Nom", "Name", "Faux / Wrong")
    assert (b.text, b.text_en) == ("Only English", "")


def test_text_from_right_to_left_emoji_and_formulas_as_text_stay_as_they_are():
    made = book(survey="type|name|label\ntext|a|ما اسمك؟ \u200fשלום 🏢👨‍👩‍👧\nnote||two\ntext|c|x")
    made["survey"]["C3"] = "=1+1 is two"
    made["survey"]["C3"].data_type = "s"
    a, note, c = back(saved(made)).items
    assert a.text == "ما اسمك؟ \u200fשלום 🏢👨‍👩‍👧"
    assert (note.id, note.text, note.kind, c.id) == ("visit-note-3", "=1+1 is two", "info", "visit-c")


def test_values_of_a_spreadsheet_are_taken_as_they_are_shown():
    from datetime import date, time

    rows = [
        ("type", "name", "label", "default", "required"),
        ("date", "a", "Day", date(2026, 11, 24), True),
        ("time", "b", "Time", time(10, 42), False),
        ("integer", "c", 2026, 3, None),
        ("select_one l", "d", "D", 1, None),
    ]
    found = back(form(survey=rows, choices=[("list_name", "name", "label"), ("l", 1, True), ("l", 2, 2.5)]))
    a, b, c, d = found.items
    assert (a.default, a.required, b.default, b.required) == ("2026-11-24", True, "10:42", False)
    assert (c.text, c.default, d.default) == ("2026", "3", "_1")
    assert [option.text for option in d.options] == ["TRUE", "2.5"]
