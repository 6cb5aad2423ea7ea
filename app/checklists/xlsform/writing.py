"""A checklist as an XLSForm that other tools open and that comes back exactly as it was."""

import re
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from app.checklists.excel import words
from app.checklists.model import PLAIN_KINDS, VERDICT_ALONE, WITH_OPTIONS, Checklist, Item, Option, Section
from app.checklists.words import VERDICT_NAMES
from app.checklists.xlsform.kinds import WRITTEN
from app.checklists.xlsform.kinds import kind as kind_of
from app.checklists.xlsform.lists import VERDICT
from app.checklists.xlsform.questions import JUDGING, NAME

CHINESE, ENGLISH = "中文 (zh)", "English (en)"
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_COLUMNS: tuple[str, ...] = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "constraint",
    "constraint_message",
    "default",
)
_COLUMNS += ("id", "kind", "clause", "severity", "subject", "approaches", "evidence", "photo", "short", "source")
_COLUMNS += ("occasion", "unit", "fail_if", "photo_if", "kinds", "county", "on", "judged")
_TEXTS = ("hint", "short", "evidence", "occasion")
_PLAIN = ("clause", "severity", "subject", "photo", "source", "unit", "fail_if", "photo_if")
_WIDTHS = {"type": 22, "name": 14, "label": 50, "evidence": 34, "hint": 30, "relevant": 24, "list_name": 16}
Row = dict[str, str]


def workbook(checklist: Checklist) -> bytes:
    """The bytes of an .xlsx with the sheets survey, choices and settings."""
    form = _Form(checklist)
    survey = form.survey()
    book = Workbook()
    book.remove(book.worksheets[0])
    _sheet(book, "survey", ("type", "name", *_COLUMNS[2:]), survey)
    _sheet(book, "choices", ("list_name", "name", "label", "verdict"), form.choices)
    _sheet(book, "settings", (), [form.settings()])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


class _Form:
    def __init__(self, checklist: Checklist) -> None:
        self.checklist = checklist
        self.choices: list[Row] = []
        self._lists: dict[tuple[Option, ...], str] = {}
        self._names = {item.id for item in checklist.items}

    def survey(self) -> list[Row]:
        rows = []
        for number, section in enumerate(self.checklist.sections, 1):
            rows.append(self._group(number, section))
            rows += [self._row(item) for item in section.items]
            rows.append({"type": "end_group"})
        return rows

    def settings(self) -> Row:
        form = self.checklist
        found = {"form_title": form.title, "form_id": form.id, "version": form.version, "default_language": CHINESE}
        found |= {"purpose": form.purpose, "unplanned": "yes" if form.unplanned else "", "kinds": " ".join(form.kinds)}
        found |= {"about": form.about, "title_en": form.title_en, "about_en": form.about_en}
        return found | {"same_facts": "; ".join(" ".join(group) for group in form.same_facts)}

    def _group(self, number: int, section: Section) -> Row:
        good = NAME.fullmatch(section.id) and section.id not in self._names
        name = section.id if good else f"section_{number}"
        row = {"type": "begin_group", "name": name, "label": section.title, "label_en": section.title_en}
        return row if good else row | {"id": section.id}

    def _row(self, item: Item) -> Row:
        row = {"type": self._type(item), "name": item.id, "label": item.text, "label_en": item.text_en}
        row |= {"relevant": item.ask_if, "constraint": item.valid_if, "constraint_message": item.valid_message}
        row |= {"default": item.default, "required": "yes" if item.required else ""}
        if not re.match(re.escape(self.checklist.id) + r"[-_.]", item.id):
            row["id"] = item.id
        for name in _TEXTS:
            row |= {name: getattr(item, name), f"{name}_en": getattr(item, f"{name}_en")}
        read = kind_of(row["type"]).kind
        if item.kind != ("verdict" if row["type"] == f"select_one {VERDICT}" else read):
            row["kind"] = item.kind
        row |= self._usual(item) | {"kinds": " ".join(item.kinds), "county": "yes" if item.county else ""}
        row |= {"on": "" if item.on else "no"}
        return row | {"judged": self._judged(item, row)}

    def _usual(self, item: Item) -> Row:
        """What goes without saying is left out where no verdict is given."""
        plain, full = Item("", ""), self.checklist.purpose == "inspection" and item.judged
        row = {name: text for name in _PLAIN if (text := getattr(item, name)) != getattr(plain, name) or full}
        if full or item.approaches != plain.approaches:
            row["approaches"] = " ".join(item.approaches)
        return row

    def _judged(self, item: Item, row: Row) -> str:
        says = any(row.get(name) or row.get(f"{name}_en") for name in JUDGING)
        meant = item.kind not in PLAIN_KINDS and (item.kind in VERDICT_ALONE or says)
        if self.checklist.purpose == "record":
            meant = True
        return "" if item.judged == meant else "yes" if item.judged else "no"

    def _type(self, item: Item) -> str:
        word = WRITTEN.get(item.kind, item.kind)
        if item.kind in VERDICT_ALONE:
            return f"{word} {self._verdicts()}"
        if item.whole:
            word = "integer"
        return f"{word} {self._list(item)}" if item.kind in WITH_OPTIONS else word

    def _verdicts(self) -> str:
        if not any(row["list_name"] == VERDICT for row in self.choices):
            for code, message in VERDICT_NAMES.items():
                row = {"list_name": VERDICT, "name": code, "label": words.word(message, "zh")}
                self.choices.append(row | {"label_en": words.word(message, "en")})
        return VERDICT

    def _list(self, item: Item) -> str:
        if item.options not in self._lists:
            name = item.id if item.id != VERDICT else f"{VERDICT}_choices"
            self._lists[item.options] = name
            for option in item.options:
                row = {"list_name": name, "name": option.id, "label": option.text, "label_en": option.text_en}
                self.choices.append(row | {"verdict": option.verdict})
        return self._lists[item.options]


def _sheet(book: Any, name: str, columns: tuple[str, ...], rows: list[Row]) -> None:
    """Writes rows under the headers that any of them uses."""
    used = {field for row in rows for field, text in row.items() if text}
    every = columns or tuple(rows[0])
    both = (each for field in every for each in ((field, f"{field}_en") if columns else (field,)))
    fields = [each for each in both if each in used or each in columns[:3]]
    sheet = book.create_sheet(name)
    spoken = name != "settings"
    for place, field in enumerate(fields, 1):
        _put(sheet, 1, place, _header(field, spoken=spoken)).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(field.removesuffix("_en"), 14)
        for number, row in enumerate(rows, 2):
            if text := row.get(field, ""):
                _put(sheet, number, place, text).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C2" if spoken else None


def _header(field: str, *, spoken: bool) -> str:
    if field.endswith("_en") and spoken:
        return f"{field.removesuffix('_en')}::{ENGLISH}"
    return f"{field}::{CHINESE}" if spoken and field in {"label", "hint"} else field


def _put(sheet: Any, row: int, column: int, text: str) -> Any:
    """A cell that holds exactly this text, whatever it begins with."""
    cell = sheet.cell(row, column)
    cell.value = _ESCAPED.sub("_x005F_", text)
    cell.data_type = "s"
    return cell
