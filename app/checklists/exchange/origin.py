"""From which version of a checklist an uploaded workbook was made, so that what was published since is not undone
unseen."""

from app.checklists import versions
from app.checklists.excel import words
from app.checklists.excel.columns import by_label
from app.db import Database
from app.errors import NotFound
from app.org.cells import Sheet, alike
from app.org.reading import spreadsheet


def base(db: Database, checklist: str, body: bytes) -> str | None:
    """The version that a readable workbook names, if it is one of this checklist; None when it names none."""
    named = next((version for sheet in spreadsheet(body) or [] if (version := _of(sheet))), "")
    try:
        return versions.get(db, checklist, named).version if named else None
    except NotFound:
        return None


def _of(sheet: Sheet) -> str:
    rows = [sheet.rows[number] for number in sorted(sheet.rows)]
    if alike(sheet.name) in words.spellings(words.FORM):
        labels = by_label()
        for row in rows:
            column = labels.get(words.bare(row[1].text)) if 1 in row and 2 in row else None
            if column and column.field == "version":
                return row[2].text.strip()
    if alike(sheet.name) == "settings" and len(rows) > 1:
        place = next((place for place, cell in rows[0].items() if alike(cell.text) == "version"), 0)
        return rows[1][place].text.strip() if place in rows[1] else ""
    return ""
