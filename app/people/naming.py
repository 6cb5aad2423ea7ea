"""Texts that units read are searched for the names and codes of those who inspect, however they are written."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from app.db import Database
from app.errors import N_, Place
from app.language import say

# Between the signs of a name may stand whatever is neither letter nor figure, line ends and signs that cannot be seen
# among it, and letters that only go with others (category Lm: ʼ ー 々). Where a sentence ends or pauses a name does not
# go on: 水平高，远超 does not name 高远.
_ENDS = ",.;:!?。"
_UNSEEN = "\u115f\u1160\u3164\uffa0"  # fillers of Hangul: letters by kind, and nothing to the eye


def named_in(db: Database, text: str, besides: Iterable[str] = ()) -> str:
    """The first name or code of an inspector or mystery shopper that a text contains, empty when there is none.

    `besides` are names of units: where one stands in full it is read as the unit's, also when a person's is part of it.
    A name of a single sign is not looked for.
    """
    # A letter such as ʰ may stand for an h of the name or, between its signs, for nothing.
    ways = {_folded(text), _folded("".join("·" if unicodedata.category(sign) == "Lm" else sign for sign in text))}
    units = sorted(filter(None, map(_folded, besides)), key=len, reverse=True)
    ways = {_without(folded, units) for folded in ways}
    for row in db.rows(
        """SELECT DISTINCT name, code FROM people JOIN person_roles ON person_roles.person = people.id
           WHERE role IN ('inspector', 'shopper') ORDER BY name, code"""
    ):
        for word in (row["name"], row["code"]):
            if any(_found(word, folded) for folded in ways):
                return str(word)
    return ""


def places(db: Database, texts: Mapping[str, str], besides: Iterable[str] = ()) -> tuple[Place, ...]:
    """The fields whose text names somebody who inspects, each with a sentence that says whom; `besides` as above."""
    besides = tuple(besides)
    found = ((field, named_in(db, text, besides)) for field, text in texts.items())
    sentence = N_(
        "Here stands “%(name)s”, the name or code of somebody who inspects. The unit reads this: leave it out. "
        "Where it is part of ordinary words, put a comma or other words in between."
    )
    return tuple(Place(field, say(sentence, name=name.replace("%", "％"))) for field, name in found if name)


def _without(folded: str, units: list[str]) -> str:
    for name in units:
        folded = folded.replace(name, "。")
    return folded


def _found(word: str, folded: str) -> bool:
    signs = [sign for sign in _folded(word) if sign.isalnum() or sign in _ENDS]
    letters = [sign for sign in signs if sign not in _ENDS]
    if len(letters) < 2:
        return False
    before = r"(?<![0-9a-z])" if letters[0].isascii() else ""
    after = r"(?![0-9a-z])" if letters[-1].isascii() else ""
    own = (re.escape(sign) + ("?" if sign in _ENDS else "") for sign in signs)
    with_others = "".join(sorted({sign for sign in folded if unicodedata.category(sign) == "Lm"}))
    gap = rf"(?:(?![{re.escape(_ENDS)}])[\W_{with_others}])*"
    return re.search(before + gap.join(own) + after, folded) is not None


def _folded(text: str) -> str:
    """Without width, case, accents, and marks that are laid over a sign or choose its shape."""
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(sign for sign in apart if sign not in _UNSEEN and unicodedata.category(sign) not in {"Mn", "Me"})
    return unicodedata.normalize("NFC", bare.casefold())
