"""The administrator sets what the bureau decides, by hand and by keyboard; the phones follow."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from e2e.actors import Inspector
from e2e.contexts import Windows
from e2e.stories import begins_unplanned

UNTIL = """() => new Promise((done, failed) => {
  const opening = indexedDB.open(`mingcha-${document.documentElement.dataset.me}`);
  opening.onerror = () => failed(opening.error);
  opening.onsuccess = () => {
    const reading = opening.result.transaction("outbox").objectStore("outbox").getAll();
    reading.onsuccess = () => { opening.result.close(); done(reading.result.map((one) => one.until)); };
  };
})"""


@pytest.fixture
def admin(own_server, context_for: Windows) -> Page:
    page = context_for("admin", "desk").pages[0]
    page.goto(own_server.url + "/settings/")
    return page


def test_enter_saves_what_was_typed_and_takes_nothing_back(admin):
    admin.get_by_role("textbox", name="通报签收期限（新起草时的建议值）").fill("7")
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("已保存，即刻生效。")).to_be_visible()
    admin.get_by_role("textbox", name="通报的落款部门").fill("营销部（客户服务中心）𠮷")
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("textbox", name="通报的落款部门")).to_have_value("营销部（客户服务中心）𠮷")
    expect(admin.get_by_role("textbox", name="通报签收期限（新起草时的建议值）")).to_have_value("7")
    admin.get_by_role("button", name="恢复建议值：通报签收期限（新起草时的建议值）").click()
    expect(admin.get_by_role("textbox", name="通报签收期限（新起草时的建议值）")).to_have_value("5")
    expect(admin.get_by_role("textbox", name="通报的落款部门")).to_have_value("营销部（客户服务中心）𠮷")


def test_a_phone_keeps_what_was_received_for_as_long_as_the_bureau_says(admin, context_for):
    admin.get_by_role("textbox", name="已送达的检查在手机上保留多久").fill("14")
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("已保存，即刻生效。")).to_be_visible()
    inspector = Inspector(context_for("inspector").pages[0])
    inspector.waits_until_packed()
    begins_unplanned(inspector)
    inspector.judges(inspector.items()[0], "pass")
    inspector.finishes()
    inspector.sees_received()
    expect(inspector.page.get_by_text("本机保留 14 天（本单位设定）")).to_be_visible()
    (until,) = inspector.page.evaluate(UNTIL)
    left = datetime.fromisoformat(until) - datetime.now().astimezone()
    assert timedelta(days=13, hours=23) < left <= timedelta(days=14)
