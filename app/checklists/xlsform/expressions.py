"""Conditions of an XLSForm in the house's language, which is a part of theirs: names and codes become ids."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.checklists.conditions import COMPARISONS, Tree, Unclear, parse
from app.checklists.written import written
from app.errors import N_

_NAME = re.compile(r"\$\{\s*([^{}]*?)\s*\}")


@dataclass
class Names:
    """`ids` of items by their names in the form; `kinds` by id; `codes` are, by id, the options whose names had to
    change: 1 is no id, so that it becomes _1."""

    ids: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    codes: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def condition(self, text: str, own: str) -> str:
        """A condition with ids instead of names. Raises Unclear for what would mean something else here; what cannot
        be read at all stays as it is."""
        named = _NAME.sub(lambda found: f"${{{self.ids.get(found[1], found[1])}}}", text)
        if not self.codes:
            return named
        try:
            tree = parse(named, self.kinds)
        except Unclear:
            return named
        changed = _Codes(self, own).of(tree)
        return named if changed == tree else written(changed, self.kinds)


def names_in(text: str) -> list[str]:
    """The questions whose answers a text would show."""
    return _NAME.findall(text)


def both(first: str, second: str) -> str:
    """The condition that two conditions hold."""
    return f"({first}) and ({second})" if first and second else first or second


class _Codes:
    """Puts the new names of options into the comparisons with them."""

    def __init__(self, names: Names, own: str) -> None:
        self.names, self.own = names, own

    def of(self, tree: Tree) -> Tree:
        match tree:
            case ["selected", of, option]:
                return ["selected", of, self.code(of, option)]
            case [str(sign), left, right] if sign in COMPARISONS:
                if sign not in {"=", "!="} and (self.codes(left) or self.codes(right)):
                    raise Unclear(N_("Choices have no order here. Compare with = or !=, for each choice that counts."))
                return [sign, self.code(right, left), self.code(left, right)]
            case ["and" | "or" | "not" as word, *parts]:
                return [word, *map(self.of, parts)]
        return tree

    def code(self, of: Tree, option: Tree) -> Tree:
        return option if isinstance(option, (list, bool)) else self.codes(of).get(str(option), option)

    def codes(self, of: Tree) -> Mapping[str, str]:
        match of:
            case ["value", str(item)]:
                return self.names.codes.get(item, {})
            case ["own"]:
                return self.names.codes.get(self.own, {})
        return {}
