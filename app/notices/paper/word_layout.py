"""How the Word document is laid out after GB/T 9704: fonts by their names, the grid, rules, page numbers."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips

from app.notices.model import Table

XIAOBIAOSONG, FANGSONG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
TEXT, TABLE, SMALL = 16, 14, 14  # 三号, 四号
GRID = 579  # twentieths of a point: with the next whole point, 29, the 22nd line would stand 0.2 pt below the text area
PITCH = GRID / 20
WIDTH = 156
CELL = WIDTH / 25.4 * 72 / 28  # 28 signs of 三号 in 156 mm
# Twentieths of a point between the signs. A grid of signs would tell Word the same, but to LibreOffice a sign that is
# wider than its cell takes two of them.
TIGHT = -5
ACROSS = WIDTH / 25.4 * 72
RED = RGBColor(0xD7, 0x00, 0x0F)


def styles(document: Any) -> None:
    """The styles of the document; headings are real headings, whatever they look like."""
    indent, centred = 2 * CELL, WD_ALIGN_PARAGRAPH.CENTER
    _defaults(document)
    _style(document, "Normal", FANGSONG, TEXT, first=indent, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    _style(document, "Heading 1", HEI, TEXT, first=indent, keep=True)
    _style(document, "Heading 2", KAI, TEXT, first=indent, keep=True)
    _style(document, "Heading 3", FANGSONG, TEXT, first=indent, keep=True)
    _style(document, "Title", XIAOBIAOSONG, 22, align=centred, pitch=33, before=2 * PITCH, after=PITCH, keep=True)
    _style(
        document,
        "Red head",
        XIAOBIAOSONG,
        50,
        align=centred,
        pitch=56,
        before=35 / 25.4 * 72,
        after=2 * PITCH,
        red=True,
    )
    _style(document, "Number", FANGSONG, TEXT, align=centred)
    _style(document, "Flush", FANGSONG, TEXT)
    _style(document, "Caption", HEI, TABLE, align=centred, keep=True)
    _style(document, "Table head", HEI, TABLE, pitch=22)
    _style(document, "Table text", FANGSONG, TABLE, pitch=22)
    _style(document, "Note", FANGSONG, TABLE, pitch=22, after=PITCH - 22)
    _style(document, "Colophon", FANGSONG, SMALL, pitch=24)
    _style(document, "Colophon rule", FANGSONG, 2, pitch=4)
    _style(document, "Anchor", FANGSONG, 1, pitch=1)
    _style(document, "Footer", "宋体", SMALL, pitch=18)
    _style(document, "Header", HEI, SMALL, pitch=18)


def page(document: Any, mark: str) -> None:
    """A4, the text area of 156 × 225 mm with its grid, numbers below it (odd right, even left), `mark` above it."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(22)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(_element("w:docGrid", type="lines", linePitch=GRID))
    document.settings.odd_and_even_pages_header_footer = True
    for footer, right in ((section.footer, True), (section.even_page_footer, False)):
        place = footer.paragraphs[0]
        place.style = document.styles["Footer"]
        place.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
        place.paragraph_format.right_indent = place.paragraph_format.left_indent = Pt(SMALL)
        place.add_run("— ")
        place._p.append(_field("PAGE"))
        place.add_run(" —")
    for header in (section.header, section.even_page_header) if mark else ():
        header.paragraphs[0].style = document.styles["Header"]
        header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        header.paragraphs[0].add_run(mark)


def head_size(head: str) -> float:
    """Points of the red head, so that it stands in one line while it is legible so."""
    return max(24.0, min(50.0, 430 / max(len(head), 1)))


def columns(table: Any, widths: Sequence[float]) -> None:
    """Sets the columns in millimetres, for the grid and for each cell: some programs read one, some the other."""
    for at, width in enumerate(widths):
        table.columns[at].width = Mm(width)


def red_rule(place: Any) -> None:
    """The red rule 4 mm below the number."""
    border = _element("w:pBdr")
    border.append(_element("w:bottom", val="single", sz=12, space=11, color="D7000F"))
    properties = place._p.get_or_add_pPr()
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def widths(table: Table) -> list[float]:
    """Millimetres of the columns, by their longest text; the widest takes the room that is left of the text area."""
    longest = [max(width_of(row[at]) for row in (table.columns, *table.rows)) for at in range(len(table.columns))]
    needed = [each * TABLE / 72 * 25.4 + 6 for each in longest]
    wide = table.widest
    needed[wide] = max(30.0, WIDTH - sum(needed[:wide]) - sum(needed[wide + 1 :]))
    return needed


