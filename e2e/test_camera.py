"""The camera may cost the page its life: it opens again at the item where the camera was opened."""

from pathlib import Path

from playwright.sync_api import Playwright, expect

from e2e.phone import READY, Phone, saves, wait_for_save
from e2e.serving import Server
from e2e.test_nothing_lost import pack_first_open_visit


def test_a_page_that_is_killed_while_the_camera_is_open_opens_again_at_the_same_item(
    fresh_server: Server, playwright: Playwright, tmp_path: Path
) -> None:
    phone = Phone(playwright, tmp_path / "profile")
    try:
        page = phone.open()
        path = pack_first_open_visit(page, fresh_server)
        page.goto(fresh_server.url + path)
        page.wait_for_selector(READY)
        item = page.locator("fieldset[data-item]").nth(6)
        name = item.get_attribute("data-item")
        item.locator("input.more").check(force=True)
        before = saves(page)
        with page.expect_file_chooser():
            item.get_by_text("添加").click()
        wait_for_save(page, before)
        phone.kill()

        page = phone.open()
        page.goto(fresh_server.url + path)
        page.wait_for_selector(READY)
        again = page.locator(f"fieldset[data-item='{name}']")
        expect(again.locator("[data-photos]")).to_be_in_viewport()
        expect(again.get_by_role("alert")).to_contain_text("拍照时手机关掉了这一页。")
        before = saves(page)
        with page.expect_file_chooser() as chooser:
            again.get_by_text("添加").click()
        chooser.value.set_files([])
        again.locator("input[value=pass]").check(force=True)
        wait_for_save(page, before)
        page.reload()
        page.wait_for_selector(READY)
        expect(again.locator("input[value=pass]")).to_be_checked()
    finally:
        phone.forget()
