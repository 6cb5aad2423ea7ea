"""What a notice is: the whole text in its order, as values. Its canonical JSON is what is stored, hashed and frozen.

The text is Chinese whatever the reader's language is: it is an official document, laid out after GB/T 9704.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar

from app.checklists.model import canonical

Day = date


@dataclass(frozen=True)
class Typed:
    """What a person typed or may still type. Days are `2026-12-11`; the two long texts have one paragraph to a line."""

    series: str
    number: str
    addressee: str
    highlights: str
    requirements: str
    sign_by: str
    rectify_by: str


@dataclass(frozen=True)
class Heading:
    """A heading of the second level, （一）."""

    text: str
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Paragraph:
    text: str
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Table:
    """`numeric` are the indexes of the columns that hold figures; `note` stands below and may be empty."""

    caption: str
    columns: tuple[str, ...]
    numeric: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str
    kind: ClassVar[str] = "table"

    @property
    def widest(self) -> int:
        """The column that takes the room that is left on paper: the one with the most text in all rows together, since
        a single long cell may be broken and many that are broken make the table long."""
        most = [sum(len(row[at]) for row in self.rows) for at in range(len(self.columns))]
        return most.index(max(most))


Block = Heading | Paragraph | Table
_KINDS: dict[str, type[Heading] | type[Paragraph] | type[Table]] = {
    each.kind: each for each in (Heading, Paragraph, Table)
}


@dataclass(frozen=True)
class Section:
    """A part with a heading of the first level, 一、."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Notice:
    """`number` is the whole reference (示供营销〔2026〕11号), `title` is broken at sense, `date` is empty until the
    notice is published, `replaces` is the number of the notice that this one corrects, or empty."""

    month: str
    head: str
    number: str
    title: tuple[str, ...]
    addressee: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    issuer: str
    copies: str
    date: str
    replaces: str
    typed: Typed

    @property
    def name(self) -> str:
        """The title on one line."""
        return "".join(self.title)

    def dated(self, day: Day) -> str:
        """The date below the signature; while there is none, `day` stands in for it."""
        return long_date(self.date or day)

    def printed(self, day: Day) -> str:
        """The date in the colophon."""
        return self.dated(day) + "印发"


def dumps(notice: Notice) -> str:
    """The canonical JSON of a notice."""
    content = asdict(notice)
    content["sections"] = [
        {"heading": section.heading, "blocks": [_block_content(block) for block in section.blocks]}
        for section in notice.sections
    ]
    return canonical(content)


def loads(text: str) -> Notice:
    """The notice of a canonical JSON."""
    content = json.loads(text)
    content["typed"] = Typed(**content["typed"])
    content["title"], content["opening"] = tuple(content["title"]), tuple(content["opening"])
    content["sections"] = tuple(
        Section(section["heading"], tuple(_block(block) for block in section["blocks"]))
        for section in content["sections"]
    )
    return Notice(**content)


def fingerprint(text: str) -> str:
    """SHA-256 of a canonical JSON, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def long_date(day: str | date) -> str:
    """2026年12月8日."""
    when = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{when.year}年{when.month}月{when.day}日"


def short_date(day: str | date) -> str:
    """12月8日."""
    when = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{when.month}月{when.day}日"


def _block_content(block: Block) -> dict[str, Any]:
    return {"kind": block.kind, **asdict(block)}


def _block(content: dict[str, Any]) -> Block:
    kind = _KINDS[content.pop("kind")]
    if kind is Table:
        content["columns"], content["numeric"] = tuple(content["columns"]), tuple(content["numeric"])
        content["rows"] = tuple(tuple(row) for row in content["rows"])
    return kind(**content)
