"""The camera in the page: shots are saved one after the other, offline too; without a camera the way on is said."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright, expect

from e2e.actors import Inspector
from e2e.browser import ARGS, executable
from e2e.contexts import Windows
from e2e.serving import Server
from e2e.stories import a_covert_visit, an_open_visit


@pytest.fixture
def with_camera(playwright: Playwright, server: Server) -> Iterator[Windows]:
    fake = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    browser = playwright.chromium.launch(executable_path=executable(), args=[*ARGS, *fake])
    windows = Windows(browser, server)
    yield windows
    windows.close()
    browser.close()
    assert windows.complaints == []


def test_shots_of_the_camera_in_the_page_are_kept_without_a_network(with_camera):
    inspector = Inspector(with_camera("inspector", number=3).pages[0])
    visit = an_open_visit(inspector)
    inspector.loses_the_network()
    inspector.opens(visit)
    page, item = inspector.page, inspector.items()[0]
    inspector.judges(item, "fail")
    inspector.item(item).get_by_role("button", name="页内连拍").click()
    camera = page.locator("#camera")
    shutter = camera.get_by_role("button", name="按下拍照")
    expect(shutter).to_be_enabled()
    assert shutter.bounding_box()["height"] >= 64
    figures = inspector.item(item).locator("figure")
    for count in (1, 2):
        before = inspector.saves()
        page.wait_for_function("at => document.querySelector('#camera video').currentTime > at", arg=count * 0.5)
        shutter.click()
        inspector.sees_saved(before)
        expect(figures).to_have_count(count)
    camera.get_by_role("button", name="完成").click()
    expect(camera).to_be_hidden()
    assert page.evaluate("document.querySelector('#camera video').srcObject") is None
    page.reload()
    expect(figures).to_have_count(2)
    expect(inspector.item(item).get_by_role("alert")).to_be_hidden()


def test_without_a_camera_the_page_says_how_to_take_the_photo(context_for):
    inspector = Inspector(context_for("inspector", number=3).pages[0])
    inspector.opens(an_open_visit(inspector))
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    inspector.item(item).get_by_role("button", name="页内连拍").click()
    expect(inspector.item(item).get_by_role("alert")).to_contain_text("请点「添加」")
    expect(inspector.page.locator("#camera")).to_be_hidden()


def test_only_pages_of_the_field_may_use_the_camera_and_covert_ones_do_not_offer_it(context_for):
    inspector = Inspector(context_for("inspector", number=0).pages[0])
    page = inspector.page
    policies = [page.request.get(inspector.site + path).headers["permissions-policy"] for path in ("/field/", "/me")]
    assert [policy.split(", ")[0] for policy in policies] == ["camera=(self)", "camera=()"]
    inspector.opens(a_covert_visit(inspector))
    assert page.locator("#camera, [data-camera], [data-open-photo]").count() == 0
    assert (
        page.locator("template").evaluate_all("all => all.some(each => each.innerHTML.includes('data-camera'))")
        is False
    )
