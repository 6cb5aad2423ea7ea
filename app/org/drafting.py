"""The roster as it is and as it would be after an import: the items of every kind, and what is wrong with the rows."""

import unicodedata
import uuid
from dataclasses import dataclass
from typing import Any

from app import clock
from app.db import Database
from app.errors import N_
from app.org.cells import alike, day, lost, plain
from app.org.columns import Problem, Record
from app.people.persons import unseen

LONGEST_NAME, LONGEST_CODE = 80, 40
MOST_PROBLEMS = 50_000
YES, NO = frozenset("是yYtT1√有") | {"yes", "true"}, frozenset("否nNfF0×无") | {"no", "false"}
KINDS = ("units", "sites", "posts", "employees", "holders", "inspectors")


@dataclass
class Item:
    """Something of the roster. `before` are its values as they are, None for something new; `record` the row that is
    about it, None where a change only follows from another."""

    id: str
    values: dict[str, Any]
    before: dict[str, Any] | None = None
    record: Record | None = None

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    @property
    def new(self) -> bool:
        return self.before is None

    @property
    def changed(self) -> bool:
        return self.before is not None and self.before != self.values


class Draft:
    """Everything that an import looks at and changes, in memory; nothing is written."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.today = clock.today().isoformat()
        self.problems: list[Problem] = []
        self.disabled: set[str] = set()
        self.items: dict[str, dict[str, Item]] = {kind: {} for kind in KINDS}
        for kind, rows in (
            (
                "units",
                db.rows(
                    """SELECT id, parent, name, short, kind, county, scored, code, closed_on, merged_into
                       FROM units ORDER BY position"""
                ),
            ),
            ("sites", db.rows("SELECT id, unit, name, kind, lat, lon, code, closed_on FROM sites ORDER BY name, id")),
            ("posts", db.rows("SELECT id, site, name FROM posts ORDER BY position")),
            ("employees", db.rows("SELECT id, unit, name, code FROM employees ORDER BY name, id")),
        ):
            for row in rows:
                key = row.pop("id")
                self.items[kind][key] = Item(key, dict(row), row)

    def of(self, kind: str) -> list[Item]:
        return list(self.items[kind].values())

    def add(self, kind: str, record: Record, /, **values: Any) -> Item:
        """Something new."""
        item = Item(str(uuid.uuid4()), values, None, record)
        self.items[kind][item.id] = item
        return item

    def claim(self, item: Item, record: Record, column: str) -> bool:
        """Lets a row speak for an item; a second one would contradict or repeat it and is a problem."""
        if item.record:
            self.wrong(record, column, N_("Row %(row)s is about the same already."), row=item.record.row)
            return False
        item.record = record
        return True

    def wrong(self, record: Record, column: str, sentence: str, **values: object) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(record.at(column), sentence, values))

    def name(self, record: Record, column: str = "name", *, required: bool = True) -> str:
        """A name as it is kept, empty when there is none that can be kept."""
        if _broken(record, column):
            return ""
        text = plain(record[column])
        if not text and required:
            self.wrong(record, column, N_("This cell is empty."))
        elif unseen(text):
            self.wrong(record, column, N_("Here stands a sign that cannot be seen. Please type the text anew."))
        elif lost(text):
            sentence = N_(
                "“%(text)s” has lost a rare character: the table was saved in an encoding without it. Type it anew and "
                "save as .xlsx."
            )
            self.wrong(record, column, sentence, text=text)
        elif len(text) > LONGEST_NAME:
            self.wrong(record, column, N_("A name has at most %(most)s characters."), most=LONGEST_NAME)
        else:
            return text
        return ""

    def code(self, record: Record, column: str = "code") -> str:
        """A code as it is kept: 00123 stays 00123, full-width digits become usual ones."""
        text = unicodedata.normalize("NFKC", record[column]).strip()
        if _broken(record, column):
            return ""
        if unseen(text) or len(text) > LONGEST_CODE:
            self.wrong(
                record, column, N_("A code has at most %(most)s characters, all of them visible."), most=LONGEST_CODE
            )
            return ""
        return text

    def choice(self, record: Record, column: str, former: bool) -> bool:
        """是 or 否; as before where the cell is empty."""
        text = alike(record[column])
        if not text or _broken(record, column):
            return former
        if text not in YES | NO:
            self.wrong(record, column, N_("Here stands “%(text)s”; 是 or 否 is needed."), text=record[column])
        return text in YES

    def date(self, record: Record, column: str) -> str | None:
        """A day as 2026-11-01, None where the cell is empty or wrong."""
        text = record[column]
        if not text or _broken(record, column):
            return None
        found = day(text)
        if found is None or not 1900 <= found.year <= 2200:
            self.wrong(
                record, column, N_("“%(text)s” is no day. Write it like 2026-11-01 or 2026年11月1日."), text=text
            )
            return None
        return found.isoformat()

    def closing(self, record: Record, former: str | None) -> str | None:
        """The first day out of service: as before where the cell is empty, none for 无."""
        if record["closed_on"] in {"无", "未停用", "否", "-", "—"}:
            return None
        return self.date(record, "closed_on") or former

    def in_service(self, item: Item) -> bool:
        return item["closed_on"] is None or item["closed_on"] > self.today


def _broken(record: Record, column: str) -> bool:
    """Whether the cell has a problem of its own already, so that a second sentence about it would only confuse."""
    cell = record.cells.get(column)
    return bool(cell and cell.problem)


class Known:
    """What the draft holds of one kind, by code and by name, as it is after the import."""

    kind = ""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.refresh()

    def refresh(self) -> None:
        """Reads names and codes anew after they changed."""
        self.by_code: dict[str, Item] = {}
        self.by_name: dict[str, list[Item]] = {}
        for item in self.draft.of(self.kind):
            self.note(item)

    def note(self, item: Item) -> None:
        if item["code"]:
            self.by_code[item["code"]] = item
        self.by_name.setdefault(alike(item["name"]), []).append(item)
