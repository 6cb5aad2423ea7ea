"""What the phone's browser is like is said before anything is entered: inside another app, not on the home screen,
private, full, with a store that does not open."""

import json

import pytest
from playwright.sync_api import expect

from e2e.actors import Inspector
from e2e.contexts import sign_in
from e2e.stories import an_open_visit, finishes_offline
from e2e.test_accessible import faults

WECHAT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.40"
SAFARI_TAB = "Object.defineProperty(navigator, 'standalone', { value: false });"
ROOM = "navigator.storage.estimate = () => Promise.resolve({});"
# The store as it is when a browser hangs or its file is damaged, until the page is told otherwise.
STORE = """const open = indexedDB.open.bind(indexedDB);
globalThis.store = sessionStorage.store ?? "works";
indexedDB.open = (...given) => {
  if (globalThis.store === "works") return open(...given);
  const target = new EventTarget();
  const calls = ["addEventListener", "removeEventListener"].map((name) => [name, { value: target[name].bind(target) }]);
  const error = { value: new DOMException("the store does not open", globalThis.store) };
  if (globalThis.store !== "hangs") setTimeout(() => target.dispatchEvent(new Event("error")));
  return Object.create(IDBOpenDBRequest.prototype, { ...Object.fromEntries(calls), error });
};"""
LATER = "const now = Date.now.bind(Date); Date.now = () => now() + 3 * 864e5;"


def test_inside_another_app_the_way_out_is_told_at_the_door_and_in_the_field(fresh_server, context_for):
    context = context_for.stranger(user_agent=WECHAT, permissions=["clipboard-read", "clipboard-write"])
    page = context.pages[0]
    page.goto(fresh_server.person("inspector").url)
    told = page.locator("[data-within]")
    expect(told).to_contain_text("请在系统浏览器打开：点右上角「···」")
    told.get_by_role("button", name="复制网址").click()
    expect(told).to_contain_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    inspector = Inspector(sign_in(context, fresh_server.person("inspector").url))
    visit = an_open_visit(inspector)
    expect(told).to_be_visible()
    inspector.opens(visit)
    expect(told).to_be_visible()
    inspector.goes_to("/field/outbox")
    expect(told).to_be_visible()
    assert faults(page) == []


def test_a_kept_page_knows_by_itself_that_it_is_inside_another_app(fresh_server, context_for):
    context = context_for("inspector", number=1)
    context.add_init_script(f"Object.defineProperty(navigator, 'userAgent', {{ value: {json.dumps(WECHAT)} }})")
    inspector = Inspector(context.pages[0])
    inspector.goes_to("/field/outbox")
    expect(inspector.page.locator("[data-within]")).to_be_visible()


def test_an_ordinary_browser_is_told_nothing_of_the_kind(fresh_server, context_for):
    inspector = Inspector(context_for("inspector", number=1).pages[0])
    inspector.opens(an_open_visit(inspector))
    inspector.waits_until_ready()
    for sign in ("[data-within]", "[data-misgiving]", "[data-not-installed]", "[data-banner]"):
        expect(inspector.page.locator(sign).locator("visible=true")).to_have_count(0)


def test_a_tab_of_safari_is_asked_to_come_to_the_home_screen_and_old_work_is_marked(fresh_server, context_for):
    context = context_for("inspector", number=2)
    context.add_init_script(SAFARI_TAB)
    inspector = Inspector(context.pages[0])
    page = inspector.page
    inspector.waits_until_packed()
    page.reload()
    expect(page.locator("[data-not-installed]")).to_contain_text("添加到主屏幕")
    expect(page.locator("[data-aged]")).to_be_hidden()
    finishes_offline(inspector, "放了三天的")
    expect(page.locator("[data-aged]")).to_be_hidden()
    context.add_init_script(LATER)
    page.reload()
    expect(page.locator("[data-not-installed]")).to_be_visible()
    assert faults(page) == []
    expect(page.locator("[data-aged]")).to_contain_text("超过 1 天（本单位设定）：已完成 1 份，未完成 0 份。")


