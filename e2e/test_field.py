"""Stories of the field: no network, another post, a photo taken back, covert work, an unplanned check."""

from playwright.sync_api import expect

from e2e.actors import Inspector
from e2e.pictures import photo
from e2e.stories import a_covert_visit, an_open_visit, sent


def test_a_visit_without_a_network_arrives_exactly_once(context_for):
    inspector = Inspector(context_for("inspector", number=0).pages[0])
    visit = an_open_visit(inspector)
    inspector.loses_the_network()
    inspector.opens(visit)
    first, second = inspector.items()[:2]
    inspector.judges(first, "fail")
    inspector.names_the_post(first, "2号柜台")
    inspector.notes(first, "10:38 柜员坐着接过资料，全程未起立。")
    inspector.photographs(first, photo("a.jpg", seed=1), photo("b.jpg", seed=2))
    inspector.judges(second, "pass")
    inspector.page.reload()
    expect(inspector.item(first).get_by_label("备注", exact=True)).to_have_value("10:38 柜员坐着接过资料，全程未起立。")
    expect(inspector.item(first).locator("figure img")).to_have_count(2)
    inspector.finishes()
    inspector.sees_waiting()
    inspector.has_the_network_again()
    inspector.sees_received()
    inspector.synchronises()
    inspector.sees_received()
    (submission,) = inspector.submissions()
    body = sent(inspector.page, submission)
    observed = {o["item"]: (o["verdict"], o["post"], o["note"], len(o["photos"])) for o in body["observations"]}
    assert observed == {
        first: ("fail", "2号柜台", "10:38 柜员坐着接过资料，全程未起立。", 2),
        second: ("pass", None, "", 0),
    }
    assert body["visit"] == visit.rpartition("/")[2]


def test_another_post_is_another_observation_and_can_be_taken_back(context_for):
    inspector = Inspector(context_for("inspector", number=1).pages[0])
    inspector.opens(an_open_visit(inspector))
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    for text in ("三号台", "引导台也是"):
        before = inspector.saves()
        inspector.item(item).get_by_role("button", name="另一岗位也不符合").click()
        inspector.sees_saved(before)
        before = inspector.saves()
        inspector.item(item).get_by_label("备注", exact=True).last.fill(text)
        inspector.sees_saved(before)
    before = inspector.saves()
    inspector.item(item).get_by_role("button", name="撤回").first.click()
    inspector.sees_saved(before)
    inspector.page.reload()
    notes = inspector.item(item).get_by_label("备注", exact=True)
    expect(notes).to_have_count(2)
    expect(notes.last).to_have_value("引导台也是")
    inspector.finishes()
    inspector.sees_received()
    body = sent(inspector.page, next(iter(inspector.submissions())))
    assert [(o["item"], o["verdict"], o["note"]) for o in body["observations"]] == [
        (item, "fail", ""),
        (item, "fail", "引导台也是"),
    ]


def test_a_photo_that_was_removed_comes_back_by_undo(context_for):
    inspector = Inspector(context_for("inspector", number=2).pages[0])
    inspector.opens(an_open_visit(inspector))
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    inspector.photographs(item, photo("a.jpg", seed=3))
    inspector.item(item).get_by_role("button", name="删除这张照片").click()
    expect(inspector.item(item).locator("figure")).to_have_count(0)
    before = inspector.saves()
    inspector.page.get_by_role("button", name="撤销").click()
    inspector.sees_saved(before)
    inspector.page.reload()
    expect(inspector.item(item).locator("figure img")).to_have_count(1)


def test_covert_work_looks_like_a_note_and_has_one_note(context_for):
    inspector = Inspector(context_for("inspector", number=0).pages[0])
    visit = a_covert_visit(inspector)
    inspector.loses_the_network()
    inspector.opens(visit)
    page = inspector.page
    assert page.title() == "便签"
    seen = page.locator("body").inner_text()
    for word in ("检查", "明察", "暗访", "营业厅", "条款", "红线"):
        assert word not in seen
    expect(page.get_by_label("备注", exact=True)).to_have_count(1)
    expect(page.locator("fieldset input[type=file], fieldset textarea")).to_have_count(0)
    before = inspector.saves()
    page.get_by_label("备注", exact=True).fill("10:31 二号，坐着没抬头")
    inspector.sees_saved(before)
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    page.locator(".dock label[for=cover]").click()
    expect(page.get_by_label("备注", exact=True)).to_be_hidden()
    expect(page.get_by_role("button", name="完成检查")).to_have_count(0)
    page.locator(".cover label[for=cover]").first.click()
    expect(page.get_by_label("备注", exact=True)).to_be_visible()
    inspector.finishes()
    inspector.has_the_network_again()
    inspector.goes_to("/field/outbox")
    row = page.locator("[data-submission]:has-text('已送达')").first
    expect(row).to_be_visible(timeout=30_000)
    bodies = [sent(page, submission) for submission in inspector.submissions()]
    (body,) = [body for body in bodies if body["visit"] == visit.rpartition("/")[2]]
    assert body["note"] == "10:31 二号，坐着没抬头"
    assert [(o["item"], o["verdict"], o["note"], o["photos"]) for o in body["observations"]] == [(item, "fail", "", [])]


def test_an_unplanned_check_begins_and_ends_without_a_network(context_for):
    inspector = Inspector(context_for("inspector", number=3).pages[0])
    inspector.goes_to("/field/")
    inspector.waits_until_packed()
    page = inspector.page
    inspector.loses_the_network()
    page.get_by_role("link", name="随手查").click()
    page.get_by_role("link", name="营业厅用语与接待").click()
    item = inspector.items()[0]
    inspector.judges(item, "pass")
    page.get_by_role("button", name="完成检查").first.click()
    expect(page.get_by_text("请先选网点，才能完成检查。")).to_be_visible()
    before = inspector.saves()
    page.get_by_label("网点").select_option(index=1)
    inspector.sees_saved(before)
    address = page.url
    inspector.goes_to("/field/")
    page.locator("[data-draft-rows] a").click()
    assert page.url == address
    expect(inspector.item(item).locator("[value=pass]")).to_be_checked()
    inspector.judges(item, "fail")
    assert inspector.item(item).locator("[data-posts] input").count() > 1
    inspector.finishes()
    inspector.has_the_network_again()
    inspector.sees_received()
    body = sent(page, next(iter(inspector.submissions())))
    assert body["visit"] is None
    assert body["site"]
    assert body["approach"] == "open"
