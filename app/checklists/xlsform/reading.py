"""An uploaded XLSForm as the content of a checklist. Every problem is told with its cell, all of them at once."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import partial
from pathlib import PurePath
from typing import Any

from app.checklists import asking, checking
from app.checklists.cells import CellProblem
from app.checklists.checking import ID
from app.checklists.excel import words
from app.checklists.excel.columns import by_label
from app.checklists.excel.table import Problems
from app.checklists.excel.values import value
from app.checklists.model import from_content
from app.checklists.problem import Problem
from app.checklists.xlsform.columns import head
from app.checklists.xlsform.languages import Languages
from app.checklists.xlsform.lines import Line, lines
from app.checklists.xlsform.lists import lists, unused
from app.checklists.xlsform.questions import piped
from app.checklists.xlsform.sheets import CHOICES, SETTINGS, SURVEY, tables
from app.checklists.xlsform.survey import Asked, Form, Survey
from app.errors import N_
from app.language import say
from app.org.cells import Unreadable

Read = tuple[dict[str, Any] | None, list[CellProblem]]
_COLUMNS = {"text": "label", "text_en": "label_en", "title": "label", "title_en": "label_en", "ask_if": "relevant"}
_COLUMNS |= {"valid_if": "constraint", "valid_message": "constraint_message", "id": "name", "options": "type"}
_SETTINGS = {
    "id": "form_id",
    "title": "form_title",
}


def read(name: str, body: bytes, elsewhere: Mapping[str, str] | None = None) -> Read:
    """The content of an XLSForm for `model.from_content`, or None and what is wrong with it.

    `name` is the file's, after which a form without an id is called. `elsewhere` are the items of all checklists with
    the checklist of each: groups of the same fact may name them; without it they may name any.
    """
    problems = Problems()
    try:
        found, order = tables(name, body, problems)
        content = _Reading(name, found, problems).content(elsewhere) if found else None
    except Unreadable as reason:
        return None, [CellProblem("", 0, "", say(reason.sentence, **reason.values))]
    told = problems.sorted(order)
    return (None, told) if told or content is None else (from_content(content).content(), [])


class _Reading:
    def __init__(self, name: str, found: dict[str, Any], problems: Problems) -> None:
        self.problems, self.tables = problems, found
        default = _default_language(found)
        languages = Languages(found, default, problems)
        self.lines = {ours: lines(ours, table, languages, problems) for ours, table in found.items()}
        self.settings = self._settings()
        self.form = self._form(name)

    def content(self, elsewhere: Mapping[str, str] | None) -> dict[str, Any]:
        """The content, complete when no problem was told."""
        choices = lists(self.lines.get(CHOICES, []))
        survey = Survey(self.form, choices)
        survey.take(self.lines[SURVEY])
        unused(choices)
        for line in self.lines.get(CHOICES, []):
            piped(line, survey.names)
        if not survey.sections and not self.problems.found:
            self.problems.add(self.tables[SURVEY].name, 0, "", N_("No question is on this sheet."))
        content = self._head() | {"sections": survey.sections}
        ids = survey.names.ids
        content["same_facts"] = [[ids.get(name, name) for name in group] for group in content["same_facts"]]
        others = [name for group in content["same_facts"] for name in group] if elsewhere is None else elsewhere
        self._checked(content, others, survey)
        self._elsewhere(elsewhere or {}, survey)
        return content

    def _settings(self) -> Line | None:
        found = self.lines.get(SETTINGS, [])
        for line in found[1:]:
            line.wrong("", N_("Settings have one row."))
        return found[0] if found else None

    def _form(self, name: str) -> Form:
        """A form without an id or title is called after its file."""
        stem = PurePath(name).name.rpartition(".")[0].strip() or "form"
        title, english = (self.settings["form_title"], self.settings["title_en"]) if self.settings else ("", "")
        ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
        slug = re.sub(r"[^A-Za-z0-9]+", "_", ascii_only).strip("_")[:12].strip("_") or "form"
        slug = slug if slug[0].isalpha() else f"f_{slug}"[:12]
        said = self.settings["form_id"] if self.settings else ""
        if said and not ID.fullmatch(said):
            assert self.settings
            sentence = N_("%(id)s is not an id: letters, figures, - _ and . only, a letter first, at most 40 of them.")
            self.settings.wrong("form_id", sentence, id=said[:60])
            said = ""
        purpose = self._value("purpose") or "inspection"
        return Form(said or slug, purpose, title or stem[:100], english)

    def _value(self, field: str) -> Any:
        if self.settings is None or not self.settings[field]:
            return None
        return value(by_label()[words.bare(field)], self.settings[field], partial(self.settings.tell, field))

    def _head(self) -> dict[str, Any]:
        form = self.form
        found: dict[str, Any] = {"id": form.id, "title": form.title, "title_en": form.title_en, "purpose": form.purpose}
        found["unplanned"] = bool(self._value("unplanned"))
        found["kinds"] = self._value("kinds") or []
        for name in ("about", "about_en"):
            found[name] = self.settings[name] if self.settings else ""
        groups = re.split(r"[;；\n]", self.settings["same_facts"]) if self.settings else []
        found["same_facts"] = [names for group in groups if (names := words.listed(group))]
        return found

    def _checked(self, content: dict[str, Any], others: Collection[str], survey: Survey) -> None:
        """What the rules of all forms say, each at its cell; where a cell was already found wrong, that is enough."""
        found = checking.problems(content, others)
        if found and survey.sections:  # the conditions are otherwise told only once all else is right
            found += [each for each in asking.problems(content) if each not in found]
        for problem in found:
            sheet, row, column = self._place(problem, survey)
            if problem.field == "sections":
                continue  # was told
            known = self.problems.found.get((sheet, row, column))
            if known and row and not column:  # properties for which there is no column share a row
                told = known.detail if problem.detail in known.detail else f"{known.detail} {problem.detail}"
                self.problems.found[sheet, row, column] = CellProblem(sheet, row, column, told)
            self.problems.tell(sheet, row, column, problem.detail)

    def _elsewhere(self, elsewhere: Mapping[str, str], survey: Survey) -> None:
        for asked in (asked for places in survey.places for asked in places):
            if (other := elsewhere.get(asked.content["id"], self.form.id)) != self.form.id:
                column = "id" if asked.line["id"] else "name"
                asked.line.wrong(column, N_("this id belongs to an item of the checklist %(id)s."), id=other)

    def _place(self, problem: Problem, survey: Survey) -> tuple[str, int, str]:
        field = problem.field
        sheet = self.tables[SURVEY].name
        if problem.section is None:
            if self.settings and field in {"id", "title", "title_en", "about", "about_en", "kinds", "same_facts"}:
                return self.settings.sheet, self.settings.row, self.settings.column(_SETTINGS.get(field, field))
            return sheet, 0, ""
        if problem.item is None:
            head = survey.heads[problem.section]
            return (sheet, head.row, head.column(_COLUMNS.get(field, field))) if head else (sheet, 0, "")
        asked = survey.places[problem.section][problem.item]
        return _cell(asked, field)


def _cell(asked: Asked, field: str) -> tuple[str, int, str]:
    """Where a property of an item stands: in its row, or for a condition in that of its group."""
    name = _COLUMNS.get(field, field)
    lines = [asked.line, *(group.line for group in reversed(asked.groups))] if name == "relevant" else [asked.line]
    line = next((each for each in lines if each[name]), asked.line)
    if field == "id" and line["id"]:
        name = "id"
    column = line.column(name) or line.column({"kind": "type", "judged": "type"}.get(name, ""))
    return line.sheet, line.row, column


def _default_language(found: dict[str, Any]) -> str:
    """The setting must be known before anything is read in a language."""
    if SETTINGS not in found:
        return ""
    for _, texts in found[SETTINGS].rows[:1]:
        for header, text in texts.items():
            each = head(SETTINGS, header)
            if each and each.field == "default_language":
                return str(text)
    return ""
