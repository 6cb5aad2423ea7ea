"""From the bytes of a submission to a JSON object that a database can hold. Pure."""

import json
import math
import re
from typing import IO, Any

from app.errors import N_, Invalid, Place, TooLarge

LIMIT = 5 * 1000 * 1000
DEPTH = 32

NOT_TEXT = N_("The submission is not text in UTF-8.")
NOT_JSON = N_("The submission is not valid JSON; it was probably cut off. Please send it again.")
NOT_AN_OBJECT = N_("The submission is not a JSON object.")
TWICE = N_("The submission names a property twice in one object.")
NUL = N_("This contains the character U+0000, which cannot be kept.")
DEEP = N_("This is nested too deeply.")
INFINITE = N_("This number is too large.")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile(r"\\u(?:0000|d[89a-f])", re.IGNORECASE)  # the only way in for NUL and for half characters


def whole(stream: IO[bytes]) -> bytes:
    """Everything that the stream gives, or just enough of it to be too large for `parse`."""
    chunks, size = [], 0
    while size <= LIMIT and (chunk := stream.read(LIMIT + 1 - size)):
        chunks.append(chunk)
        size += len(chunk)
    return b"".join(chunks)


def parse(body: bytes) -> dict[str, Any]:
    """The object that the bytes describe.

    Half characters, which a phone sends when an emoji was cut in two, become U+FFFD; the bytes themselves are kept.
    Raises TooLarge over 5 MB, and Invalid with a sentence or a pointer.
    """
    if len(body) > LIMIT:
        raise TooLarge(N_("The submission is larger than 5 MB, so it was not taken."))
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Invalid(NOT_TEXT) from error
    try:
        document = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:  # ValueError also for numbers of thousands of digits
        raise Invalid(NOT_JSON) from error
    if not isinstance(document, dict):
        raise Invalid(NOT_AN_OBJECT)
    if _clean_already(document) and not _ESCAPED.search(text):
        return document
    clean: dict[str, Any] = _clean(document, "", 0)
    return clean


def step(pointer: str, name: str | int) -> str:
    """The JSON pointer one level further down."""
    return f"{pointer}/{name}" if isinstance(name, int) else f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Invalid(TWICE)
    return found


def _constant(name: str) -> float:
    raise ValueError(name)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)


def _clean_already(document: dict[str, Any]) -> bool:
    """Whether nothing is nested too deeply and every number is finite: then `_clean`, which takes thirty times as long,
    finds something in texts only. Goes level by level and asks for exact types, which is what the decoder makes."""
    level: list[Any] = [document]
    for _ in range(DEPTH):
        inner = [each for one in level for each in (one.values() if type(one) is dict else one)]
        if any(type(each) is float and not math.isfinite(each) for each in inner):
            return False
        level = [each for each in inner if type(each) is dict or type(each) is list]
        if not level:
            return True
    return False


def _clean(value: Any, pointer: str, depth: int) -> Any:
    if isinstance(value, str):
        return _clean_text(value, pointer)
    if isinstance(value, float) and not math.isfinite(value):
        _refuse(pointer, INFINITE)
    if isinstance(value, dict | list) and depth >= DEPTH:
        _refuse(pointer, DEEP)
    if isinstance(value, dict):
        return {
            _clean_text(name, below := step(pointer, name)): _clean(inner, below, depth + 1)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_clean(inner, step(pointer, place), depth + 1) for place, inner in enumerate(value)]
    return value


def _clean_text(text: str, pointer: str) -> str:
    if "\0" in text:
        _refuse(pointer, NUL)
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def _refuse(pointer: str, sentence: str) -> None:
    """Raises Invalid. A pointer may run through a name with half a character in it."""
    raise Invalid(places=(Place(_LONE_SURROGATE.sub("\ufffd", pointer), sentence),))
