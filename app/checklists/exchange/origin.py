"""From which version of a checklist an uploaded workbook was made, so that what was published since is not undone
unseen."""

from dataclasses import dataclass

from app.checklists import versions
from app.checklists.excel import words
from app.checklists.excel.columns import by_label
from app.db import Database
from app.errors import NotFound
from app.org.cells import Sheet, Unreadable, alike
from app.org.reading import spreadsheet


@dataclass(frozen=True)
class Origin:
    """The checklist that a workbook says it is (empty: it says none that can be read), and the version of that which it
    was made from; None where it names none that ever was."""

    checklist: str
    version: str | None


def of(db: Database, body: bytes, checklist: str = "") -> Origin:
    """What a workbook says of itself, also one with problems; an unreadable one says nothing. `checklist` is the id
    where it is known already."""
    try:
        sheets = spreadsheet(body) or []
    except Unreadable:
        sheets = []
    said, version = next((found for sheet in sheets if (found := _said(sheet))), ("", ""))
    return Origin(checklist or said, _known(db, checklist or said, version))


def _known(db: Database, checklist: str, version: str) -> str | None:
    try:
        return versions.get(db, checklist, version).version if version else None
    except NotFound:
        return None


def _said(sheet: Sheet) -> tuple[str, str] | None:
    """Checklist and version on the form's own sheet of either format; None on any other sheet."""
    rows = [sheet.rows[number] for number in sorted(sheet.rows)]
    found: dict[str, str] = {}
    if alike(sheet.name) in words.spellings(words.FORM):
        labels = by_label()
        for row in rows:
            column = labels.get(words.bare(row[1].text)) if 1 in row and 2 in row else None
            if column:
                found.setdefault(column.field, row[2].text.strip())
        return found.get("id", ""), found.get("version", "")
    if alike(sheet.name) == "settings" and len(rows) > 1:
        for place, cell in rows[0].items():
            if place in rows[1]:
                found.setdefault(alike(cell.text), rows[1][place].text.strip())
        return found.get("form_id", ""), found.get("version", "")
    return None
