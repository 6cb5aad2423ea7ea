"""The duty manager at the end of an open visit signs with a finger, or declines with a remark; covert work has none."""

import pytest
from playwright.sync_api import Page, expect

from e2e.actors import Inspector
from e2e.stories import a_covert_visit, an_open_visit, sent


@pytest.fixture
def inspector(own_server, context_for):
    return Inspector(context_for("inspector", number=0).pages[0])


def _shows_it(page: Page) -> None:
    page.get_by_role("button", name="完成检查").first.click()
    page.get_by_role("button", name="值班主任").click()
    expect(page.locator("#duty[open]")).to_be_visible()


def _draws(page: Page) -> None:
    box = page.locator("[data-pad]").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=5)
    page.mouse.up()


def _body(inspector: Inspector) -> dict:
    inspector.sees_received()
    return sent(inspector.page, next(iter(inspector.submissions())))


def test_a_signature_outlives_the_page_and_tells_of_a_later_change(inspector):
    page = inspector.page
    inspector.opens(an_open_visit(inspector))
    first, second = inspector.items()[:2]
    inspector.judges(first, "fail")
    _shows_it(page)
    page.get_by_role("button", name="已阅，签名").click()
    expect(page.get_by_text("请写上姓名。")).to_be_visible()
    page.get_by_label("姓名").fill("赵海")
    _draws(page)
    page.get_by_role("button", name="已阅，签名").click()
    expect(page.locator("#duty")).to_be_hidden()
    page.reload()
    inspector.waits_until_ready()
    page.get_by_role("button", name="完成检查").first.click()
    expect(page.locator("[data-duty-line]")).to_contain_text("值班主任 赵海 已签名")
    expect(page.locator("[data-duty-line]")).not_to_contain_text("有改动")
    page.get_by_role("button", name="继续检查").click()
    inspector.judges(second, "fail")
    inspector.finishes()
    duty = _body(inspector)["duty"]
    assert (duty["answer"], duty["name"], duty["changed"]) == ("signed", "赵海", True)
    assert len(duty["strokes"][0]) > 2


def test_who_declines_says_why_and_covert_work_has_no_manager(inspector):
    page = inspector.page
    inspector.opens(a_covert_visit(inspector))
    expect(page.locator("#duty, [data-see-duty]")).to_have_count(0)
    inspector.opens(an_open_visit(inspector))
    inspector.judges(inspector.items()[0], "pass")
    _shows_it(page)
    page.get_by_role("button", name="不签").click()
    expect(page.get_by_text("不签的，请写明意见。")).to_be_visible()
    page.get_by_label("意见").fill("没有异议，但要请示")
    page.get_by_role("button", name="不签").click()
    expect(page.locator("#duty")).to_be_hidden()
    page.locator("#finish").get_by_role("button", name="完成检查").click()
    page.wait_for_url("**/field/outbox")
    duty = _body(inspector)["duty"]
    assert (duty["answer"], duty["remark"], duty["changed"]) == ("declined", "没有异议，但要请示", False)
