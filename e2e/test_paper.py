"""What a reader of a notice takes away from the page: the PDF, the Word document, the score table."""

import hashlib
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Page

from e2e.screenshots import PAPER, reach
from tests.notices import measured


def saved(page: Page, form: str) -> tuple[str, bytes]:
    """Name and bytes of the file behind a button."""
    with page.expect_download() as download:
        page.get_by_role("link", name=form).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("viewport", ["phone", "desk"])
def test_a_unit_saves_the_notice_that_it_reads(server, context_for, viewport):
    page = context_for("unit", viewport).pages[0]
    reach(page, server, PAPER)
    title, number = page.locator("article.paper h1").text_content(), page.locator("article.paper .ref").text_content()
    name, pdf = saved(page, "PDF")
    assert name == f"{number} {title}.pdf"
    told = measured.told(pdf)
    for text in page.locator(
        "article.paper p, article.paper h2, article.paper h3, article.paper td"
    ).all_text_contents():
        assert "".join(text.split()) in told, text
    assert hashlib.sha256(saved(page, "PDF")[1]).digest() == hashlib.sha256(pdf).digest()
    word = docx.Document(BytesIO(saved(page, "Word")[1]))
    assert next(place.text for place in word.paragraphs if place.style.name == "Title").replace("\n", "") == title
    table = openpyxl.load_workbook(BytesIO(saved(page, "得分表")[1])).worksheets[0]
    rows = page.locator("article.paper tbody tr").count()
    assert [table.cell(5 + at, 2).value for at in range(rows)] == page.locator(
        "article.paper tbody td:nth-child(2)"
    ).all_text_contents()
