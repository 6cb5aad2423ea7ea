"""A newer program waits for the person's word, and for the work that only this phone has."""

import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from app.config import ROOT
from e2e.actors import Inspector
from e2e.serving import Server
from e2e.stories import an_open_visit

ONE_SHELL = "caches.keys().then((names) => names.filter((one) => one.startsWith('shell-')).length === 1)"
PARTS = ("app", "checklists", "migrations", "static", "templates")


def updates(server: Server, folder: Path) -> None:
    """The operator installs the next version and starts it on the same data."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "static/css/mingcha.css").open("a", encoding="utf-8") as style:
        style.write("/* the next version */\n")
    server.stop()
    server.tree = folder
    server.start()


def build(page: Page) -> str:
    return str(page.locator("link[rel=stylesheet]").get_attribute("href")).split("/")[2]


def shells(page: Page) -> list[str]:
    found: list[str] = page.evaluate("caches.keys().then((names) => names.filter((name) => name.startsWith('shell-')))")
    return found


def test_an_update_waits_for_unsent_work_and_then_for_a_persons_word(own_server, context_for, tmp_path):
    inspector = Inspector(context_for("inspector").pages[0])
    page = inspector.page
    visit = an_open_visit(inspector)
    inspector.opens(visit)
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    before = build(page)
    other = Inspector(page.context.new_page())
    other.page.goto(inspector.site + "/field/unplanned/")
    other.page.get_by_role("link", name="营业厅用语与接待").click()
    other.waits_until_ready()

    updates(own_server, tmp_path / "next")
    inspector.goes_to("/field/outbox")
    told = page.locator("[data-update]")
    expect(told).to_contain_text("还要完成 1 份，还要送达 0 份", timeout=30_000)
    expect(told.get_by_role("button")).to_be_disabled()
    expect(page.locator("[data-owed]")).to_have_text("未完成 1 份")
    assert build(page) != before
    page.wait_for_function("navigator.serviceWorker.getRegistration('/field/').then((one) => one.waiting)")
    assert f"shell-{before}" in shells(page)

    inspector.opens(visit)
    inspector.waits_until_ready()
    assert build(page) == before, "a draft keeps the page that it was begun on"
    inspector.notes(item, "更新以后接着写的")
    inspector.finishes()
    inspector.sees_received()
    expect(told).to_contain_text("更新不会改动本机上的内容。")
    with page.expect_navigation():
        told.get_by_role("button", name="立即更新").click()
    expect(page.locator("[data-known]")).to_be_visible()
    expect(told).to_be_hidden()
    page.wait_for_function(
        "caches.keys().then((names) => names.filter((one) => one.startsWith('shell-')).length === 1)"
    )
    assert shells(page) == [f"shell-{build(page)}"]

    assert build(other.page) == before, "an open page goes on with the files that it has"
    saved = other.saves()
    other.page.get_by_label("网点").select_option(index=1)
    other.sees_saved(saved)
    other.judges(other.items()[0], "pass")
    other.loses_the_network()
    other.page.reload()
    other.waits_until_ready()
    expect(other.item(other.items()[0]).locator("input[value=pass]").first).to_be_checked()
