"""The sheets of an XLSForm as rows of texts by header, read by pyxform behind the house's own guards.

The house reads first: it refuses what is dangerous or damaged and knows every cell. What pyxform then reads is held
against it, so that nothing is lost where pyxform stops reading, such as below 60 empty rows.
"""

import re
import warnings
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from app.checklists.checking import MOST_ITEMS
from app.checklists.excel.table import Problems
from app.errors import N_
from app.org.cells import Cell, Sheet, Unreadable, letters
from app.org.parts import DAMAGED, Attributes, Parts
from app.org.reading import spreadsheet

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
OURS = (SURVEY, CHOICES, SETTINGS)
MOST_ROWS = 3000
MOST_BYTES = 32 * 1024 * 1024  # of all parts unpacked; a form has a hundredth of it
_BLANKS = re.compile(r" +")
_UNSEEN = "\ufeff\u200b\u200e\u200f"


@dataclass
class Table:
    """`name` as the workbook has it; `columns` are the letters by header; `rows` are numbered as the sheet shows them,
    rows without content are left out."""

    name: str
    columns: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)


def tables(name: str, body: bytes, problems: Problems) -> tuple[dict[str, Table], list[str]]:
    """The sheets by what they are (survey, choices, settings), and the names of all. Raises Unreadable."""
    sheets = spreadsheet(body)
    if sheets is None:
        raise Unreadable(N_("%(name)s is not an Excel workbook (.xlsx)."), name=name[-200:])
    _small(body)
    names = _names(body)
    found: dict[str, Sheet] = {}
    for sheet in sheets:
        if (ours := sheet.name.lower()) in found:
            raise Unreadable(DAMAGED)
        if ours in OURS:
            found[ours] = sheet
        elif sheet.rows and not sheet.name.startswith("_"):  # by custom an underscore takes a sheet out of the form
            sentence = N_("This sheet is not part of a checklist and would not be read. Delete it, or move it.")
            problems.add(sheet.name, 0, "", sentence)
    for hidden in (each for each in names if each not in {sheet.name for sheet in sheets} and each[:1] != "_"):
        problems.add(hidden, 0, "", N_("This sheet is hidden and would not be read. Show it, or delete it."))
    if SURVEY not in found:
        raise Unreadable(N_("The workbook has no sheet named “survey”, so it is no XLSForm."))
    return {ours: table for ours, table in _read(body, found, problems).items() if table}, names


def _read(body: bytes, found: dict[str, Sheet], problems: Problems) -> dict[str, Table]:
    for sheet in found.values():
        if len(sheet.rows) > MOST_ROWS:
            sentence = N_("This sheet has %(count)s rows; a checklist has at most %(most)s items.")
            problems.add(sheet.name, 0, "", sentence, count=len(sheet.rows), most=MOST_ITEMS)
    if problems.found and any(len(sheet.rows) > MOST_ROWS for sheet in found.values()):
        return {}
    for sheet in found.values():
        _heads(sheet, problems)
    book = _by_pyxform(body)
    if book is None and not problems.found:
        raise Unreadable(DAMAGED)
    return {ours: _table(ours, sheet, book, problems) for ours, sheet in found.items()}


def _by_pyxform(body: bytes) -> dict[str, Any] | None:
    """What pyxform reads; None when it cannot, which mostly has a reason that the house finds and tells better."""
    from pyxform.xls2json_backends import xlsx_to_dict  # takes memory that only those who upload an XLSForm need

    with warnings.catch_warnings():  # about drop-downs and styles that openpyxl does not know
        warnings.simplefilter("ignore")
        try:
            book: dict[str, Any] = xlsx_to_dict(BytesIO(body))
        except Exception:  # whatever a damaged file makes of two libraries
            return None
    return book


