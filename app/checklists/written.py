"""Trees of conditions as text in their language, always in the same way."""

from collections.abc import Mapping
from decimal import Decimal

from app.checklists.conditions import COMPARISONS, Tree, Unclear
from app.checklists.model import VERDICT_ALONE
from app.errors import N_


def written(tree: Tree, kinds: Mapping[str, str]) -> str:
    """The text that `conditions.parse` reads as a tree of the same meaning. `kinds` are those of the items that it
    names. Raises Unclear for a text that no quotes can hold."""
    text = ""
    match tree:
        case ["and" | "or" as word, *parts]:
            text = f" {word} ".join(_closed(part, kinds, {"or"} if word == "and" else set()) for part in parts)
        case ["not", part]:
            text = f"not({written(part, kinds)})"
        case ["selected", of, option]:
            text = f"selected({written(of, kinds)}, {_operand(option, kinds)})"
        case ["own"] | ["own-verdict"]:
            text = "." if tree == ["own"] else "verdict(.)"
        case ["value" | "verdict" as what, str(item)]:
            alone = what == "value" or kinds.get(item) in VERDICT_ALONE
            text = f"${{{item}}}" if alone else f"verdict(${{{item}}})"
        case [str(sign), left, right]:
            text = f"{_operand(left, kinds)} {sign} {_operand(right, kinds)}"
        case bool():
            text = f"{str(tree).lower()}()"
        case int() | float():
            text = f"{Decimal(repr(tree)):f}"  # no exponent, which conditions do not read
        case str():
            text = _quoted(tree)
    return text


def _operand(tree: Tree, kinds: Mapping[str, str]) -> str:
    return _closed(tree, kinds, {"and", "or", *COMPARISONS})


def _closed(tree: Tree, kinds: Mapping[str, str], loose: set[str]) -> str:
    """In brackets where it would fall apart in its place."""
    whole = written(tree, kinds)
    return f"({whole})" if isinstance(tree, list) and tree[0] in loose else whole


def _quoted(text: str) -> str:
    if "'" not in text:
        return f"'{text}'"
    if '"' in text:
        raise Unclear(N_("A text in a condition cannot hold both kinds of quotes."))
    return f'"{text}"'
