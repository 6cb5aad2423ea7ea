"""A photo of a capture page, opened large: its caption and its place among the others."""

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
    expect(sheet.locator("img")).to_be_visible()
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
