"""What can be sent is sent: without the photos that the phone lost, and in place of what the server never took."""

import pytest
from playwright.sync_api import expect

from e2e.between import CUT, LOST, SENDING, Answer
from e2e.pictures import photo
from e2e.stories import an_open_visit, begins_unplanned, comes, row, sees, sent, status

# Changes the stored photo of this hash: `null` takes it away, a number overwrites its first byte.
SPOIL = """([hash, byte]) => new Promise((done, fail) => {
  const opening = indexedDB.open(`mingcha-${document.documentElement.dataset.me}`);
  opening.onsuccess = () => {
    const tx = opening.result.transaction("photos", "readwrite");
    tx.objectStore("photos").openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      if (cursor.value.sha256 === hash) {
        if (byte === null) cursor.delete();
        else {
          new Uint8Array(cursor.value.chunks[0])[0] = byte;
          cursor.update(cursor.value);
        }
      }
      cursor.continue();
    };
    tx.oncomplete = () => { opening.result.close(); done(); };
    tx.onabort = fail;
  };
})"""


@pytest.mark.parametrize(("byte", "reason"), [(None, "本机上已经没有这张照片"), (0, "这张照片与校验码对不上")])
def test_a_photo_that_the_phone_lost_does_not_hold_back_the_rest(between, context_for, byte, reason):
    inspector = comes(context_for, between, 2)
    page = inspector.page
    begins_unplanned(inspector)
    item = inspector.items()[3]
    inspector.judges(item, "fail")
    inspector.photographs(item, photo("a.jpg", seed=31), photo("b.jpg", seed=32))
    figures = inspector.item(item).locator("figure")
    kept, lost = (str(figures.nth(n).get_attribute("data-sha256")) for n in range(2))
    page.evaluate(SPOIL, [lost, byte])
    inspector.finishes()
    (only,) = inspector.submissions()
    shown = row(page, only)
    expect(shown).to_have_attribute("data-state", "quarantined")
    expect(shown).to_contain_text("缺照片")
    expect(shown).to_contain_text("照片 1/2")
    expect(shown).to_contain_text(f"第 {item.rpartition('-')[2]} 项第 2 张照片")
    expect(shown).to_contain_text(reason)
    body = sent(page, only)
    (observation,) = body["observations"]
    assert [one["sha256"] for one in observation["photos"]] == [kept, lost]
    assert status(page, f"/api/photos/{kept}") == 200
    context_for.expects("status of 404")
    assert status(page, f"/api/photos/{lost}") == 404
    shown.get_by_role("button", name="重新读取照片").click()
    expect(shown).to_contain_text("缺照片")
    shown.get_by_role("button", name="不再补送").click()
    page.locator("dialog[open]").get_by_role("button", name="不再补送").click()
    expect(shown).to_have_attribute("data-state", "received")
    expect(shown).to_contain_text("缺少这些照片")
    expect(shown).to_contain_text("照片 1/2")


def test_a_lost_photo_that_turns_up_again_is_sent_after_all(between, context_for):
    inspector = comes(context_for, between, 2)
    page = inspector.page
    begins_unplanned(inspector)
    item = inspector.items()[3]
    inspector.judges(item, "fail")
    inspector.photographs(item, photo("c.jpg", seed=33))
    lost = str(inspector.item(item).locator("figure").get_attribute("data-sha256"))
    page.evaluate(SPOIL, [lost, 0])
    inspector.finishes()
    (only,) = inspector.submissions()
    expect(row(page, only)).to_contain_text("缺照片")
    page.evaluate(SPOIL, [lost, 0xFF])
    row(page, only).get_by_role("button", name="重新读取照片").click()
    expect(row(page, only)).to_have_attribute("data-state", "received")
    assert status(page, f"/api/photos/{lost}") == 200


def test_a_correction_of_what_the_server_refused_takes_its_place(between, context_for):
    context_for.expects("status of 422", "status of 404")
    inspector = comes(context_for, between, 3)
    visit = an_open_visit(inspector)
    inspector.opens(visit)
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    inspector.notes(item, "没被收下的")
    problem = '{"type": "x", "title": "x", "status": 422, "detail": "有一处不能收下。", "errors": []}'
    between.fails("PUT", "/api/submissions/", Answer(422, problem, "application/problem+json"))
    inspector.finishes()
    (first,) = inspector.submissions()
    sees(inspector, {first: "quarantined"})
    expect(row(inspector.page, first)).to_contain_text("有一处不能收下。")
    between.lifts()
    inspector.corrects(visit)
    inspector.notes(item, "更正过的")
    inspector.finishes()
    inspector.sees_received()
    (second,) = inspector.submissions()
    assert second != first
    body = sent(inspector.page, second)
    assert (body["replaces"], body["observations"][0]["note"]) == (None, "更正过的")
    replaced = inspector.page.locator(f"[data-replaced='{first}']")
    expect(replaced).to_contain_text("已代替")
    with inspector.page.expect_download() as download:
        replaced.get_by_role("button", name="单独导出").click()
    assert first.encode() in download.value.path().read_bytes()
    expect(inspector.page.locator("[data-unsent-count]")).to_be_hidden()


@pytest.mark.parametrize("taken", [True, False], ids=["its answer was lost", "it never arrived"])
def test_a_correction_of_what_still_waits_names_it_only_if_the_server_has_it(between, context_for, taken):
    context_for.expects("status of 500", "status of 404")
    inspector = comes(context_for, between, 3 + taken)
    visit = an_open_visit(inspector)
    inspector.opens(visit)
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    between.fails("PUT", "/api/submissions/", LOST if taken else Answer(500))
    inspector.finishes()
    (first,) = inspector.submissions()
    expect(row(inspector.page, first)).to_contain_text("稍后再送")
    inspector.corrects(visit)
    inspector.notes(item, "更正过的")
    between.lifts()
    between.fails("PUT", SENDING.format(first), CUT)
    inspector.finishes()
    second = next(one for one in inspector.submissions() if one != first)
    expect(row(inspector.page, second)).to_have_attribute("data-state", "received", timeout=15_000)
    assert sent(inspector.page, second)["replaces"] == (first if taken else None)
    between.lifts()
    if taken:
        inspector.synchronises()
        sees(inspector, {first: "received", second: "received"})
    else:
        inspector.sees_received()
        expect(inspector.page.locator(f"[data-replaced='{first}']")).to_be_visible()
