"""What stands in each cell of a written workbook."""

from collections.abc import Sequence
from typing import Any

from app.checklists.asking import CONDITIONS
from app.checklists.excel import options, spelling, words
from app.checklists.excel.columns import APPROACHES, COLUMNS, LINES, SECTION, Column
from app.checklists.model import APPROACHES as ALL_APPROACHES
from app.checklists.model import PLAIN_KINDS, Checklist, Item, Section

_USUAL = {field: getattr(Item("", ""), field) for field in ("severity", "subject", "photo")}


def used_columns(checklist: Checklist) -> tuple[Column, ...]:
    """The columns of the sheet of items: those of the approaches as ticks, unless their order says something."""
    columns = COLUMNS
    if any(list(item.approaches) != _ordered(item.approaches) for item in checklist.items):
        place = next(number for number, column in enumerate(columns) if column.sort == "tick")
        columns = (*columns[:place], APPROACHES, *(c for c in columns[place:] if c.sort != "tick"))
    ids = [section.id for section in checklist.sections]
    plain = ids == [str(number + 1) for number in range(len(ids))]
    if not plain or len({section.title for section in checklist.sections}) < len(ids):
        columns = (*columns, SECTION)
    return columns


def form_lines(checklist: Checklist, language: str) -> list[tuple[str, str]]:
    """The lines of the form's own sheet: property and text."""
    content = {"purpose": "inspection"} | checklist.content()
    lines = []
    for column in (column for column in LINES if column.field not in {"same_facts", "version"}):
        lines.append((column.field, _text(column, content.get(column.field), language)))
    groups = [("、" if language == "zh" else ", ").join(group) for group in checklist.same_facts] or [""]
    return [*lines, *(("same_facts", group) for group in groups), ("version", checklist.version)]


def item_rows(checklist: Checklist, columns: Sequence[Column], language: str) -> list[list[str]]:
    """The rows of the sheet of items."""
    cells = _Cells(checklist, language)
    return [
        [cells.text(section, item, column) for column in columns]
        for section in checklist.sections
        for item in section.items
    ]


class _Cells:
    def __init__(self, checklist: Checklist, language: str) -> None:
        self.checklist, self.language = checklist, language
        self.asked = spelling.asked_of(checklist)

    def text(self, section: Section, item: Item, column: Column) -> str:
        field = column.field
        if field.startswith("section"):
            return {"section": section.title, "section_en": section.title_en}.get(field, section.id)
        if field in CONDITIONS:
            condition = getattr(item, field)
            return spelling.shown(condition, self.asked, item.id, self.language) if condition else ""
        if column.sort == "options":
            content = item.content().get("options", [])
            return options.written(content, self.language) if field == "options" else options.english(content)
        if self._by_itself(item, field):
            return ""
        if column.sort == "tick":
            return words.TICK if field.partition(":")[2] in item.approaches else ""
        return _text(column, _flag(self.checklist, item, field), self.language)

    def _by_itself(self, item: Item, field: str) -> bool:
        """Whether a property says nothing: the item takes no verdict, and it is as it would be without the cell."""
        if self.checklist.purpose == "inspection" and item.judged:
            return False
        if field.startswith("approach"):
            return item.approaches == ALL_APPROACHES
        return field in _USUAL and getattr(item, field) == _USUAL[field]


def _flag(checklist: Checklist, item: Item, field: str) -> Any:
    """A property as it is written; one that goes without saying is left empty."""
    value = getattr(item, field)
    if field == "judged":
        by_itself = item.kind in PLAIN_KINDS and checklist.purpose != "record"
        return None if value is not by_itself else value
    return None if value is False and field != "on" else value


def _text(column: Column, value: Any, language: str) -> str:
    if isinstance(value, bool):
        return words.FLAGS.word("yes" if value else "no", language)
    if isinstance(value, (list, tuple)):
        vocabulary = column.vocabulary
        return ("、" if language == "zh" else ", ").join(
            vocabulary.word(v, language) if vocabulary else v for v in value
        )
    if value and column.vocabulary:
        return column.vocabulary.word(value, language)
    return str(value or "")


def _ordered(approaches: Sequence[str]) -> list[str]:
    return [each for each in ALL_APPROACHES if each in approaches]
