"""The PDF stands as GB/T 9704 has it: measured on the pages, in millimetres and lines."""

import re
from itertools import pairwise

import pypdfium2
import pytest

from app.notices.paper import pdf
from tests.notices import measured, papers
from tests.notices.measured import BOTTOM, LEFT, MM, RIGHT, TOP

PITCH = 29.0


@pytest.fixture(scope="module")
def full() -> bytes:
    return pdf.render(papers.a_notice(), papers.DAY)


@pytest.fixture(scope="module")
def pages(full):
    return measured.pages(full)


def line(pages, text: str):
    """The first line that begins with a text, and the lines of its page."""
    return next((found, page) for page in pages for found in page if found.text.startswith(text))


def reds(content: bytes) -> list[tuple[float, float, float]]:
    """The red stripes of the first page: top and bottom in millimetres, and the width of their widest row."""
    image = pypdfium2.PdfDocument(content)[0].render(scale=10 / MM).to_pil().convert("RGB")
    rows = {}
    for y in range(image.height):
        found = [x for x in range(0, image.width, 2) if (p := image.getpixel((x, y)))[0] > 180 and max(p[1:]) < 80]
        if found:
            rows[y] = (found[-1] - found[0]) / 10
    stripes, start = [], None
    for y in sorted(rows):
        if y - 1 not in rows:
            start = y
        if y + 1 not in rows:
            stripes.append((start / 10, (y + 1) / 10, max(rows[each] for each in range(start, y + 1))))
    return stripes


def test_the_sheet_is_a4_and_nothing_of_the_text_leaves_its_area(full, pages):
    assert all((round(w), round(h)) == (210, 297) for w, h in measured.sizes(full))
    assert len(pages) > 5
    for page in pages:
        for found in measured.inside(page):
            assert found.left > LEFT - 0.5, found.text
            assert found.right < RIGHT + 0.5, found.text
            assert max(sign.bottom for sign in found.signs) < BOTTOM + 0.5, found.text


def test_a_full_page_has_22_lines_of_29_points_from_the_top_to_the_foot_of_the_text_area(pages):
    bodies = [measured.inside(page) for page in pages[1:]]
    plain = [lines for lines in bodies if all(abs(b.origin - a.origin - PITCH) < 0.1 for a, b in pairwise(lines))]
    full = [lines for lines in plain if len(lines) == 22]
    assert len(full) >= 3
    for lines in full:
        assert abs(min(found.top for found in lines) - TOP) < 1.5
        assert BOTTOM - lines[-1].origin < PITCH


def test_a_full_line_has_28_signs():
    notice = papers.a_notice(highlights="优质服务常态运行机制" * 20, failings=0)
    lines = [found for page in measured.pages(pdf.render(notice, papers.DAY)) for found in page]
    full = [found for found in lines if re.fullmatch(r"[优质服务常态运行机制]{10,}", found.text)]
    assert [len(found.text) for found in full] == [26, *[28] * 6]
    steps = [b.left - a.left for a, b in pairwise(full[1].signs)]
    assert sum(steps) / len(steps) == pytest.approx(156 * MM / 28, abs=0.1)


def test_the_red_head_stands_35_mm_below_the_top_and_the_rule_4_mm_below_the_number(full, pages):
    head, *_, rule = reds(full)
    number, _ = line(pages, "示供营销〔2026〕")
    assert head[0] - 37 == pytest.approx(35, abs=0.3)
    assert rule[2] == pytest.approx(156, abs=0.5)
    assert rule[0] * MM - max(sign.bottom for sign in number.signs) == pytest.approx(4 * MM, abs=2.5)
    assert number.top - max(stripe[1] for stripe in reds(full)[:-1]) * MM == pytest.approx(2 * PITCH, abs=4)
    assert (number.left - LEFT) == pytest.approx(RIGHT - number.right, abs=2)


def test_the_title_is_broken_at_sense_and_centred_two_lines_below_the_rule(full, pages):
    first, second = line(pages, "关于2026年10月")[0], line(pages, "明察暗访情况")[0]
    assert (first.text, second.text) == ("关于2026年10月优质服务", "明察暗访情况的通报")
    for found in (first, second):
        assert found.left - LEFT == pytest.approx(RIGHT - found.right, abs=4)
    assert first.top - reds(full)[-1][1] * MM == pytest.approx(2 * PITCH, abs=8)


def test_body_lines_begin_two_signs_in_and_the_addressee_none(pages):
    assert line(pages, "各供电单位：")[0].left == pytest.approx(LEFT, abs=2)
    for text in ("为落实", "一、", "1.各单位"):
        assert line(pages, text)[0].left - LEFT == pytest.approx(2 * 156 * MM / 28, abs=3)


