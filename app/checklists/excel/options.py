"""The options of an item in one cell, one on each line:

    [yes] 有公示牌=符合
    [no] 没有公示牌=不符合

The id in brackets may be left out of a new option, and the verdict of one that decides nothing. A cell without lines
and ids may part its options by `；` or `、`.
"""

import re
from collections.abc import Collection
from typing import Any

from app.checklists.excel.words import VERDICTS

_MARKED = re.compile(r"[\[【［]\s*([^\]】］]*?)\s*[\]】］]\s*(.*)", re.DOTALL)
_LAST = re.compile(r"(.*)[=＝]\s*([^=＝]*)", re.DOTALL)


def read(text: str) -> list[dict[str, Any]]:
    """The options of a cell as content; those without an id get `o1`, `o2` and so on, whatever is free."""
    found = [_option(line) for line in _lines(text)]
    taken = {option["id"] for option in found}
    for option in found:
        if not option["id"]:
            option["id"] = free(taken)
            taken.add(option["id"])
    return found


def with_english(options: list[dict[str, Any]], text: str) -> bool:
    """Adds the English of another cell, by id or else by place; tells whether all of it found its option."""
    lines = [_MARKED.fullmatch(line) for line in _lines(text)]
    if all(lines):
        by_id = {option["id"]: option for option in options}
        for found in (line for line in lines if line):
            if found[1] not in by_id:
                return False
            by_id[found[1]]["text_en"] = found[2].strip()
        return True
    plain = _lines(text)
    for option, english in zip(options, plain, strict=False):
        option["text_en"] = english
    return len(plain) == len(options)


def written(options: Collection[dict[str, Any]], language: str) -> str:
    """The cell of these options."""
    lines = []
    for option in options:
        verdict, text = option.get("verdict", ""), option["text"]
        known = _LAST.fullmatch(text)
        closed = "=" if known and (not known[2] or VERDICTS.code(known[2])) else ""
        lines.append(f"[{option['id']}] {text}" + (f"={VERDICTS.word(verdict, language)}" if verdict else closed))
    return "\n".join(lines)


def english(options: Collection[dict[str, Any]]) -> str:
    """The cell of their English, empty where they have none."""
    return "\n".join(f"[{option['id']}] {option['text_en']}" for option in options if option.get("text_en"))


def free(taken: Collection[str]) -> str:
    """The first of o1, o2, … that is not taken."""
    number = 1
    while f"o{number}" in taken:
        number += 1
    return f"o{number}"


def _lines(text: str) -> list[str]:
    """One entry for each option; a line that begins with a wide blank goes on with the one before."""
    if "\n" in text or _MARKED.match(text):
        lines: list[str] = []
        for line in text.split("\n"):
            if line.startswith("\u3000") and lines:
                lines[-1] += "\n" + line[1:]
            elif line.strip():
                lines.append(line.strip())
        return lines
    parts = re.split(r"[；;]", text) if re.search(r"[；;]", text) else re.split(r"[、，]", text)
    return [part.strip() for part in parts if part.strip()]


def _option(line: str) -> dict[str, Any]:
    marked = _MARKED.fullmatch(line)
    name, text = (marked[1], marked[2]) if marked else ("", line)
    last = _LAST.fullmatch(text)
    verdict = ""
    if last and (not last[2].strip() or VERDICTS.code(last[2])):
        text, verdict = last[1], VERDICTS.code(last[2]) or ""
    return {"id": name, "text": text.strip()} | ({"verdict": verdict} if verdict else {})
