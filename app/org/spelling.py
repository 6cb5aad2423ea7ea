"""The key under which a name is found: as it is written, by the initials of its pinyin, and by its pinyin in full.

A character with several readings is found under each of them.
"""

import os
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations, islice, product

MOST = 64  # spellings of one name, those with the fewest unusual readings first


def keys(*names: str) -> str:
    """The key of something with these names and codes: `|` before each way of writing it, and one at the end."""
    return "|" + "".join(f"{way}|" for way in dict.fromkeys(way for name in names for way in _ways(name)) if way)


def spelled(name: str) -> str:
    """Each sign of a name with its readings, for a search on the phone: 城东 is `城/cheng 东/dong`."""
    return " ".join("/".join(dict.fromkeys((sign, *readings(sign)))) for sign in folded(name))


def folded(text: str) -> str:
    """Without width, case, blanks and signs, so that no wildcard of SQL is left: 阿迪力·买买提 becomes 阿迪力买买提."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LNM")


@cache
def readings(sign: str) -> tuple[str, ...]:
    """How a sign is read in pinyin without tones, the usual reading first; a sign without pinyin stands for itself."""
    # Only the roster and its search need it. Signs are looked up one by one, so its phrases (46 MB) stay unread.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin import Style, pinyin

    if sign.isascii():
        return (sign,)
    found = pinyin(sign, style=Style.NORMAL, heteronym=True, errors="default")
    return tuple(dict.fromkeys(reading for reading in found[0] if reading)) or (sign,)


def _ways(name: str) -> Iterator[str]:
    plain = folded(name)
    yield plain
    if plain.isascii():
        return
    full = [readings(sign) for sign in plain]
    yield from _spelled([tuple(dict.fromkeys(reading[0] for reading in each)) for each in full])
    yield from _spelled(full)


def _spelled(signs: list[tuple[str, ...]]) -> Iterable[str]:
    return islice(_by_rarity(signs), MOST)


def _by_rarity(signs: list[tuple[str, ...]]) -> Iterator[str]:
    """Every spelling, first the one of usual readings only, then those with one other, with two, and so on."""
    several = [place for place, each in enumerate(signs) if len(each) > 1]
    usual = [each[0] for each in signs]
    for count in range(len(several) + 1):
        for places in combinations(several, count):
            for others in product(*(signs[place][1:] for place in places)):
                spelled = list(usual)
                for place, other in zip(places, others, strict=True):
                    spelled[place] = other
                yield "".join(spelled)
