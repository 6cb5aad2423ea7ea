"""A spreadsheet as rows of texts: what a cell says, or why it cannot be read. Read by `workbook` and `delimited`."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from app.errors import N_

MOST_CELLS = 500_000
MOST_COLUMNS = 200
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_PLAIN = str.maketrans({**{code: chr(narrow) for code, narrow in _WIDE.items()}, "\u3000": " ", "\xa0": " "})
_HAN = r"[\u2e80-\u2fdf\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_BETWEEN_HAN = re.compile(rf"(?<={_HAN})[ \t\r\n]+(?={_HAN})")
_DATE = re.compile(
    r"(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*日?(?:[ T]\s*0{1,2}:00(?::00(?:\.0+)?)?)?"
)
_DENSE = re.compile(r"(\d{4})(\d\d)(\d\d)")
_BLANKS = re.compile(r"[^\S\u202f]+")  # the narrow one parts a Mongolian word from its ending, and shapes both


class Unreadable(Exception):  # noqa: N818 (read as: the file is unreadable)
    """A file that cannot be opened; the text says why and what to do."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence, self.values = sentence, values


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` without blanks around it; `problem` is a sentence (N_) when the cell says nothing that can be used."""

    text: str
    problem: str = ""


Row = dict[int, Cell]  # by column, the first is 1; empty cells are left out


@dataclass
class Sheet:
    """Rows by their number as the spreadsheet shows it, the first is 1; rows without a cell are left out."""

    name: str
    rows: dict[int, Row] = field(default_factory=dict)


class Room:
    """How many cells a file may still have. Raises Unreadable when it is too large."""

    def __init__(self) -> None:
        self.left = MOST_CELLS

    def take(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Unreadable(
                N_("The file has more than %(most)s cells. Please split it into several files."), most=f"{MOST_CELLS:,}"
            )


def letters(column: int) -> str:
    """The letters by which a spreadsheet calls a column: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def plain(text: str) -> str:
    """A name as it is kept: full-width digits, letters and blanks made usual ones, no blanks around it nor between
    Chinese characters, where they only align. All other signs stay exactly as they are."""
    return _BETWEEN_HAN.sub("", _BLANKS.sub(" ", text.translate(_PLAIN)).strip())


def alike(text: str) -> str:
    """What two spellings of one name share: width, case, blanks and the sort of middle dot make no difference."""
    usual = unicodedata.normalize("NFKC", text).casefold()
    return "".join("·" if sign in "•‧∙・･●᛫" else sign for sign in usual if not sign.isspace())


def lost(text: str) -> bool:
    """Whether a sign was replaced when the table was saved in an encoding that does not have it: no name has these."""
    return "?" in text or "\ufffd" in text


def day(text: str) -> date | None:
    """2026-11-01, 2026/11/1, 2026.11.1, 2026年11月1日 or 20261101; None when it is no day."""
    usual = unicodedata.normalize("NFKC", text)
    found = _DATE.fullmatch(usual) or _DENSE.fullmatch(usual)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
