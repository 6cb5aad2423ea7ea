"""The template of a roster file: one sheet for each kind, and 说明, which explains the columns and shows an example."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.org.kinds import KINDS, Kind
from app.org.words import ABOUT, EXAMPLES, NOTES, TITLE

_HEAD = PatternFill("solid", fgColor="E0EEEA")


def workbook() -> bytes:
    """The bytes of an .xlsx. The sheets to fill in hold headers only; nothing on 说明 is ever imported."""
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)
    _guide(guide)
    for kind in KINDS:
        sheet = book.create_sheet(kind.sheet)
        for number, column in enumerate(kind.columns, 1):
            cell = sheet.cell(1, number, column.header + ("*" if column.required else ""))
            cell.font, cell.fill = Font(bold=True), _HEAD
            sheet.column_dimensions[get_column_letter(number)].width = 18
        for row in sheet.iter_rows(1, 200, 1, len(kind.columns)):
            for cell in row:
                cell.number_format = "@"  # so that 00123 stays 00123
        sheet.freeze_panes = "A2"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _guide(sheet: Worksheet) -> None:
    sheet.title = "说明"
    rows: list[list[str]] = [[TITLE], *([note] for note in NOTES)]
    for kind in KINDS:
        rows += [[], *_about(kind)]
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = sheet.cell(number, place, text)
            cell.number_format = "@"
            if text == TITLE or (text.startswith("【")):
                cell.font = Font(bold=True, size=14 if text == TITLE else 11)
            cell.alignment = Alignment(vertical="top")
    for column, width in (("A", 16), ("B", 22), ("C", 22), ("D", 16), ("E", 16), ("F", 16), ("G", 16), ("H", 16)):
        sheet.column_dimensions[column].width = width


def _about(kind: Kind) -> list[list[str]]:
    columns = [
        [f"　{column.header}", ("必填。" if column.required else "") + ABOUT[kind.name, column.name]]
        for column in kind.columns
    ]
    examples = [["示例：", *row] for row in EXAMPLES[kind.name]]
    return [[f"【{kind.sheet}】"], *columns, *examples]
