"""A checklist as a workbook that explains itself: the form, its items, how to fill them in, and the clauses to cite."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app.checklists.checking import MOST_ITEMS
from app.checklists.clauses import library
from app.checklists.excel import guide, looks, words
from app.checklists.excel.cells import form_lines, item_rows, used_columns
from app.checklists.excel.columns import LINES, Column
from app.checklists.excel.table import HEAD
from app.checklists.excel.words import word
from app.checklists.model import Checklist
from app.errors import N_
from app.language import chosen

_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CHOOSE = N_("Please choose one of the words of the list.")


def workbook(checklist: Checklist, language: str = "") -> bytes:
    """The bytes of an .xlsx, opened at the items, in the reader's language unless another is named."""
    return _bytes(_Book(checklist, language or chosen()).book, active=1)


def template(checklist: Checklist, language: str = "") -> bytes:
    """The same workbook, opened at the explanations, with a checklist of the bureau's own as the example."""
    return _bytes(_Book(checklist, language or chosen()).book, active=2)


class _Book:
    def __init__(self, checklist: Checklist, language: str) -> None:
        self.checklist, self.language = checklist, language
        self.book = Workbook()
        self.columns = used_columns(checklist)
        for message, fill in (
            (words.FORM, self._form),
            (words.ITEMS, self._items),
            (words.GUIDE, self._guide),
            (words.CLAUSES, self._clauses),
        ):
            sheet = self.book.create_sheet(self._say(message))
            fill(sheet)
            looks.sheet_of_its_own(sheet, items=message == words.ITEMS)
            looks.printed(sheet)
        self.book.remove(self.book.worksheets[0])

    def _say(self, message: str) -> str:
        return word(message, self.language) if message else ""

    def _form(self, sheet: Worksheet) -> None:
        looks.widths(sheet, widths := (20, 60, 62))
        looks.head(sheet, [self._say(each) for each in HEAD])
        lines = {column.field: column for column in LINES}
        told: set[str] = set()
        for number, (name, text) in enumerate(form_lines(self.checklist, self.language), 2):
            column = lines[name]
            label = column.header(self.language) + ("*" if column.needed else "")
            values = (label, text, "" if name in told else self._say(guide.FORM[name][0]))
            told.add(name)
            for place, value in enumerate(values, 1):
                looks.form_cell(_put(sheet, number, place, value), place)
            looks.height(sheet, number, zip(values, widths, strict=True))
            if column.vocabulary and column.sort == "word":
                self._choose(sheet, f"B{number}", column.vocabulary.words(self.language))
            elif column.sort == "flag":
                self._choose(sheet, f"B{number}", words.FLAGS.words(self.language))
        sheet.freeze_panes = "A2"

    def _items(self, sheet: Worksheet) -> None:
        rows = item_rows(self.checklist, self.columns, self.language)
        stars = [column.header(self.language) + ("*" if column.needed else "") for column in self.columns]
        looks.head(sheet, stars, [looks.sort_of(column) for column in self.columns])
        for place, column in enumerate(self.columns, 1):
            letter = get_column_letter(place)
            looks.column(sheet, letter, column, least=7 if self.language == "zh" else 13)
            self._comment(sheet, f"{letter}1", column)
            self._drop_down(sheet, letter, column)
        begins = {
            sum(len(s.items) for s in self.checklist.sections[:n]) + 2 for n in range(len(self.checklist.sections))
        }
        for number, row in enumerate(rows, 2):
            for place, (column, text) in enumerate(zip(self.columns, row, strict=True), 1):
                looks.item_cell(_put(sheet, number, place, text), column, begins=number in begins)
            shown = ((text, c.width) for text, c in zip(row, self.columns, strict=True) if c.group != "english")
            looks.height(sheet, number, shown)
        looks.fold(sheet, self.columns, rows, english=self.language == "en")
        self._marks(sheet)
        sheet.freeze_panes = "D2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(self.columns))}{len(rows) + 1}"

    def _marks(self, sheet: Worksheet) -> None:
        """Grey for what is switched off, red for red lines."""
        whole = f"A2:{get_column_letter(len(self.columns))}{MOST_ITEMS + 1}"
        letters = {column.field: get_column_letter(place) for place, column in enumerate(self.columns, 1)}
        at = letters["severity"]
        off, red = words.FLAGS.word("no", self.language), words.SEVERITIES.word("redline", self.language)
        for cells, formula, font in (
            (whole, f'${letters["on"]}2="{off}"', Font(color="999999", strike=True)),
            (f"{at}2:{at}{MOST_ITEMS + 1}", f'${at}2="{red}"', Font(color="B42318", bold=True)),
        ):
            rule = Rule(type="expression", formula=[formula], dxf=DifferentialStyle(font=font))
            sheet.conditional_formatting.add(cells, rule)

    def _comment(self, sheet: Worksheet, cell: str, column: Column) -> None:
        about, example = self._about(column)
        if about:
            text = self._say(about) + (f"\n\n{self._say(guide.HEADERS[3])}: {example}" if example else "")
            sheet[cell].comment = Comment(text, "Mingcha", height=120, width=280)

    def _drop_down(self, sheet: Worksheet, letter: str, column: Column) -> None:
        whole = f"{letter}2:{letter}{MOST_ITEMS + 1}"
        if column.sort == "word" and column.vocabulary:
            self._choose(sheet, whole, column.vocabulary.words(self.language))
        elif column.sort == "flag":
            self._choose(sheet, whole, words.FLAGS.words(self.language), strict=False)
        elif column.sort == "tick":
            self._choose(sheet, whole, [words.TICK], strict=False)
        elif column.sort == "clause":
            there = f"'{self._say(words.CLAUSES)}'!$A$2:$A${len(library()) + 1}"
            sheet.add_data_validation(rule := DataValidation("list", formula1=there, showErrorMessage=False))
            rule.add(whole)

    def _choose(self, sheet: Worksheet, cells: str, allowed: Sequence[str], *, strict: bool = True) -> None:
        rule = DataValidation("list", formula1='"' + ",".join(allowed) + '"', allow_blank=True)
        rule.showErrorMessage, rule.error = strict, self._say(_CHOOSE)
        sheet.add_data_validation(rule)
        rule.add(cells)

    def _guide(self, sheet: Worksheet) -> None:
        looks.widths(sheet, _GUIDE)
        looks.title(_put(sheet, 1, 1, self._say(guide.TITLE)))
        number = 3
        for text in (*guide.STEPS, *guide.NOTES):
            sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=4)
            looks.note(_put(sheet, number, 1, self._say(text)), sheet)
            number += 1
        for name, columns in ((words.ITEMS, self.columns), (words.FORM, LINES)):
            number += 1
            looks.title(_put(sheet, number, 1, self._say(name)), size=12)
            looks.head(sheet, [self._say(each) for each in guide.HEADERS], row=number + 1)
            number = self._explained(sheet, number + 2, columns)
        number += 1
        looks.title(_put(sheet, number, 1, self._say(N_("Conditions"))), size=12)
        number += 1
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=4)
        looks.note(_put(sheet, number, 1, self._say(guide.CONDITIONS)), sheet)
        for example, meaning in guide.EXAMPLES:
            number += 1
            looks.guide_cell(_put(sheet, number, 1, self._say(example)))
            looks.guide_cell(_put(sheet, number, 3, self._say(meaning)))
            sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=2)
            looks.height(sheet, number, [(self._say(example), 32), (self._say(meaning), 76)])

    def _explained(self, sheet: Worksheet, number: int, columns: Iterable[Column]) -> int:
        """A line for each column; the six approaches share theirs."""
        for column in columns:
            about, example = self._about(column, form=columns is LINES)
            if not about:
                continue
            text = self._say(about)
            if column.sort == "word" and column.vocabulary:
                text += " " + column.vocabulary.told(self.language)
            needed = self._say(words.YES) if column.needed else ""
            header = column.header(self.language)
            if column.sort == "tick":
                header = self._say(words.APPROACHES_TOGETHER)
            values = (header, needed, text, example)
            for place, value in enumerate(values, 1):
                looks.guide_cell(_put(sheet, number, place, value))
            looks.height(sheet, number, zip(values, _GUIDE, strict=True))
            number += 1
        return number

    def _about(self, column: Column, *, form: bool = False) -> tuple[str, str]:
        """What to write there, and an example in the words of the workbook's language."""
        about, example = (guide.FORM if form else guide.ITEMS).get(column.field, ("", ""))
        vocabulary = words.FLAGS if column.sort == "flag" else column.vocabulary
        return about, vocabulary.word(example, self.language) if vocabulary and example in vocabulary.names else example

    def _clauses(self, sheet: Worksheet) -> None:
        looks.widths(sheet, widths := (14, 14, 34, 110))
        looks.head(sheet, [self._say(each) for each in CLAUSE_HEADERS])
        for number, clause in enumerate(library().values(), 2):
            texts = (clause.id, clause.number, clause.document, clause.text)
            for place, text in enumerate(texts, 1):
                looks.guide_cell(_put(sheet, number, place, text))
            looks.height(sheet, number, zip(texts, widths, strict=True))
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = f"A1:D{len(library()) + 1}"


_GUIDE = (24, 8, 76, 34)
CLAUSE_HEADERS = (N_("Id"), N_("Clause"), N_("Document"), N_("Wording"))


def _put(sheet: Worksheet, row: int, column: int, text: str) -> Any:
    """A cell that holds exactly this text, whatever it begins with."""
    cell: Any = sheet.cell(row, column)
    if text:
        cell.value = _LOOKS_ESCAPED.sub("_x005F_", text)
        cell.data_type = "s"
    return cell


def _bytes(book: Workbook, active: int) -> bytes:
    book.active = active
    for place, sheet in enumerate(book.worksheets):
        sheet.sheet_view.tabSelected = place == active
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
