"""The little language of conditions: "ask this only if", "photo needed when", "this value means a failing".

It is the part of XLSForm's expressions that inspections need, so that forms travel without translation:

    ${CL04-02} != 'na' and (${CL02-21} >= 3 or selected(${CL18-01}, 'channel'))

`${x}` is the answer of an item: its verdict where it has nothing but a verdict, else its value, which for several
choices is the list of them and for parts the list of those that pass; `verdict(${x})` is always the verdict; `.` is the
item's own value. What is not answered, or not asked, is ''. Two numbers are compared as numbers, two days or times in
order, all else only as equal or not. There is nothing else to call and nothing to evaluate: a condition is parsed once
into nested lists (`Tree`), which the phone walks by the same rules (static/js/field/conditions.js); both are held to
tests/checklists/conditions.json.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.checklists import figures
from app.checklists.model import VERDICT_ALONE
from app.errors import N_

Tree = list[Any] | str | int | float | bool

DEEPEST = 20
LONGEST = 1000
_TOKEN = re.compile(
    r"""\s*(?:(?P<item>\$\{\s*(?P<name>[A-Za-z_][\w.-]*)\s*\})|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<text>'[^']*'|"[^"]*")
    |(?P<sign>!=|<=|>=|[=<>(),.-])|(?P<word>[a-z][a-z-]*))""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_ORDERED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?|[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


class Unclear(Exception):  # noqa: N818 (read as: the condition is unclear)
    """A condition that cannot be read; `sentence` says why, with `values` for its placeholders."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence, self.values = sentence, values


@dataclass(frozen=True)
class Answer:
    """What was answered to one item: a verdict or '', and a value as JSON carries it (None when there is none)."""

    verdict: str = ""
    value: Any = None


@dataclass(frozen=True)
class Answers:
    """All answers of a form by item, and which of them is the own one of the condition."""

    given: Mapping[str, Answer] = field(default_factory=dict)
    own: Answer = Answer()


def parse(text: str, kinds: Mapping[str, str]) -> Tree:
    """The condition as a tree. `kinds` are the kinds of the items it may name. Raises Unclear."""
    if len(text) > LONGEST:
        raise Unclear(N_("A condition has at most %(most)s characters."), most=LONGEST)
    return _Parser(text, kinds).whole()


def named(tree: Tree) -> Iterator[str]:
    """The items that a condition names."""
    if isinstance(tree, list):
        if tree[0] in {"verdict", "value"} and len(tree) == 2:
            yield tree[1]
        else:
            for part in tree[1:]:
                yield from named(part)


def holds(tree: Tree, answers: Answers) -> bool:
    """Whether the condition is true of these answers."""
    match tree:
        case ["and", *parts]:
            return all(holds(part, answers) for part in parts)
        case ["or", *parts]:
            return any(holds(part, answers) for part in parts)
        case ["not", part]:
            return not holds(part, answers)
        case ["selected", of, option]:
            return _worth(option, answers) in _worth(of, answers).split(" ")
        case [sign, left, right] if sign in COMPARISONS:
            return _compared(sign, _worth(left, answers), _worth(right, answers))
    return _worth(tree, answers) not in {"", "0", "false"}


def text_of(value: Any) -> str:
    """A value as conditions see it: text, the choices of a list apart by spaces, of parts those that pass."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return figures.plain(value)
    if isinstance(value, list):
        return " ".join(text_of(one) for one in value)
    if isinstance(value, dict):
        return " ".join(name for name, verdict in value.items() if verdict == "pass")
    return str(value)


def _worth(tree: Tree, answers: Answers) -> str:
    match tree:
        case ["verdict", item]:
            return answers.given.get(item, Answer()).verdict
        case ["value", item]:
            return text_of(answers.given.get(item, Answer()).value)
        case ["own"]:
            return text_of(answers.own.value)
        case ["own-verdict"]:
            return answers.own.verdict
        case list():
            return "true" if holds(tree, answers) else "false"
    return text_of(tree)


def _compared(sign: str, left: str, right: str) -> bool:
    if _NUMBER.fullmatch(left) and _NUMBER.fullmatch(right):
        return _ordered(sign, (float(left) > float(right)) - (float(left) < float(right)))
    if sign in {"=", "!="}:
        return (left == right) == (sign == "=")
    if _ORDERED.fullmatch(left) and _ORDERED.fullmatch(right):
        return _ordered(sign, (left > right) - (left < right))
    return False


def _ordered(sign: str, order: int) -> bool:
    return order in {"=": (0,), "!=": (-1, 1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}[sign]


class _Parser:
    """Reads one condition from left to right; each method reads what it is named for."""

    def __init__(self, text: str, kinds: Mapping[str, str]) -> None:
        self.kinds = kinds
        self.tokens = list(_tokens(text))
        self.depth = 0

    def whole(self) -> Tree:
        if not self.tokens:
            raise Unclear(N_("The condition is empty."))
        tree = self.either()
        if self.tokens:
            raise Unclear(N_("The condition goes on with “%(rest)s” where it should end."), rest=self.tokens[0][1])
        return tree

    def either(self) -> Tree:
        return self.joined("or", self.both)

    def both(self) -> Tree:
        return self.joined("and", self.comparison)

    def joined(self, word: str, part: Any) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unclear(N_("The condition nests more than %(most)s deep."), most=DEEPEST)
        parts = [part()]
        while self.tokens and self.tokens[0] == ("word", word):
            self.tokens.pop(0)
            parts.append(part())
        self.depth -= 1
        return [word, *parts] if len(parts) > 1 else parts[0]

    def comparison(self) -> Tree:
        left = self.operand()
        if self.tokens and self.tokens[0][0] == "sign" and self.tokens[0][1] in COMPARISONS:
            sign = self.tokens.pop(0)[1]
            return [sign, left, self.operand()]
        return left

    def operand(self) -> Tree:
        kind, text = self.next()
        match kind, text:
            case "sign", ".":
                return ["own"]
            case "sign", "-":
                return self.negative()
            case "sign", "(":
                tree = self.either()
                self.expect(")")
                return tree
            case "sign", _:
                raise Unclear(N_("The condition has “%(what)s” where a value should stand."), what=text)
        read: dict[str, Callable[[str], Tree]] = {
            "number": _figure,
            "text": lambda quoted: quoted[1:-1],
            "item": self.item,
            "word": self.call,
        }
        return read[kind](text)

    def negative(self) -> Tree:
        kind, text = self.next()
        if kind != "number":
            raise Unclear(N_("A minus stands before something that is no number."))
        return -_figure(text)

    def item(self, name: str) -> Tree:
        if name not in self.kinds:
            raise Unclear(N_("The condition names %(item)s, which is not an item of this checklist."), item=name)
        return ["verdict" if self.kinds[name] in VERDICT_ALONE else "value", name]

    def call(self, word: str) -> Tree:
        if word not in {"not", "selected", "verdict", "true", "false"}:
            raise Unclear(N_("“%(word)s” means nothing in a condition."), word=word)
        self.expect("(")
        if word in {"true", "false"}:
            self.expect(")")
            return word == "true"
        inner = self.either()
        if word == "selected":
            self.expect(",")
            inner = [word, inner, self.operand()]
        elif word == "verdict":
            inner = self.verdict(inner)
        else:
            inner = [word, inner]
        self.expect(")")
        return inner

    def verdict(self, inner: Tree) -> Tree:
        match inner:
            case ["own"]:
                return ["own-verdict"]
            case ["verdict" | "value", item]:
                return ["verdict", item]
        raise Unclear(N_("verdict() takes one item."))

    def expect(self, sign: str) -> None:
        if self.next() != ("sign", sign):
            raise Unclear(N_("“%(sign)s” is missing in the condition."), sign=sign)

    def next(self) -> tuple[str, str]:
        if not self.tokens:
            raise Unclear(N_("The condition ends too early."))
        return self.tokens.pop(0)


def _figure(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    end = len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if not found:
            raise Unclear(N_("The condition cannot be read from “%(rest)s” on."), rest=text[at:].strip()[:20])
        kind = found.lastgroup or ""
        kind = "item" if found["item"] else kind
        yield kind, found["name"] if kind == "item" else found[kind]
        at = found.end()
