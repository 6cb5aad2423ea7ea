"""The sheet of choices as lists of options."""

import re
from dataclasses import dataclass, field
from typing import Any

from app.checklists.checking import ID, LONGEST_OTHERWISE, MOST_OPTIONS
from app.checklists.excel.words import VERDICTS
from app.checklists.model import VERDICTS as CODES
from app.checklists.words import VERDICT_NAMES
from app.checklists.xlsform.lines import Line
from app.errors import N_
from app.language import say

VERDICT = "verdict"  # the list that makes a question a judgement
_NAMES = {
    "pass": ("pass", "passed", "ok", "合格", "yes"),
    "fail": ("fail", "failed", "notok", "不合格", "no"),
    "na": ("na", "n/a", "notapplicable", "不适用", "未发生"),
    "unseen": ("unseen", "notseen", "未看到", "没看到"),
}


@dataclass
class Choices:
    """One list. `codes` are the names that had to change to be ids, by how they stand in the form; `wrong` says whether
    a problem of it was told already."""

    first: Line
    options: list[dict[str, Any]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    wrong: bool = False
    used: bool = False


def lists(lines: list[Line]) -> dict[str, Choices]:
    """The lists by their names. Problems are told at their cells."""
    found: dict[str, Choices] = {}
    for line in lines:
        name = " ".join(line["list_name"].split())
        if not name:
            line.wrong("list_name", N_("It is not said to which list this choice belongs."))
            continue
        into = found.setdefault(name, Choices(line))
        into.wrong |= not _take(into, line, name)
    for each in found.values():
        if len(each.options) > MOST_OPTIONS:
            sentence = N_("A list has at most %(most)s choices; this one has %(count)s.")
            each.first.wrong("list_name", sentence, most=MOST_OPTIONS, count=len(each.options))
            each.wrong = True
    if _is_verdict(found.get(VERDICT)):
        _words([line for line in lines if line["list_name"] == VERDICT])
    return found


def is_verdict(name: str, found: dict[str, Choices]) -> bool:
    """Whether a list asks for a verdict: it is called so, and stands there with verdicts or not at all."""
    return name == VERDICT and (VERDICT not in found or _is_verdict(found[VERDICT]))


def unused(found: dict[str, Choices]) -> None:
    """Tells the lists that no question asks."""
    for name, each in found.items():
        if not each.used and not is_verdict(name, found):
            each.first.wrong("list_name", N_("No question uses the list %(list)s. Delete its rows."), list=name[:60])


def _take(into: Choices, line: Line, name: str) -> bool:
    code = line["name"]
    text, english = line.text("label", needed=True)
    option = {"id": code if ID.fullmatch(code) else f"_{code}", "text": text}
    right = bool(text)
    if not code:
        line.wrong("name", N_("A choice needs a name."))
        right = False
    elif not ID.fullmatch(option["id"]) or not re.fullmatch(r"[A-Za-z0-9_.-]+", code):
        sentence = N_("%(id)s is not an id: letters, figures, - _ and . only, a letter first, at most 40 of them.")
        line.wrong("name", sentence, id=code[:60])
        right = False
    elif option["id"] in into.names:
        line.wrong("name", N_("The choice %(name)s stands twice in the list %(list)s."), name=code, list=name[:60])
        right = False
    if len(text) > LONGEST_OTHERWISE or len(english) > LONGEST_OTHERWISE:
        long = max(text, english, key=len)
        field = "label" if long == text else "label_en"
        sentence = N_("A label has at most %(most)s characters; this has %(count)s.")
        line.wrong(field, sentence, most=LONGEST_OTHERWISE, count=len(long))
        right = False
    if english:
        option["text_en"] = english
    if line["verdict"]:
        option["verdict"] = VERDICTS.code(line["verdict"]) or ""
        if not option["verdict"]:
            allowed = VERDICTS.told("en")
            line.wrong(
                "verdict", N_("“%(text)s” is none of these: %(allowed)s."), text=line["verdict"][:60], allowed=allowed
            )
            right = False
    if right:
        into.names.add(option["id"])
        into.options.append(option)
        if option["id"] != code:
            into.codes[code] = option["id"]
    return right


def _is_verdict(each: Choices | None) -> bool:
    return each is not None and {"pass", "fail"} <= each.names <= set(CODES) and not each.wrong


def _words(lines: list[Line]) -> None:
    """The words of the verdicts are fixed; other words would be lost."""
    for line in lines:
        code = line["name"]
        for text in filter(None, line.text("label")):
            if VERDICTS.code(text) != code and re.sub(r"\s", "", text).casefold() not in _NAMES[code]:
                line.wrong(
                    "label",
                    N_("This verdict is called “%(word)s” here. Write that, or use a list of your own."),
                    word=say(VERDICT_NAMES[code]),
                )
