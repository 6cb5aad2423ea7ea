"""The server remembers what phones announced: they refill one that was restored, and an emptied store is told of."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from app.config import PREFIX, ROOT
from app.db import Database
from e2e.actors import Inspector
from e2e.contexts import Windows
from e2e.pictures import photo
from e2e.serving import Server
from e2e.stories import an_open_visit, begins_unplanned, sees

EMPTY = """(name) => new Promise((done, fail) => {
  const request = indexedDB.deleteDatabase(name);
  request.onsuccess = () => done();
  request.onerror = fail;
})"""
EXACT = """async (url) => {
  const answer = await fetch(url);
  const hash = await crypto.subtle.digest("SHA-256", await answer.arrayBuffer());
  const hex = [...new Uint8Array(hash)].map((one) => one.toString(16).padStart(2, "0")).join("");
  return `${answer.status} ${hex}`;
}"""


def announced(page: Page, path: str) -> None:
    """Opens a page of the field and waits until it has said what the phone holds."""
    with page.expect_response(lambda answer: answer.url.endswith("/api/holdings") and answer.request.method == "PUT"):
        page.goto(path)


def empties_the_store(inspector: Inspector) -> None:
    """As a browser does that is short of room, or whose file is damaged; cookies stay."""
    name = inspector.page.evaluate("`mingcha-${document.documentElement.dataset.me}`")
    inspector.goes_to("/me")
    inspector.page.evaluate(EMPTY, name)


def the_department_looks_for(context_for: Windows, site: str) -> None:
    """A planner finds the missing check from the review, and gives it up for a reason."""
    page = context_for("planner", "desk").pages[0]
    page.goto(context_for.server.url + "/review/")
    page.get_by_role("link", name="手机与送达核对").click()
    entry = page.locator("li.entry", has_text=site).filter(has_text="缺失")
    expect(entry).to_contain_text("已答 1 项、1 张照片")
    entry.locator("summary").click()
    entry.get_by_label("不再追查的原因").fill("存储被清空，已请检查员重查")
    entry.get_by_role("button", name="了结").click()
    expect(page.get_by_text("手机报告过的都没有缺失。")).to_be_visible()
    expect(page.locator("li.entry", has_text=site)).to_contain_text("存储被清空，已请检查员重查")


def mingcha(server: Server, *words: str) -> str:
    """A command of the operator on the server's folder."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)} | {
        PREFIX + "DATA": str(server.folder)
    }
    command = [sys.executable, "-m", "app.cli", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


def records(server: Server, submission: str) -> list[str]:
    """The hashes of the bodies that the server holds under this id."""
    db = Database(server.folder / "mingcha.db")
    found = db.rows("SELECT sha256, body FROM submissions WHERE id = :id", id=submission)
    db.close()
    assert all(hashlib.sha256(row["body"]).hexdigest() == row["sha256"] for row in found)
    return [row["sha256"] for row in found]


def test_phones_refill_a_server_that_was_restored_from_an_older_copy(own_server, context_for: Windows, tmp_path: Path):
    context_for.expects("status of 404")
    inspector = Inspector(context_for("inspector").pages[0])
    page = inspector.page
    inspector.waits_until_packed()
    copy = Path(mingcha(own_server, "backup", "--to", str(tmp_path / "copies")).strip())
    begins_unplanned(inspector)
    item = inspector.items()[3]
    inspector.judges(item, "fail")
    inspector.notes(item, "备份之后才送达的")
    inspector.photographs(item, photo("a.jpg", seed=51))
    picture = str(inspector.item(item).locator("figure").get_attribute("data-sha256"))
    inspector.finishes()
    inspector.sees_received()
    (only,) = inspector.submissions()
    (before,) = records(own_server, only)
    own_server.stop()
    mingcha(own_server, "restore", str(copy))
    (kept,) = (own_server.folder / "photos").rglob(picture)
    kept.unlink()
    own_server.start()
    assert records(own_server, only) == []
    with page.expect_response(lambda answer: answer.url.endswith(only) and answer.request.method == "PUT") as sent:
        inspector.goes_to("/field/outbox")
    assert sent.value.status == 201
    sees(inspector, {only: "received"})
    assert records(own_server, only) == [before]
    assert page.evaluate(EXACT, f"/api/submissions/{only}") == f"200 {before}"
    assert page.evaluate(EXACT, f"/api/photos/{picture}") == f"200 {picture}"


def test_an_emptied_store_is_told_of_until_its_person_takes_note(own_server, context_for: Windows):
    context_for.expects("status of 404")
    inspector = Inspector(context_for("inspector", number=1).pages[0])
    page = inspector.page
    visit = an_open_visit(inspector)
    inspector.opens(visit)
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    inspector.photographs(item, photo("b.jpg", seed=52))
    announced(page, inspector.site + "/field/")
    site = page.locator(f"[data-entry='{visit.rpartition('/')[2]}'] h3").inner_text()
    told = page.locator("[data-lost]")
    expect(told).to_be_hidden()
    empties_the_store(inspector)
    announced(page, inspector.site + "/field/")
    expect(told).to_contain_text("本机存储曾被清空：有 1 份检查没有送达，也不在本机。")
    expect(told).to_contain_text(f"{site}：未完成，已答 1 项、1 张照片")
    inspector.loses_the_network()
    inspector.goes_to("/field/outbox")
    expect(told).to_contain_text("有 1 份检查没有送达")
    inspector.has_the_network_again()
    the_department_looks_for(context_for, site)
    told.get_by_role("button", name="我知道了").click()
    expect(told).to_be_hidden()
    announced(page, inspector.site + "/field/")
    expect(told).to_be_hidden()
    empties_the_store(inspector)
    announced(page, inspector.site + "/field/")
    expect(told).to_be_hidden()
