"""A value as a person reads it: 3 times, 2 min 5 s, the option in words; what does not fit its kind as it was sent."""

from typing import Any

from app.checklists import figures
from app.checklists.model import Item
from app.checklists.words import VERDICT_NAMES, worded
from app.errors import N_
from app.language import say

MINUTE = 60


def said(item: Item, value: Any) -> str:
    """The value of an answer in the reader's language; empty when there is none. Any JSON value is taken, since no
    submission is refused for its values."""
    match value:
        case None | "" | []:
            return ""
        case bool():
            return say(N_("Acknowledged")) if value and item.kind == "acknowledge" else str(value)
        case int() | float():
            return _time(value) if item.kind == "seconds" else f"{figures.plain(value)} {item.unit}".strip()
        case list():
            return say(N_("; ")).join(_option(item, one) for one in value)
        case dict():
            return say(N_("; ")).join(f"{_option(item, name)}：{_verdict(one)}" for name, one in value.items())
    return _option(item, value)


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds, 2), MINUTE)
    if not minutes:
        return say(N_("%(seconds)s s"), seconds=figures.plain(round(rest, 2)))
    return say(
        N_("%(minutes)s min %(seconds)s s"), minutes=figures.plain(minutes), seconds=figures.plain(round(rest, 2))
    )


def _option(item: Item, value: Any) -> str:
    option = item.option(value) if isinstance(value, str) else None
    return worded(option) if option else str(value)


def _verdict(value: Any) -> str:
    return say(VERDICT_NAMES[value]) if isinstance(value, str) and value in VERDICT_NAMES else str(value)
