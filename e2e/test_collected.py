"""Days of work collected without a network and sent at once: all of it arrives, and the phone's memory holds one photo
at a time, however many there are."""

import pytest
from playwright.sync_api import CDPSession, expect

from e2e import collecting
from e2e.actors import Inspector
from e2e.between import SLOW, Between
from e2e.collecting import Load
from e2e.contexts import Windows
from e2e.pictures import photo

PHOTO = collecting.picture(1600, 1200, 400_000)  # 1.9 megapixels, as the page reduces them to
ROOM = 3 * len(PHOTO)  # bytes: one photo as chunks from the store, whole, and as the body of a request
SMALL = 360 * 360 * 4  # bytes that a picture three to a row comes to when it is drawn
# By which way each photo went out: a worker that they pass holds the bytes of each for as long as it lives.
WAYS = """() => performance.getEntriesByType("resource")
  .filter((one) => one.name.includes("/api/photos/")).map((one) => one.workerFinalSourceType)"""
DECODED = "[...document.querySelectorAll('figure img')].map((one) => one.naturalWidth * one.naturalHeight * 4)"


@pytest.fixture
def inspector(context_for: Windows, between: Between) -> Inspector:
    """Somebody whose phone knows the server only through what stands between."""
    page = context_for("inspector", number=2).pages[0]
    page.goto(between.url + "/field/")
    return Inspector(page)


def test_visits_with_many_photos_all_arrive_and_one_photo_at_a_time_is_in_memory(
    inspector: Inspector, between: Between
) -> None:
    page, folder = inspector.page, between.server.folder
    visits = collecting.given(folder, between.server.person("inspector", 2).name, 4)
    inspector.goes_to("/field/")
    inspector.waits_until_packed()
    inspector.loses_the_network()
    taken: list[str] = []
    for visit in visits[:2]:
        inspector.opens(visit)
        inspector.waits_until_ready()
        taken += collecting.fill(page, Load(1, 5), PHOTO)
    for number, visit in enumerate(visits[2:]):
        taken += tapped(inspector, visit, number)
    inspector.goes_to("/field/outbox")
    inspector.sees_waiting(4)
    memory = page.context.new_cdp_session(page)
    before = held(memory)
    first, last = (between.fails("PUT", f"/api/photos/{sha256}", SLOW) for sha256 in (taken[0], taken[-1]))
    inspector.has_the_network_again()
    for rule in (first, last):
        assert rule.met.wait(60)
        assert held(memory) - before < ROOM
        between.lifts(rule)
    expect(page.locator("[data-submission][data-state=received]")).to_have_count(4, timeout=30_000)
    assert set(page.evaluate(WAYS)) == {"network"}
    for sha256 in taken:
        assert len(list(folder.rglob(sha256))) == 1
        assert len(between.asked("PUT", f"/api/photos/{sha256}")) == 1


def test_a_check_with_a_hundred_photos_shows_small_ones_as_they_come_near(
    inspector: Inspector, between: Between
) -> None:
    page = inspector.page
    (visit,) = collecting.given(between.server.folder, between.server.person("inspector", 2).name, 1)
    inspector.opens(visit)
    inspector.waits_until_ready()
    collecting.fill(page, Load(1, 100, each=5), PHOTO, finishing=False)
    page.reload()
    inspector.waits_until_ready()
    figures = page.locator("figure")
    expect(figures).to_have_count(100)
    page.wait_for_function("() => document.querySelector('figure img[src^=blob]')?.complete")
    assert sum(page.evaluate(DECODED)) < 40 * SMALL
    for row in range(0, 100, 5):
        figures.nth(row).scroll_into_view_if_needed()
        expect(figures.nth(row).locator("img[src^=blob]")).to_be_visible()
    sizes = page.evaluate(DECODED)
    assert 0 < max(sizes) <= SMALL


def tapped(inspector: Inspector, visit: str, number: int) -> list[str]:
    """Every item of a visit judged by hand, five photos picked for the first that fails; their hashes."""
    inspector.opens(visit)
    inspector.waits_until_ready()
    items = inspector.items()
    for item in items[1:]:
        inspector.item(item).locator("input[type=radio][value=pass]").first.check(force=True)
    inspector.judges(items[0], "fail")
    inspector.photographs(items[0], *(photo(f"{n}.jpg", seed=10 * number + n) for n in range(5)))
    figures = inspector.item(items[0]).locator("figure")
    expect(figures).to_have_count(5)
    hashes = [str(figure.get_attribute("data-sha256")) for figure in figures.all()]
    inspector.finishes()
    return hashes


def held(session: CDPSession) -> int:
    """The bytes of all buffers that the page still holds on to."""
    session.send("HeapProfiler.collectGarbage")
    return int(session.send("Runtime.getHeapUsage")["backingStorageSize"])
