"""Reads .xlsx as it stands in the file: values that were computed, errors, merged cells, and nothing beyond its limits.

Parsed as a stream, so that a file made to unpack into gigabytes is refused before it does. OOXML (ECMA-376) in both its
namespaces.
"""

import posixpath
import re
import struct
import zipfile
import zlib
from bisect import bisect_right
from datetime import date
from io import BytesIO
from xml.parsers import expat

from app.errors import N_
from app.org.cells import MOST_COLUMNS, Cell, Room, Row, Sheet, Unreadable
from app.org.numbers import shown_as, written
from app.org.parts import DAMAGED, Attributes, Parts

MOST_TEXT = 100_000  # characters of one cell; spreadsheets end at 32,767
MOST_EMPTY = 50_000  # rows of a sheet that say nothing; programs write out a million when all were formatted
MOST_MERGED, MOST_STYLES, MOST_LOOKS = 20_000, 65_000, 2_000_000
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
NO_VALUE = N_("The cell holds a formula without a value. Open the file in Excel or WPS and save it, or type the value.")
EMPTY = N_(
    "Under row %(row)s of the sheet “%(sheet)s” stand more than %(most)s rows that are empty but formatted. Delete "
    "these rows in Excel or WPS, save the file and upload it again."
)
ERROR = N_("The cell shows an error instead of a value.")


def read(body: bytes) -> list[Sheet]:
    """Every sheet, hidden ones left out. Raises Unreadable."""
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            return _Book(archive).sheets()
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, struct.error, expat.ExpatError) as error:
        raise Unreadable(DAMAGED) from error
    except (RuntimeError, NotImplementedError) as error:  # encrypted, or packed in an unusual way
        raise Unreadable(
            N_("The file is protected by a password. Remove the password (Save as … without one) and upload it again.")
        ) from error


