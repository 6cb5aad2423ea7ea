"""The two sheets that are read: cells by row and column as they stand, and what is wrong with their form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.checklists.cells import CellProblem
from app.checklists.checking import MOST_ITEMS
from app.checklists.excel import words
from app.checklists.excel.columns import COLUMNS, Column, by_header, by_label
from app.errors import N_
from app.language import chosen, say
from app.org.cells import Row, Sheet, alike, letters

TITLE_ROWS = 30
MOST_ROWS = 3000


@dataclass
class Problems:
    """What was found so far; of one cell only the first thing counts."""

    found: dict[tuple[str, int, str], CellProblem] = field(default_factory=dict)

    def add(self, sheet: str, row: int, column: str, sentence: str, /, **values: object) -> None:
        self.tell(sheet, row, column, say(sentence, **values))

    def tell(self, sheet: str, row: int, column: str, detail: str) -> None:
        self.found.setdefault((sheet, row, column), CellProblem(sheet, row, column, detail))

    def sorted(self, sheets: list[str]) -> list[CellProblem]:
        """By sheet as the workbook has them, then by row and column."""
        place = {name: number for number, name in enumerate(sheets)}
        return sorted(
            self.found.values(),
            key=lambda each: (place.get(each.sheet, -1), each.row, len(each.column), each.column),
        )


@dataclass(frozen=True)
class Line:
    """One row by its columns' fields: texts, and the letters of every known column, also where the cell is empty."""

    sheet: str
    row: int
    texts: Mapping[str, str]
    columns: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")

    def column(self, name: str) -> str:
        """The letters of a property's column; of several approaches the first of their columns."""
        found = (self.columns[each] for each in self.columns if each == name or each.startswith("approach:"))
        if name == "approaches":
            return next(found, "")
        return self.columns.get(name, self.columns.get({"sections": "section"}.get(name, ""), ""))


def items(sheet: Sheet, problems: Problems) -> list[Line]:
    """The rows below the headers."""
    at = _header_row(sheet)
    if not at:
        headers = "、".join(column.header(chosen()) for column in COLUMNS if column.needed and column.sort != "tick")
        problems.add(
            sheet.name, 1, "", N_("No row of headers was found on this sheet: %(headers)s and others."), headers=headers
        )
        return []
    if len(sheet.rows) > MOST_ROWS:
        sentence = N_("This sheet has %(count)s rows; a checklist has at most %(most)s items.")
        problems.add(sheet.name, at, "", sentence, count=len(sheet.rows), most=MOST_ITEMS)
        return []
    known = _columns(sheet, at, problems)
    headed = set(sheet.rows[at])
    lines = []
    for number in sorted(sheet.rows):
        row = sheet.rows[number]
        if number < at and len(row) > 1:
            problems.add(sheet.name, number, "", N_("This row stands above the headers and would not be read."))
        if number > at and not _headers_again(row, known):
            _outside(sheet, number, headed, problems)
            texts = {column.field: row[place].text for place, column in known.items() if place in row}
            for place in sorted(set(known) & set(row)):
                if row[place].problem:
                    problems.add(sheet.name, number, letters(place), row[place].problem)
            if texts:
                names = {column.field: letters(place) for place, column in known.items()}
                lines.append(Line(sheet.name, number, texts, names))
    return lines


def form(sheet: Sheet, problems: Problems) -> list[tuple[Column, str, int]]:
    """The lines of the form's own sheet: what they say, and where. Column A names it, B holds it, C explains it."""
    found: list[tuple[Column, str, int]] = []
    seen: dict[str, int] = {}
    for number in sorted(sheet.rows):
        row = sheet.rows[number]
        label = row[1].text if 1 in row else ""
        column = by_label().get(words.bare(label))
        value = row[2].text if 2 in row else ""
        if column is None:
            if len(row) > 1 and not _is_head(label):
                problems.add(
                    sheet.name, number, "A", N_("“%(what)s” is not a property of a checklist."), what=label or value
                )
            continue
        if 2 in row and row[2].problem:
            problems.add(sheet.name, number, "B", row[2].problem)
        for place in (place for place in row if place > 3):
            problems.add(sheet.name, number, letters(place), N_("Only column B is read here."))
        if column.field in seen and column.field != "same_facts":
            problems.add(
                sheet.name,
                number,
                "A",
                N_("Row %(other)s says this already. Keep one of them."),
                other=seen[column.field],
            )
            continue
        seen[column.field] = number
        found.append((column, value, number))
    return found


def is_items(sheet: Sheet) -> bool:
    return _header_row(sheet) > 0


def _header_row(sheet: Sheet) -> int:
    """The first row that names the text of items and one more column; 0 when there is none."""
    for number in sorted(sheet.rows)[:TITLE_ROWS]:
        fields = {column.field for cell in sheet.rows[number].values() if (column := _known(cell.text))}
        if "text" in fields and len(fields) > 1:
            return number
    return 0


def _columns(sheet: Sheet, at: int, problems: Problems) -> dict[int, Column]:
    known: dict[int, Column] = {}
    taken: dict[str, int] = {}
    for place, cell in sorted(sheet.rows[at].items()):
        column = _known(cell.text)
        if column is None:
            sentence = N_("There is no column “%(header)s” in a checklist. Rename it, or delete it.")
            problems.add(sheet.name, at, letters(place), sentence, header=cell.text)
        elif column.field in taken:
            sentence = N_("Column %(other)s has the same header. Keep one of them.")
            problems.add(sheet.name, at, letters(place), sentence, other=letters(taken[column.field]))
        else:
            known[place], taken[column.field] = column, place
    return known


def _outside(sheet: Sheet, number: int, headed: set[int], problems: Problems) -> None:
    """Content under no header, told once for each column; a header that is not known is told by itself."""
    for place in set(sheet.rows[number]) - headed:
        headed.add(place)
        sentence = N_("This stands under no header and would not be read. Give its column a header, or clear it.")
        problems.add(sheet.name, number, letters(place), sentence)


def _headers_again(row: Row, known: Mapping[int, Column]) -> bool:
    """Whether a row repeats the headers, as printed lists do on each page."""
    return len(row) > 2 and all(place in known and _known(cell.text) == known[place] for place, cell in row.items())


def _known(header: str) -> Column | None:
    return by_header().get(words.bare(header))


def _is_head(label: str) -> bool:
    return alike(label) in words.spellings(HEAD[0])


HEAD = (N_("Property"), N_("Content"), N_("Explanation"))
