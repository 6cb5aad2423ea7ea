"""What a scenario is. Pure values; like a checklist it never changes once a visit was given by it."""

import hashlib
from dataclasses import dataclass
from typing import Any

from app.checklists.model import canonical


@dataclass(frozen=True)
class Line:
    """A sentence for the shopper."""

    text: str
    text_en: str


@dataclass(frozen=True)
class Scenario:
    """`steps` are done and said in order, `keep` is what to bring away, `never` what must not be done, with the rules
    for all scenarios, and `withdraw` when to stop. `items` are those judged, by checklist. `kinds` of sites, `county`
    and `weekend` say where and when it can be done; one that `dispatches` sets a real crew in motion and needs an
    approval."""

    id: str
    title: str
    title_en: str
    approaches: tuple[str, ...]
    kinds: tuple[str, ...]
    county: bool
    weekend: bool
    dispatches: bool
    about: str
    about_en: str
    steps: tuple[Line, ...]
    keep: tuple[Line, ...]
    never: tuple[Line, ...]
    withdraw: Line
    items: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def checklists(self) -> tuple[str, ...]:
        return tuple(checklist for checklist, _ in self.items)

    @property
    def judged(self) -> frozenset[str]:
        """The ids of all items that it judges."""
        return frozenset(item for _, items in self.items for item in items)

    @property
    def version(self) -> str:
        """The content hash."""
        return hashlib.sha256(canonical(self.content()).encode()).hexdigest()[:16]

    def content(self) -> dict[str, Any]:
        """The scenario as plain JSON values."""
        told = {name: [vars(line) for line in getattr(self, name)] for name in ("steps", "keep", "never")}
        lists = {"approaches": list(self.approaches), "kinds": list(self.kinds)}
        items = {checklist: list(items) for checklist, items in self.items}
        return vars(self) | told | lists | {"withdraw": vars(self.withdraw), "items": items}


def from_content(content: dict[str, Any]) -> Scenario:
    """The scenario of a `content()`."""
    told = {name: tuple(Line(**line) for line in content[name]) for name in ("steps", "keep", "never")}
    lists = {"approaches": tuple(content["approaches"]), "kinds": tuple(content["kinds"])}
    items = tuple((checklist, tuple(items)) for checklist, items in content["items"].items())
    return Scenario(**content | told | lists | {"withdraw": Line(**content["withdraw"]), "items": items})