class _Book:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.names = set(archive.namelist())
        if "xl/workbook.bin" in self.names or "mimetype" in self.names:
            raise Unreadable(
                N_("This is another format of spreadsheet. Please save it as “Excel workbook (.xlsx)” and upload that.")
            )
        self.room, self.parts = Room(), Parts(archive)
        self.shared: list[str] = []
        self.formats: list[str] = []  # "date", digits to fill up to, or nothing, by style
        self.listed: list[tuple[str, str]] = []
        self.epoch = date(1899, 12, 30)

    def sheets(self) -> list[Sheet]:
        targets: dict[str, str] = {}

        def relation(name: str, values: Attributes) -> None:
            if name == "Relationship":
                targets[values.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", values.get("Target", "")))[1:]

        self.parts.parse("xl/_rels/workbook.xml.rels", relation)
        self.parts.parse("xl/workbook.xml", self._workbook)
        for part in ("xl/sharedStrings.xml", "xl/styles.xml"):
            if part in self.names:
                self._strings(part) if "Strings" in part else self._styles(part)
        found = []
        for name, relation_id in self.listed:
            part = targets.get(relation_id, "")
            if "worksheets" in part:
                found.append(_Grid(self, name).read(part))
        return found

    def _workbook(self, name: str, values: Attributes) -> None:
        if name == "workbookPr" and values.get("date1904") in {"1", "true"}:
            self.epoch = date(1904, 1, 1)
        if name == "sheet" and values.get("state", "visible") == "visible":
            self.listed.append((values.get("name", ""), values.get("id", "")))

    def _strings(self, part: str) -> None:
        text, depth = _Text(), [0]

        def start(name: str, _: Attributes) -> None:
            depth[0] += name == "rPh"  # how a word is pronounced, not part of it
            text.open = name == "t" and not depth[0]

        def end(name: str) -> None:
            depth[0] -= name == "rPh"
            text.open = False
            if name == "si":
                self.room.take()
                self.shared.append(text.cut())

        self.parts.parse(part, start, end, text.add)

    def _styles(self, part: str) -> None:
        codes: dict[str, str] = {}
        within = [False]

        def start(name: str, values: Attributes) -> None:
            if name == "numFmt":
                codes[values.get("numFmtId", "")] = values.get("formatCode", "")
            elif name == "cellXfs":
                within[0] = True
            elif name == "xf" and within[0] and len(self.formats) < MOST_STYLES:
                self.formats.append(shown_as(values.get("numFmtId", "0"), codes))

        def end(name: str) -> None:
            if name == "cellXfs":
                within[0] = False

        self.parts.parse(part, start, end)


class _Grid:
    """One sheet."""

    def __init__(self, book: _Book, name: str) -> None:
        self.book, self.sheet = book, Sheet(name)
        self.row, self.column, self.empty = 0, 0, 0
        self.type, self.style, self.formula = "n", "", False
        self.text = _Text()
        self.merged: list[tuple[int, int, int]] = []

    def read(self, part: str) -> Sheet:
        self.book.parts.parse(part, self._start, self._end, self.text.add)
        self._fill_down()
        return self.sheet

    def _start(self, name: str, values: Attributes) -> None:
        match name:
            case "row":
                self._counted()
                self.row, self.column = int(values.get("r", self.row + 1)), 0
            case "c":
                place = _REFERENCE.fullmatch(values.get("r", ""))
                self.column = _number(place.group(1)) if place else self.column + 1
                self.type, self.style, self.formula = values.get("t", "n"), values.get("s", ""), False
                self.text.cut()
            case "f":
                self.formula = True
            case "v" | "t":
                self.text.open = True
            case "mergeCell":
                self._merge(values.get("ref", ""))

    def _end(self, name: str) -> None:
        self.text.open = False
        if name == "c":
            cell = self._cell(self.text.cut())
            if (cell.text or cell.problem) and self.column <= MOST_COLUMNS:
                self.book.room.take()
                self.sheet.rows.setdefault(self.row, {})[self.column] = cell

    def _counted(self) -> None:
        """Raises Unreadable when too many rows said nothing."""
        self.empty += self.row not in self.sheet.rows
        if self.empty > MOST_EMPTY:
            raise Unreadable(EMPTY, sheet=self.sheet.name, row=max(self.sheet.rows, default=0), most=MOST_EMPTY)

    def _merge(self, reference: str) -> None:
        ends = [_REFERENCE.fullmatch(end) for end in reference.split(":")]
        if len(ends) == 2 and ends[0] and ends[1] and len(self.merged) < MOST_MERGED:
            self.merged.append((_number(ends[0].group(1)), int(ends[0].group(2)), int(ends[1].group(2))))

    def _fill_down(self) -> None:
        """A merged cell counts for each of its rows that says anything of its own."""
        numbers = sorted(self.sheet.rows)
        own = {number: dict(self.sheet.rows[number]) for number in numbers} if self.merged else {}
        looks = MOST_LOOKS
        for column, first, last in self.merged:
            value: Cell | None = own.get(first, Row()).get(column)
            if value is None or last == first:
                continue
            below = numbers[bisect_right(numbers, first) : bisect_right(numbers, last)]
            looks -= len(below)
            if looks < 0:
                raise Unreadable(DAMAGED)  # cells cannot be merged with each other that often
            for number in below:
                if column not in own[number]:
                    self.sheet.rows[number][column] = value

    def _cell(self, text: str) -> Cell:
        text = text.strip()
        if self.type == "e":
            return Cell(text, ERROR)
        if not text:
            return Cell("", NO_VALUE if self.formula and self.type != "str" else "")
        match self.type:
            case "s":
                return Cell(self.book.shared[int(text)].strip())
            case "b":
                return Cell("是" if text in {"1", "true"} else "否")
            case "n":
                formats, style = self.book.formats, int(self.style or 0)
                return Cell(written(text, formats[style] if style < len(formats) else "", self.book.epoch))
            case _:
                return Cell(text)


class _Text:
    """Gathers the text of the elements that are open."""

    def __init__(self) -> None:
        self.open = False
        self.parts: list[str] = []
        self.length = 0

    def add(self, text: str) -> None:
        if self.open:
            self.length += len(text)
            if self.length > MOST_TEXT:
                raise Unreadable(DAMAGED)
            self.parts.append(text)

    def cut(self) -> str:
        whole = "".join(self.parts)
        self.parts.clear()
        self.length = 0
        return whole if "_x" not in whole else _unescaped(whole)


def _number(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text).encode("utf-8", "replace").decode()
