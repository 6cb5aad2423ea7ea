"""What a checklist is. Pure values; `content()` is the form that is hashed, stored and sent to phones."""

import hashlib
import json
from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from typing import Any

SEVERITIES = ("note", "hint", "minor", "general", "serious", "redline")
JUDGED_KINDS = ("verdict", "conditional", "count", "seconds", "choice", "choices", "number", "text", "date", "parts")
PLAIN_KINDS = ("time", "image", "place", "acknowledge", "info")  # what other forms ask besides; never judged
KINDS = JUDGED_KINDS + PLAIN_KINDS
APPROACHES = ("open", "covert", "shopper", "desk", "phone", "web")
COVERT = frozenset({"covert", "shopper"})
PHOTO_RULES = ("no", "conditional", "yes", "screenshot")
SUBJECTS = ("post", "department")
VERDICTS = ("pass", "fail", "na", "unseen")
PURPOSES = ("inspection", "record")
SITE_KINDS = ("hall", "hotline", "website", "crew", "office")
WITH_OPTIONS = frozenset({"choice", "choices", "parts"})
VERDICT_ALONE = frozenset({"verdict", "conditional"})


@dataclass(frozen=True)
class Option:
    """One answer of a choice, or one part of a `parts` item (制度 / 考核办法). `verdict` is what choosing it means,
    empty when that is for the inspector to say; parts have none."""

    id: str
    text: str
    text_en: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class Item:
    """One thing to judge, or in a record one thing to write down.

    `clause` cites the standard and is empty where none is behind it: then `source` says where the item comes from
    (外加). `short` is the label on a covert page; `evidence` says what must back a failing. `occasion` says of a
    conditional item when it is judged at all. `ask_if`, `photo_if`, `fail_if` and `valid_if` are conditions
    (app.checklists.conditions): whether the item is asked, whether a photo is needed, whether the value means a
    failing, whether the value can be right. `kinds` of sites and `county` say where it applies, everywhere when empty;
    an item that is not `on` is kept and asked nowhere. `judged` says whether it takes a verdict. `unit` is the unit of
    a count or number, which is a whole one when it is `whole`.
    """

    id: str
    text: str
    short: str = ""
    clause: str = ""
    severity: str = "note"
    subject: str = "department"
    approaches: tuple[str, ...] = APPROACHES
    evidence: str = ""
    photo: str = "conditional"
    kind: str = "verdict"
    text_en: str = ""
    short_en: str = ""
    evidence_en: str = ""
    source: str = ""
    hint: str = ""
    hint_en: str = ""
    occasion: str = ""
    occasion_en: str = ""
    options: tuple[Option, ...] = ()
    unit: str = ""
    ask_if: str = ""
    photo_if: str = ""
    fail_if: str = ""
    valid_if: str = ""
    valid_message: str = ""
    default: str = ""
    required: bool = False
    judged: bool = True
    kinds: tuple[str, ...] = ()
    county: bool = False
    on: bool = True
    whole: bool = False

    @property
    def number(self) -> str:
        """The part of the id that counts within the checklist: `10` of CL02-10."""
        return self.id.rpartition("-")[2]

    @property
    def outside(self) -> bool:
        """Whether the item comes from outside the standards (外加)."""
        return not self.clause

    def option(self, option: str) -> Option | None:
        return next((one for one in self.options if one.id == option), None)

    def content(self) -> dict[str, Any]:
        """The item as plain JSON values. What the first version of the model had always stands there; what came later
        only where it says something, so that what was stored before keeps its hash."""
        return {name: _plain(getattr(self, name)) for name in _FIRST} | {
            field.name: _plain(value)
            for field in fields(self)
            if field.name not in _FIRST and (value := getattr(self, field.name)) != field.default
        }


_FIRST = ("id", "text", "short", "clause", "severity", "subject", "approaches", "evidence", "photo", "kind")


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    items: tuple[Item, ...]
    title_en: str = ""

    def content(self) -> dict[str, Any]:
        content = {"id": self.id, "title": self.title, "items": [item.content() for item in self.items]}
        return content | ({"title_en": self.title_en} if self.title_en else {})


@dataclass(frozen=True)
class Checklist:
    """A whole form. `purpose` is `inspection`, or `record` for a form that is filled in and not judged. `unplanned`
    says whether an unplanned check may use it; `same_facts` are groups of items that one fact can hit together and that
    then count once, at the worst: of this checklist or of others that the same visit uses. `about` says to whom and how
    it applies; `kinds` are the kinds of sites it is made for, all when empty."""

    id: str
    title: str
    unplanned: bool
    sections: tuple[Section, ...]
    same_facts: tuple[tuple[str, ...], ...] = ()
    title_en: str = ""
    purpose: str = "inspection"
    about: str = ""
    about_en: str = ""
    kinds: tuple[str, ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    @property
    def version(self) -> str:
        """The content hash by which submissions name the form they answered."""
        return hashlib.sha256(canonical(self.content()).encode()).hexdigest()[:16]

    def item(self, item: str) -> Item | None:
        return self._by_id.get(item)

    def judges(self, item: Item) -> bool:
        """Whether an item takes a verdict: in a record none does."""
        return item.judged and self.purpose == "inspection"

    def places(self, item: Item) -> tuple[str, ...]:
        """The kinds of sites at which an item is asked, empty for all: its own, else those of the checklist."""
        return item.kinds or self.kinds

    def applies(self, item: Item, kind: str, county: bool) -> bool:
        """Whether an item is asked at a site of this kind; `county` says whether the site is a county company's."""
        places = self.places(item)
        return item.on and (not places or kind in places) and (county or not item.county)

    @cached_property
    def _by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    def content(self) -> dict[str, Any]:
        """The checklist as plain JSON values."""
        return {
            "id": self.id,
            "title": self.title,
            "unplanned": self.unplanned,
            "same_facts": [list(group) for group in self.same_facts],
            "sections": [section.content() for section in self.sections],
        } | {
            field.name: _plain(value)
            for field in fields(self)
            if field.default is not MISSING
            and field.name != "same_facts"
            and (value := getattr(self, field.name)) != field.default
        }


def from_content(content: dict[str, Any]) -> Checklist:
    """The checklist of a `content()` that was checked."""
    sections = tuple(
        Section(**section | {"items": tuple(_item(item) for item in section["items"])})
        for section in content["sections"]
    )
    groups = tuple(tuple(group) for group in content.get("same_facts", ()))
    whole = {"unplanned": False, **content, "sections": sections, "same_facts": groups}
    return Checklist(**whole | {"kinds": tuple(content.get("kinds", ()))})


def _item(content: dict[str, Any]) -> Item:
    lists: dict[str, Any] = {name: tuple(content[name]) for name in ("approaches", "kinds") if name in content}
    options = tuple(Option(**option) for option in content.get("options", ()))
    return Item(**content | lists | {"options": options})


def _plain(value: Any) -> Any:
    """Tuples as lists, options as mappings without what is empty."""
    if isinstance(value, Option):
        return {name: text for name, text in vars(value).items() if text}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces, the form that is hashed and signed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