@pytest.mark.parametrize(
    ("room", "told"),
    [
        ({"usage": 1_000_000, "quota": 100_000_000}, "这个窗口可能是无痕窗口。"),
        ({"usage": 350_000_000, "quota": 400_000_000}, "本机剩余空间不多。"),
    ],
)
def test_a_private_window_and_a_phone_with_little_room_are_warned_of(fresh_server, context_for, room, told):
    context = context_for("inspector", number=3)
    context.add_init_script(ROOM.replace("{}", json.dumps(room)))
    inspector = Inspector(context.pages[0])
    visit = an_open_visit(inspector)
    expect(inspector.page.get_by_text(told)).to_be_visible()
    inspector.opens(visit)
    expect(inspector.page.get_by_text(told)).to_be_visible()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("hangs", "本机存储打不开。"),
        ("UnknownError", "这个浏览器打不开本机存储。"),
        ("VersionError", "这一页的程序比本机存储旧。"),
    ],
)
def test_a_store_that_does_not_open_is_told_of_tried_again_and_gone_round(fresh_server, context_for, fault, reason):
    context_for.expects("the store does not open", "not caught: open")
    inspector = Inspector(context_for("inspector", number=4).pages[0])
    page = inspector.page
    visit = an_open_visit(inspector)
    inspector.opens(visit)
    item = inspector.items()[0]
    page.context.add_init_script(STORE)
    page.evaluate("fault => { sessionStorage.store = fault }", fault)
    page.goto(inspector.site + "/field/")
    shut = page.locator("[data-strip=shut]")
    if fault == "hangs":
        expect(page.get_by_text("正在打开本机存储")).to_be_visible()
    expect(shut.get_by_text(reason)).to_be_visible(timeout=30_000)
    expect(shut.get_by_role("button", name="重试")).to_be_visible()
    page.evaluate("store = 'works'; document.querySelector('[data-strip=shut] [data-reopen]').click()")
    expect(shut).to_be_hidden()
    inspector.opens(visit)
    expect(page.locator("[data-banner=shut]").get_by_text(reason)).to_be_visible(timeout=30_000)
    assert faults(page) == []
    page.get_by_role("button", name="不存本机，先填写").click()
    inspector.waits_until_ready()
    alarm = page.locator("[data-banner=unsaved]")
    expect(alarm).to_be_in_viewport()
    inspector.item(item).locator("input[value=fail]").first.check(force=True)
    inspector.item(item).get_by_label("备注", exact=True).fill("存储打不开时写的")
    with page.expect_download() as download:
        alarm.get_by_role("button", name="立即导出").click()
    assert "存储打不开时写的".encode() in download.value.path().read_bytes()
    page.evaluate("store = 'works'")
    expect(alarm).to_be_hidden(timeout=30_000)
    page.evaluate("sessionStorage.store = 'works'")
    page.reload()
    inspector.waits_until_ready()
    expect(inspector.item(item).get_by_label("备注", exact=True)).to_have_value("存储打不开时写的")


def test_what_a_store_turns_out_to_hold_is_not_mixed_with_what_was_entered_without_it(fresh_server, context_for):
    context_for.expects("the store does not open")
    inspector = Inspector(context_for("inspector", number=5).pages[0])
    page = inspector.page
    visit = an_open_visit(inspector)
    inspector.opens(visit)
    item = inspector.items()[0]
    inspector.judges(item, "pass")
    page.context.add_init_script(STORE)
    page.evaluate("sessionStorage.store = 'UnknownError'")
    inspector.opens(visit)
    page.get_by_role("button", name="不存本机，先填写").click()
    inspector.waits_until_ready()
    inspector.item(item).locator("input[value=fail]").first.check(force=True)
    page.evaluate("store = sessionStorage.store = 'works'")
    expect(page.locator("[data-banner=apart]")).to_be_visible(timeout=15_000)
    expect(page.locator("[data-banner=unsaved]")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_event("dialog") as asked:
        page.reload()
    assert asked.value.type == "beforeunload"
    inspector.waits_until_ready()
    expect(inspector.item(item).locator("input[value=pass]").first).to_be_checked()