def test_no_line_begins_with_a_closing_or_ends_with_an_opening_sign_and_no_figure_loses_what_it_counts(pages):
    for page in pages:
        for above, below in pairwise(measured.inside(page)):
            assert below.text[0] not in "，。；：、！？）》〉」』】〕”’％%", below.text
            assert above.text[-1] not in "（《〈「『【〔“‘", above.text
            if above.text[-1].isdigit() and above.right > RIGHT - 20:
                assert below.text[0] not in "年月日号次个项处条分", above.text + " / " + below.text


def test_no_heading_stands_alone_at_the_foot_of_a_page(pages):
    for page in pages:
        last = measured.inside(page)[-1].text
        assert not re.match(r"[一二三四五]、|（[一二三四五六七八九十]+）|表\d", last), last


def test_the_date_ends_four_signs_from_the_right_with_the_issuer_above_its_middle(pages):
    last = pages[-1]
    date, at = next((found, at) for at, found in enumerate(last) if found.text == "2026年11月24日")
    issuer = last[at - 1]
    assert issuer.text == "示范供电公司营销部"
    assert RIGHT - date.right == pytest.approx(4 * 156 * MM / 28, abs=4)
    assert (issuer.left + issuer.right) / 2 == pytest.approx((date.left + date.right) / 2, abs=3)
    assert issuer.origin - last[at - 2].origin == pytest.approx(3 * PITCH, abs=1)


def test_neither_signature_nor_heading_stands_alone_however_long_the_text_is():
    for failings in range(12):
        pages = measured.pages(pdf.render(papers.a_notice(failings=failings), papers.DAY))
        at = next(at for at, found in enumerate(pages[-1]) if found.text == "示范供电公司营销部")
        assert at > 0, failings
        assert pages[-1][-2].text.endswith("印发"), failings
        for page in pages:
            last = measured.inside(page)[-1].text
            assert not last.startswith(("名次", "表1", "三、", "四、", "五、")), failings


def test_the_colophon_stands_at_the_foot_of_the_last_page(pages):
    copies, printed, number = pages[-1][-3:]
    assert copies.text.startswith("抄送：")
    assert printed.text == "示范供电公司营销部2026年11月24日印发"
    assert BOTTOM - max(sign.bottom for sign in printed.signs) < 12
    assert RIGHT - printed.right == pytest.approx(14, abs=3)
    assert number.text == f"—{len(pages)}—"


def test_page_numbers_stand_7_mm_below_the_text_odd_right_even_left(pages):
    for number, page in enumerate(pages, 1):
        found = page[-1]
        assert found.text == f"—{number}—"
        assert found.top - BOTTOM == pytest.approx(7 * MM, abs=4)
        if number % 2:
            assert RIGHT - found.right == pytest.approx(14, abs=4)
        else:
            assert found.left - LEFT == pytest.approx(14, abs=4)


def test_a_table_that_goes_on_has_its_header_again():
    units = tuple(f"第{n}供电所" for n in range(1, 61))
    pages = measured.pages(pdf.render(papers.a_notice(units=units, failings=3), papers.DAY))
    headed = [page for page in pages if any(found.text == "名次单位得分等次" for found in page)]
    assert len(headed) >= 3
    assert all(measured.inside(page)[0].text == "名次单位得分等次" for page in headed[1:])


def test_the_names_of_units_have_the_room_that_is_left():
    units = ("城东供电所", *(f"第{n}供电所" for n in range(1, 13)))
    for page in measured.pages(pdf.render(papers.a_notice(units=units, failings=3), papers.DAY)):
        for found in (found for found in page if found.text.endswith(("50优秀", "50良好"))):
            assert RIGHT - found.right > 50, found.text
            assert found.signs[-5].left > LEFT + 75 * MM, found.text


def test_a_long_issuer_stays_on_the_sheet():
    notice = papers.a_notice()
    for name in ("国网黑龙江省电力有限公司齐齐哈尔供电公司梅里斯达斡尔族区供电分公司", "电"):
        long = notice.__class__(**{**vars(notice), "head": f"{name}文件", "issuer": f"{name}营销部"})
        pages = measured.pages(pdf.render(long, papers.DAY))
        for found in (found for page in pages for found in page):
            assert found.left > LEFT - 0.5, found.text
            assert found.right < RIGHT + 0.5, found.text


def test_a_word_longer_than_a_line_stays_on_the_sheet():
    units = ("a" * 90, "电" * 60, "http://example.cn/" + "0123456789" * 9)
    notice = papers.a_notice("https://example.cn/" + "x" * 300 + "。" + "9" * 80, units, 6)
    for page in measured.pages(pdf.render(notice, papers.DAY)):
        for found in page:
            assert found.left > LEFT - 0.5, found.text
            assert found.right < RIGHT + 0.5, found.text
