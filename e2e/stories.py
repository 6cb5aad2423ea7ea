"""What several stories of the field need: the visit to begin with, and what arrived of it."""

from typing import Any

from playwright.sync_api import Page

from e2e.actors import Inspector


def sent(page: Page, submission: str) -> dict[str, Any]:
    """What the server gives back of a submission."""
    found: dict[str, Any] = page.evaluate(
        "id => fetch('/api/submissions/' + id).then((answer) => answer.json())", submission
    )
    return found


def an_open_visit(inspector: Inspector) -> str:
    """The path of the first open visit, once everything is packed."""
    inspector.goes_to("/field/")
    inspector.waits_until_packed()
    entry = inspector.page.locator("[data-entry]").filter(has_text="明察").first
    return str(entry.locator("h3 a").get_attribute("href"))


def a_covert_visit(inspector: Inspector) -> str:
    inspector.goes_to("/field/")
    inspector.waits_until_packed()
    entry = inspector.page.locator("[data-entry]").filter(has_text="暗访").first
    return str(entry.locator("h3 a").get_attribute("href"))
