"""PDF through typst, in the layout of GB/T 9704, with the shipped fonts alone: the same bytes from the same notice."""

import json
from dataclasses import asdict
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import typst

from app.notices.model import Notice, Paragraph, Section, Table
from app.notices.paper import plain
from app.notices.paper.coverage import FONTS

_TEMPLATE = Path(__file__).with_name("notice.typ")
_CHINA = timezone(timedelta(hours=8))
_SHORT = 200  # signs: a last paragraph that goes to the next page whole, rather than leave the signature alone


def render(notice: Notice, day: date, mark: str = "") -> bytes:
    """The notice as PDF/A-2a and PDF/UA-1. `day` stands in for the date of a draft, `mark` above the text of each page.

    With signs that no shipped font has it is a plain PDF, in which they are empty boxes.
    """
    text = json.dumps(_plain(content(notice, day, mark)), ensure_ascii=False, sort_keys=True)
    at = datetime.combine(_made(notice, day), time(), _CHINA)
    try:
        return _compiled(text, at, ["a-2a", "ua-1"])
    except typst.TypstError:
        return _compiled(text, at, [])


def content(notice: Notice, day: date, mark: str = "") -> dict[str, Any]:
    """What the template prints, in plain values."""
    return {
        "name": notice.name,
        "head": notice.head,
        "number": notice.number,
        "title": list(notice.title),
        "addressee": notice.addressee,
        "opening": list(notice.opening),
        "sections": [_section(section, section is notice.sections[-1]) for section in notice.sections],
        "issuer": notice.issuer,
        "copies": notice.copies,
        "date": notice.dated(day),
        "printed": notice.printed(day),
        "made": {"year": _made(notice, day).year, "month": _made(notice, day).month, "day": _made(notice, day).day},
        "mark": mark,
    }


def _plain(value: Any) -> Any:
    """The same values, with every text in them made fit to print."""
    if isinstance(value, str):
        return plain.text(value)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _made(notice: Notice, day: date) -> date:
    return date.fromisoformat(notice.date) if notice.date else day


def _section(section: Section, last: bool) -> dict[str, Any]:
    blocks = []
    for block in section.blocks:
        values = {"kind": block.kind, **asdict(block)}
        if isinstance(block, Table):
            values["wide"] = block.widest
        if isinstance(block, Paragraph):
            values["last"] = last and block is section.blocks[-1] and len(block.text) <= _SHORT
        blocks.append(values)
    return {"heading": section.heading, "blocks": blocks}


def _compiled(text: str, at: datetime, standards: "list[typst.PDFStandard]") -> bytes:
    made: bytes = typst.compile(
        _TEMPLATE.read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"notice": text},
        pdf_standards=standards,
        timestamp=at,
    )
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
