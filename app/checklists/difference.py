"""What is different between two versions of a form, in words: items that are new, gone, elsewhere or changed."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.checklists.model import Checklist, Item
from app.checklists.naming import property_name, said


@dataclass(frozen=True)
class Change:
    """One property: what it is called, what it was and what it is, in the reader's language."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """One item (or section), with the title of its section; `changes` are its properties, `before` and `after` the
    sections or places of one that was moved."""

    id: str
    text: str
    section: str = ""
    changes: tuple[Change, ...] = ()
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Difference:
    """From `old` (None: there was none) to `new`."""

    old: Checklist | None
    new: Checklist

    @property
    def none(self) -> bool:
        return not (self.head or self.sections or self.added or self.removed or self.moved or self.changed)

    @cached_property
    def head(self) -> tuple[Change, ...]:
        """What changed about the whole form."""
        return _changes(_rest(self.old), _rest(self.new)) if self.old else ()

    @cached_property
    def sections(self) -> list[Line]:
        """Sections that are new, gone, renamed or in another order."""
        was = {section.id: section for section in self.old.sections} if self.old else {}
        now = {section.id: section for section in self.new.sections}
        if not was:
            return []
        found = [
            Line(name, now[name].title, changes=_changes(_rest_of(was[name]), _rest_of(now[name])))
            for name in now
            if name in was and _rest_of(was[name]) != _rest_of(now[name])
        ]
        found += [Line(name, now[name].title, after=now[name].title) for name in now if name not in was]
        found += [Line(name, was[name].title, before=was[name].title) for name in was if name not in now]
        stayed = [name for name in was if name in now]
        still = _still([name for name in now if name in was], stayed)
        found += [
            Line(name, now[name].title, before=str(list(was).index(name) + 1), after=str(list(now).index(name) + 1))
            for name in stayed
            if name not in still
        ]
        return found

    @cached_property
    def added(self) -> list[Line]:
        was = self._was
        return [_line(item, section) for item, section in self._now.values() if item.id not in was]

    @cached_property
    def removed(self) -> list[Line]:
        now = self._now
        return [_line(item, section) for item, section in self._was.values() if item.id not in now]

    @cached_property
    def moved(self) -> list[Line]:
        """Items in another section, or in another order within theirs; as few as explain it."""
        found = []
        for section in self.new.sections:
            here = [item.id for item in section.items if item.id in self._was]
            stayed = [name for name in here if self._was[name][1][0] == section.id]
            still = _still(stayed, [name for name in self._was if name in stayed])
            for name in here:
                if name not in still:
                    item, (_, title) = self._now[name]
                    before, after = self._was[name][1][1], title
                    found.append(Line(name, item.text, title, before=before, after=after))
        return found

    @cached_property
    def changed(self) -> list[Line]:
        return [
            Line(name, item.text, title, _changes(_all(self._was[name][0]), _all(item)))
            for name, (item, (_, title)) in self._now.items()
            if name in self._was and item != self._was[name][0]
        ]

    @cached_property
    def _was(self) -> dict[str, tuple[Item, tuple[str, str]]]:
        return _placed(self.old)

    @cached_property
    def _now(self) -> dict[str, tuple[Item, tuple[str, str]]]:
        return _placed(self.new)


def changed_properties(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """The properties in which two items (or heads), as JSON values, are different."""
    return _changes(old, new)


def _placed(form: Checklist | None) -> dict[str, tuple[Item, tuple[str, str]]]:
    """Each item with id and title of its section."""
    sections = form.sections if form else ()
    return {item.id: (item, (section.id, section.title)) for section in sections for item in section.items}


def _line(item: Item, place: tuple[str, str]) -> Line:
    return Line(item.id, item.text, place[1])


def _rest(form: Checklist | None) -> dict[str, Any]:
    """What is said of the whole form."""
    names = ("title", "title_en", "about", "about_en", "purpose", "unplanned", "kinds", "same_facts")
    return {name: getattr(form, name) for name in names}


def _rest_of(section: Any) -> dict[str, Any]:
    return {"title": section.title, "title_en": section.title_en}


def _all(item: Item) -> dict[str, Any]:
    return vars(item) | {"options": [vars(option) for option in item.options]}


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    names = [name for name in dict.fromkeys((*old, *new)) if name not in {"id", "_by_id"}]
    return tuple(
        Change(property_name(name), said(name, old.get(name, "")), said(name, new.get(name, "")))
        for name in names
        if old.get(name) != new.get(name)
    )


def _still(now: list[str], before: list[str]) -> set[str]:
    """The most names that stand in the same order in both, of the same names (the longest increasing subsequence)."""
    place = {name: n for n, name in enumerate(before)}
    ends: list[int] = []
    lasts: list[str] = []
    behind: dict[str, str | None] = {}
    for name in now:
        at = bisect_left(ends, place[name])
        behind[name] = lasts[at - 1] if at else None
        ends[at : at + 1], lasts[at : at + 1] = [place[name]], [name]
    found: set[str] = set()
    last: str | None = lasts[-1] if lasts else None
    while last is not None:
        found.add(last)
        last = behind[last]
    return found
