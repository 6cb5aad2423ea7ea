"""Conditions as people write them in a cell: `CL04-02=不符合 且 CL02-21≥3`.

They mean what app.checklists.conditions means and are turned into its language: an id stands without `${}`, a verdict
or an option by its word, `且` and `或` for and and or, `含` for selected; what begins with a comparison is about the
item's own value. Nothing here is ever evaluated.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from app.checklists.conditions import DEEPEST, LONGEST, Tree, Unclear
from app.checklists.excel.words import VERDICTS
from app.checklists.model import VERDICT_ALONE
from app.errors import N_

_QUOTES = {"“": "”", "‘": "’", "「": "」", '"': '"', "'": "'"}
_SIGNS = {"≠": "!=", "<>": "!=", "≥": ">=", "≤": "<=", "==": "=", "为": "=", "是": "=", "不为": "!=", "不是": "!="}
_SIGNS |= {sign: sign for sign in ("=", "!=", "<", "<=", ">", ">=")}
_WORDS = {"且": "and", "并且": "and", "and": "and", "或": "or", "或者": "or", "or": "or", "非": "not", "not": "not"}
_WORDS |= {"含": "has", "包含": "has", "has": "has", "不含": "lacks", "不包含": "lacks", "lacks": "lacks"}
_WORDS |= {
    "为空": "empty",
    "未填": "empty",
    "empty": "empty",
    "不为空": "filled",
    "已填": "filled",
    "filled": "filled",
    "本项": "own",
    "this": "own",
}
_CHINESE = sorted((word for word in (*_WORDS, *_SIGNS) if not word.isascii()), key=len, reverse=True)
_TOKEN = re.compile(
    r"""(?P<text>“[^”]*”|‘[^’]*’|「[^」]*」|"[^"]*"|'[^']*')|\$\{\s*(?P<marked>[A-Za-z_][\w.-]*)\s*\}
    |(?P<sign><>|!=|<=|>=|==|[=<>≠≥≤])|(?P<bracket>[()])
    |(?P<figure>-?\d+(?:[-:.]\d+)*)(?![A-Za-z_])|(?P<name>[A-Za-z_][A-Za-z0-9_.-]*)
    |(?P<word>CHINESE)|(?P<other>(?:(?!CHINESE)[^\s()=<>≠≥≤“‘「"'A-Za-z0-9$])+)""".replace(
        "CHINESE", "|".join(_CHINESE)
    ),
    re.VERBOSE,
)
_FULL_WIDTH = str.maketrans("＝＜＞（）！＄｛｝", "=<>()!${}")


@dataclass(frozen=True)
class Asked:
    """What a condition needs to know of an item: its kind, and its options by their words and ids."""

    kind: str
    options: Mapping[str, str]


def tree(text: str, items: Mapping[str, Asked], own: str) -> Tree:
    """The condition of the item `own` as a tree of app.checklists.conditions. Raises Unclear."""
    if len(text) > LONGEST:
        raise Unclear(N_("A condition has at most %(most)s characters."), most=LONGEST)
    return _Reader(text, items, own).whole()


class _Reader:
    """Reads one condition from left to right."""

    def __init__(self, text: str, items: Mapping[str, Asked], own: str) -> None:
        self.items, self.own, self.depth = items, own, 0
        self.tokens = list(_tokens(text))

    def whole(self) -> Tree:
        found = self.joined("or")
        if self.tokens:
            raise _strange(self.tokens[0][1])
        return found

    def joined(self, word: str) -> Tree:
        parts = [self.joined("and") if word == "or" else self.one()]
        while self.peek() == ("word", word):
            self.tokens.pop(0)
            parts.append(self.joined("and") if word == "or" else self.one())
        return [word, *parts] if len(parts) > 1 else parts[0]

    def one(self) -> Tree:
        if self.peek() == ("word", "not"):
            self.tokens.pop(0)
            return ["not", self.one()]
        if self.peek() == ("bracket", "("):
            return self.bracket()
        of = self.item()
        sort, what = self.peek()
        if sort == "sign":
            self.tokens.pop(0)
            return self.compared(what, of)
        if sort == "word" and what in {"has", "lacks", "empty", "filled"}:
            self.tokens.pop(0)
            return self.worded(what, of)
        if VERDICTS.code(what) and sort in {"other", "name"}:  # CL04-02不符合, or only 不符合
            return self.compared("=", of)
        raise _strange(what) if what else Unclear(N_("The condition ends too early."))

    def bracket(self) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unclear(N_("The condition nests more than %(most)s deep."), most=DEEPEST)
        self.tokens.pop(0)
        inner = self.joined("or")
        if self.peek() != ("bracket", ")"):
            raise Unclear(N_("“%(sign)s” is missing in the condition."), sign=")")
        self.tokens.pop(0)
        self.depth -= 1
        return inner

    def item(self) -> str:
        """The item that a comparison is about: the own one where none is named."""
        sort, what = self.peek()
        if (sort, what) == ("word", "own"):
            self.tokens.pop(0)
        elif sort == "marked" or (sort == "name" and not VERDICTS.code(what)):
            self.tokens.pop(0)
            if what not in self.items:
                raise Unclear(N_("The condition names %(item)s, which is not an item of this checklist."), item=what)
            return what
        return self.own

    def compared(self, sign: str, of: str) -> Tree:
        sort, what = self.peek()
        if not what and sort != "text":
            raise Unclear(N_("The condition ends too early."))
        self.tokens.pop(0)
        asked = self.items[of]
        if sort == "figure":
            return [sign, self.value(of), _figure(what)]
        verdict = VERDICTS.code(what) if sort != "text" or asked.kind != "text" else None
        if asked.kind in VERDICT_ALONE and of != self.own and not verdict:
            raise _no_option(what, of)
        if verdict and what not in asked.options:
            return [sign, ["own-verdict"] if of == self.own else ["verdict", of], verdict]
        return [sign, self.value(of), self.option(what, of, quoted=sort == "text")]

    def worded(self, what: str, of: str) -> Tree:
        if what in {"empty", "filled"}:
            return ["=" if what == "empty" else "!=", self.value(of), ""]
        sort, text = self.peek()
        if sort not in {"text", "other", "name", "figure", "word"}:
            raise Unclear(N_("The condition ends too early."))
        self.tokens.pop(0)
        selected: Tree = ["selected", self.value(of), self.option(text, of, quoted=False)]
        return selected if what == "has" else ["not", selected]

    def value(self, of: str) -> Tree:
        if of == self.own:
            return ["own"]
        return ["verdict" if self.items[of].kind in VERDICT_ALONE else "value", of]

    def option(self, text: str, of: str, *, quoted: bool) -> str:
        """The id of an option by its word; a text in quotes may be any."""
        options = self.items[of].options
        if text in options:
            return options[text]
        if text in options.values() or (quoted and not options):
            return text
        raise _no_option(text, of)

    def peek(self) -> tuple[str, str]:
        return self.tokens[0] if self.tokens else ("", "")


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    text = text.translate(_FULL_WIDTH).strip()
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = _TOKEN.match(text, at)
        if not match:
            raise _strange(text[at : at + 20])
        sort, what = str(match.lastgroup), str(match[str(match.lastgroup)])
        at = match.end()
        if sort == "text":
            what = what[1:-1]
        elif sort != "marked":
            what = unicodedata.normalize("NFKC", what) if sort != "sign" else what
            if what in _SIGNS and sort in {"sign", "word"} and not _value_follows(found):
                sort, what = "sign", _SIGNS[what]
            elif what in _WORDS and not _value_follows(found):
                sort, what = "word", _WORDS[what]
            elif sort == "word":
                sort = "other"
        found.append((sort, what))
    return found


def _value_follows(before: list[tuple[str, str]]) -> bool:
    """Whether a value stands next, so that a word such as 是 is one."""
    return bool(before) and (before[-1][0] == "sign" or before[-1] in {("word", "has"), ("word", "lacks")})


def _figure(text: str) -> int | float | str:
    """A number; a day or a time of day stays text."""
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d+\.\d+", text) else text


def _strange(what: str) -> Unclear:
    what = next((f"{typed} / {what}" for typed, word in _WORDS.items() if word == what and not typed.isascii()), what)
    return Unclear(
        N_("“%(what)s” is not understood in this condition. It is written like CL04-02=fail and CL02-21≥3."), what=what
    )


def _no_option(what: str, of: str) -> Unclear:
    return Unclear(N_("“%(what)s” is not one of the answers of %(item)s."), what=what, item=of)
