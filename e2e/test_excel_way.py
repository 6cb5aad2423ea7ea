"""Who knows only Excel: a workbook downloaded, changed as people do, uploaded, corrected, compared, tried, published,
and on an inspector's phone."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from e2e.actors import Inspector

NEW = {
    "部分*": "文明用语",
    "检查要点*": "微笑服务",
    "短语*": "微笑",
    "题型*": "判断",
    "对象*": "岗位",
    "明察*": "√",
    "客观证据*": "写明情形",
    "拍照*": "不拍",
    "来源": "本单位要求",
}


def uploads(page: Page, file: Path) -> None:
    if not page.locator("#file").is_visible():
        page.locator("#upload summary").click()
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="上传并查看差异").click()


@pytest.mark.row("S04")
def test_a_checklist_goes_by_excel_from_the_list_to_a_phone(context_for, own_server, tmp_path):
    context_for.expects("status of 422")
    page = context_for("planner", viewport="desk").pages[0]
    page.get_by_role("link", name="检查表", exact=True).click()
    page.locator("#upload summary").click()
    page.get_by_label("1. 下载现在的检查表").select_option("CL02")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 Excel").click()
    file = tmp_path / "检查表.xlsx"
    download.value.save_as(file)

    book = load_workbook(file)
    sheet = book["检查项"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(3, columns["检查要点*"]).value = "  不因遇见熟人、接听电话或玩手机而怠慢客户\n"
    sheet.cell(5, columns["严重程度*"]).value = "严重 "
    row = sheet.max_row + 2
    for name, text in NEW.items():
        sheet.cell(row, columns[name]).value = text
    book.save(file)
    uploads(page, file)
    expect(page.locator("main table tbody tr")).to_have_count(1)
    expect(page.locator("main table tbody tr")).to_contain_text(f"{row}F缺“严重程度”")

    sheet.cell(row, columns["严重程度*"]).value = "一般"
    book.save(file)
    uploads(page, file)
    expect(page.get_by_text("不因遇见熟人、接听电话或玩手机而怠慢客户").first).to_be_visible()
    expect(page.get_by_text("一般 · 判断 · 明察 · 来源：本单位要求")).to_be_visible()
    page.get_by_role("link", name="手机预览").click()
    tried = page.frame_locator("iframe")
    item = tried.locator("fieldset[data-item]", has_text="微笑服务")
    item.locator("input[value=fail]").check(force=True)
    expect(item.get_by_role("textbox", name="备注")).to_be_visible()
    expect(tried.locator("[data-all-count]")).to_contain_text("1/")
    assert page.evaluate("indexedDB.databases().then((found) => found.length)") == 0
    page.get_by_role("link", name="查看差异并发布").click()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator("[role=status]")).to_contain_text("已发布")

    inspector = Inspector(context_for("inspector").pages[0])
    inspector.goes_to("/field/unplanned/")
    inspector.page.get_by_role("link", name="营业厅用语与接待").click()
    expect(inspector.page.locator("fieldset[data-item]", has_text="微笑服务")).to_be_visible()
