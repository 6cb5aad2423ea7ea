"""The notice as .docx, for the office that works on with it: real headings, the usual fonts by name, the grid."""

from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph as Lines

from app.notices.model import Heading, Notice, Table
from app.notices.paper import plain
from app.notices.paper import word_layout as layout

_OF_THE_PATTERN = ("/thumbnail", "/extended-properties")
_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def render(notice: Notice, day: date, mark: str = "") -> bytes:
    """The notice as a Word document; `day` stands in for the date of a draft, `mark` in the header of every page."""
    document = Document()
    layout.styles(document)
    layout.page(document, plain.text(mark))
    _properties(document, notice)
    _head(document, notice)
    for text in notice.opening:
        _say(document, text)
    for section in notice.sections:
        _say(document, section.heading, "Heading 1")
        for block in section.blocks:
            if isinstance(block, Table):
                _table(document, block)
            else:
                _say(document, block.text, "Heading 2" if isinstance(block, Heading) else "Normal")
    _signature(document, notice, day)
    _colophon(document, notice, day)
    stream = BytesIO()
    document.save(stream)
    return plain.settled(stream.getvalue(), date.fromisoformat(notice.date) if notice.date else day)


def _say(place: Any, text: str, style: str = "Normal") -> Lines:
    added: Lines = place.add_paragraph(plain.text(text), style)
    return added


def _properties(document: Any, notice: Notice) -> None:
    known = document.core_properties
    known.title, known.author, known.subject = (
        plain.text(text)[:255] for text in (notice.name, notice.issuer, notice.number)
    )
    for name, part in list(document.part.package.rels.items()):
        if part.reltype.endswith(_OF_THE_PATTERN):  # the picture and the program of the pattern that we began with
            del document.part.package.rels[name]
    known.language, known.comments, known.keywords, known.last_modified_by = "zh-CN", "", "", known.author


def _head(document: Any, notice: Notice) -> None:
    _say(document, notice.head, "Red head").runs[0].font.size = Pt(layout.head_size(notice.head))
    layout.red_rule(_say(document, notice.number, "Number"))
    title = _say(document, notice.title[0], "Title")
    for line in notice.title[1:]:
        title.add_run().add_break()
        title.add_run(plain.text(line))
    _say(document, notice.addressee, "Flush")


def _table(document: Any, table: Table) -> None:
    _say(document, table.caption, "Caption")
    made = document.add_table(1 + len(table.rows), len(table.columns))
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    layout.columns(made, layout.widths(table))
    for down, row in enumerate((table.columns, *table.rows)):
        line = made.rows[down]
        layout.whole_row(line, head=down == 0)
        for at, text in enumerate(row):
            place = line.cells[at].paragraphs[0]
            place.style = document.styles["Table head" if down == 0 else "Table text"]
            place.add_run(plain.text(text))
            if at in table.numeric:
                place.alignment = _RIGHT
    layout.ruled(made, top=12, between=4, bottom=8)
    if table.note:
        _say(document, table.note, "Note")


def _signature(document: Any, notice: Notice, day: date) -> None:
    """The date ends four signs from the right, the issuer stands above its middle; two lines are left for the
    seal. They never stand on a page without text, nor does the colophon without them."""
    dated = notice.dated(day)
    apart = (layout.width_of(dated) - layout.width_of(notice.issuer)) / 2
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    issuer, last = _say(document, notice.issuer, "Flush"), _say(document, dated, "Flush")
    issuer.paragraph_format.space_before = Pt(2 * layout.PITCH)
    issuer.paragraph_format.keep_with_next = last.paragraph_format.keep_with_next = True
    for place, signs in ((issuer, max(0.0, 4 + apart)), (last, 4.0)):
        place.alignment = _RIGHT
        place.paragraph_format.right_indent = Pt(signs * layout.CELL)


def _colophon(document: Any, notice: Notice, day: date) -> None:
    """In a frame, which needs a paragraph behind it to hang on."""
    rule = _say(document, "", "Colophon rule")
    rule.add_run("\t").font.underline = True
    copies = rule.insert_paragraph_before(plain.text(f"\t{notice.copies}"), "Colophon")
    printed = _say(document, f"\t{notice.issuer}\t{notice.printed(day)}", "Colophon")
    layout.at_the_foot(copies, layout.SMALL, layout.ACROSS - layout.SMALL)
    layout.at_the_foot(rule, layout.ACROSS)
    layout.at_the_foot(printed, layout.SMALL, layout.ACROSS - layout.SMALL)
    _say(document, "", "Anchor")
