"""Word and Excel get what they understand: real headings, the usual fonts by name, numbers as numbers, no formula."""

from io import BytesIO
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from app.notices.paper import sheet, word
from tests.notices import papers
from tests.notices.papers import DAY

FORMULAS = ("=1+1", "+8613", "-2+3", "@SUM(A1)", '=HYPERLINK("http://example.cn","x")', "0451")


@pytest.fixture(scope="module")
def document():
    return docx.Document(BytesIO(word.render(papers.a_notice(), DAY)))


def fonts(document, style: str) -> tuple[str, float]:
    found = document.styles[style]
    return found.element.rPr.rFonts.get(qn("w:eastAsia")), found.font.size.pt


def test_the_page_is_that_of_the_standard(document):
    section = document.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    assert 22 * Pt(28.95) <= Mm(225)
    normal = document.styles["Normal"]
    assert normal.paragraph_format.line_spacing == Pt(28.95)
    spacing = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * (16 + spacing) <= 156 / 25.4 * 72 < 29 * (16 + spacing)


def test_fonts_are_named_as_offices_name_them(document):
    assert fonts(document, "Normal") == ("仿宋_GB2312", 16)
    assert fonts(document, "Heading 1") == ("黑体", 16)
    assert fonts(document, "Heading 2") == ("楷体_GB2312", 16)
    assert fonts(document, "Heading 3") == ("仿宋_GB2312", 16)
    assert fonts(document, "Title") == ("方正小标宋简体", 22)
    assert fonts(document, "Red head")[0] == "方正小标宋简体"
    assert fonts(document, "Colophon") == ("仿宋_GB2312", 14)


def test_headings_are_headings(document):
    first = [place.text for place in document.paragraphs if place.style.name == "Heading 1"]
    assert first == ["一、基本情况", "二、主要做法和亮点", "三、存在问题", "四、得分与排名", "五、整改要求"]
    assert sum(place.style.name == "Heading 2" for place in document.paragraphs) > 10
    for style in ("Heading 1", "Heading 2"):
        assert document.styles[style].paragraph_format.keep_with_next


def test_the_head_is_red_and_so_is_the_rule_below_the_number(document):
    assert str(document.styles["Red head"].font.color.rgb) == "D7000F"
    number = next(place for place in document.paragraphs if place.style.name == "Number")
    rule = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert (rule.get(qn("w:color")), rule.get(qn("w:space"))) == ("D7000F", "11")


def test_a_table_is_a_table_whose_header_comes_again(document):
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["名次", "单位", "得分", "等次"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_the_names_of_units_have_the_room_that_is_left_whatever_a_single_grade_is():
    units = tuple(f"第{n}供电所" for n in range(1, 61))
    (table,) = docx.Document(BytesIO(word.render(papers.a_notice(units=units), DAY))).tables
    assert "优秀（一票否决）" in [row.cells[3].text for row in table.rows]
    widths = [column.width.mm for column in table.columns]
    assert sum(widths) == pytest.approx(156, abs=0.5)
    assert widths[1] == max(widths)


def test_figures_stand_in_the_grid_without_room_before_and_behind_them(document):
    for style in ("Normal", "Heading 1", "Heading 2", "Title", "Flush", "Table text", "Colophon"):
        found = document.styles[style].element.pPr
        order = [child.tag.rpartition("}")[2] for child in found]
        for name in ("autoSpaceDE", "autoSpaceDN"):
            assert found.find(qn(f"w:{name}")).get(qn("w:val")) == "0", style
            assert order.index(name) < order.index("spacing"), order


def test_the_signature_stays_with_the_last_paragraph(document):
    places = [place for place in document.paragraphs if place.style.name in {"Normal", "Flush"}]
    assert [place.paragraph_format.keep_with_next for place in places[-3:]] == [True] * 3


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(document):
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        place = footer.paragraphs[0]
        assert place._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
        assert place._p.pPr.jc.get(qn("w:val")) == side


def test_a_draft_is_marked_in_every_header_and_a_notice_in_none(document):
    draft = docx.Document(BytesIO(word.render(papers.a_notice(), DAY, "草稿 Draft"))).sections[0]
    assert [draft.header.paragraphs[0].text, draft.even_page_header.paragraphs[0].text] == ["草稿 Draft"] * 2
    assert document.sections[0].header.paragraphs[0].text == ""


def test_it_says_what_it_is_and_nothing_of_the_tool(document):
    known = document.core_properties
    assert known.title == "关于2026年10月优质服务明察暗访情况的通报"
    assert (known.author, known.language, known.comments) == ("示范供电公司营销部", "zh-CN", "")
    with ZipFile(BytesIO(word.render(papers.a_notice(), DAY))) as parts:
        core = parts.read("docProps/core.xml").decode()
        assert core.count("2026-11-24T00:00:00Z") == 2
        assert "python" not in core
        assert [name for name in parts.namelist() if name.startswith("docProps/")] == ["docProps/core.xml"]
        assert {entry.date_time[:3] for entry in parts.infolist()} == {(2026, 11, 24)}


def test_figures_are_numbers_and_names_are_text():
    page = openpyxl.load_workbook(BytesIO(sheet.render(papers.a_notice(), DAY))).worksheets[0]
    rank, unit, score, _ = page[5]
    assert (rank.value, rank.data_type) == (1, "n")
    assert unit.data_type == "s"
    assert (score.value, score.data_type, score.number_format) == (99.5, "n", "0.00")
    ranks = [row[0].value for row in page.iter_rows(min_row=5, max_row=16)]
    assert ranks[-1] == "—"
    assert (page.freeze_panes, page.print_title_rows) == ("A5", "$4:$4")
    assert (page.page_setup.paperSize, page.page_setup.fitToWidth) == (9, 1)
    assert page.column_dimensions["B"].width > page.column_dimensions["A"].width


def test_no_text_becomes_a_formula():
    content = sheet.render(papers.a_notice(units=FORMULAS, failings=0), DAY)
    page = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    cells = [row[1] for row in page.iter_rows(min_row=5, max_row=4 + len(FORMULAS))]
    assert {cell.value for cell in cells} == set(FORMULAS)
    assert {cell.data_type for cell in cells} == {"s"}
    with ZipFile(BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_a_notice_without_tables_still_opens():
    notice = papers.a_notice()
    notice = notice.__class__(**{**vars(notice), "sections": notice.sections[:3]})
    page = openpyxl.load_workbook(BytesIO(sheet.render(notice, DAY, "草稿 Draft"))).worksheets[0]
    assert page["A3"].value == "本通报没有表格。"
    assert page["A1"].value.endswith("草稿 Draft")
    assert page.oddHeader.right.text == "草稿 Draft"
