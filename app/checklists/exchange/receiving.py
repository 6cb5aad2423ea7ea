"""An uploaded workbook: which of the formats it is, what it holds or what is wrong with it, and what it begins."""

from typing import Any

from app.checklists import drafts, versions
from app.checklists.cells import CellProblem
from app.checklists.excel import reading as excel
from app.checklists.exchange import origin as made_from
from app.checklists.overview import RESERVED
from app.checklists.xlsform import reading as xlsform
from app.db import Database
from app.errors import N_
from app.language import say
from app.org.cells import Unreadable
from app.org.reading import spreadsheet
from app.people.persons import Person

SURVEY = "survey"


def receive(db: Database, by: Person, name: str, body: bytes) -> tuple[str, list[CellProblem]]:
    """Begins a draft of what the file holds and gives its id; or nothing and every problem of the file."""
    content, found, origin = _read(db, name, body)
    if content is not None and content["id"] in RESERVED:
        found = [CellProblem("", 0, "", say(N_("The id %(id)s cannot be used for a checklist."), id=content["id"]))]
    if content is None or found:
        return "", found
    base = made_from.of(db, body, content["id"]).version
    if base is None and versions.find(db, content["id"]):
        origin = drafts.UNMARKED
    return drafts.begin(db, by, content, origin, base=base), []


def _read(db: Database, name: str, body: bytes) -> tuple[dict[str, Any] | None, list[CellProblem], str]:
    if _is_xlsform(body):
        content, found = xlsform.read(name, body, versions.owners(db))
        return content, found, "xlsform"
    content, found = excel.read(name, body, versions.owners(db), lambda checklist: versions.ever_used(db, checklist))
    return content, found, "upload"


def _is_xlsform(body: bytes) -> bool:
    """Whether a sheet is called survey; a file that cannot be read is none, and the reader says why."""
    try:
        sheets = spreadsheet(body)
    except Unreadable:
        return False
    return any(sheet.name.strip().casefold() == SURVEY for sheet in sheets or [])
