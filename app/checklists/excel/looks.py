"""How the workbook looks: quiet colours, headers that say what is needed, long texts wrapped."""

from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
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


def column(sheet: Worksheet, letter: str, of: Column, least: int) -> None:
    """A column of items: its width, at `least` so much in a language of long words; and text in it, so that 1-2 stays
    no day and 007 keeps its zeros."""
    dimension = sheet.column_dimensions[letter]
    dimension.width = max(of.width, least)
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


def note(cell: Any, sheet: Worksheet) -> None:
    """A sentence over the four columns of the guide."""
    cell.font = Font(name=FACE, size=10)
    cell.alignment = _WRAPPED
    height(sheet, cell.row, [(str(cell.value), 140)])


class _Grown(RowDimension):
    """A row that is as high as its text, and still grows when the text does."""

    customHeight = False  # noqa: N815 (the name in the file)


def height(sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]]) -> None:
    """Makes a row as high as its longest text needs; not every program does so by itself. `texts` come with the widths
    of their columns in characters."""
    most = max((sum(_lines(line, width) for line in text.split("\n")) for text, width in texts), default=1)
    sheet.row_dimensions[row] = _Grown(sheet, row, ht=min(8 + 14 * most, 409))


def _lines(text: str, width: float) -> int:
    long = sum(1.85 if ord(sign) > 0x2E80 else 0.9 for sign in text)
    return 1 + int(long / max(width - 1, 1))


def guide_cell(cell: Any) -> None:
    cell.number_format = "@"
    cell.font = Font(name=FACE, size=10)
    cell.alignment = _WRAPPED
    cell.border = Border(top=_LINE, bottom=_LINE)


def fold(sheet: Worksheet, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, english: bool) -> None:
    """Folds away the seldom columns in which nothing stands, and those for readers of another language."""
    for place, of in enumerate(columns):
        if of.group != "usual":
            dimension = sheet.column_dimensions[get_column_letter(place + 1)]
            dimension.outlineLevel = 1
            empty = not any(row[place] for row in rows)
            dimension.hidden = not english if of.group == "english" else empty


def sheet_of_its_own(sheet: Worksheet, *, items: bool) -> None:
    """The sheet of items has a coloured tab and lines for new rows; the others look like pages."""
    sheet.sheet_view.showGridLines = items
    if items:
        sheet.sheet_properties.tabColor = "0F5E4D"


def printed(sheet: Worksheet) -> None:
    """On paper: landscape, as wide as the page, the headers on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    if sheet.freeze_panes:
        sheet.print_title_rows = "1:1"


def _short(of: Column) -> bool:
    return of.sort in {"word", "tick", "flag"}
