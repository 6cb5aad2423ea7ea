"""What a checklist is. Pure values; `content()` is the form that is hashed, stored and sent to phones."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

SEVERITIES = ("note", "hint", "minor", "general", "serious", "redline")
KINDS = ("verdict", "conditional", "count", "seconds", "choice", "choices", "number", "text", "date", "parts")
APPROACHES = ("open", "covert", "shopper", "desk", "phone", "web")
COVERT = frozenset({"covert", "shopper"})
PHOTO_RULES = ("no", "conditional", "yes", "screenshot")
SUBJECTS = ("post", "department")
VERDICTS = ("pass", "fail", "na", "unseen")


@dataclass(frozen=True)
class Item:
    """One thing to judge. `clause` cites the standard; `short` is the label on a covert page; `evidence` says what
    must back a failing."""

    id: str
    text: str
    short: str
    clause: str
    severity: str
    subject: str
    approaches: tuple[str, ...]
    evidence: str
    photo: str
    kind: str

    @property
    def number(self) -> str:
        """The part of the id that counts within the checklist: `10` of CL02-10."""
        return self.id.rpartition("-")[2]


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Checklist:
    """A whole form. `unplanned` says whether an unplanned check may use it; `same_facts` are groups of items that one
    fact can hit together and that then count once, at the worst."""

    id: str
    title: str
    unplanned: bool
    sections: tuple[Section, ...]
    same_facts: tuple[tuple[str, ...], ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    @property
    def version(self) -> str:
        """The content hash by which submissions name the form they answered."""
        return hashlib.sha256(canonical(self.content()).encode()).hexdigest()[:16]

    def item(self, item: str) -> Item | None:
        return next((i for i in self.items if i.id == item), None)

    def content(self) -> dict[str, Any]:
        """The checklist as plain JSON values."""
        return {
            "id": self.id,
            "title": self.title,
            "unplanned": self.unplanned,
            "same_facts": [list(group) for group in self.same_facts],
            "sections": [
                {
                    "id": section.id,
                    "title": section.title,
                    "items": [vars(item) | {"approaches": list(item.approaches)} for item in section.items],
                }
                for section in self.sections
            ],
        }


def from_content(content: dict[str, Any]) -> Checklist:
    """The checklist of a stored `content()`."""
    sections = tuple(
        Section(
            section["id"],
            section["title"],
            tuple(Item(**item | {"approaches": tuple(item["approaches"])}) for item in section["items"]),
        )
        for section in content["sections"]
    )
    groups = tuple(tuple(group) for group in content["same_facts"])
    return Checklist(content["id"], content["title"], content["unplanned"], sections, groups)


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces, the form that is hashed and signed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
