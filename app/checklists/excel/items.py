"""The rows of the sheet of items as the sections of a checklist."""

import re
from collections.abc import Collection
from datetime import timedelta
from functools import partial
from typing import Any

from app.checklists.asking import CONDITIONS
from app.checklists.conditions import Unclear
from app.checklists.excel import options, spelling
from app.checklists.excel.columns import Column, by_header
from app.checklists.excel.phrases import Asked
from app.checklists.excel.table import Line, Problems
from app.checklists.excel.values import value
from app.checklists.model import APPROACHES, PLAIN_KINDS
from app.errors import N_
from app.language import say

_APART = {"section", "section_en", "section_id", "options_en", *CONDITIONS}


class Items:
    """`lines` are the rows of items, `places` the same by section: what a problem's section and item count."""

    def __init__(self, lines: list[Line], problems: Problems, form: dict[str, Any]) -> None:
        self.problems, self.form = problems, form
        self.lines: list[Line] = []
        self.places: list[list[Line]] = []
        self.heads: list[Line] = []  # the row that names each section first
        self._sections: list[dict[str, Any]] = []
        self._open: int | None = None
        for line in lines:
            self._take(line)

    def sections(self, used: Collection[str]) -> list[dict[str, Any]]:
        """The sections as content, with ids where the sheet has none, and conditions in their own language."""
        taken = {section["id"] for section in self._sections}
        number = 0
        for place, section in enumerate(self._sections):
            if not section["id"]:
                number = place + 1 if str(place + 1) not in taken else number + 1
                while str(number) in taken:
                    number += 1
                section["id"] = str(number)
                taken.add(section["id"])
        self._number(used)
        self._conditions()
        return self._sections

    def _take(self, line: Line) -> None:
        place = self._section(line)
        if set(line.texts) <= {"section", "section_en", "section_id"}:
            self._open = place  # a row that only names the section of those below
            return
        if place is None:
            self._wrong(line, "section", N_("It is not said which section this belongs to."))
            return
        self._open = place
        self._sections[place]["items"].append(self._item(line))
        self.places[place].append(line)
        self.lines.append(line)

    def _section(self, line: Line) -> int | None:
        """The section of a row, made where it is new; the one of the row above where nothing is said."""
        title, name = line["section"], line["section_id"]
        if not title and not name:
            return self._open
        for place, section in enumerate(self._sections):
            if (name and section["id"] == name) or (not name and section["title"] == title):
                if title and section["title"] != title:
                    sentence = N_("Section %(id)s is called “%(title)s” above. A new section has no number.")
                    self._wrong(line, "section", sentence, id=name, title=section["title"])
                self._english(section, line)
                return place
        self._sections.append({"id": name, "title": title, "items": []})
        self.places.append([])
        self.heads.append(line)
        self._english(self._sections[-1], line)
        return len(self._sections) - 1

    def _english(self, section: dict[str, Any], line: Line) -> None:
        english = line["section_en"]
        if english and section.setdefault("title_en", english) != english:
            sentence = N_("This section is called “%(title)s” in English above.")
            self._wrong(line, "section_en", sentence, title=section["title_en"])

    def _item(self, line: Line) -> dict[str, Any]:
        item: dict[str, Any] = {"id": ""}
        approaches = []
        for name, text in line.texts.items():
            if name in _APART or not text:
                continue
            read = value(_column(name), text, partial(self._tell, line, name))
            if name.startswith("approach:"):
                approaches += [name.partition(":")[2]] if read else []
            elif read is not None:
                item[name] = read
        if approaches:
            item["approaches"] = [each for each in APPROACHES if each in {*approaches, *item.get("approaches", ())}]
        self._meant(item, line)
        return item

    def _meant(self, item: dict[str, Any], line: Line) -> None:
        """What goes without saying, and what spreadsheets make of a value."""
        if line["options_en"] and not options.with_english(item.get("options", []), line["options_en"]):
            self._wrong(line, "options_en", N_("It does not name the same options as the Chinese column."))
        if item.get("kind") in PLAIN_KINDS and "judged" not in item and self.form.get("purpose") != "record":
            item["judged"] = False
        if item.get("kind") == "time" and re.fullmatch(r"0\.\d+", item.get("default", "")):
            item["default"] = str(timedelta(minutes=round(float(item["default"]) * 1440))).zfill(8)[:5]
        for name, usual in (("on", True), ("judged", True), ("required", False), ("county", False), ("whole", False)):
            if item.get(name) == usual:
                del item[name]

    def _number(self, used: Collection[str]) -> None:
        """Gives the items without an id the next free numbers of the checklist; an id that stands is never changed."""
        form = self.form.get("id", "")
        every = [item for section in self._sections for item in section["items"]]
        pattern = re.compile(re.escape(form) + r"-(\d{1,6})")
        numbers = [found for name in (*used, *(item["id"] for item in every)) if (found := pattern.fullmatch(name))]
        last = max((int(found[1]) for found in numbers), default=0)
        width = max((len(found[1]) for found in numbers), default=2)
        for item in every:
            if not item["id"] and form:
                last += 1
                item["id"] = f"{form}-{last:0{width}}"

    def _conditions(self) -> None:
        asked = {
            item["id"]: Asked(
                item.get("kind", ""), {option["text"]: option["id"] for option in item.get("options", ())}
            )
            for section in self._sections
            for item in section["items"]
        }
        for section, lines in zip(self._sections, self.places, strict=True):
            for item, line in zip(section["items"], lines, strict=True):
                for name in (name for name in CONDITIONS if line[name]):
                    try:
                        item[name] = spelling.read(line[name], asked, item["id"])
                    except Unclear as unclear:
                        self._wrong(line, name, unclear.sentence, **unclear.values)

    def _wrong(self, line: Line, name: str, sentence: str, **values: object) -> None:
        self._tell(line, name, say(sentence, **values))

    def _tell(self, line: Line, name: str, detail: str) -> None:
        self.problems.tell(line.sheet, line.row, line.column(name), detail)


def _column(name: str) -> Column:
    return next(column for column in by_header().values() if column.field == name)
