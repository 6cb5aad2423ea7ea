"""Excel, the first way of a department to change its checklists: what goes out comes back, and what people do to it
in between is understood."""

import datetime
import random
from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.checklists import loading
from app.checklists.excel import writing
from app.checklists.model import Section
from tests.checklists.books import COLUMNS, ROW, a_choice, a_form, an_item, back, changed, column, plain, put

SHIPPED = loading.load_all()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", SHIPPED, ids=lambda form: form.id)
def test_every_shipped_checklist_comes_back_the_same(form, language):
    found = back(writing.workbook(form, language))
    assert found == form
    assert found.version == form.version


RICH = a_form(
    an_item(1, on=False, county=True, kinds=("hall", "crew"), required=True, hint="提示", default="0", source="外加"),
    a_choice(2, photo_if="selected(., 'yes')", ask_if="${CL90-01} = 'fail'"),
    an_item(
        3,
        kind="number",
        unit="次",
        whole=True,
        valid_if=". >= 0 and . <= 12.5",
        valid_message="请核对",
        fail_if=". > 3",
    ),
    an_item(4, kind="conditional", occasion="排队时", ask_if="selected(${CL90-02}, 'x') or ${CL90-03} = ''"),
    an_item(5, kind="parts", options=a_choice().options[2:]),
    an_item(6, kind="image", judged=False, clause="", severity="note", approaches=("covert", "open")),
    an_item(7, kind="date", text="a\nb\n第二行 “引号” 😀 \u202bשלום\u202c _x0041_", fail_if=". < '2026-01-01'"),
    an_item(8, text="=1+1", short="#N/A", evidence="'0007", hint_en="Help", text_en="Text", short_en="S"),
    an_item(9, kind="text", fail_if="not(. = 'a b') and (verdict(.) = 'fail' or true())", judged=False),
    same_facts=(("CL90-01", "CL90-02"), ("CL90-03", "CL11-01")),
    title_en="Trial",
    about="说明\n两行",
    kinds=("hall",),
)
RECORD = a_form(
    an_item(1, kind="text", clause="", source="", approaches=("open", "covert", "shopper", "desk", "phone", "web")),
    an_item(2, kind="time", default="10:42"),
    an_item(3, kind="acknowledge", judged=False),
    purpose="record",
    unplanned=False,
)
SECTIONS = a_form(sections=(Section("a", "同名", (an_item(1),)), Section("b", "同名", (an_item(2),), "Same")))


