"""The tables of a roster file: a row of headers in any order, and below it rows by the names of their columns."""

import re
import unicodedata
from dataclasses import dataclass, field

from app.errors import N_
from app.org.cells import Cell, Sheet, alike, letters
from app.org.kinds import KINDS, Column, Kind

TITLE_ROWS = 30


@dataclass(frozen=True)
class Place:
    """Where a value stands; `column` is empty where a whole row or sheet is meant, `row` 0 for a whole sheet."""

    sheet: str
    row: int = 0
    column: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong where: a sentence (N_) and its values."""

    place: Place
    sentence: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """A row by the names of its columns. A column that the file does not have is empty."""

    sheet: str
    row: int
    cells: dict[str, Cell]
    headers: dict[str, str]

    def __getitem__(self, name: str) -> str:
        cell = self.cells.get(name)
        return cell.text if cell else ""

    def at(self, name: str = "") -> Place:
        """The place of one of its values, with the header and the letters of its column; or the row's."""
        return Place(self.sheet, self.row, self.headers.get(name, ""))


@dataclass(frozen=True)
class Table:
    """`unused` are the headers of columns that are not known and so not read."""

    kind: Kind
    sheet: str
    records: list[Record]
    unused: list[str]


def known_headers(values: list[str]) -> int:
    """How many headers of the kind that fits best stand in a row; 0 unless there are two."""
    best = max(len(_matched(kind, dict(enumerate(values)))) for kind in KINDS)
    return best if best > 1 else 0


def table(sheet: Sheet, problems: list[Problem]) -> Table | None:
    """The rows of a sheet below its headers; None, without a problem, for a sheet that is of no kind."""
    named = next((kind for kind in KINDS if alike(sheet.name) in {kind.sheet, *kind.others}), None)
    for number in sorted(sheet.rows)[:TITLE_ROWS]:
        texts = {column: cell.text for column, cell in sheet.rows[number].items()}
        kind = named or _kind(texts)
        found = _matched(kind, texts) if kind else {}
        if kind and len(found) > 1 and (named or _complete(kind, found)):
            return _table(kind, sheet, number, found, problems)
    if named and sheet.rows:
        place = Place(sheet.name)
        headers = "、".join(column.header for column in named.columns if column.required)
        sentence = N_("No row of headers was found on this sheet. It needs at least: %(headers)s.")
        problems.append(Problem(place, sentence, {"headers": headers}))
    return None


def _table(kind: Kind, sheet: Sheet, at: int, found: dict[str, int], problems: list[Problem]) -> Table:
    texts = sheet.rows[at]
    headers = {name: f"{texts[column].text} ({letters(column)})" for name, column in found.items()}
    for column in kind.columns:
        if column.required and column.name not in found:
            problems.append(
                Problem(Place(sheet.name, at), N_("The column %(header)s is missing."), {"header": column.header})
            )
    _twice(kind, sheet, at, problems)
    records = []
    for number in sorted(row for row in sheet.rows if row > at):
        row = sheet.rows[number]
        cells = {name: row[column] for name, column in found.items() if column in row}
        if cells and not _headers_again(kind, cells):
            records.append(Record(sheet.name, number, cells, headers))
            problems += [
                Problem(records[-1].at(name), cell.problem, {}) for name, cell in cells.items() if cell.problem
            ]
    unused = [
        f"{sheet.name} {cell.text} ({letters(column)})"
        for column, cell in sorted(sheet.rows[at].items())
        if column not in found.values()
    ]
    return Table(kind, sheet.name, records, unused)


def _twice(kind: Kind, sheet: Sheet, at: int, problems: list[Problem]) -> None:
    """Two columns under the same header: which one is meant cannot be known."""
    seen: dict[str, int] = {}
    for column, cell in sorted(sheet.rows[at].items()):
        text = _bare(cell.text)
        if text in seen and any(text in _names(each) for each in kind.columns):
            where = Place(sheet.name, at, f"{cell.text} ({letters(column)})")
            sentence = N_("Column %(other)s has the same header. Please keep one of them.")
            problems.append(Problem(where, sentence, {"other": letters(seen[text])}))
        seen.setdefault(text, column)


def _kind(texts: dict[int, str]) -> Kind | None:
    """The kind whose headers these are; the one that knows most of them."""
    fitting = [kind for kind in KINDS if _complete(kind, _matched(kind, texts))]
    return max(fitting, key=lambda kind: len(_matched(kind, texts)), default=None)


def _complete(kind: Kind, found: dict[str, int]) -> bool:
    return all(column.name in found for column in kind.columns if column.required) and len(found) > 1


def _matched(kind: Kind, texts: dict[int, str]) -> dict[str, int]:
    """The columns of a kind by name; each header is taken by the first that knows it, exact names before synonyms."""
    found: dict[str, int] = {}
    bare = {column: _bare(text) for column, text in texts.items() if text}
    for exact in (True, False):
        for each in kind.columns:
            for column, text in bare.items():
                names = {_bare(each.header)} if exact else _names(each)
                if text in names and each.name not in found and column not in found.values():
                    found[each.name] = column
    return found


def _headers_again(kind: Kind, cells: dict[str, Cell]) -> bool:
    """Whether a row repeats the headers, as printed lists do on each page."""
    again = sum(_bare(cells[c.name].text) in _names(c) for c in kind.columns if c.name in cells)
    return again > 1 and again == len(cells)


def _names(column: Column) -> set[str]:
    return {_bare(name) for name in (column.header, *column.others)}


def _bare(header: str) -> str:
    """A header without blanks, quotes, stars and what stands in brackets behind it."""
    usual = unicodedata.normalize("NFKC", header)
    return re.sub(r"[\s*\"'::]", "", re.sub(r"\([^()]*\)\s*\*?$", "", usual)).casefold()
