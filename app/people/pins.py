"""PINs of enrolled phones: six figures that are not among the first that somebody would try."""

import hashlib
import hmac
import secrets
import unicodedata
from itertools import pairwise

from app.errors import N_, Place

LENGTH = 6
_COST = {"n": 1 << 14, "r": 8, "p": 1, "dklen": 32}  # 16 MB and some 50 ms for each try
NOBODYS = (bytes(16), bytes(32))  # what is worked on where there is no such phone


def typed(text: str) -> str:
    """The figures as typed, also with the wide ones of a Chinese keyboard and with spaces in between."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def problems(pin: str, again: str) -> tuple[Place, ...]:
    """What is wrong with a new PIN that was typed twice, by field."""
    if not _six_figures(pin):
        return (Place("pin", N_("A PIN has six figures.")),)
    if easy(pin):
        return (Place("pin", N_("This PIN is too easy to guess: no rows, no repetitions. Please choose another.")),)
    if pin != again:
        return (Place("again", N_("The two PINs are not the same. Please type both anew.")),)
    return ()


def easy(pin: str) -> bool:
    """Whether a PIN is among the first to be tried: few different figures, a row up or down, a pattern repeated or
    turned round (121212, 123123, 123321, 112233)."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    every_second = {(int(b) - int(a)) % 10 for a, b in pairwise(pin[::2])}
    pairs = pin[0::2] == pin[1::2] and len(every_second) == 1
    halves = pin[:3] == pin[3:] or pin == pin[::-1]
    return len(set(pin)) < 3 or (len(steps) == 1 and steps <= {1, 9, 2, 8}) or pairs or halves


def keep(pin: str) -> tuple[bytes, bytes]:
    """Salt and digest of a PIN, as the table keeps them."""
    salt = secrets.token_bytes(16)
    return salt, _worked(pin, salt)


def right(pin: str, salt: bytes, digest: bytes) -> bool:
    """Whether it is the PIN; takes the same time whatever it is."""
    return hmac.compare_digest(_worked(pin, salt), digest) and _six_figures(pin)


def _six_figures(pin: str) -> bool:
    return len(pin) == LENGTH and pin.isascii() and pin.isdecimal()


def _worked(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(errors="replace")[:100], salt=salt, **_COST)
