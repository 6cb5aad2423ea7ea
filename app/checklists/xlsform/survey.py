"""The rows of the survey as sections of items: groups are sections, and no row is passed over."""

from dataclasses import dataclass, field
from typing import Any

from app.checklists.conditions import Unclear
from app.checklists.xlsform import kinds
from app.checklists.xlsform.expressions import Names, both
from app.checklists.xlsform.kinds import Kind
from app.checklists.xlsform.lines import Line
from app.checklists.xlsform.lists import Choices, is_verdict
from app.checklists.xlsform.questions import conditions, item, piped
from app.errors import N_

_GROUP_COLUMNS = {"type", "name", "label", "relevant", "id"}


@dataclass
class Group:
    """A group that is open. `asked` says whether anything is in it."""

    line: Line
    repeat: bool
    title: str
    title_en: str
    asked: bool = False


@dataclass
class Asked:
    """An item with the row that it comes from and the groups that it is in."""

    line: Line
    content: dict[str, Any]
    groups: tuple[Group, ...]


@dataclass
class Form:
    """What is known of the whole form: its id, purpose and titles."""

    id: str
    purpose: str
    title: str
    title_en: str = ""


@dataclass
class Survey:
    """`sections` are content; `places` by section are the items with their rows, in the same order; `heads` by section
    the row of its group, None where there is none."""

    form: Form
    lists: dict[str, Choices]
    sections: list[dict[str, Any]] = field(default_factory=list)
    places: list[list[Asked]] = field(default_factory=list)
    heads: list[Line | None] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    _open: list[Group] = field(default_factory=list)
    _current: bool = False

    def take(self, lines: list[Line]) -> None:
        """Reads all rows."""
        for line in lines:
            self._take(line)
        for group in self._open:
            group.line.wrong("type", N_("This group is never closed: a row “end group” is missing."))
        for asked in (asked for places in self.places for asked in places):
            self._conditions(asked)
        for line in lines:
            piped(line, self.names)

    def _take(self, line: Line) -> None:
        if not line["type"]:
            line.wrong("type", N_("The type is missing."))
            return
        kind = kinds.kind(line["type"])
        if kind.wrong:
            line.wrong("type", kind.wrong, **kind.values)
        if kind.what == "begin":
            self._begin(line, kind)
        elif kind.what == "end":
            self._end(line, kind)
        else:
            self._ask(line, kind)

    def _begin(self, line: Line, kind: Kind) -> None:
        title, title_en = line.text("label")
        self._open.append(Group(line, kind.repeat, title or title_en, title_en if title else ""))
        self._current = False
        for each, texts in line.cells.items():
            if each.field not in _GROUP_COLUMNS and not _is_no(each.field, texts):
                line.wrong(each.field, N_("A group has nothing but a name, a label and a condition. Clear this cell."))

    def _end(self, line: Line, kind: Kind) -> None:
        self._current = False
        if not self._open:
            line.wrong("type", N_("This ends a group that was never begun."))
            return
        group = self._open.pop()
        if group.repeat != kind.repeat:
            line.wrong("type", N_("This does not end what row %(row)s begins."), row=group.line.row)
        if not group.asked:
            group.line.wrong("type", N_("No question is in this group. Delete it."))
        for each, texts in line.cells.items():  # many tools repeat the name here
            if each.field not in {"type", "name", "label"} and not _is_no(each.field, texts):
                line.wrong(each.field, N_("The end of a group has no more than its name. Clear this cell."))

    def _ask(self, line: Line, kind: Kind) -> None:
        for group in self._open:
            group.asked = True
        if kind.wrong and not line.text("label")[0]:
            kind = Kind(kind="info", wrong=kind.wrong)  # the type was told; such questions often have no label
        elif kind.kind in {"choice", "choices"}:
            self._listed(line, kind)
        if kind.wrong and not line.text("label")[0]:
            content: dict[str, Any] = {"id": f"row-{line.row}", "kind": "info", "text": "—", "judged": False}
        else:
            content = item(line, kind, self.lists, self.form.purpose, self.form.id)
        if not self._current:
            self._section()
        self.sections[-1]["items"].append(content)
        self.places[-1].append(Asked(line, content, tuple(self._open)))
        if line["name"]:
            self.names.ids.setdefault(line["name"], content["id"])
        self.names.kinds[content["id"]] = content["kind"]
        if (choices := self.lists.get(kind.list)) and choices.codes:
            self.names.codes[content["id"]] = choices.codes

    def _listed(self, line: Line, kind: Kind) -> None:
        if kind.list in self.lists:
            self.lists[kind.list].used = True
        elif not is_verdict(kind.list, self.lists) or kind.kind != "choice":
            line.wrong("type", N_("There is no list %(list)s on the sheet choices."), list=kind.list[:60])

    def _section(self) -> None:
        """A new section, called by all groups that are open, or by the form outside of any."""
        self._current = True
        named = [group for group in self._open if group.title]
        title = " · ".join(group.title for group in named) or self.form.title
        english = ""
        if any(group.title_en for group in named):
            english = " · ".join(group.title_en or group.title for group in named)
        elif not named:
            english = self.form.title_en
        line = self._open[-1].line if self._open else None
        name = (line["id"] or line["name"]) if line else ""
        section = {"id": self._free(name), "title": title, "items": []}
        self.sections.append(section | ({"title_en": english} if english else {}))
        self.places.append([])
        self.heads.append(line)

    def _free(self, name: str) -> str:
        taken = {section["id"] for section in self.sections}
        number = len(self.sections) + 1
        found = name or str(number)
        while found in taken:
            number += 1
            found = f"{name}-{number}" if name else str(number)
        return found

    def _conditions(self, asked: Asked) -> None:
        whole = ""
        for group in asked.groups:
            whole = both(whole, self._read(group.line, "relevant", group.line["relevant"], asked))
        for name, text in conditions(asked.line).items():
            column = {"ask_if": "relevant", "valid_if": "constraint"}.get(name, name)
            asked.content[name] = self._read(asked.line, column, text, asked)
        if whole:
            asked.content["ask_if"] = both(whole, asked.content.get("ask_if", ""))

    def _read(self, line: Line, column: str, text: str, asked: Asked) -> str:
        try:
            return self.names.condition(text, asked.content["id"]) if text else ""
        except Unclear as unclear:
            line.wrong(column, unclear.sentence, **unclear.values)
            return text


def _is_no(name: str, texts: list[str]) -> bool:
    return name in {"required", "disabled", "county"} and all(
        text.casefold().startswith(("no", "false", "否")) for text in texts
    )