def width_of(text: str) -> float:
    """The width of a text in signs: ASCII counts half."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def whole_row(row: Any, *, head: bool = False) -> None:
    """Keeps a row on one page; a `head` comes again at the top of the next."""
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("w:cantSplit"))
    if head:
        properties.append(_element("w:tblHeader"))


def ruled(table: Any, top: int, between: int, bottom: int) -> None:
    """Lines above, between and below the rows, in eighths of a point."""
    borders = _element("w:tblBorders")
    for side, size in (("top", top), ("bottom", bottom), ("insideH", between)):
        borders.append(_element(f"w:{side}", val="single", sz=size, space=0, color="auto"))
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def at_the_foot(place: Any, *stops: float) -> None:
    """Puts a paragraph into the frame at the foot of the text area of its page, which has a rule above and below; with
    tab `stops` in points, the last of them at the right. LibreOffice keeps the frame only while all its paragraphs have
    the same rules, so the one between them is an underlined tab."""
    frame = _element("w:framePr", w=round(20 * ACROSS), hSpace=0, wrap="notBeside", vAnchor="margin", hAnchor="margin")
    frame.set(qn("w:xAlign"), "left")
    frame.set(qn("w:yAlign"), "bottom")
    borders = _element("w:pBdr")
    for side in ("top", "bottom"):
        borders.append(_element(f"w:{side}", val="single", sz=8, space=3, color="auto"))
    properties = place._p.get_or_add_pPr()
    for made in (frame, borders):
        properties.insert_element_before(made, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")
    for stop in stops[:-1]:
        place.paragraph_format.tab_stops.add_tab_stop(Pt(stop))
    place.paragraph_format.tab_stops.add_tab_stop(Pt(stops[-1]), WD_TAB_ALIGNMENT.RIGHT)


def _style(
    document: Any,
    name: str,
    font: str,
    size: float,
    *,
    first: float = 0,
    before: float = 0,
    after: float = 0,
    pitch: float = PITCH,
    keep: bool = False,
    red: bool = False,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
) -> None:
    names = {style.name for style in document.styles}
    style = document.styles[name] if name in names else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    style.font.color.rgb = RED if red else RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for old in list(fonts.attrib):
        del fonts.attrib[old]
    for script in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)
    for old in style.element.rPr.findall(qn("w:spacing")) + style.element.rPr.findall(qn("w:kern")):
        style.element.rPr.remove(old)
    if size == TEXT:
        spacing = _element("w:spacing", val=TIGHT)
        style.element.rPr.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs")
    for margin in ("overflowPunct", "autoSpaceDE", "autoSpaceDN"):  # nothing beyond the margin, no room before figures
        style.element.get_or_add_pPr().insert_element_before(
            _element(f"w:{margin}", val=0), "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
        )
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.pPr.remove(border)
    form = style.paragraph_format
    form.first_line_indent, form.left_indent, form.right_indent = Pt(first), Pt(0), Pt(0)
    form.space_before, form.space_after, form.alignment = Pt(before), Pt(after), align
    form.keep_with_next, form.widow_control = keep, False
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Twips(round(pitch * 20))
    if pitch != PITCH:
        free = _element("w:snapToGrid", val=0)
        style.element.pPr.insert_element_before(
            free, "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"
        )


def _defaults(document: Any) -> None:
    """The size from which the grid counts, and the language."""
    size = _element("w:sz", val=2 * TEXT)
    properties = next(document.styles.element.iter(qn("w:rPrDefault"))).find(qn("w:rPr"))
    for old in properties.findall(qn("w:sz")):
        properties.replace(old, size)
    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), "en-US")  # of letters and figures; as Chinese they would be parted at the end of a line
        found.set(qn("w:eastAsia"), "zh-CN")


def _field(code: str) -> Any:
    field = _element("w:fldSimple", instr=code)
    run, text = _element("w:r"), _element("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    return field


def _element(name: str, **values: object) -> Any:
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), str(value))
    return made
