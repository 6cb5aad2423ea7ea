"""`python -m e2e.screenshots [folder]`: every page as a picture, on a phone and on a desk, light and dark.

To add a page, add a line to PAGES: a name, the role that sees it, where it is. A place is a path, and after it, behind
` > `, selectors of links to follow from there; `!` before a selector presses it instead, `=` fills in a PIN, `^` takes
a file that is no workbook. `link:` or `invite:` before a role is a door from outside.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from app import clock
from app.config import ROOT
from app.db import Database
from app.people import links, persons
from e2e.browser import ARGS, MISSING, executable
from e2e.contexts import VIEWPORTS, a_context, sign_in
from e2e.serving import Server

INVITED = "invite:inspector > !summary"
PIN = "281947"
NO_WORKBOOK = ROOT / "README.md"
VISIT = "/field/ > a[href^='/field/visits/']"
COVERT = "/field/ > article:has(use[href='#i-covert']) a[href^='/field/visits/']"
PAPER = "/notices/ > main a[href^='/notices/']:not([href*='drafts']):not([href*='new']):not([href$='.atom'])"
DRAFT = "/checklists/CL02 > !form[action$='/drafts'] button"
PAGES = (
    ("sign-in", "", "/sign-in"),
    ("not-found", "", "/check"),
    ("offline", "", "/field/offline"),
    ("demo-door", "", "link:planner"),
    ("invitation", "", "invite:inspector"),
    ("invitation-pin", "", INVITED),
    ("pin-enrolled", "", INVITED + " > =#pin > =#again > !details button > a[href='/me']"),
    ("sign-in-pin", "", "/me > !form[action='/session/end'] button"),
    ("field-today", "inspector", "/field/"),
    ("field-capture", "inspector", VISIT),
    ("field-capture-failing", "inspector", VISIT + " > !fieldset[data-item] input[value=fail] >> nth=1"),
    ("field-finish", "inspector", VISIT + " > !button[data-finish]"),
    ("field-covert", "inspector", COVERT),
    ("field-unplanned", "inspector", "/field/unplanned/"),
    ("field-unplanned-capture", "inspector", "/field/unplanned/ > a[href^='/field/unplanned/']"),
    ("field-outbox", "inspector", "/field/outbox"),
    ("shopper-today", "shopper", "/field/"),
    ("shopper-capture", "shopper", VISIT),
    ("visits", "planner", "/visits/"),
    ("visits-new", "planner", "/visits/new"),
    ("visit", "planner", "/visits/ > main table a[href^='/visits/']"),
    ("visit-given-on", "planner", "/visits/ > main table a[href^='/visits/'] > !summary"),
    ("review-queue", "planner", "/review/"),
    ("review-accepted", "planner", "/review/?state=accepted"),
    ("review-case", "planner", "/review/ > main h2 a[href^='/review/']"),
    ("review-failing", "planner", "/review/ > main h2 a[href^='/review/'] > section.list ol a[href^='/review/']"),
    ("reconcile", "planner", "/reconcile/"),
    ("scores", "planner", "/scores/"),
    ("scores-closed", "planner", "/scores/{before}"),
    ("scores-unit", "planner", "/scores/ > a[href*='unit=']"),
    ("rules", "planner", "/scores/rules"),
    ("notices", "planner", "/notices/"),
    ("notice-new", "planner", "/notices/new"),
    ("notice", "planner", PAPER),
    ("notice-draft", "planner", "/notices/new > !form[action='/notices/drafts'] button"),
    ("review-queue", "publisher", "/review/"),
    ("reconcile", "publisher", "/reconcile/"),
    ("reconcile-phone", "publisher", "/reconcile/ > main table a[href^='/reconcile/']"),
    ("scores-to-close", "publisher", "/scores/"),
    ("rules", "publisher", "/scores/rules"),
    ("rules-wrong", "publisher", "/scores/rules > !form[action$='/trial'] button"),
    ("notices", "publisher", "/notices/"),
    ("notice-draft", "publisher", "/notices/ > a[href*='/notices/drafts/']"),
    ("unit-home", "unit", "/home/"),
    ("standards", "unit", "/standards/"),
    ("standards-document", "unit", "/standards/D4"),
    ("standards-found", "unit", "/standards/?q=普通话"),
    ("unit-findings", "unit", "/findings/"),
    ("notices", "unit", "/notices/"),
    ("notices-waiting", "unit", "/notices/waiting"),
    ("notice", "unit", PAPER),
    ("scores", "leader", "/scores/"),
    ("notices", "leader", "/notices/"),
    ("notice", "leader", PAPER),
    ("notices", "supervisor", "/notices/"),
    ("roster", "admin", "/roster/"),
    ("roster-found", "admin", "/roster/?q=ly"),
    ("roster-unit", "admin", "/roster/ > a[href^='/roster/units/'] >> nth=1"),
    ("people", "admin", "/people/"),
    ("people-add", "admin", "/people/ > !summary"),
    ("person", "admin", "/people/ > main table a[href^='/people/']"),
    ("settings", "admin", "/settings/"),
    ("settings", "planner", "/settings/"),
    ("operations", "admin", "/operations/"),
    ("checklists", "planner", "/checklists/"),
    ("checklists-none-found", "planner", "/checklists/?q=zzzz"),
    ("checklists-excel", "planner", "/checklists/ > !#upload summary"),
    ("checklist", "planner", "/checklists/CL02"),
    ("checklist-version", "planner", "/checklists/CL02 > #versions + ul a"),
    ("checklist-new", "planner", "/checklists/new"),
    ("checklist-copy", "planner", "/checklists/new?from=CL02"),
    ("checklist-draft", "planner", DRAFT),
    ("checklist-head", "planner", DRAFT + " > a[href$='/head']"),
    ("checklist-section", "planner", DRAFT + " > a[href*='/sections/']"),
    ("checklist-item", "planner", DRAFT + " > .drafted a"),
    ("checklist-item-wrong", "planner", DRAFT + " > !button[value^='add '] > !p .button.main"),
    ("checklist-difference", "planner", DRAFT + " > !.drafted [name=on] > !p .button.main > a[href$='/difference']"),
    ("checklist-preview", "planner", DRAFT + " > a[href$='/preview']"),
    ("checklist-preview-covert", "planner", DRAFT + " > a[href$='/preview'] > a[href$='approach=covert']"),
    ("upload-wrong", "planner", "/checklists/ > !#upload summary > ^#file > !#upload .button.main"),
    ("scenarios", "planner", "/scenarios/"),
    ("scenario", "planner", "/scenarios/M9"),
    ("services", "planner", "/services/"),
    ("checklists", "leader", "/checklists/"),
    ("me", "planner", "/me"),
)

# The picture of the README: the whole way, from the phone to who reads of it.
STORY = ("inspector-field-capture-failing", "planner-review-failing", "unit-unit-home", "unit-notice")
# And those of each role's day; how high the pictures of a row are.
DAYS = {
    "inspector": (
        640,
        ("field-today-phone", "field-capture-failing-phone", "field-finish-phone", "field-outbox-phone"),
    ),
    "planner": (480, ("visits-desk", "review-failing-desk")),
    "publisher": (480, ("scores-to-close-desk", "notice-draft-desk")),
    "unit": (640, ("unit-home-phone", "unit-findings-phone", "notice-phone")),
    "admin": (480, ("people-desk", "roster-desk")),
}
GAP, GROUND = 24, "#e8ecea"


@dataclass(frozen=True)
class Shot:
    name: str
    role: str
    place: str


def main(folder: Path) -> None:
    """Takes every picture; says which pages could not be reached and exits 1 if there were any."""
    path = executable() or sys.exit(MISSING)
    folder.mkdir(parents=True, exist_ok=True)
    shots = [Shot(*line) for line in PAGES]
    with tempfile.TemporaryDirectory() as data, Server(Path(data) / "data") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        missing = [line for viewport in VIEWPORTS for line in series(browser, server, shots, viewport, folder)]
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    if missing:
        sys.exit("\n".join(missing))
    compose(folder)


def compose(folder: Path) -> None:
    """Puts the pictures of the READMEs together: `story.png`, and a `day-….png` for each role."""
    side_by_side(folder, "story", [f"{name}-phone" for name in STORY])
    for role, (height, names) in DAYS.items():
        side_by_side(folder, f"day-{role}", [f"{role}-{name}" for name in names], height)


def side_by_side(folder: Path, name: str, parts: list[str], height: int = 0) -> None:
    """Makes one picture of several, each `height` high where one is given."""
    pictures = [Image.open(folder / f"{part}-light.png") for part in parts]
    if height:
        pictures = [each.resize((round(each.width * height / each.height), height)) for each in pictures]
    width = sum(each.width for each in pictures) + GAP * (len(pictures) - 1)
    whole = Image.new("RGB", (width, max(each.height for each in pictures)), GROUND)
    left = 0
    for each in pictures:
        whole.paste(each, (left, 0))
        left += each.width + GAP
    whole.quantize(128).save(folder / f"{name}.png", optimize=True)


def series(browser: Browser, server: Server, shots: list[Shot], viewport: str, folder: Path) -> Iterator[str]:
    """All pictures of one size, role by role; gives the pages that could not be reached."""
    for role in dict.fromkeys(shot.role for shot in shots):
        context, _ = a_context(browser, viewport)  # type: ignore[arg-type]
        page = sign_in(context, server.person(role).url) if role else context.new_page()
        for shot in (shot for shot in shots if shot.role == role):
            try:
                reach(page, server, shot.place)
            except BrowserError as error:
                yield f"{shot.name} as {role or 'nobody'} ({viewport}): {error.message.splitlines()[0]}"
                continue
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                name = "-".join(part for part in (role, shot.name, viewport, theme) if part)
                page.screenshot(path=folder / f"{name}.png")
            page.emulate_media(color_scheme="light")
        context.close()


def reach(page: Page, server: Server, place: str) -> None:
    """Goes to a place. Raises playwright's Error when a link on the way is missing."""
    path, *steps = place.split(" > ")
    before = clock.month_before(clock.month_of(clock.now()))
    kind, _, role = path.partition(":")
    doors = {"link": lambda: server.person(role).url, "invite": lambda: invitation(server, role)}
    page.goto(doors[kind]() if role else server.url + path.format(before=before))
    for step in steps:
        target = page.locator(step.removeprefix("!")).first
        if step.startswith("="):
            page.locator(step[1:]).fill(PIN, timeout=5000)
        elif step.startswith("^"):
            page.locator(step[1:]).set_input_files(NO_WORKBOOK)
        elif step.startswith("!"):
            target.click(force=True, timeout=5000)
        else:
            page.goto(server.url + str(target.get_attribute("href", timeout=5000)))
    page.wait_for_load_state("networkidle")


def invitation(server: Server, role: str) -> str:
    """The address of a new invitation for the last person with a role."""
    db = Database(server.folder / "mingcha.db")
    someone = [person for person in persons.everyone(db) if role in person.roles][-1]
    token = links.invite(db, someone, None)
    db.close()
    return f"{server.url}/enter/{token}"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/screenshots")
