"""What cannot be read of a workbook is refused: all problems at once, each with its sheet, row, column and sentence."""

import io
import random
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from app.checklists.excel import reading, writing
from app.language import say
from tests.checklists.books import (
    COLUMNS,
    ROW,
    a_choice,
    a_form,
    an_item,
    back,
    changed,
    column,
    places,
    plain,
    problems,
    put,
    saved,
)


def told(body: bytes) -> dict[str, str]:
    return {each.place: each.detail for each in problems(body)}


@pytest.mark.parametrize(
    ("header", "typed", "said"),
    [
        ("严重程度", "要命", "“要命”不在可选的词里：不计分、提示、轻微、一般、严重、红线。"),
        ("题型", "猜", "“猜”不在可选的词里"),
        ("对象", "小王", "“小王”不在可选的词里：岗位、部门。"),
        ("拍照", "随便", "“随便”不在可选的词里"),
        ("明察", "也许", "“也许”看不出是“是”还是“否”"),
        ("启用", "下周", "看不出是“是”还是“否”"),
        ("条款", "D2-9.9.9", "条款库里没有条款 D2-9.9.9"),
        ("条款", "4.1.7", "在几份文件里都有"),
        ("检查要点", "", "缺“检查要点”"),
        ("检查要点", "长" * 5000, "最多 1000 个字，这里有 5000 个"),
        ("短语", "长" * 41, "最多 40 个字"),
        ("检查要点", "响\u0085铃", "控制字符"),
        ("编号", "一号", "不能作编号"),
        ("编号", "CL90-02", "这个编号出现了两次"),
        ("选项", "有；无", "没有选项"),
        ("仅当", "CL90-77=不符合", "CL90-77 不是这张检查表的检查项"),
        ("仅当", "CL90-01=不符合", "The condition names the item that it belongs to."),
        ("仅当", "CL90-02=红", "CL90-02 的答案里没有“红”"),
        ("仅当", "CL90-02 等于 3", "看不懂"),
        ("仅当", "CL90-02=", "条件没有写完"),
        ("仅当", "${CL90-02} = 'fail' and", "条件没有写完"),
        ("仅当", "__import__('os').system('true')", "__import__ 不是这张检查表的检查项"),
        ("仅当", "(" * 60 + "CL90-02=符合" + ")" * 60, "层以上"),
        ("适用网点", "营业厅、月球", "“月球”不在可选的词里"),
        ("英文选项", "A\nB", "与“选项”一栏对不上"),
        ("题型", "条件判断", "条件题要写明在什么情形下才判"),
        ("题型", "单选", "应有 1 至 50 个选项"),
    ],
)
def test_a_cell_that_is_wrong_is_named(header, typed, said):
    place = []
    body = changed(a_form(an_item(1), an_item(2)), lambda book: place.append(put(book, header, 2, typed)))
    found = problems(body)
    expected = say(said) if said.isascii() else said
    assert any(expected in each.detail for each in found), found
    if header not in {"编号", "题型"}:
        assert [each.place for each in found] == place


def test_all_problems_are_told_at_once_in_the_order_of_the_sheet():
    def change(book):
        put(book, "严重程度", 2, "要命")
        put(book, "检查要点", 3, None)
        put(book, "仅当", 4, "CL90-99=符合")
        put(book, "短语", 4, None)
        book["检查表"]["B3"] = None
        book["检查表"]["B6"] = "可能"

    body = changed(a_form(an_item(1), an_item(2), an_item(3)), change)
    assert places(body) == ["检查表!B3", "检查表!B6", "检查项!F2", "检查项!C3", "检查项!D4", "检查项!W4"]


def test_conditions_that_wait_for_each_other_are_told_although_something_else_is_wrong():
    def change(book):
        put(book, "仅当", 2, "CL90-02=符合")
        put(book, "仅当", 3, "CL90-01=符合")
        put(book, "短语", 2, None)

    found = told(changed(a_form(an_item(1), an_item(2)), change))
    assert len(found) == 2
    assert any("互相" in detail or "wait" in detail or "等" in detail for detail in found.values()), found


def test_nothing_is_dropped_in_silence():
    def change(book):
        book["检查项"]["AZ3"] = "旁注"
        book["检查项"]["BA1"] = "领导意见"
        book["检查表"]["A30"] = "审批人"
        book["检查表"]["B30"] = "赵局"
        book["检查表"]["E2"] = "?"
        book.create_sheet("旧表")["A1"] = "别丢"
        book.create_sheet("空表")

    body = changed(a_form(an_item(1), an_item(2)), change)
    assert places(body) == ["检查表!E2", "检查表!A30", "检查项!BA1", "检查项!AZ3", "旧表"]


def test_a_row_above_the_headers_is_not_lost():
    def change(book):
        book["检查项"].move_range("A2:AZ2", rows=8)
        book["检查项"].insert_rows(1)
        for place, value in enumerate(ROW, 1):
            book["检查项"].cell(1, place, value)

    assert "检查项!1" in places(changed(a_form(an_item(1), an_item(2)), change))


def test_a_header_that_stands_twice_is_told():
    assert places(plain([(*ROW, "严重")], (*COLUMNS, "严重程度"))) == ["检查项!L1"]


