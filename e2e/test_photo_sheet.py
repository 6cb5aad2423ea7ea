"""A photo of a capture page, opened large: what is drawn on it, its caption and its place among the others."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from e2e.actors import Inspector
from e2e.pictures import photo
from e2e.stories import an_open_visit, sent


def test_caption_and_order_of_photos_are_kept_and_sent_without_a_network(context_for, fresh_server):
    inspector = Inspector(context_for("inspector", number=1).pages[0])
    visit = an_open_visit(inspector)
    inspector.loses_the_network()
    inspector.opens(visit)
    page, item = inspector.page, inspector.items()[0]
    inspector.judges(item, "fail")
    inspector.photographs(item, photo("a.jpg", seed=801), photo("b.jpg", seed=802), photo("c.jpg", seed=803))
    figures = inspector.item(item).locator("figure")
    order = [figure.get_attribute("data-sha256") for figure in figures.all()]
    figures.nth(2).get_by_role("button", name="打开这张照片").click()
    sheet = page.locator("#photo-sheet")
    expect(sheet.get_by_role("button", name="往后移")).to_be_disabled()
    expect(sheet.locator("canvas")).to_be_visible()
    before = inspector.saves()
    sheet.get_by_label("照片说明").fill("2号柜台，叫号屏没开")
    inspector.sees_saved(before)
    for _ in range(2):
        before = inspector.saves()
        sheet.get_by_role("button", name="往前移").click()
        inspector.sees_saved(before)
    expect(sheet.get_by_role("button", name="往前移")).to_be_disabled()
    sheet.get_by_role("button", name="完成").click()
    expect(sheet).to_be_hidden()

    page.reload()
    inspector.waits_until_ready()
    expect(figures).to_have_count(3)
    expect(figures.first).to_contain_text("2号柜台，叫号屏没开")
    inspector.finishes()
    inspector.has_the_network_again()
    inspector.sees_received()
    body = sent(page, next(iter(inspector.submissions())))
    [found] = [o["photos"] for o in body["observations"] if o["item"] == item]
    assert [(one["sha256"], one["caption"]) for one in found] == [
        (order[2], "2号柜台，叫号屏没开"),
        (order[0], ""),
        (order[1], ""),
    ]


HASHES = """async () => {
  const { name } = (await indexedDB.databases()).find(each => each.name.startsWith("mingcha-"));
  const db = await new Promise(done => { indexedDB.open(name).onsuccess = event => done(event.target.result); });
  const asked = db.transaction("photos").objectStore("photos").getAllKeys();
  const keys = await new Promise(done => { asked.onsuccess = () => done(asked.result); });
  db.close();
  return keys.map(key => key[1]);
}"""


def drags(page, x, y, x2, y2):
    """From one place of the picture to another, as shares of its width and height."""
    box = page.locator("#photo-sheet canvas").bounding_box()
    page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + x2 * box["width"], box["y"] + y2 * box["height"], steps=3)
    page.mouse.up()


def test_what_was_covered_is_never_sent_and_is_erased_at_once(context_for, fresh_server):
    inspector = Inspector(context_for("inspector", number=2).pages[0])
    visit = an_open_visit(inspector)
    inspector.loses_the_network()
    inspector.opens(visit)
    page, [item, other] = inspector.page, inspector.items()[:2]
    inspector.judges(item, "fail")
    inspector.judges(other, "fail")
    inspector.photographs(item, photo("a.jpg", seed=811))
    inspector.photographs(other, photo("a.jpg", seed=811))
    figure = inspector.item(item).locator("figure")
    bare = figure.get_attribute("data-sha256")
    assert bare in page.evaluate(HASHES)
    inspector.item(other).get_by_role("button", name="删除这张照片").click()
    figure.get_by_role("button", name="打开这张照片").click()
    sheet = page.locator("#photo-sheet")
    undo = sheet.get_by_role("button", name="撤销上一笔")
    expect(undo).to_be_disabled()
    drags(page, 0.6, 0.6, 0.9, 0.9)
    undo.click()
    expect(undo).to_be_disabled()
    drags(page, 0.1, 0.1, 0.5, 0.5)
    sheet.get_by_text("圆圈").click()
    drags(page, 0.6, 0.1, 0.9, 0.5)
    before = inspector.saves()
    sheet.get_by_role("button", name="完成").click()
    inspector.sees_saved(before)
    expect(sheet).to_be_hidden()
    assert bare not in page.evaluate(HASHES)

    before = inspector.saves()
    page.locator("#dropped").get_by_role("button", name="撤销").click()
    inspector.sees_saved(before)
    inspector.finishes()
    inspector.has_the_network_again()
    inspector.sees_received()
    body = sent(page, next(iter(inspector.submissions())))
    hashes = {one["sha256"] for o in body["observations"] for one in o["photos"]}
    assert [len(o["photos"]) for o in body["observations"] if o["item"] in (item, other)] == [1, 1]
    assert len(hashes) == 1
    assert bare not in hashes
    assert page.request.get(f"{inspector.site}/api/photos/{bare}").status == 404
    received = page.request.get(f"{inspector.site}/api/photos/{hashes.pop()}")
    image = Image.open(BytesIO(received.body())).convert("RGB")
    width, height = image.size
    inside = image.crop((int(width * 0.12), int(height * 0.12), int(width * 0.48), int(height * 0.48)))
    assert max(high for _, high in inside.getextrema()) <= 8
    edge = image.getpixel((int(width * 0.75), int(height * 0.1)))
    assert edge[0] > 150
    assert max(edge[1:]) < 110
