"""The XML parts of an OOXML file, parsed as a stream within limits that a real spreadsheet never meets."""

import zipfile
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from app.errors import N_
from app.org.cells import Unreadable

MOST_UNPACKED = 128 * 1024 * 1024  # bytes of all parts that are read
MOST_ELEMENTS, DEEPEST = 4_000_000, 64
DAMAGED = N_("The file is damaged and cannot be opened. Please open it in Excel or WPS and save it once more as .xlsx.")
Attributes = dict[str, str]


class Parts:
    """Raises Unreadable when there is more of anything than the limits allow, before it takes up memory."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.bytes, self.elements, self.depth = MOST_UNPACKED, MOST_ELEMENTS, 0

    def parse(
        self,
        part: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Tells the names of elements and attributes without their namespaces. Raises KeyError for a missing part."""

        def begun(name: str, values: Attributes) -> None:
            self.elements -= 1
            self.depth += 1
            if self.elements < 0 or self.depth > DEEPEST:
                raise Unreadable(DAMAGED)
            start(_local(name), {_local(key): value for key, value in values.items()} if values else values)

        def ended(name: str) -> None:
            self.depth -= 1
            if end:
                end(_local(name))

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = begun, ended
        if text:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _no_doctype
        self.depth = 0
        with self.archive.open(part) as stream:
            while block := stream.read(1 << 16):
                self.bytes -= len(block)
                if self.bytes < 0:
                    raise Unreadable(
                        N_("The file unpacks into more than 128 MB, so it was not opened. Please split it.")
                    )
                parser.Parse(block, False)
        parser.Parse(b"", True)


def _no_doctype(*_: Any) -> None:
    raise Unreadable(DAMAGED)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
