"""What one hand does on a capture page: the rest of a part at once, an item by its words."""

import re

from playwright.sync_api import expect

from e2e.actors import Inspector
from e2e.stories import an_open_visit, sent


def test_the_rest_of_a_part_is_judged_with_one_tap_which_is_told_and_can_be_undone(context_for):
    inspector = Inspector(context_for("inspector", number=2).pages[0])
    inspector.opens(an_open_visit(inspector))
    inspector.waits_until_ready()
    page = inspector.page
    plainly = "fieldset:not([data-kind]):not([hidden])"
    part = page.locator(f"[data-section]:has({plainly} ~ {plainly})").first
    plain = part.locator(plainly)
    items = [str(each.get_attribute("data-item")) for each in plain.all()]
    inspector.judges(items[0], "fail")
    before = inspector.saves()
    part.get_by_role("button", name="本部分其余都符合").click()
    inspector.sees_saved(before)
    expect(part.locator("[value=pass]:checked")).to_have_count(len(items) - 1)
    expect(part.get_by_role("button", name="本部分其余都符合")).to_be_hidden()
    before = inspector.saves()
    page.get_by_role("button", name="撤销").click()
    inspector.sees_saved(before)
    expect(part.locator("[value=pass]:checked")).to_have_count(0)
    expect(inspector.item(items[0]).locator("[value=fail]")).to_be_checked()
    before = inspector.saves()
    part.get_by_role("button", name="本部分其余都符合").click()
    inspector.sees_saved(before)
    inspector.judges(items[1], "na")
    inspector.judges(items[1], "pass")
    page.reload()
    inspector.waits_until_ready()
    inspector.finishes()
    inspector.sees_received()
    (submission,) = inspector.submissions()
    observed = {o["item"]: (o["verdict"], o["bulk"]) for o in sent(page, submission)["observations"]}
    assert observed == {items[0]: ("fail", False), items[1]: ("pass", False)} | dict.fromkeys(items[2:], ("pass", True))


def test_a_second_tap_on_a_verdict_takes_it_back_and_can_be_undone(context_for):
    inspector = Inspector(context_for("inspector", number=2).pages[0])
    inspector.opens(an_open_visit(inspector))
    inspector.waits_until_ready()
    page = inspector.page
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    inspector.item(item).get_by_label("备注", exact=True).fill("先判错了")
    verdict = inspector.item(item).locator("[value=fail]")
    tap = inspector.item(item).locator("label:has([value=fail])")
    tap.dblclick()
    expect(verdict, "a finger that trembles changes nothing").to_be_checked()
    page.wait_for_function("since => performance.now() > since + 700", arg=page.evaluate("performance.now()"))
    before = inspector.saves()
    tap.click()
    inspector.sees_saved(before)
    expect(page.get_by_text("这一项重新待答")).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    expect(verdict).to_be_checked()
    page.wait_for_function("since => performance.now() > since + 700", arg=page.evaluate("performance.now()"))
    tap.click()
    page.reload()
    inspector.waits_until_ready()
    expect(inspector.item(item).locator(".verdict :checked")).to_have_count(0)
    expect(inspector.item(item).get_by_label("备注", exact=True)).to_have_value("先判错了")


def test_an_item_is_found_by_its_words_and_stands_under_the_bar(context_for):
    inspector = Inspector(context_for("inspector", number=2).pages[0])
    inspector.opens(an_open_visit(inspector))
    inspector.waits_until_ready()
    page = inspector.page
    last = page.locator("fieldset[data-item]:not([hidden])").last
    words = last.locator("[data-text]").inner_text()
    page.locator(".sections summary").click()
    page.get_by_label("查找检查项").fill("没有这样的字词")
    expect(page.get_by_text("没有含这些字词的检查项。")).to_be_visible()
    page.get_by_label("查找检查项").fill(f"{words[:4]} {words[-3:]}")
    page.locator("[data-found] a").filter(has_text=words).click()
    expect(last.locator(".verdict input, [data-value]").first).to_be_focused()
    expect(page.locator(".sections")).not_to_have_attribute("open", re.compile(".*"))


def test_the_note_invites_to_dictate_what_was_said(context_for):
    inspector = Inspector(context_for("inspector", number=2).pages[0])
    inspector.opens(an_open_visit(inspector))
    inspector.waits_until_ready()
    item = inspector.item(str(inspector.page.locator("fieldset:has(input.more)").first.get_attribute("data-item")))
    item.locator("input.more").check(force=True)
    expect(item.get_by_label("备注", exact=True)).to_have_attribute("placeholder", re.compile("口述"))
