"""The publisher tries other rules of scoring and applies them with a passkey; they outlast a new start."""

import re

from playwright.sync_api import expect


def test_rules_are_tried_applied_and_outlast_a_new_start(own_server, context_for, with_passkey):
    context_for.expects("status of 422")
    page = context_for("publisher", "desk").pages[0]
    with_passkey(page)
    page.goto(own_server.url + "/scores/")
    before = page.locator("main table").first.inner_text()
    page.get_by_role("link", name=re.compile("规则自 .* 起执行")).click()
    page.get_by_role("textbox", name="轻微").fill("３")
    page.get_by_role("textbox", name="参加排名所需的检查次数").fill("二")
    page.keyboard.press("Enter")
    expect(page.get_by_text("请填 0 到 1000 的整数。")).to_be_visible()
    expect(page.get_by_role("textbox", name="轻微")).to_have_value("３")
    page.get_by_role("textbox", name="参加排名所需的检查次数").fill("2")
    page.keyboard.press("Enter")
    trial = page.get_by_role("region", name="试算结果，尚未启用")
    expect(trial.get_by_text("权重：轻微：1 → 3")).to_be_visible()
    row = trial.get_by_role("row", name="城东供电所")
    promised = row.get_by_role("cell").last.inner_text().split()[0]
    beside = page.context.new_page()
    beside.goto(own_server.url + "/scores/")
    assert beside.locator("main table").first.inner_text() == before  # tried only
    beside.close()
    page.get_by_role("button", name="启用这些规则").click()
    page.get_by_role("button", name="先为本账号建一个通行密钥").click()
    expect(page.get_by_text("通行密钥已建好")).to_be_visible()
    page.get_by_role("button", name="启用这些规则").click()
    expect(page.get_by_text("已启用，未关账的月份都已重新计分。")).to_be_visible()
    own_server.kill()
    own_server.start()
    page.goto(own_server.url + "/scores/")
    expect(page.locator("main table").first.get_by_role("row", name="城东供电所")).to_contain_text(promised)
    page.goto(own_server.url + "/scores/rules")
    expect(page.get_by_role("textbox", name="轻微")).to_have_value("3")
    expect(page.get_by_text("由王建国启用").first).to_be_visible()
