"""An uploaded workbook as the content of a checklist. Every problem is told with its cell, all of them at once."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

from app.checklists import asking, checking
from app.checklists.cells import CellProblem
from app.checklists.excel import words
from app.checklists.excel.items import Items
from app.checklists.excel.table import Problems, form, is_items, items
from app.checklists.excel.values import value
from app.checklists.problem import Problem
from app.errors import N_
from app.language import say
from app.org.cells import Sheet, Unreadable, alike
from app.org.reading import spreadsheet

Read = tuple[dict[str, Any] | None, list[CellProblem]]
Used = Callable[[str], Collection[str]]


def read(name: str, body: bytes, elsewhere: Mapping[str, str] | None = None, used: Used = lambda _: ()) -> Read:
    """The content of a workbook for `model.from_content`, or None and what is wrong with it.

    `name` is the file's. `elsewhere` are the items of all checklists with the checklist of each: groups of the same
    fact may name them; without it they may name any. `used` gives the ids that items of a checklist ever had: a new
    item without an id gets none of them.
    """
    try:
        sheets = spreadsheet(body)
        if sheets is None:
            raise Unreadable(N_("%(name)s is not an Excel workbook (.xlsx)."), name=name[-200:])
        return _Workbook(sheets).read(elsewhere, used)
    except Unreadable as reason:
        return None, [CellProblem("", 0, "", say(reason.sentence, **reason.values))]


_OF_ANOTHER = N_("%(item)s is an item of the checklist %(id)s. Leave the cell empty: the item then gets a new number.")


class _Workbook:
    def __init__(self, sheets: list[Sheet]) -> None:
        self.sheets = sheets
        self.problems = Problems()
        items = self._named(words.ITEMS) or next((sheet for sheet in sheets if is_items(sheet)), None)
        form = self._named(words.FORM)
        if items is None or form is None:
            raise Unreadable(
                N_("The workbook needs a sheet “%(form)s” and a sheet “%(items)s”. Please begin with the template."),
                form=say(words.FORM),
                items=say(words.ITEMS),
            )
        self.items, self.form = items, form
        self.rows: dict[str, int] = {}  # of the form's lines, by property
        self.groups: list[tuple[int, list[str]]] = []  # of the same fact, with their rows

    def read(self, elsewhere: Mapping[str, str] | None, used: Used) -> Read:
        self._strange_sheets()
        content = self._form(self.form)
        lines = Items(items(self.items, self.problems), self.problems, content)
        content["sections"] = lines.sections(used(content.get("id", "")))
        others = [item for group in content["same_facts"] for item in group] if elsewhere is None else elsewhere
        if lines.lines or not self.problems.found:
            self._checked(content, others, lines)
            self._elsewhere(content, elsewhere or {}, lines)
        found = self.problems.sorted([sheet.name for sheet in self.sheets])
        return (None, found) if found else (content, [])

    def _named(self, message: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if alike(sheet.name) in words.spellings(message)), None)

    def _strange_sheets(self) -> None:
        ours = words.spellings(words.GUIDE) | words.spellings(words.CLAUSES)
        for sheet in self.sheets:
            if sheet is not self.form and sheet is not self.items and sheet.rows and alike(sheet.name) not in ours:
                sentence = N_("This sheet is not part of a checklist and would not be read. Delete it, or move it.")
                self.problems.add(sheet.name, 0, "", sentence)

    def _form(self, sheet: Sheet) -> dict[str, Any]:
        content: dict[str, Any] = {"same_facts": []}
        for column, text, row in form(sheet, self.problems):
            self.rows.setdefault(column.field, row)
            if not text or column.field == "version":  # what it was made from is asked for by `exchange.origin`
                continue
            read = value(column, text, partial(self.problems.tell, sheet.name, row, "B"))
            if column.field == "same_facts":
                content["same_facts"].append(read)
                self.groups.append((row, read))
            elif read is not None:
                content[column.field] = read
        return content

    def _checked(self, content: dict[str, Any], others: Collection[str], lines: Items) -> None:
        """What the rules of all forms say, each at its cell; where a cell was already found wrong, that is enough."""
        found = checking.problems(content, others)
        if found and content["sections"]:  # the conditions are otherwise told only once all else is right
            found += [each for each in asking.problems(content) if each not in found]
        for problem in found:
            sheet, row, column = self._place(problem, lines)
            self.problems.tell(sheet, row, column, problem.detail)

    def _elsewhere(self, content: dict[str, Any], elsewhere: Mapping[str, str], lines: Items) -> None:
        for section, places in zip(content["sections"], lines.places, strict=True):
            for item, line in zip(section["items"], places, strict=True):
                if (other := elsewhere.get(item["id"], content.get("id"))) != content.get("id"):
                    self.problems.add(line.sheet, line.row, line.column("id"), _OF_ANOTHER, item=item["id"], id=other)

    def _place(self, problem: Problem, lines: Items) -> tuple[str, int, str]:
        if problem.section is None:
            if problem.field in self.rows:
                told = str(problem.values.get("item") or problem.values.get("items"))
                group = (row for row, names in self.groups if told in {*names, ", ".join(names)})
                return self.form.name, next(group, self.rows[problem.field]), "B"
            return (self.items.name if problem.field in {"", "sections"} else self.form.name), 0, ""
        if problem.item is None:
            line = lines.heads[problem.section]
            return line.sheet, line.row, line.column({"id": "section_id", "title": "section"}.get(problem.field, ""))
        line = lines.places[problem.section][problem.item]
        return line.sheet, line.row, line.column(problem.field)
