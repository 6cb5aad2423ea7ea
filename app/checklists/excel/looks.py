"""How the workbook looks: quiet colours, headers that say what is needed, long texts wrapped."""

from collections.abc import Sequence
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.checklists.excel.columns import Column

FACE = "微软雅黑"
_FILLS = {
    "needed": PatternFill("solid", fgColor="0F5E4D"),
    "usual": PatternFill("solid", fgColor="D5E8E2"),
    "rare": PatternFill("solid", fgColor="F1E9D2"),
    "english": PatternFill("solid", fgColor="E6E8EC"),
}
_LINE, _THICK = Side(style="thin", color="D9DDE3"), Side(style="medium", color="0F5E4D")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_CENTRED = Alignment(vertical="top", horizontal="center", wrap_text=True)
_GREY = "667085"


def sort_of(column: Column) -> str:
    """The colour of a header."""
    return "needed" if column.needed else column.group


def head(sheet: Worksheet, texts: Sequence[str], sorts: Sequence[str] = (), row: int = 1) -> None:
    """A row of headers."""
    for place, text in enumerate(texts, 1):
        sort = sorts[place - 1] if sorts else "needed"
        cell = sheet.cell(row, place, text)
        cell.fill = _FILLS[sort]
        cell.font = Font(name=FACE, size=10, bold=True, color="FFFFFF" if sort == "needed" else "1D2939")
        cell.alignment = Alignment(vertical="center", horizontal="center", wrap_text=True)
        cell.border = Border(left=_LINE, right=_LINE, bottom=_LINE)
    sheet.row_dimensions[row].height = 34


def widths(sheet: Worksheet, each: Sequence[int]) -> None:
    for place, width in enumerate(each):
        sheet.column_dimensions["ABCDEFGH"[place]].width = width


def column(sheet: Worksheet, letter: str, of: Column) -> None:
    """A column of items: its width, and text in it, so that 1-2 stays no day and 007 keeps its zeros."""
    dimension = sheet.column_dimensions[letter]
    dimension.width = of.width
    dimension.number_format = "@"
    dimension.alignment = _CENTRED if _short(of) else _WRAPPED
    dimension.font = Font(name=FACE, size=10)


def item_cell(cell: Any, of: Column, *, begins: bool) -> None:
    """A cell of an item; `begins` at the first of a section."""
    cell.number_format = "@"
    cell.font = Font(name=FACE, size=10, bold=of.field == "id")
    cell.alignment = _CENTRED if _short(of) else _WRAPPED
    cell.border = Border(top=_THICK if begins else _LINE, bottom=_LINE, left=_LINE, right=_LINE)


def form_cell(cell: Any, place: int) -> None:
    """A cell of the form's own sheet: name, content, explanation."""
    cell.number_format = "@"
    cell.font = Font(name=FACE, size=10, bold=place == 1, color=_GREY if place == 3 else "1D2939")
    cell.alignment = _WRAPPED
    cell.border = Border(top=_LINE, bottom=_LINE, left=_LINE, right=_LINE)
    if place == 1:
        cell.fill = _FILLS["usual"]


def title(cell: Any, size: int = 16) -> None:
    cell.font = Font(name=FACE, size=size, bold=True, color="0F5E4D")


def note(cell: Any, sheet: Worksheet, characters: int) -> None:
    """A sentence over merged columns, which spreadsheets never make high enough by themselves."""
    cell.font = Font(name=FACE, size=10)
    cell.alignment = _WRAPPED
    long = sum(2 if ord(sign) > 0x2E80 else 1 for sign in str(cell.value))
    sheet.row_dimensions[cell.row].height = 18 * (1 + long // characters)


def guide_cell(cell: Any) -> None:
    cell.number_format = "@"
    cell.font = Font(name=FACE, size=10)
    cell.alignment = _WRAPPED
    cell.border = Border(top=_LINE, bottom=_LINE)


def fold(sheet: Worksheet, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Folds away the groups of columns in which nothing stands."""
    for group in ("rare", "english"):
        places = [place for place, column in enumerate(columns) if column.group == group]
        empty = not any(row[place] for row in rows for place in places)
        for place in places:
            dimension = sheet.column_dimensions[get_column_letter(place + 1)]
            dimension.outlineLevel, dimension.hidden = 1 if group == "rare" else 2, empty


def printed(sheet: Worksheet) -> None:
    """On paper: landscape, as wide as the page, the headers on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _short(of: Column) -> bool:
    return of.sort in {"word", "tick", "flag"}
