"""Page, PDF, Word and table are made from one model: each sentence and figure of it stands in all of them, as it is."""

import html
import re
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from app.config import ROOT
from app.notices.model import Table
from app.notices.paper import coverage, pdf, plain, sheet, word
from tests.notices import measured, papers
from tests.notices.papers import DAY, bare

NOTICES = {
    "full": papers.a_notice(),
    "short": papers.a_notice("城东供电所得分居前。", ("城东供电所",), 0),
    "correction": papers.a_notice(replaces="示供营销〔2026〕10号"),
    "rare": papers.a_notice("\n".join([*papers.RARE, "𰻝龘é①Ⅳ㎡℃ 葛\U000e0100"])),
}


@pytest.fixture(params=NOTICES)
def notice(request):
    return NOTICES[request.param]


def printed(content: bytes) -> str:
    """What a PDF says, in the order of its signs, without page numbers."""
    return bare("".join(line.text for page in measured.pages(content) for line in measured.inside(page)))


def spoken(document) -> str:
    body = document.element.body
    return bare("".join(node.text or "" for node in body.iter(qn("w:t"))))


def test_the_pdf_says_all_of_it(notice):
    found = measured.told(pdf.render(notice, DAY))
    for text in papers.said(notice):
        assert bare(text).replace("\U000e0100", "") in found, text


def test_word_says_all_of_it_in_its_order(notice):
    document = docx.Document(BytesIO(word.render(notice, DAY)))
    *text, issuer, date, copies, _, printed = papers.said(notice)
    assert spoken(document) == bare("".join([*text, issuer, date, copies, issuer, printed]))


def test_the_workbook_says_all_of_every_table(notice):
    book = openpyxl.load_workbook(BytesIO(sheet.render(notice, DAY)))
    tables = [block for section in notice.sections for block in section.blocks if isinstance(block, Table)]
    assert book.sheetnames == [f"表{n}" for n in range(1, len(tables) + 1)]
    for table, page in zip(tables, book.worksheets, strict=True):
        rows = [[cell.value for cell in row] for row in page.iter_rows()]
        assert rows[0][0] == notice.name
        assert rows[1][0] == f"{notice.number}　{notice.dated(DAY)}"
        assert rows[2][0] == table.caption
        assert tuple(rows[3]) == table.columns
        shown = [
            [cell.value if isinstance(cell.value, str) else as_shown(cell) for cell in row] for row in page["5:99"]
        ]
        assert [tuple(row) for row in shown[: len(table.rows)]] == list(table.rows)
        assert rows[4 + len(table.rows)][0] == table.note


def as_shown(cell) -> str:
    places = len(cell.number_format.partition(".")[2])
    return "" if cell.value is None else f"{cell.value:.{places}f}"


def test_the_page_says_all_of_it(notice, app):
    with app.test_request_context():
        page = app.jinja_env.get_template("notices/_paper.html").render(notice=notice, today=DAY)
    found = bare(html.unescape(re.sub(r"<[^>]+>", "", page)))
    place = 0
    for text in papers.said(notice)[:-3]:
        at = found.find(bare(text), place)
        assert at >= 0, text
        place = at
    for text in papers.said(notice)[-3:]:
        assert bare(text) in found


def test_only_the_shipped_fonts_are_asked():
    assert {Path(str(font.path)).parent for font in pdf._fonts().fonts()} == {coverage.FONTS}
    assert sum(file.stat().st_size for file in coverage.FONTS.iterdir()) < 25_000_000


def test_no_sign_of_checklists_clauses_and_demo_is_missing():
    """PDF/A forbids empty boxes: typst refuses it where a font lacks a sign."""
    files = [*ROOT.glob("checklists/**/*.yaml"), ROOT / "app/demo/words.yaml", *ROOT.glob("app/translations/zh/*.po")]
    assert len(files) > 10
    signs = sorted({sign for file in files for sign in file.read_text(encoding="utf-8") if sign.isprintable()})
    rare = "𠮷㛃𰻝龘㐂䶮𪚥阿迪力·买买提 ئۇيغۇر ᠮᠣᠩᠭᠣᠯ"
    notice = papers.a_notice("".join(signs) + rare.replace("𪚥", ""), failings=0)
    assert coverage.missing(notice) == ""
    assert is_archival(pdf.render(notice, DAY))
    assert not is_archival(pdf.render(papers.a_notice(rare, failings=0), DAY))


def is_archival(content: bytes) -> bool:
    """Whether it is PDF/A-2a and PDF/UA-1."""
    return b"pdfaid:part>2<" in content and b"pdfaid:conformance>A<" in content and b"pdfuaid:part>1<" in content


@pytest.mark.parametrize("sign", ["👍", "한", "𠀀"])
def test_a_sign_without_a_font_is_named_and_the_rest_is_printed(sign):
    notice = papers.a_notice(f"城东供电所{sign}得分居前。", failings=0)
    assert coverage.missing(notice) == sign
    assert "得分居前。" in printed(pdf.render(notice, DAY))
    assert coverage.missing(papers.a_notice("得分居前。")) == ""


def test_control_characters_reach_no_paper():
    notice = papers.a_notice("甲\x00乙\x08丙\x1f丁\ufeff戊\ufffe己\x0b庚")
    assert "甲乙丙丁戊己" in printed(pdf.render(notice, DAY))
    assert "甲乙丙丁戊己" in spoken(docx.Document(BytesIO(word.render(notice, DAY))))
    assert plain.text("a\ud800b") == "ab"


def test_equal_notices_are_equal_bytes_whenever_they_are_made():
    for render in (pdf.render, word.render, sheet.render):
        assert render(NOTICES["full"], DAY) == render(papers.a_notice(), DAY.replace(year=2031))


def test_a_pdf_tells_what_it_is():
    facts = measured.facts(pdf.render(NOTICES["short"], DAY))
    assert facts["Title"] == "关于2026年10月优质服务明察暗访情况的通报"
    assert facts["Author"] == "示范供电公司营销部"
    assert facts["CreationDate"].startswith("D:20261124")
    content = pdf.render(NOTICES["short"], DAY)
    assert b"/Lang(zh-CN)" in content
    assert b"/MarkInfo<</Marked true" in content


def test_a_draft_is_marked_on_every_page_outside_the_text():
    pages = measured.pages(pdf.render(NOTICES["full"], DAY, "草稿 Draft"))
    for page in pages:
        assert page[0].text == "草稿Draft"
        assert max(sign.bottom for sign in page[0].signs) < measured.TOP
    bare_pages = measured.pages(pdf.render(NOTICES["full"], DAY))
    assert [measured.inside(page) for page in pages] == [measured.inside(page) for page in bare_pages]
