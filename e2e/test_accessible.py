"""Every page that `make screenshots` shows is read by axe: on a phone in English, at a desk in Chinese and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from e2e.contexts import VIEWPORTS, a_context, sign_in
from e2e.screenshots import PAGES, Shot, reach

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def whole(page: Page, viewport: str) -> None:
    """Makes the window as high as the page: what the dock covers by chance can be scrolled from under it."""
    usual = VIEWPORTS[viewport]["viewport"]
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size(usual | {"height": max(usual["height"], height)})


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    return [
        f"{fault['id']}: {'; '.join(' '.join(map(str, node['target'])) for node in fault['nodes'][:4])}"
        for fault in Axe().run(page, options=RULES).response["violations"]
    ]


# Symbols that are asked for and that the page does not carry: one that only a fragment draws, say.
UNDRAWN = """() => [...document.querySelectorAll('main use')].map(each => each.getAttribute('href'))
  .filter(href => !document.querySelector(href))"""
SHOTS = [Shot(*line) for line in PAGES]


@pytest.mark.parametrize(
    ("viewport", "language", "theme"),
    [
        pytest.param("phone", "en", "light", marks=pytest.mark.xdist_group("read on a phone")),
        pytest.param("desk", "zh", "dark", marks=pytest.mark.xdist_group("read at a desk")),
    ],
)
def test_no_page_hinders_anybody(browser, own_server, viewport, language, theme):
    found: dict[str, list[str]] = {}
    for role in dict.fromkeys(shot.role for shot in SHOTS):
        context, _ = a_context(browser, viewport)
        context.add_cookies([{"name": "lang", "value": language, "url": own_server.url}])
        page = sign_in(context, own_server.person(role).url) if role else context.new_page()
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for shot in (shot for shot in SHOTS if shot.role == role):
            reach(page, own_server, shot.place)
            if undrawn := page.evaluate(UNDRAWN):
                found.setdefault(f"{role} {shot.name}", []).append(f"not drawn: {undrawn}")
            whole(page, viewport)
            if seen := faults(page):
                found.setdefault(f"{role} {shot.name}", []).extend(seen)
            page.set_viewport_size(VIEWPORTS[viewport]["viewport"])
        context.close()
    assert found == {}


def test_with_the_colours_of_the_system_only_the_page_that_is_shown_is_underlined(browser, own_server):
    context, _ = a_context(browser, "desk", forced_colors="active")
    page = sign_in(context, own_server.person("planner").url)
    page.goto(own_server.url + "/review/")
    lines = "links => links.map(link => [link.hasAttribute('aria-current'), getComputedStyle(link).borderBottomColor])"
    found = page.locator(".nav a").evaluate_all(lines)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert {current: colour != ground for current, colour in found} == {True: True, False: False}
    context.close()
