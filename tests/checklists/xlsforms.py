"""XLSForms as strangers make them: sheets as small tables of text, and what reading them gives."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

from app.checklists.model import Checklist, from_content
from app.checklists.xlsform import reading


def book(**sheets: str | list[tuple[Any, ...]]) -> Workbook:
    """A workbook with these sheets: text with a row on each line and | between cells, or rows of values."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in _table(rows) if isinstance(rows, str) else rows:
            sheet.append(row)
    return made


def saved(made: Workbook) -> bytes:
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def form(**sheets: str | list[tuple[Any, ...]]) -> bytes:
    return saved(book(**sheets))


def back(body: bytes, name: str = "visit.xlsx", **more: Any) -> Checklist:
    """The form that was read; it must have no problems."""
    content, problems = reading.read(name, body, **more)
    assert problems == []
    assert content is not None
    return from_content(content)


def told(body: bytes, name: str = "visit.xlsx", **more: Any) -> dict[str, str]:
    """What is said of each cell; there must be something."""
    content, problems = reading.read(name, body, **more)
    assert content is None
    assert problems
    return {each.place: each.detail for each in problems}


def _table(text: str) -> list[list[str | None]]:
    lines = text.strip("\n").split("\n")
    return [[cell.strip() or None for cell in line.strip().strip("|").split("|")] for line in lines]
