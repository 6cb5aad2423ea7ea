"""Reads text tables: .csv in UTF-8, GB18030 or UTF-16, parted by commas, semicolons or tabs."""

import codecs
import csv
import io
from collections.abc import Callable

from app.errors import N_
from app.org.cells import MOST_COLUMNS, Cell, Room, Sheet, Unreadable

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
PARTINGS = ",;\t，；|"


def read(body: bytes, name: str, headers: Callable[[list[str]], int]) -> Sheet:
    """The table as one sheet; `headers` tells how many known headers a row has, by which the parting sign is found.

    Rows count as a spreadsheet counts them: one with a line end within quotes is one row. Raises Unreadable, also for a
    quotation mark that is never closed, since it would swallow the rows behind it.
    """
    # Lines end as in a file; other signs that part lines, such as U+2028 from a web page, belong to their cell.
    lines = list(io.StringIO(_decoded(body), newline=""))
    head = [line.rstrip("\r\n") for line in lines[:30]]
    parting = max(PARTINGS, key=lambda sign: max((headers(line.split(sign)) for line in head), default=0))
    sheet, room, number = Sheet(name), Room(), 0
    try:
        for number, record in enumerate(csv.reader(lines, delimiter=parting, strict=True), 1):
            row = {}
            for column, value in enumerate(record[:MOST_COLUMNS], 1):
                if cell := _bare(value):
                    room.take()
                    row[column] = Cell(cell)
            if row:
                sheet.rows[number] = row
    except csv.Error as error:
        raise Unreadable(
            N_(
                "Row %(row)s cannot be read: a quotation mark in it is not closed, or a cell is far too long. "
                "Correct it, or save the table once more, best as .xlsx."
            ),
            row=number + 1,
        ) from error
    return sheet


def _decoded(body: bytes) -> str:
    named = next((encoding for bom, encoding in BOMS if body.startswith(bom)), None)
    for encoding in (named,) if named else ("utf-8", "gb18030"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            row = text[: text.index("\0")].count("\n") + 1
            raise Unreadable(
                N_("In line %(row)s stands a NUL character, so this is no text. Please save the table once more."),
                row=row,
            )
        return text
    raise Unreadable(
        N_("The text is neither UTF-8 nor GB18030 nor UTF-16. Please save the table once more, best as .xlsx.")
    )


def _bare(value: str) -> str:
    """A value without blanks; `="00123"` is how spreadsheets keep the zeros of a number in text tables."""
    value = value.strip()
    return value[2:-1] if value.startswith('="') and value.endswith('"') else value
