"""What the screen promised of one check, and whether what is found keeps it."""

import json
from dataclasses import dataclass, field

from e2e.torture.content import Content, Key, default

TOLD = ("verdict", "post", "value", "note", "photos")  # an observation with none of these is not sent


@dataclass
class Check:
    """`allowed` has for each field the values that may be found: the one that was called saved, and those entered
    since, the latest last. `state` is begun, finishing, finished or discarded; `records` are its submissions, the last
    one in force. `emptied`: its store was, so it may lack what only the phone had."""

    id: str
    allowed: dict[Key, list[str]] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    state: str = "begun"
    records: list[str] = field(default_factory=list)
    before: set[str] = field(default_factory=set)  # the records, when it was last begun to be finished
    promised: bool = False
    emptied: bool = False
    frozen: dict[str, Content] = field(default_factory=dict)

    def enter(self, key: Key, value: str) -> None:
        values = self.allowed.setdefault(key, [default(key[1])])
        if values[-1] != value:
            values.append(value)

    def saved(self) -> None:
        """Everything entered so far is called durable."""
        self.promised = True
        for values in self.allowed.values():
            del values[:-1]

    def reopened(self) -> None:
        """What was sent is corrected: observations that said nothing were not sent, and are not here any more."""
        self.state, self.promised = "begun", True
        sent = {owner for owner, _ in self.frozen[self.records[-1]]}
        for key in [key for key in self.allowed if key[0] not in {*sent, "visit"}]:
            del self.allowed[key]

    def found_again(self, found: Content) -> None:
        """A page that is opened now shows this; what was on its way may still be it in the store."""
        for key in {*self.allowed, *found}:
            value = found.get(key, default(key[1]))
            values = self.allowed.setdefault(key, [])
            if value in values:
                values.remove(value)
            values.append(value)

    def wrong(self, found: Content, sent: bool = False) -> list[str]:
        """Where what is found is none of what may be found. In a body (`sent`) an observation that says nothing does
        not stand, and places are told by the order alone."""
        keys = {*self.allowed, *found}
        if sent:
            keys = {key for key in keys if key[1] != "order" and (self._says(key[0], found) or key in found)}
        return [
            f"check {self.id[:8]}: {owner[:8]}.{name} is {found.get((owner, name), default(name))}, not {allowed}"
            for owner, name in sorted(keys)
            if found.get((owner, name), default(name)) not in (allowed := self._may_be((owner, name)))
        ]

    def says_something(self) -> bool:
        """Whether anything was entered that the phone counts when it tells what it holds."""
        told = [(name, values) for (owner, name), values in self.allowed.items() if owner == "visit" or name != "post"]
        return any(name in TOLD and values[-1] != default(name) for name, values in told)

    def _says(self, owner: str, found: Content) -> bool:
        if owner == "visit":
            return True
        possible = [self._may_be((owner, name)) for name in TOLD]
        silent = all(default(name) in values for name, values in zip(TOLD, possible, strict=True))
        return not silent or any((owner, name) in found for name in TOLD)

    def _may_be(self, key: Key) -> list[str]:
        values = list(self.allowed.get(key, [default(key[1])]))
        if self.emptied:
            values.append(default(key[1]))
        return values


def in_order(check: Check, observations: list[str]) -> bool:
    """Whether a body has its observations in the order of the form."""
    places = [json.loads(check.allowed.get((one, "order"), ["0"])[-1]) for one in observations]
    return places == sorted(places)
