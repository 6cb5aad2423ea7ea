"""What several stories of the field need: the visit to begin with, and what arrived of it."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from e2e.actors import Inspector, Reviewer
from e2e.between import Between
from e2e.contexts import Windows, sign_in


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
    entry = inspector.page.locator("[data-entry]:visible").filter(has_text="明察").first
    return str(entry.locator("h3 a").get_attribute("href"))


def a_covert_visit(inspector: Inspector) -> str:
    inspector.goes_to("/field/")
    inspector.waits_until_packed()
    entry = inspector.page.locator("[data-entry]").filter(has_text="暗访").first
    return str(entry.locator("h3 a").get_attribute("href"))


def comes(windows: Windows, between: Between, number: int) -> Inspector:
    """An inspector signed in through what stands between, everything packed."""
    context = windows.stranger()
    inspector = Inspector(sign_in(context, between.at(between.server.person("inspector", number).url)))
    inspector.waits_until_packed()
    return inspector


def begins_unplanned(inspector: Inspector) -> None:
    """Opens an unplanned check and chooses its site."""
    inspector.goes_to("/field/unplanned/")
    inspector.page.get_by_role("link", name="营业厅用语与接待").click()
    before = inspector.saves()
    inspector.page.get_by_label("网点").select_option(index=1)
    inspector.sees_saved(before)


def finishes_offline(inspector: Inspector, *notes: str) -> list[str]:
    """Unplanned checks with a note each, finished without a network; their ids in that order."""
    inspector.loses_the_network()
    found: list[str] = []
    for note in notes:
        begins_unplanned(inspector)
        item = inspector.items()[0]
        inspector.judges(item, "fail")
        inspector.notes(item, note)
        inspector.finishes()
        found += [one for one in inspector.submissions() if one not in found]
    inspector.sees_waiting(len(notes))
    return found


def row(page: Page, submission: str) -> Locator:
    """A submission's entry on the outbox page."""
    return page.locator(f"[data-submission='{submission}']")


def sees(inspector: Inspector, states: dict[str, str]) -> None:
    """Waits until the outbox shows each submission in its state."""
    for submission, state in states.items():
        expect(row(inspector.page, submission)).to_have_attribute("data-state", state, timeout=20_000)


def status(page: Page, path: str) -> int:
    """What the server answers to the page."""
    found: int = page.evaluate("path => fetch(path).then((answer) => answer.status)", path)
    return found


def ends_the_session(page: Page) -> None:
    """The browser's session is over; all else stays."""
    kept = [one for one in page.context.cookies() if one["name"] != "mc_session"]
    page.context.clear_cookies()
    page.context.add_cookies(kept)  # type: ignore[arg-type]


def sends_back(planner: Reviewer, submission: str, reason: str) -> None:
    """A planner gives a check back to its inspector."""
    planner.opens(f"/review/{submission}")
    form = planner.page.locator("details.back").locator("visible=true").first
    form.locator("summary").click()
    form.locator("textarea").fill(reason)
    form.locator("button").click()
    planner.page.wait_for_load_state()


def the_entry(inspector: Inspector, site: str) -> str:
    """The path of the last visit on the list to the site of this name, once everything is packed."""
    inspector.goes_to("/field/")
    inspector.waits_until_packed()
    entry = inspector.page.locator("[data-entry]:visible").filter(has_text=site).last
    return str(entry.locator("h3 a").get_attribute("href"))
