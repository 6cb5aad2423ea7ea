"""A row of an XLSForm by the properties that its headers mean, and where each of them stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.checklists.excel.table import Problems
from app.checklists.excel.words import FLAGS
from app.checklists.xlsform.columns import REFUSED, Head, head
from app.checklists.xlsform.languages import Languages
from app.checklists.xlsform.sheets import Table
from app.errors import N_


@dataclass(frozen=True)
class Line:
    """`cells` are texts by header, `letters` the columns of all headers of the sheet, also where the cell is empty."""

    sheet: str
    row: int
    cells: Mapping[Head, list[str]]
    letters: Mapping[Head, str]
    languages: Languages
    problems: Problems

    def __getitem__(self, field: str) -> str:
        """The text of a property that has no languages, empty where nothing stands."""
        return next((texts[0] for each, texts in self.cells.items() if each.field == field and texts), "")

    def text(self, field: str, *, needed: bool = False) -> tuple[str, str]:
        """The text of a property in the language of the form and in English. One that is `needed` is the English where
        there is no other, and told where there is none."""
        twice = N_("Two columns of one language say different things here.")
        base, english = self.languages.text(self.cells, field, lambda: self.wrong(field, twice))
        if not base and (needed or not self.languages.text(self.cells, "label", lambda: None)[0]):
            base, english = english, ""  # a row that is written in English alone
        if needed and not base:
            self.wrong(field, N_("The label is missing."))
        return base, english

    def column(self, field: str) -> str:
        """The letters of a property's column; `label_en` is that of the English labels."""
        plain, english = field.removesuffix("_en"), field.endswith("_en")
        found = [each for each in self.letters if each.field == plain]
        spoken = [each for each in found if (each.language == "en") == english] or found
        filled = [each for each in spoken if self.cells.get(each)]
        return self.letters[(filled or spoken)[0]] if spoken else ""

    def wrong(self, field: str, sentence: str, /, **values: object) -> None:
        self.problems.add(self.sheet, self.row, self.column(field), sentence, **values)

    def tell(self, field: str, detail: str) -> None:
        self.problems.tell(self.sheet, self.row, self.column(field), detail)


def lines(ours: str, table: Table, languages: Languages, problems: Problems) -> list[Line]:
    """The rows of a sheet. What its headers mean nothing or nothing here is told."""
    heads = {header: head(ours, header) for header in table.columns}
    letters: dict[Head, str] = {}
    for header, each in heads.items():
        if each and each.field:
            letters.setdefault(each, table.columns[header])
        elif each and any(texts.get(header) for _, texts in table.rows):
            sentence = N_("There is no column “%(header)s” in a checklist. Rename it, or delete it.")
            problems.add(table.name, 1, table.columns[header], sentence, header=header[:60])
    found = []
    for row, texts in table.rows:
        cells: dict[Head, list[str]] = {}
        for header, text in texts.items():
            each = heads[header]
            if each is None or not each.field or not text:
                continue
            if each.field in REFUSED:
                if not _says_nothing(each.field, text, texts, heads):
                    sentence = REFUSED[each.field]
                    problems.add(table.name, row, table.columns[header], sentence, text=text[:60])
            elif text not in cells.setdefault(each, []):
                cells[each].append(text)
        if cells:
            found.append(Line(table.name, row, cells, letters, languages, problems))
    return found


def _says_nothing(field: str, text: str, texts: Mapping[str, str], heads: Mapping[str, Head | None]) -> bool:
    """Whether a cell asks for what is so here anyway: no, or a group on one page."""
    if FLAGS.code(text) == "no" or text.casefold() == "false()":
        return True
    kind = next((texts[each] for each in texts if (found := heads[each]) and found.field == "type"), "")
    return field == "appearance" and text.casefold() == "field-list" and kind.casefold().startswith("begin")