def _heads(sheet: Sheet, problems: Problems) -> None:
    """Headers that stand twice, and content under none."""
    seen: dict[str, int] = {}
    for place, cell in sorted(sheet.rows.get(1, {}).items()):
        head = clean(cell.text)
        if head in seen:
            sentence = N_("Column %(other)s has the same header. Keep one of them.")
            problems.add(sheet.name, 1, letters(place), sentence, other=letters(seen[head]))
        seen.setdefault(head, place)
        if not any(sign.isalpha() for sign in head):
            sentence = N_("There is no column “%(header)s” in a checklist. Rename it, or delete it.")
            problems.add(sheet.name, 1, letters(place), sentence, header=head)
        if cell.problem:
            problems.add(sheet.name, 1, letters(place), cell.problem)
    bare: set[int] = set()
    for number in sorted(sheet.rows):
        for place in sorted(set(sheet.rows[number]) - set(sheet.rows.get(1, {})) - bare):
            bare.add(place)
            sentence = N_("This stands under no header and would not be read. Give its column a header, or clear it.")
            problems.add(sheet.name, number, letters(place), sentence)


def _table(ours: str, sheet: Sheet, book: dict[str, Any] | None, problems: Problems) -> Table:
    heads = {place: clean(cell.text) for place, cell in sorted(sheet.rows.get(1, {}).items(), reverse=True)}
    table = Table(sheet.name, {head: letters(place) for place, head in heads.items()})
    read = None if book is None else [_cleaned(row) for row in book.get(ours, [])]
    if book is not None:
        known = {clean(head) for row in book.get(f"{ours}_header", []) for head in row}
        for place in (place for place, head in heads.items() if head not in known):
            sentence = N_("More than 20 empty columns stand before this one, so that no tool would read it.")
            problems.add(sheet.name, 1, letters(place), sentence)
        if known - set(heads.values()):
            problems.add(sheet.name, 1, "", N_("This sheet has more than 200 columns."))
    for number in (number for number in sorted(sheet.rows) if number > 1):
        cells = {heads[place]: (place, cell) for place, cell in sheet.rows[number].items() if place in heads}
        if not cells:
            continue  # what stands under no header was told
        if read is not None and number - 2 >= len(read):
            sentence = N_("More than 60 empty rows stand above this one, so that no tool would read it. Delete them.")
            problems.add(sheet.name, number, letters(min(place for place, _ in cells.values())), sentence)
            continue
        row = None if read is None else read[number - 2]
        texts = {}
        for head, (place, cell) in cells.items():
            text = _text(cell, None if row is None else row.get(head, ""))
            if cell.problem:
                problems.add(sheet.name, number, letters(place), cell.problem)
            elif not text:
                sentence = N_("This cell is merged with one above. Split them, and write into each what it says.")
                problems.add(sheet.name, number, letters(place), sentence)
            texts[head] = text
        if row and set(row) - set(cells):
            raise Unreadable(DAMAGED)  # two readings of one file that differ
        table.rows.append((number, texts))
    return table


def _text(cell: Cell, read: str | None) -> str:
    """The text of a cell as pyxform reads it, but with its blanks and signs as they stand."""
    usual = cell.text.replace("\xa0", " ").strip()
    same = read is None or "_x" in read or (read and usual == read)
    return (cell.text if same else read or "").replace("\r\n", "\n").replace("\r", "\n").strip(_UNSEEN).strip()


def _cleaned(row: dict[str, Any]) -> dict[str, str]:
    return {clean(head): str(value) for head, value in row.items() if value not in {None, ""}}


def clean(header: str) -> str:
    """A header without needless blanks and unseen signs."""
    return _BLANKS.sub(" ", header.replace("\xa0", " ").strip().strip(_UNSEEN).strip())


def _small(body: bytes) -> None:
    """pyxform reads parts that the house leaves alone, such as themes, without a limit of its own."""
    with zipfile.ZipFile(BytesIO(body)) as archive:
        if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
            raise Unreadable(N_("The file unpacks into more than 32 MB, which no form needs, so it was not opened."))


def _names(body: bytes) -> list[str]:
    """The names of all sheets, also of hidden ones."""
    names: list[str] = []

    def begun(name: str, values: Attributes) -> None:
        if name == "sheet":
            names.append(values.get("name", ""))

    with zipfile.ZipFile(BytesIO(body)) as archive:
        Parts(archive).parse("xl/workbook.xml", begun)
    return names
