"""Workbooks of checklists as people make them: written, changed in a spreadsheet program, read again."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.checklists.cells import CellProblem
from app.checklists.excel import reading, writing
from app.checklists.model import Checklist, Item, Option, Section, from_content

ITEM = {
    "clause": "D2-4.1.7",
    "severity": "general",
    "subject": "post",
    "approaches": ("open", "covert"),
    "evidence": "写经过",
    "photo": "no",
}
COLUMNS = ("编号", "部分", "检查要点", "短语", "条款", "等级", "题型", "对象", "明察", "客观证据", "拍照")
ROW = ("CL90-01", "接待", "主动招呼", "招呼", "D2-4.1.7", "一般", "判断", "岗位", "√", "写经过", "不拍")


def an_item(number: int = 1, **more: Any) -> Item:
    return Item(**{"id": f"CL90-{number:02}", "text": "主动招呼", "short": "招呼"} | ITEM | more)


def a_form(*items: Item, **more: Any) -> Checklist:
    sections = (Section("1", "接待", items or (an_item(),)),)
    return Checklist(**{"id": "CL90", "title": "试用", "unplanned": True, "sections": sections} | more)


def a_choice(number: int = 2, **more: Any) -> Item:
    options = (
        Option("yes", "有公示牌", "A sign", "pass"),
        Option("no", "没有公示牌", "No sign", "fail"),
        Option("x", "其他 App"),
    )
    return an_item(number, kind="choices", options=options, **more)


def changed(form: Checklist, change: Callable[[Workbook], object], language: str = "zh") -> bytes:
    """The workbook of a form after somebody has changed it."""
    book = load_workbook(BytesIO(writing.workbook(form, language)))
    change(book)
    return saved(book)


def plain(
    rows: list[tuple[Any, ...]], columns: tuple[str, ...] = COLUMNS, form: tuple[tuple[Any, ...], ...] = ()
) -> bytes:
    """A workbook that somebody typed: headers and rows."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "检查项"
    for row in (columns, *rows):
        sheet.append(row)
    head = book.create_sheet("检查表")
    for line in form or (("编号", "CL90"), ("名称", "试用")):
        head.append(line)
    return saved(book)


def unmark(book: Workbook, version: str) -> None:
    """Takes out the line that says from which version the workbook was made."""
    sheet = book["检查表"]
    sheet.delete_rows(next(row[0].row for row in sheet.iter_rows() if row[1].value == version))


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def back(body: bytes, **more: Any) -> Checklist:
    """The form that was read; it must have no problems."""
    content, problems = reading.read("CL90.xlsx", body, **more)
    assert problems == []
    assert content is not None
    return from_content(content)


def problems(body: bytes, **more: Any) -> list[CellProblem]:
    content, found = reading.read("CL90.xlsx", body, **more)
    assert (content is None) == bool(found)
    return found


def places(body: bytes, **more: Any) -> list[str]:
    return [each.place for each in problems(body, **more)]


def column(book: Workbook, header: str, sheet: str = "检查项") -> str:
    """The letters of the column with this header."""
    return next(cell.column_letter for cell in book[sheet][1] if str(cell.value).rstrip("*") == header)


def put(book: Workbook, header: str, row: int, value: Any) -> str:
    """Writes a cell of an item; its place."""
    cell = f"{column(book, header)}{row}"
    book["检查项"][cell] = value
    return f"检查项!{cell}"
