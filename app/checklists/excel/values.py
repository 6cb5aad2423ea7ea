"""What one cell says, by the sort of its column."""

import unicodedata
from collections.abc import Callable
from typing import Any

from app.checklists.clauses import library
from app.checklists.excel import options, words
from app.checklists.excel.columns import Column
from app.errors import N_
from app.language import chosen, say
from app.org.cells import alike

Tell = Callable[[str], None]


def value(column: Column, text: str, tell: Tell) -> Any:
    """The value of a cell that is not empty, or None when it has none that can be used, which is told."""
    return _READ[column.sort](column, text, tell)


def _word(column: Column, text: str, tell: Tell) -> str | None:
    assert column.vocabulary
    code = column.vocabulary.code(text)
    if code is None:
        allowed = column.vocabulary.told(chosen())
        tell(say(N_("“%(text)s” is none of these: %(allowed)s."), text=_cut(text), allowed=allowed))
    return code


def _list(column: Column, text: str, tell: Tell) -> list[str] | None:
    vocabulary = column.vocabulary
    assert vocabulary
    whole = vocabulary.code(text)
    parts = [text] if whole else words.parted(text)
    if not all(map(vocabulary.code, parts)):
        apart = words.listed(text)  # by blanks; or by nothing at all: 明暗神
        parts = list(text) if len(apart) == 1 and all(map(vocabulary.code, text)) else apart
    codes = [vocabulary.code(part) for part in parts]
    if None in codes:
        wrong = _cut(parts[codes.index(None)])
        tell(say(N_("“%(text)s” is none of these: %(allowed)s."), text=wrong, allowed=vocabulary.told(chosen())))
        return None
    return list(dict.fromkeys(code for code in codes if code))


def _flag(_: Column, text: str, tell: Tell) -> bool | None:
    found = words.flag(text)
    if found is None:
        tell(say(N_("“%(text)s” is neither yes nor no. Write √, yes or no, or leave the cell empty."), text=_cut(text)))
    return found


def _clause(_: Column, text: str, tell: Tell) -> str:
    """The id of a clause, which may be cited by its printed number where only one document has it."""
    typed = unicodedata.normalize("NFKC", text).strip()
    if typed in library():
        return typed
    same = [clause.id for clause in library().values() if alike(clause.number) == alike(typed)]
    if len(same) > 1:
        tell(
            say(
                N_("%(number)s is a clause of several documents. Write one of these: %(clauses)s."),
                number=_cut(typed),
                clauses="、".join(same),
            )
        )
    return same[0] if same else typed


def _cut(text: str) -> str:
    """Enough of a text to know it again in a sentence."""
    return text if len(text) <= 60 else text[:60] + "…"


_READ: dict[str, Callable[[Column, str, Tell], Any]] = {
    "text": lambda _, text, __: text,
    "condition": lambda _, text, __: text,
    "id": lambda _, text, __: unicodedata.normalize("NFKC", text).strip(),
    "ids": lambda _, text, __: words.listed(unicodedata.normalize("NFKC", text)),
    "options": lambda _, text, __: options.read(text),
    "word": _word,
    "list": _list,
    "flag": _flag,
    "tick": _flag,
    "clause": _clause,
}
