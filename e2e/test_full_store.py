"""A full phone: what is entered stays on the page, can be handed in as a file, and is stored once there is room."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from app.db import Database
from e2e.actors import Inspector
from e2e.contexts import sign_in
from e2e.pictures import photo
from e2e.serving import Server
from e2e.stories import an_open_visit, sent
from e2e.test_accessible import faults

# While `window.full` is set every transaction that writes ends as it does on a full phone: aborted when it is to be
# committed, after its requests succeeded. A browser's own limit is no good for that: it gives room free when it likes.
FULL = """
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (names, mode, ...rest) {
  const tx = begin.call(this, names, mode, ...rest);
  if (!window.full || mode !== "readwrite") return tx;
  Object.defineProperty(tx, "error", { value: new DOMException("full", "QuotaExceededError") });
  tx.commit = () => {};
  const last = (turns) => {
    const asked = tx.objectStore([names].flat()[0]).count();
    asked.onsuccess = () => (turns ? last(turns - 1) : tx.abort());
  };
  last(3);
  return tx;
};
"""
TOLD = "本机暂时存不下。"


def exported(page: Page) -> tuple[dict[str, Any], set[str], bytes]:
    """The last submission of the file that the page offers, the photos in it, and the file."""
    with page.expect_download() as download:
        page.get_by_role("button", name="立即导出").click()
    content = Path(download.value.path()).read_bytes()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        bodies = [json.loads(archive.read(name)) for name in names if name.startswith("submissions/")]
    return bodies[-1], {name.removeprefix("photos/") for name in names if name.startswith("photos/")}, content


def imports(planner: Page, site: str, file: bytes) -> None:
    planner.goto(site + "/intake/import")
    planner.locator("input[type=file]").set_input_files(
        {"name": "unsent.zip", "mimeType": "application/zip", "buffer": file}
    )
    planner.locator("main form button").first.click()
    expect(planner.locator("main")).to_contain_text("送达")


def states(server: Server, visit: str) -> list[str]:
    """What became of each submission of a visit in the review, in the order they arrived."""
    db = Database(server.folder / "mingcha.db")
    rows = db.rows(
        "SELECT state FROM submissions JOIN reviews ON submission = id WHERE visit = :visit ORDER BY received_at",
        visit=visit,
    )
    db.close()
    return [row["state"] for row in rows]


def test_a_full_phone_keeps_all_on_the_page_hands_it_in_as_a_file_and_stores_it_once_there_is_room(
    own_server, context_for
):
    context_for.expects("QuotaExceeded", "status of 404")
    page = context_for.stranger().pages[0]
    page.add_init_script(FULL)
    inspector = Inspector(sign_in(page.context, own_server.person("inspector").url))
    visit = an_open_visit(inspector)
    inspector.opens(visit)
    first, second = inspector.items()[:2]
    inspector.judges(first, "fail")
    inspector.photographs(first, photo("a.jpg", seed=71))
    page.evaluate("window.full = true")
    inspector.item(second).locator("input[value=fail]").first.check(force=True)
    alarm = page.locator("[data-banner=unsaved]")
    expect(alarm).to_contain_text(TOLD)
    expect(alarm).to_be_in_viewport()
    inspector.item(second).get_by_label("备注", exact=True).fill("手机存满以后写的")
    inspector.item(second).locator("input[type=file]").first.set_input_files(photo("b.jpg", seed=72))
    unsaved = inspector.item(second).locator("figure")
    expect(unsaved.locator("[data-unstored]")).to_have_text("没有存上")
    expect(inspector.status()).to_have_text("没有存上")

    assert faults(page) == []

    body, photos, file = exported(page)
    assert [(o["item"], o["verdict"], o["note"]) for o in body["observations"]] == [
        (first, "fail", ""),
        (second, "fail", "手机存满以后写的"),
    ]
    assert photos == {p["sha256"] for o in body["observations"] for p in o["photos"]}
    assert len(photos) == 2
    expect(alarm).to_contain_text("已导出：2 项、2 张照片")
    again, _, _ = exported(page)
    assert again == body
    planner = context_for("planner", "desk").pages[0]
    imports(planner, inspector.site, file)
    inspector.item(second).get_by_label("备注", exact=True).fill("导出以后又改的")
    newer, _, unused = exported(page)
    with zipfile.ZipFile(BytesIO(unused)) as archive:
        (imported, _) = [name[12:-5] for name in archive.namelist() if name.startswith("submissions/")]
    assert newer["replaces"] == imported

    page.evaluate("window.full = false")
    expect(alarm).to_be_hidden(timeout=15_000)
    expect(unsaved.locator("[data-unstored]")).to_be_hidden()
    page.reload()
    inspector.waits_until_ready()
    expect(inspector.item(second).locator("figure img")).to_have_js_property("complete", True)
    expect(inspector.item(second).get_by_label("备注", exact=True)).to_have_value("导出以后又改的")
    inspector.finishes()
    inspector.sees_received()
    (only,) = inspector.submissions()
    received = sent(page, only)
    assert received["replaces"] == imported, "the later export was never imported"
    assert {p["sha256"] for o in received["observations"] for p in o["photos"]} == photos
    planner.goto(inspector.site + "/review/")
    assert states(own_server, visit.rpartition("/")[2]) == ["superseded", "waiting"]
