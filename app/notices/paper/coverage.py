"""Which signs the shipped fonts have, so that whoever drafts learns beforehand what paper cannot show."""

from bisect import bisect_right
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from app.notices.model import Notice

FONTS = Path(__file__).resolve().parent.parent / "fonts"
_UNSEEN = (
    (0xFE00, 0xFE0F),
    (0x180B, 0x180F),
    (0xE0100, 0xE01EF),
)  # variation selectors: they choose, and print nothing


def missing(notice: Notice) -> str:
    """The signs of a notice that no shipped font has, each once, in their order."""
    return "".join(dict.fromkeys(sign for text in _texts(asdict(notice)) for sign in text if not has(sign)))


def named(notice: Notice) -> list[str]:
    """The missing signs with their codes, since a screen may not have them either: 👍 (U+1F44D)."""
    return [f"{sign} (U+{ord(sign):04X})" for sign in missing(notice)]


def has(sign: str) -> bool:
    """Whether a shipped font has this sign, or it prints nothing."""
    code, (firsts, lasts) = ord(sign), _ranges()
    place = bisect_right(firsts, code) - 1
    return (place >= 0 and code <= lasts[place]) or any(first <= code <= last for first, last in _UNSEEN)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return ["".join(value.splitlines())]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [text for part in parts for text in _texts(part)]


@cache
def _ranges() -> tuple[list[int], list[int]]:
    lines = [line.split("-") for line in (FONTS / "coverage.txt").read_text(encoding="ascii").split()]
    return [int(first, 16) for first, _ in lines], [int(last, 16) for _, last in lines]
