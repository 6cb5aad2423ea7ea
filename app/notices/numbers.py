"""Reference numbers (发文字号): series, year in hexagonal brackets, a serial without leading zero; no number twice."""

import re
import unicodedata
from dataclasses import dataclass

from app import clock
from app.db import Database
from app.errors import N_, Invalid, Place

_FORM = re.compile(
    r"(?P<series>[^\d\[\](){}〔〕【】]*?)第?"
    r"(?:[\[(〔【](?P<year>\d{4})[\])〕】])?第?"
    r"(?P<serial>[1-9]\d{0,3})号?"
)


_SERIES = re.compile(r"[·-]*(?:[^\W\d_][·-]*)+")


@dataclass(frozen=True)
class Number:
    """示供营销〔2026〕11号: the series 示供营销, the year 2026, the serial 11."""

    series: str
    year: int
    serial: int

    @property
    def short(self) -> str:
        """The part that is typed beside the series, 〔2026〕11号."""
        return f"〔{self.year}〕{self.serial}号"

    def __str__(self) -> str:
        return self.series + self.short


def parse(text: str, series: str) -> Number:
    """Reads a number as an office types it: 11, 〔2026〕11号, [2026]11, or the whole reference, whose own series wins.

    Without a year it is this year. Raises Invalid with the field `number` or `series`.
    """
    number = read(text, series)
    if not 0 < len(number.series) <= 20 or not _SERIES.fullmatch(number.series):
        raise Invalid(places=(Place("series", N_("The series is a short name without figures, such as 示供营销.")),))
    return number


def read(text: str, series: str = "") -> Number:
    """As `parse`, whatever the series is made of: also of numbers that an older version took. Raises Invalid."""
    found = _FORM.fullmatch(_plain(text))
    if found is None:
        raise Invalid(places=(Place("number", N_("Write the number as 〔2026〕11号, or only 11.")),))
    return Number(found["series"] or _plain(series), int(found["year"] or clock.today().year), int(found["serial"]))


def proposed(db: Database, issuer: str, series: str = "") -> Number:
    """The next free number of a series in this year; without a series, of the one used last.

    The first series of all is made from the issuer's name: 示范供电公司 gives 示供营销.
    """
    taken = [read(row["number"]) for row in db.rows("SELECT number FROM notices ORDER BY drafted_at DESC, id")]
    series = series or (taken[0].series if taken else _first_series(issuer))
    year = clock.today().year
    used = [number.serial for number in taken if (number.series, number.year) == (series, year)]
    return Number(series, year, max(used, default=0) + 1)


def _plain(text: str) -> str:
    """Without spaces, full-width figures and brackets made narrow."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _first_series(issuer: str) -> str:
    return f"{issuer[:1]}供营销" if "供电" in issuer else f"{issuer[:2]}营销"