@pytest.mark.parametrize("form", [RICH, RECORD, SECTIONS, a_form()], ids=["rich", "record", "sections", "small"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_property_comes_back(form, language):
    assert back(writing.workbook(form, language)) == form


def test_the_template_is_the_workbook_opened_at_its_explanations():
    book = load_workbook(BytesIO(writing.template(RICH)))
    assert book.sheetnames == ["检查表", "检查项", "填写说明", "条款"]
    assert book.active.title == "填写说明"
    assert back(writing.template(RICH)) == RICH


def test_conditions_are_written_as_people_write_them():
    book = load_workbook(BytesIO(writing.workbook(RICH)))
    sheet = book["检查项"]
    assert sheet[f"{column(book, '仅当')}3"].value == "CL90-01=不符合"
    assert sheet[f"{column(book, '仅当')}5"].value == "CL90-02含“其他 App” 或 CL90-03未填"
    assert sheet[f"{column(book, '数值须满足')}4"].value == "≥0 且 ≤12.5"


def test_words_of_fixed_columns_are_chosen_from_lists():
    book = load_workbook(BytesIO(writing.workbook(RICH)))
    lists = {str(rule.sqref): rule.formula1 for rule in book["检查项"].data_validations.dataValidation}
    at = column(book, "严重程度")
    assert lists[f"{at}2:{at}501"] == '"不计分,提示,轻微,一般,严重,红线"'
    assert any("条款" in formula for formula in lists.values())
    assert book["检查项"].freeze_panes == "D2"


def test_columns_stand_in_any_order_and_may_be_left_out():
    pairs = list(zip(COLUMNS, ROW, strict=True))
    random.Random(7).shuffle(pairs)
    columns, row = zip(*pairs, strict=True)
    assert back(plain([row], columns)) == back(plain([ROW]))


def test_headers_and_words_are_understood_however_they_are_typed():
    columns = (
        "　编 号 ",
        "部分*",
        "检查要点：",
        "暗访短语",
        "条款",
        "严重程度",
        "题型（必填）",
        "对象",
        "到访方式",
        "证据",
        "拍照",
    )
    row = (
        "ＣＬ９０－０１",
        "接待",
        "主动招呼",
        "招呼",
        "Ｄ２－4.1.7",
        "一 般",
        "是非",
        "个人",
        "明、暗；神",
        "写经过",
        "否",
    )
    assert back(plain([row], columns)).items == (an_item(approaches=("open", "covert", "shopper")),)
    for typed in ("明暗神", "明察/暗访/神秘客户", "明,暗 神", "open, covert, shopper"):
        assert back(plain([(*row[:8], typed, *row[9:])], columns)).items[0].approaches == ("open", "covert", "shopper")


@pytest.mark.parametrize("tick", ["√", "✓", "是", 1, "1", True, "Y", "yes", "TRUE", "对"])
@pytest.mark.parametrize("cross", ["", None, "否", 0, False, "no", "×", "无"])
def test_ticks_are_understood_however_they_are_made(tick, cross):
    columns = (*COLUMNS, "暗访", "启用")
    row = (*ROW[:8], tick, *ROW[9:], cross, tick)
    assert back(plain([row], columns)).items[0].approaches == ("open",)
    assert back(plain([row], columns)).items[0].on


def test_a_section_is_said_once_merged_or_in_a_row_of_its_own():
    rows = [(f"CL90-{n:02}", "接待" if n == 1 else None, *ROW[2:]) for n in (1, 2, 3)]
    assert [len(section.items) for section in back(plain(rows)).sections] == [3]
    body = changed(a_form(an_item(1), an_item(2)), lambda book: book["检查项"].merge_cells("B2:B3"))
    assert [(s.title, len(s.items)) for s in back(body).sections] == [("接待", 2)]
    alone = [("", "甲"), (ROW[0], "", *ROW[2:]), ("", "乙"), ("CL90-02", "", *ROW[2:])]
    assert [(s.id, s.title, len(s.items)) for s in back(plain(alone)).sections] == [("1", "甲", 1), ("2", "乙", 1)]


def test_an_item_without_an_id_gets_the_next_free_one_and_no_other_changes():
    rows = [("", *ROW[1:]), ("CL90-07", *ROW[1:]), ("", *ROW[1:]), ("特别", *ROW[1:])]
    rows[3] = ("own.id", *ROW[1:])
    assert [item.id for item in back(plain(rows)).items] == ["CL90-08", "CL90-07", "CL90-09", "own.id"]
    used = back(plain(rows), used=lambda _: {"CL90-12"})
    assert [item.id for item in used.items] == ["CL90-13", "CL90-07", "CL90-14", "own.id"]


def test_options_are_typed_in_one_cell():
    columns = (*COLUMNS, "选项", "英文选项")
    row = (*ROW[:6], "单选", *ROW[7:])
    for typed in (
        "有=符合\n没有=不符合",
        "有=符合；没有＝不符合",
        "[o1] 有=符合\n没有=不符合",
        "【o1】有=符合\n[o2] 没有=fail",
    ):
        options = back(plain([(*row, typed, "Yes\nNo")], columns)).items[0].options
        assert [(o.id, o.text, o.verdict, o.text_en) for o in options] == [
            ("o1", "有", "pass", "Yes"),
            ("o2", "没有", "fail", "No"),
        ]
    assert [o.text for o in back(plain([(*row, "很好、一般、差")], columns)).items[0].options] == ["很好", "一般", "差"]


def test_what_spreadsheets_make_of_values_is_made_good():
    columns = (*COLUMNS, "预填", "单位", "短语")
    row = ("CL90-01", *ROW[1:3], 3.0, "D2-4.1.7", *ROW[5:])
    assert back(plain([row])).items[0].short == "3"
    dated = (*ROW[:6], "日期", *ROW[7:], datetime.date(2026, 11, 24))
    assert back(plain([dated], columns[:12])).items[0].default == "2026-11-24"
    timed = (*ROW[:6], "时刻", *ROW[7:], datetime.time(10, 42))
    assert back(plain([timed], columns[:12])).items[0].default == "10:42"


def test_hidden_rows_and_a_title_and_repeated_headers_are_taken_as_they_are_meant():
    def change(book):
        sheet = book["检查项"]
        sheet.insert_rows(1)
        sheet["A1"] = "CL90 试用检查表"
        sheet.row_dimensions[3].hidden = True
        for cell in sheet[2]:
            sheet.cell(6, cell.column, cell.value)

    assert back(changed(a_form(an_item(1), an_item(2)), change)) == a_form(an_item(1), an_item(2))


def test_english_headers_and_words_are_read_in_a_chinese_workbook_too():
    columns = ("Number (id)", "Section", "What to check", "Short label", "Clause", "Severity", "Kind of answer")
    columns += ("Subject", "Open visit", "Objective evidence", "Photo")
    row = (*ROW[:5], "General", "judgement", "Post", "yes", "写经过", "No photo")
    assert back(plain([row], columns)) == back(plain([ROW]))


def test_a_change_is_only_the_change():
    body = changed(RICH, lambda book: put(book, "严重程度", 2, "严重"))
    found = back(body)
    assert found.items[0].severity == "serious"
    assert found.items[1:] == RICH.items[1:]


def test_a_stay_of_a_thousand_signs_of_any_script_is_kept():
    for text in ("\u202e反\u202c" * 100, "😀👩‍👩‍👧" * 100, "ᠮᠣᠩᠭᠣᠯ " * 100 + "x", "a" * 1000):
        assert back(writing.workbook(a_form(an_item(text=text)))).items[0].text == text
