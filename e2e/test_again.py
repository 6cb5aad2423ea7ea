"""A check that is opened again: taken back and undone, sent back, corrected elsewhere, or by a clock that was wrong."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from e2e.actors import Inspector, Reviewer
from e2e.between import SILENCE
from e2e.pictures import photo
from e2e.stories import a_covert_visit, an_open_visit, comes, sends_back, sent
from e2e.test_finishing import note_last

pytestmark = pytest.mark.usefixtures("fresh_server")  # these stories use up many visits

EMPTY = """() => new Promise((done) => {
  const deleting = indexedDB.deleteDatabase(`mingcha-${document.documentElement.dataset.me}`);
  deleting.onsuccess = () => done();
})"""


def test_an_observation_taken_back_comes_back_by_undo_with_all_that_was_in_it(context_for):
    inspector = Inspector(context_for("inspector", number=1).pages[0])
    inspector.opens(an_open_visit(inspector))
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    inspector.item(item).get_by_role("button", name="另一岗位也不符合").click()
    note_last(inspector, item, "二号台")
    panel = inspector.item(item).locator(".also")
    before = inspector.saves()
    panel.locator("input[type=file]").set_input_files(photo("a.jpg", seed=81))
    inspector.sees_saved(before)
    before = inspector.saves()
    panel.get_by_role("button", name="撤回").click()
    inspector.sees_saved(before)
    expect(inspector.item(item).get_by_role("button", name="另一岗位也不符合")).to_be_focused()
    undo = inspector.page.locator("#dropped").get_by_role("button", name="撤销")
    expect(undo).to_be_in_viewport()
    before = inspector.saves()
    undo.click()
    inspector.sees_saved(before)
    expect(undo).to_be_hidden()
    inspector.page.reload()
    expect(panel.get_by_label("备注", exact=True)).to_have_value("二号台")
    expect(panel.locator("figure img[src^=blob]")).to_have_count(1)
    before = inspector.saves()
    panel.get_by_role("button", name="撤回").click()
    inspector.sees_saved(before)
    inspector.finishes()
    inspector.sees_received()
    body = sent(inspector.page, next(iter(inspector.submissions())))
    assert [o["note"] for o in body["observations"]] == [""]


def test_a_post_chosen_alone_is_sent(context_for):
    inspector = Inspector(context_for("inspector", number=2).pages[0])
    inspector.opens(an_open_visit(inspector))
    item = inspector.items()[0]
    inspector.names_the_post(item, "1号柜台")
    inspector.finishes()
    inspector.sees_received()
    body = sent(inspector.page, next(iter(inspector.submissions())))
    assert [(o["item"], o["post"], o["verdict"]) for o in body["observations"]] == [(item, "1号柜台", "unseen")]


def test_a_correction_follows_the_last_one_though_the_clock_was_set_back(context_for):
    inspector = Inspector(context_for("inspector", number=3).pages[0])
    visit, page = an_open_visit(inspector), inspector.page
    inspector.opens(visit)
    items = inspector.items()
    inspector.judges(items[0], "fail")
    inspector.finishes()
    page.clock.set_system_time(datetime.now() - timedelta(hours=3))
    for item, text in ((items[1], "第一次更正"), (items[2], "第二次更正")):
        inspector.corrects(visit)
        inspector.notes(item, text)
        inspector.finishes()
    inspector.sees_received(3)
    bodies = {submission: sent(page, submission) for submission in inspector.submissions()}
    (last,) = [body for body in bodies.values() if len(body["observations"]) == 3]
    assert len(bodies[last["replaces"]]["observations"]) == 2


def test_what_a_second_phone_corrected_is_gone_on_with_on_the_first(context_for):
    first = Inspector(context_for("inspector", number=4).pages[0])
    second = Inspector(context_for("inspector", number=4).pages[0])
    planner = Reviewer(context_for("planner", "desk").pages[0])
    visit = an_open_visit(first)
    first.opens(visit)
    items = first.items()
    first.judges(items[0], "fail")
    first.finishes()
    first.sees_received()
    (one,) = first.submissions()
    sends_back(planner, one, "还缺第二项")
    second.goes_to("/field/")
    second.waits_until_packed()
    second.opens(visit)
    second.judges(items[1], "fail")
    second.notes(items[1], "第二部手机上补的")
    second.finishes()
    second.sees_received()
    (two,) = second.submissions()
    sends_back(planner, two, "还缺第三项")
    first.goes_to("/field/")
    first.waits_until_packed()
    first.opens(visit)
    expect(first.page.get_by_text("还缺第三项")).to_be_visible()
    expect(first.item(items[1]).get_by_label("备注", exact=True)).to_have_value("第二部手机上补的")
    first.judges(items[2], "pass")
    first.finishes()
    first.sees_received(2)
    (three,) = [submission for submission in first.submissions() if submission != one]
    body = sent(first.page, three)
    assert body["replaces"] == two
    assert [o["item"] for o in body["observations"]] == items[:3]


def test_a_check_sent_back_waits_for_the_network_or_begins_anew_on_a_word(context_for):
    first = Inspector(context_for("inspector", number=5).pages[0])
    visit = an_open_visit(first)
    first.opens(visit)
    item = first.items()[0]
    first.judges(item, "fail")
    first.notes(item, "只在服务器上")
    first.finishes()
    first.sees_received()
    sends_back(Reviewer(context_for("planner", "desk").pages[0]), next(iter(first.submissions())), "请补时刻")
    second = Inspector(context_for("inspector", number=5).pages[0])
    second.waits_until_packed()
    second.loses_the_network()
    second.opens(visit)
    expect(second.page.get_by_text("本机没有上次送出的内容。")).to_be_visible()
    expect(second.item(item).locator("input").first).to_be_disabled()
    second.has_the_network_again()
    second.page.get_by_role("button", name="重试").click()
    expect(second.item(item).get_by_label("备注", exact=True)).to_have_value("只在服务器上")
    third = Inspector(context_for("inspector", number=5).pages[0])
    third.waits_until_packed()
    third.loses_the_network()
    third.opens(visit)
    third.page.get_by_role("button", name="从头填写").click()
    expect(third.page.get_by_text("本机没有上次送出的内容。")).to_be_hidden()
    third.judges(item, "pass")


def test_a_photo_added_while_others_are_fetched_is_shown_once(between, context_for):
    first = comes(context_for, between, 0)
    visit = an_open_visit(first)
    first.opens(visit)
    items = first.items()
    first.judges(items[0], "fail")
    first.photographs(items[0], photo("a.jpg", seed=82))
    first.finishes()
    first.sees_received()
    planner = Reviewer(context_for("planner", "desk").pages[0])
    sends_back(planner, next(iter(first.submissions())), "请补第二项")
    second = comes(context_for, between, 0)
    hanging = between.fails("GET", "^/api/photos/", SILENCE)
    second.opens(visit)
    second.judges(items[1], "fail")
    second.photographs(items[1], photo("b.jpg", seed=83))
    between.lifts(hanging)
    expect(second.item(items[0]).locator("figure")).to_have_count(1)
    expect(second.item(items[1]).locator("figure")).to_have_count(1)
    second.page.reload()
    expect(second.page.locator("figure img[src^=blob]")).to_have_count(2)


def test_a_store_emptied_under_the_open_page_is_filled_again(context_for):
    context_for.expects("status of 404")  # the photo is not with the server either
    inspector = Inspector(context_for("inspector", number=2).pages[0])
    inspector.opens(an_open_visit(inspector))
    items, page = inspector.items(), inspector.page
    inspector.judges(items[0], "fail")
    inspector.notes(items[0], "清空以前写的")
    inspector.photographs(items[0], photo("a.jpg", seed=84))
    page.evaluate(EMPTY)
    inspector.judges(items[1], "pass")
    expect(page.get_by_text("本机存储刚被清空。")).to_be_visible()
    expect(inspector.item(items[0]).get_by_text("不在本机")).to_be_visible()
    page.reload()
    expect(inspector.item(items[0]).get_by_label("备注", exact=True)).to_have_value("清空以前写的")
    expect(inspector.item(items[1]).locator("[value=pass]")).to_be_checked()


def test_going_back_shows_a_covert_note_to_nobody_else(context_for):
    context_for.expects("status of 40[14]")
    context = context_for("inspector", number=6)
    first = Inspector(context.pages[0])
    page = first.page
    first.opens(a_covert_visit(first))
    before = first.saves()
    page.get_by_label("备注", exact=True).fill("暗访秘密")
    first.sees_saved(before)
    site = str(page.locator("form#capture").get_attribute("data-name"))
    page.goto(context_for.server.person("inspector", 7).url)
    page.locator("form button").click()
    page.wait_for_url("**/field/")
    for _ in range(3):
        page.go_back()
        page.wait_for_load_state()
        assert "暗访秘密" not in page.content()
        assert site not in page.content()
        expect(page.locator("form#capture")).to_have_count(0)


def test_a_covert_note_in_another_tab_makes_way_for_who_has_come_in(context_for):
    context_for.expects("status of 40[14]")
    context = context_for("inspector", number=0)
    first = Inspector(context.pages[0])
    first.opens(a_covert_visit(first))
    before = first.saves()
    first.page.get_by_label("备注", exact=True).fill("暗访秘密")
    first.sees_saved(before)
    other = context.new_page()
    other.goto(context_for.server.person("inspector", 1).url)
    other.locator("form button").click()
    other.wait_for_url("**/field/")
    first.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # the tab comes to the front
    expect(first.page.get_by_text("没有找到")).to_be_visible()
    assert "暗访秘密" not in first.page.content()
