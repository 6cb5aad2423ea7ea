"""Finishing and what comes after: it is not half taken, and what comes back is gone on with, not begun anew."""

from playwright.sync_api import expect

from e2e.actors import Inspector, Reviewer
from e2e.pictures import photo
from e2e.stories import a_covert_visit, an_open_visit, sends_back, sent

# Keeps the drafts' store busy for a while, as a slow phone does; everything asked of it waits.
BUSY = """milliseconds => new Promise((done) => {
  const opening = indexedDB.open(`mingcha-${document.documentElement.dataset.me}`);
  opening.onsuccess = () => {
    const store = opening.result.transaction("drafts", "readwrite").objectStore("drafts");
    const until = Date.now() + milliseconds;
    const again = () => { Date.now() < until ? (store.count().onsuccess = again) : opening.result.close(); };
    again();
    done();
  };
})"""
DRAFTS = """() => new Promise((done) => {
  const opening = indexedDB.open(`mingcha-${document.documentElement.dataset.me}`);
  opening.onsuccess = () => {
    const request = opening.result.transaction("drafts").objectStore("drafts").getAllKeys();
    request.onsuccess = () => { opening.result.close(); done(request.result.map(([draft]) => draft)); };
  };
})"""


def test_from_the_tap_on_finish_nothing_can_be_changed_or_turned_back(context_for):
    inspector = Inspector(context_for("inspector", number=2).pages[0])
    visit = an_open_visit(inspector)
    inspector.opens(visit)
    page, item = inspector.page, inspector.items()[0]
    inspector.judges(item, "pass")
    page.evaluate(BUSY, 1500)
    page.get_by_role("button", name="完成检查").first.click()
    page.locator("dialog[open]").get_by_role("button", name="完成检查").click()
    expect(page.locator("dialog").get_by_role("button", name="继续检查")).to_be_disabled()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.locator("form#capture").evaluate("form => form.inert")
    page.locator("form#capture").evaluate(
        """form => { const fail = form.querySelector('[value=fail]'); fail.checked = true;
             fail.dispatchEvent(new Event('change', { bubbles: true })); }"""
    )
    page.wait_for_url("**/field/outbox")
    assert visit.rpartition("/")[2] not in page.evaluate(DRAFTS)
    inspector.sees_received()
    body = sent(page, next(iter(inspector.submissions())))
    assert body["observations"][0]["item"] == item


def test_a_check_with_nothing_entered_can_be_finished(context_for):
    inspector = Inspector(context_for("inspector", number=3).pages[0])
    inspector.opens(an_open_visit(inspector))
    expect(inspector.page.locator("html[data-ready]")).to_be_attached()
    inspector.finishes()
    inspector.sees_received()
    body = sent(inspector.page, next(iter(inspector.submissions())))
    assert body["observations"] == []
    assert body["started_at"]


def test_removals_are_undone_one_by_one_and_keep_the_photos_added_since(context_for):
    inspector = Inspector(context_for("inspector", number=4).pages[0])
    inspector.opens(an_open_visit(inspector))
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    inspector.photographs(item, photo("a.jpg", seed=61), photo("b.jpg", seed=62))
    figures = inspector.item(item).locator("figure")
    names = [figures.nth(n).get_attribute("data-sha256") for n in range(2)]
    inspector.item(item).get_by_role("button", name="删除这张照片").first.click()
    inspector.photographs(item, photo("c.jpg", seed=63))
    inspector.item(item).get_by_role("button", name="删除这张照片").last.click()
    expect(figures).to_have_count(1)
    undo = inspector.page.get_by_role("button", name="撤销")
    for left in (2, 3):
        expect(undo).to_be_in_viewport()
        before = inspector.saves()
        undo.click()
        inspector.sees_saved(before)
        expect(figures).to_have_count(left)
    inspector.page.reload()
    expect(figures.locator("img[src^=blob]")).to_have_count(3)
    assert [figures.nth(n).get_attribute("data-sha256") for n in range(2)] == names


def test_what_is_typed_before_the_page_is_ready_joins_the_kept_note(context_for):
    context = context_for("inspector", number=5)
    inspector = Inspector(context.pages[0])
    visit = a_covert_visit(inspector)
    inspector.opens(visit)
    before = inspector.saves()
    inspector.page.get_by_label("备注", exact=True).fill("10:31 第一句")
    inspector.sees_saved(before)
    # Another window holds the draft for a moment, as the page that is just being left does.
    second = Inspector(context.new_page())
    second.page.goto(inspector.page.url, wait_until="commit")
    second.page.get_by_label("备注", exact=True).fill("10:33 第二句")
    inspector.page.close()
    expect(second.page.locator("html[data-ready]")).to_be_attached()
    expect(second.page.get_by_label("备注", exact=True)).to_have_value("10:31 第一句\n10:33 第二句")
    expect(second.status()).to_contain_text("已存本机")


def test_a_second_correction_keeps_every_observation_in_its_place(context_for):
    inspector = Inspector(context_for("inspector", number=0).pages[0])
    visit = an_open_visit(inspector)
    inspector.opens(visit)
    item = inspector.items()[4]
    inspector.judges(item, "fail")
    inspector.notes(item, "一号台")
    inspector.item(item).get_by_role("button", name="另一岗位也不符合").click()
    note_last(inspector, item, "二号台")
    inspector.finishes()
    notes = inspector.item(item).get_by_label("备注", exact=True)
    for correction in ("第一次更正", "第二次更正"):
        inspector.corrects(visit)
        expect(notes).to_have_count(2)
        expect(notes.first).to_have_value("一号台")
        inspector.notes(inspector.items()[5], correction)
        note_last(inspector, item, "二号台，" + correction)
        inspector.finishes()
    inspector.sees_received(3)


def test_a_check_sent_back_is_gone_on_with_on_another_phone(context_for):
    inspector = Inspector(context_for("inspector", number=1).pages[0])
    visit = an_open_visit(inspector)
    inspector.opens(visit)
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    inspector.notes(item, "第一部手机上写的")
    inspector.photographs(item, photo("a.jpg", seed=64))
    inspector.finishes()
    inspector.sees_received()
    (first,) = inspector.submissions()
    sends_back(Reviewer(context_for("planner", "desk").pages[0]), first, "请写明时刻")
    other = Inspector(context_for("inspector", number=1).pages[0])
    other.opens(visit)
    expect(other.page.get_by_text("请写明时刻")).to_be_visible()
    expect(other.item(item).get_by_label("备注", exact=True)).to_have_value("第一部手机上写的")
    expect(other.item(item).locator("figure img[src^=blob]")).to_have_count(1)
    other.notes(item, "10:38 第一部手机上写的")
    other.finishes()
    other.sees_received()
    (second,) = other.submissions()
    body = sent(other.page, second)
    assert body["replaces"] == first
    (observation,) = body["observations"]
    assert (observation["note"], len(observation["photos"])) == ("10:38 第一部手机上写的", 1)


def note_last(inspector: Inspector, item: str, text: str) -> None:
    before = inspector.saves()
    inspector.item(item).get_by_label("备注", exact=True).last.fill(text)
    inspector.sees_saved(before)
