"""What stands where on the pages of a PDF: signs and their boxes, in points from the upper left corner, by lines."""

from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

MM = 72 / 25.4
TOP, LEFT, RIGHT, BOTTOM = 37 * MM, 28 * MM, (210 - 26) * MM, (297 - 35) * MM


@dataclass(frozen=True)
class Sign:
    """A printed sign; the box is that of its ink."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Line:
    """Signs on one base line, from left to right. `origin` is the height of the base line."""

    origin: float
    signs: tuple[Sign, ...]

    @property
    def text(self) -> str:
        return "".join(sign.text for sign in self.signs)

    @property
    def left(self) -> float:
        return min(sign.left for sign in self.signs)

    @property
    def right(self) -> float:
        return max(sign.right for sign in self.signs)

    @property
    def top(self) -> float:
        return min(sign.top for sign in self.signs)


def pages(pdf: bytes) -> list[list[Line]]:
    """The lines of every page, from top to bottom."""
    document = pypdfium2.PdfDocument(pdf)
    found = [_lines(document[at]) for at in range(len(document))]
    document.close()
    return found


def told(pdf: bytes) -> str:
    """All that is said, in the order of the document, as a reader of PDF gives it out; without white space and page
    numbers."""
    document = pypdfium2.PdfDocument(pdf)
    found = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return "".join(text.replace(f"—{number}—", "") for number, text in enumerate(found, 1))


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of the pages in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    found = [(page.get_width() / MM, page.get_height() / MM) for page in document]
    document.close()
    return found


def facts(pdf: bytes) -> dict[str, str]:
    """Title, author, dates: what the document says about itself."""
    document = pypdfium2.PdfDocument(pdf)
    found: dict[str, str] = document.get_metadata_dict()
    document.close()
    return found


def inside(lines: list[Line]) -> list[Line]:
    """The lines of the text area: no page number, no mark of a draft."""
    return [line for line in lines if TOP - 2 <= line.top < BOTTOM]


def _lines(page: pypdfium2.PdfPage) -> list[Line]:
    height, area = page.get_height(), page.get_textpage()
    rows: dict[float, list[Sign]] = {}
    for at in range(area.count_chars()):
        text = _sign(area, at)
        if not text.strip():
            continue
        left, bottom, right, top = area.get_charbox(at)
        _, base, _, _ = area.get_charbox(at, loose=True)
        sign = Sign(text, left, height - top, right, height - bottom)
        origin = next((known for known in rows if abs(known - (height - base)) < 3), height - base)
        rows.setdefault(origin, []).append(sign)
    return [Line(origin, tuple(sorted(rows[origin], key=lambda sign: sign.left))) for origin in sorted(rows)]


def _sign(area: pypdfium2.PdfTextPage, at: int) -> str:
    """The sign at a place; one outside the basic plane stands at the first of its two halves."""
    code = raw.FPDFText_GetUnicode(area, at)
    if 0xDC00 <= code < 0xE000:
        return ""
    if 0xD800 <= code < 0xDC00:
        return chr(0x10000 + ((code - 0xD800) << 10) + raw.FPDFText_GetUnicode(area, at + 1) - 0xDC00)
    return chr(code)
