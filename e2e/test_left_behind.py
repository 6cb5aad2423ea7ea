"""A visit that left the list does not take with it what was saved of it on this phone."""

import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from app.db import Database
from app.visits import visits
from e2e.actors import Inspector
from e2e.pictures import photo
from e2e.stories import an_open_visit, comes, row, sees, sent

PHOTOS = """() => new Promise((done) => {
  const opening = indexedDB.open(`mingcha-${document.documentElement.dataset.me}`);
  opening.onsuccess = () => {
    const request = opening.result.transaction("photos").objectStore("photos").count();
    request.onsuccess = () => { opening.result.close(); done(request.result); };
  };
})"""


@pytest.fixture
def db(fresh_server) -> Iterator[Database]:
    """The running server's own database, in which others act."""
    db = Database(fresh_server.folder / "mingcha.db")
    yield db
    db.close()


def test_a_reassigned_visit_is_still_opened_finished_and_received(between, context_for, db):
    context_for.expects("status of 404")  # a packing under way still asks for the visit
    inspector = comes(context_for, between, 0)
    page = inspector.page
    visit = begun(inspector)
    name = page.locator("[data-site-name]").inner_text()
    visits.reassign(db, visit, somebody_else(db, visit), None)
    inspector.goes_to("/field/")
    expect(page.locator(f"[data-entry='{visit}']")).to_have_count(0)
    draft = page.locator(f"[data-draft='{visit}']")
    expect(draft).to_contain_text(name)
    expect(draft).to_contain_text("已不在任务中")
    expect(draft).to_contain_text("已答 1 项，1 张照片")
    inspector.loses_the_network()
    draft.get_by_role("link").click()
    item = inspector.items()[0]
    expect(inspector.item(item).get_by_label("备注", exact=True)).to_have_value("改派以前写的")
    inspector.finishes()
    inspector.has_the_network_again()
    inspector.sees_received()
    assert sent(page, next(iter(inspector.submissions())))["visit"] == visit


def test_a_draft_is_thrown_away_only_on_a_word_that_knows_what_is_lost(between, context_for, db):
    context_for.expects("status of 404")  # a packing under way still asks for the visit
    inspector = comes(context_for, between, 1)
    page = inspector.page
    visit = begun(inspector)
    visits.cancel(db, visit, None)
    inspector.goes_to("/field/")
    draft = page.locator(f"[data-draft='{visit}']")
    asks_to_discard(draft)
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("1 项判定、1 条备注、1 张照片，都没有送出。")
    dialog.get_by_role("button", name="保留").click()
    page.reload()
    expect(draft).to_be_visible()
    other = open_again(page, inspector.site + draft.get_by_role("link").get_attribute("href"))
    asks_to_discard(draft)
    dialog.get_by_role("button", name="确认丢弃").click()
    expect(dialog).to_contain_text("它正在另一个窗口打开")
    dialog.get_by_role("button", name="保留").click()
    other.close()
    asks_to_discard(draft)
    dialog.get_by_role("button", name="确认丢弃").click()
    expect(draft).to_have_count(0)
    page.reload()
    expect(page.locator("[data-today]")).to_be_visible()
    expect(draft).to_have_count(0)
    assert page.evaluate(PHOTOS) == 0


def test_an_unfinished_correction_is_found_again(between, context_for):
    inspector = comes(context_for, between, 2)
    visit = an_open_visit(inspector)
    inspector.opens(visit)
    inspector.judges(inspector.items()[0], "pass")
    inspector.finishes()
    inspector.sees_received()
    inspector.corrects(visit)
    inspector.goes_to("/field/")
    draft = inspector.page.locator("[data-draft]")
    expect(draft.locator(".mark:visible").last).to_have_text("更正")
    draft.get_by_role("link").click()
    expect(inspector.item(inspector.items()[0]).locator("[value=pass]")).to_be_checked()


def test_what_the_server_says_is_not_theirs_is_said_clearly_and_can_be_exported(between, context_for, db):
    context_for.expects("status of 404")
    inspector = comes(context_for, between, 3)
    visit = begun(inspector)
    with db.write():
        db.execute(
            "UPDATE assignments SET person = :other WHERE visit = :visit", visit=visit, other=somebody_else(db, visit)
        )
    inspector.finishes()
    (only,) = inspector.submissions()
    sees(inspector, {only: "quarantined"})
    shown = row(inspector.page, only)
    expect(shown).to_contain_text("在服务器上，这次检查不属于这个账号。")
    with inspector.page.expect_download() as download:
        shown.get_by_role("button", name="单独导出").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert sorted(name.partition("/")[0] for name in archive.namelist()) == ["photos", "submissions"]
    inspector.goes_to("/field/")
    expect(inspector.page.get_by_text("有没能送达的。")).to_be_visible()  # and not: is being sent


def begun(inspector: Inspector) -> str:
    """A verdict, a note and a photo of an open visit, saved on the phone; its id."""
    path = an_open_visit(inspector)
    inspector.opens(path)
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    inspector.notes(item, "改派以前写的")
    inspector.photographs(item, photo("a.jpg", seed=51))
    return path.rpartition("/")[2]


def somebody_else(db: Database, visit: str) -> str:
    now = visits.inspector(db, visit)
    found = db.rows("SELECT DISTINCT person FROM assignments ORDER BY person")
    return next(str(one["person"]) for one in found if one["person"] != now)


def asks_to_discard(draft: Locator) -> None:
    draft.get_by_role("button", name="丢弃").click()


def open_again(page: Page, url: str) -> Page:
    other = page.context.new_page()
    other.goto(url)
    expect(other.locator("html[data-ready]")).to_be_attached()
    page.bring_to_front()
    return other
