"""The tables of a notice as .xlsx, to calculate with: figures as numbers, and no text that is taken for a formula."""

import re
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.notices.model import Notice, Table
from app.notices.paper import plain

_NUMBER = re.compile(r"[-−]?\d+(\.\d+)?")
_LINE = Border(bottom=Side("thin", "999999"))
_WIDEST, _ROW = 48, 20  # signs of half width; points
Field = Cell | MergedCell


def render(notice: Notice, day: date, mark: str = "") -> bytes:
    """A sheet for each table of the notice; one that says so when it has none. `mark` stands above the text."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for section in notice.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                _table(book.create_sheet(_sheet_name(block, len(book.worksheets) + 1)), notice, block, day, mark)
    if not book.worksheets:
        _top(book.create_sheet("通报"), notice, "本通报没有表格。", day, mark)
    book.properties.title, book.properties.creator = notice.name, notice.issuer
    book.properties.language = "zh-CN"
    stream = BytesIO()
    book.save(stream)
    return plain.settled(stream.getvalue(), date.fromisoformat(notice.date) if notice.date else day)


def _table(sheet: Worksheet, notice: Notice, table: Table, day: date, mark: str) -> None:
    _top(sheet, notice, table.caption, day, mark)
    head = sheet.max_row + 1
    for at, column in enumerate(table.columns, 1):
        named = _text(sheet.cell(head, at), column)
        named.font, named.border = Font(name="黑体", size=12), _LINE
        named.alignment = _aligned(at - 1 in table.numeric)
    for down, row in enumerate(table.rows, head + 1):
        for at, text in enumerate(row, 1):
            filled = (_figure if counts(table, at - 1) else _text)(sheet.cell(down, at), text)
            filled.font, filled.border = Font(name="仿宋_GB2312", size=12), _LINE
            filled.alignment = _aligned(at - 1 in table.numeric)
    widths = [max(_width(row[at]) for row in (table.columns, *table.rows)) for at in range(len(table.columns))]
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = min(width, _WIDEST) + 4
    for down, row in enumerate((table.columns, *table.rows), head):
        sheet.row_dimensions[down].height = _ROW * max(1, *(-(-_width(text) // _WIDEST) for text in row))
    if table.note:
        _note(sheet, table, head + len(table.rows) + 1, sum(min(width, _WIDEST) + 4 for width in widths))
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"


def _note(sheet: Worksheet, table: Table, down: int, room: int) -> None:
    """The note across all columns, in as many lines as it needs."""
    noted = _text(sheet.cell(down, 1), table.note)
    noted.font, noted.alignment = Font(name="仿宋_GB2312", size=11), Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(start_row=down, end_row=down, start_column=1, end_column=len(table.columns))
    sheet.row_dimensions[down].height = _ROW * -(-_width(table.note) // room)


def _top(sheet: Worksheet, notice: Notice, caption: str, day: date, mark: str) -> None:
    """What the table belongs to, and how the sheet is printed."""
    _text(sheet.cell(1, 1), notice.name).font = Font(name="方正小标宋简体", size=16)
    _text(sheet.cell(2, 1), f"{notice.number}　{notice.dated(day)}").font = Font(name="仿宋_GB2312", size=12)
    _text(sheet.cell(3, 1), caption).font = Font(name="黑体", size=12)
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("— &P —"))
    if mark:
        sheet.HeaderFooter.oddHeader = HeaderFooterItem(right=_HeaderFooterPart(mark))
        _text(sheet.cell(1, 1), f"{notice.name}　{mark}")


def counts(table: Table, at: int) -> bool:
    """Whether a column holds numbers: scores do, and so do ranks, which are not set like figures."""
    return at in table.numeric or all(row[at].isdecimal() or row[at] == "—" for row in table.rows)


def _figure(cell: Field, text: str) -> Field:
    """A number with as many places as it is printed with; what is none, such as —, stays text."""
    if not _NUMBER.fullmatch(text):
        return _text(cell, text)
    places = len(text.partition(".")[2])
    cell.value = float(text.replace("−", "-")) if places else int(text.replace("−", "-"))
    cell.number_format = f"0.{'0' * places}" if places else "0"
    return cell


def _text(cell: Field, text: str) -> Field:
    """A text that no program takes for a formula, also one that begins with =."""
    cell.value = plain.text(text)
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in "=+-@"
    return cell


def _aligned(right: bool) -> Alignment:
    return Alignment(horizontal="right" if right else "left", vertical="center", wrap_text=True, indent=1)


def _width(text: str) -> int:
    return sum(1 if sign.isascii() else 2 for sign in text)


def _sheet_name(table: Table, number: int) -> str:
    """表1 of 表1　2026年10月得分与排名."""
    found = re.match(r"表\d+", table.caption)
    return found.group() if found else f"表{number}"
