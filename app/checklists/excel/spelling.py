"""Trees of conditions as text: in the language of app.checklists.conditions, and as people write them in a cell."""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from app.checklists.asking import CONDITIONS
from app.checklists.conditions import Tree, Unclear, parse
from app.checklists.excel import phrases
from app.checklists.excel.phrases import Asked
from app.checklists.excel.words import VERDICTS
from app.checklists.model import Checklist, Item
from app.checklists.written import written
from app.language import chosen

_BARE = re.compile(r"[\u3400-\u9fff]+")
_CHINESE = {"and": " 且 ", "or": " 或 ", "has": "含", "lacks": "不含", "own": "本项", "not": "非"}
_CHINESE |= {"empty": "未填", "filled": "已填"}
_ENGLISH = {word: f" {word} " for word in _CHINESE} | {"own": "this", "not": "not "}
_SHOWN = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}


def read(text: str, items: Mapping[str, Asked], own: str) -> str:
    """What a cell says in the language of conditions: as it stands where it is in that language. Raises Unclear."""
    if "${" in text:
        return text  # written by those who know it; checking tells what is wrong with it
    try:
        return written(phrases.tree(text, items, own), _kinds(items))
    except Unclear:
        if _is_raw(text, items):
            return text
        raise


def shown(text: str, items: Mapping[str, Asked], own: str, language: str) -> str:
    """A condition as people write it; as it is where that would not be read back as exactly the same."""
    try:
        words = _Words(items, own, language).of(parse(text, _kinds(items)))
        return words if read(words, items, own) == text else text
    except (Unclear, _Unsaid):
        return text


def asked_of(form: Checklist) -> dict[str, Asked]:
    """What conditions need to know of the items of a form."""
    return {item.id: Asked(item.kind, {option.text: option.id for option in item.options}) for item in form.items}


def told(form: Checklist, item: Item, field: str) -> str:
    """A condition of an item in the reader's words."""
    return shown(getattr(item, field), asked_of(form), item.id, chosen())


def spoken(form: Checklist, own: str, values: Mapping[str, Any]) -> dict[str, str]:
    """The conditions among an item's properties in the reader's words."""
    asked = _with(form, own, values)
    return {name: shown(values[name], asked, own, chosen()) for name in CONDITIONS if values.get(name)}


def understood(form: Checklist, own: str, values: Mapping[str, Any]) -> dict[str, str]:
    """The conditions among an item's properties, as somebody typed them, in the language of conditions; what cannot be
    read stays as it was typed."""
    asked = _with(form, own, values)
    found = {}
    for name in (name for name in CONDITIONS if values.get(name)):
        with suppress(Unclear):
            found[name] = read(values[name], asked, own)
    return found


class _Unsaid(Exception):  # noqa: N818 (read as: it goes unsaid)
    """A condition that has no form in words."""


class _Words:
    def __init__(self, items: Mapping[str, Asked], own: str, language: str) -> None:
        self.items, self.own, self.language = items, own, language
        self.joints = _CHINESE if language == "zh" else _ENGLISH

    def of(self, tree: Tree) -> str:
        match tree:
            case ["and" | "or" as word, *parts]:
                inner = [f"({self.of(p)})" if word == "and" and _is_or(p) else self.of(p) for p in parts]
                return self.joints[word].join(inner)
            case ["not", ["selected", of, str(option)]]:
                return self.chosen("lacks", of, option)
            case ["selected", of, str(option)]:
                return self.chosen("has", of, option)
            case ["not", part]:
                return f"{self.joints['not']}({self.of(part)})"
            case [sign, left, right] if sign in _SHOWN:
                return self.compared(_SHOWN[sign], left, right)
        raise _Unsaid

    def compared(self, sign: str, left: Tree, right: Tree) -> str:
        match left, right:
            case (["own-verdict"] | ["verdict", _], str(verdict)) if verdict in VERDICTS.names:
                word = VERDICTS.word(verdict, self.language)
                return f"{self.name(left)}{sign}" + (word if _BARE.fullmatch(word) else f"“{word}”")
            case (["own"], int() | float()) if not isinstance(right, bool):
                return f"{sign}{right}"
            case (["own"] | ["value", _], int() | float()) if not isinstance(right, bool):
                return f"{self.name(left)}{sign}{right}"
            case (["own"] | ["value", _], "") if sign in {"=", "≠"}:
                return self.name(left) + self.joints["empty" if sign == "=" else "filled"]
            case (["own"] | ["value", _], str(option)):
                return f"{self.name(left)}{sign}{self.option(left, option)}"
        raise _Unsaid

    def chosen(self, word: str, of: Tree, option: str) -> str:
        return f"{self.name(of)}{self.joints[word]}{self.option(of, option)}"

    def name(self, of: Tree) -> str:
        if isinstance(of, list) and of[0] in {"verdict", "value"}:
            return str(of[1])
        return self.joints["own"]

    def option(self, of: Tree, option: str) -> str:
        item = of[1] if isinstance(of, list) and len(of) > 1 else self.own
        text = next((text for text, name in self.items[item].options.items() if name == option), option)
        return text if _BARE.fullmatch(text) and not VERDICTS.code(text) else f"“{text}”"


def _is_or(tree: Tree) -> bool:
    return isinstance(tree, list) and tree[0] == "or"


def _with(form: Checklist, own: str, values: Mapping[str, Any]) -> dict[str, Asked]:
    """The items of a form, one of them as it is being typed."""
    options = {option["text"]: option["id"] for option in values["options"] if option.get("text")}
    return asked_of(form) | {own: Asked(values["kind"], options)}


def _kinds(items: Mapping[str, Asked]) -> dict[str, str]:
    return {name: asked.kind for name, asked in items.items()}


def _is_raw(text: str, items: Mapping[str, Asked]) -> bool:
    try:
        parse(text, _kinds(items))
    except Unclear:
        return False
    return True