def test_a_missing_column_is_told_in_its_rows():
    found = problems(plain([ROW[:5] + ROW[6:]], COLUMNS[:5] + COLUMNS[6:]))
    assert [(each.sheet, each.row, each.column) for each in found] == [("检查项", 2, "")]
    assert "严重程度" in found[0].detail


def test_formulas_without_a_value_and_errors_are_named():
    def change(book):
        put(book, "检查要点", 2, '=A1&"x"')
        put(book, "短语", 2, "#N/A")
        book["检查表"]["B3"] = "=1/0"

    found = told(changed(a_form(), change))
    assert set(found) == {"检查项!C2", "检查项!D2", "检查表!B3"}
    assert "公式" in found["检查项!C2"]


def test_a_section_with_two_names_is_told():
    rows: list[tuple[Any, ...]] = [(*ROW, "1"), ("CL90-02", "别的", *ROW[2:], "1")]
    assert places(plain(rows, (*COLUMNS, "部分编号"))) == ["检查项!B3"]
    assert places(plain([("CL90-01", "", *ROW[2:])])) == ["检查项!B2"]


def test_an_item_of_another_checklist_is_told():
    body = writing.workbook(a_form(same_facts=(("CL90-01", "CL11-01"),)))
    assert [each.place for each in problems(body, elsewhere={"CL90-01": "CL11", "CL11-01": "CL11"})] == ["检查项!A2"]
    assert back(body, elsewhere={"CL90-01": "CL90", "CL11-01": "CL11"})
    assert [each.place for each in problems(body, elsewhere={})] == ["检查表!B10"]


def test_many_items_are_told_once_and_quickly():
    rows = [(f"CL90-{n:04}", *ROW[1:2], "长" * 1000, *ROW[3:]) for n in range(2000)]
    found = problems(plain(rows))
    assert len(found) == 1
    assert "500" in found[0].detail
    assert "2000" in found[0].detail
    assert len(problems(plain([*rows, *rows]))) == 1


def a_zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return stream.getvalue()


def a_bomb() -> bytes:
    """The workbook, with a sheet that unpacks into 200 MB."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(writing.workbook(a_form()))) as book, zipfile.ZipFile(stream, "w", 8) as archive:
        for name in book.namelist():
            archive.writestr(name, book.read(name) + (b" " * 200_000_000 if name.endswith("sheet2.xml") else b""))
    return stream.getvalue()


NOT_OURS = Workbook()
NOT_OURS.create_sheet("工资")["A1"] = "张三"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "空"),
        (b"\0" * 4000, "空"),
        ("编号,检查要点\n1,x\n".encode(), "不是 Excel 工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, "xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "网页"),
        (b"PK\x03\x04garbage", "损坏"),
        (a_zip(readme=b"x"), "损坏"),
        (a_bomb(), "128 MB"),
        (saved(NOT_OURS), "检查项"),
        (b"x" * 21_000_000, "20 MB"),
        (writing.workbook(a_form())[:-200], "损坏"),
    ],
    ids=["empty", "zeros", "csv", "xls", "password", "html", "torn", "zip", "bomb", "other", "large", "cut"],
)
def test_a_file_that_is_no_checklist_has_one_problem_without_a_place(body, said):
    content, found = reading.read("CL90.xlsx", body)
    assert content is None
    assert [(each.sheet, each.row, each.column) for each in found] == [("", 0, "")]
    assert said in found[0].detail


def test_options_that_stand_twice_or_have_no_text_are_told():
    for typed in ("[a] 有\n[a] 没有", "[a]\n[b] 没有", "[一] 有"):
        body = changed(a_form(an_item(1), a_choice(2)), lambda book, typed=typed: put(book, "选项", 3, typed))
        assert f"检查项!{'T'}3" in places(body), typed


def test_the_letters_of_a_column_are_those_of_the_file():
    body = changed(a_form(), lambda book: book["检查项"].insert_cols(1, 3))
    assert back(body) == a_form()

    def change(book):
        book["检查项"].insert_cols(1, 26)
        book["检查项"][f"{column(book, '拍照')}2"] = "随便"

    assert places(changed(a_form(), change)) == ["检查项!AP2"]


def test_a_section_without_items_is_told_at_its_row():
    assert places(plain([ROW, ("", "空的")])) == ["检查项!3"]


NASTY = ("", "=1+1", "#N/A", 0, -5, 3.14, True, "√", "\n", "[a] b=符合", "[]", "=", "且", "CL90-01=", "(((((", "))")
NASTY += ("非(", "${", "selected(", "“", "1-2", "\u202e", "长" * 1200, "、、、", "_x0000_", "编号", 10**20, "本项=“")


@pytest.mark.parametrize("seed", range(12))
def test_whatever_stands_in_the_cells_there_is_an_answer(seed):
    chance = random.Random(seed)

    def change(book):
        for _ in range(6):
            sheet = book[chance.choice(["检查项", "检查项", "检查表"])]
            sheet.cell(
                chance.randint(1, 4), chance.randint(1, 34 if sheet.title == "检查项" else 3)
            ).value = chance.choice(NASTY)

    for found in problems(changed(a_form(an_item(1), a_choice(2), an_item(3, kind="count")), change)):
        assert found.detail
        assert "%(" not in found.detail
