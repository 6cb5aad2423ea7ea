"""The bar at the foot of a phone's page hides nothing for good, and no page is wider than the phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from e2e.screenshots import COVERT, PAPER, VISIT, reach

PLACES = {
    "inspector": ("/field/", "/field/outbox", VISIT, COVERT),
    "shopper": ("/field/",),
    "planner": ("/review/ > main h2 a[href^='/review/'] > section.list ol a[href^='/review/']",),
    "unit": ("/home/", PAPER),
}
WINDOWS = ((390, 844, 100), (390, 844, 130), (320, 640, 130), (844, 390, 100))
# How far the end of the page stands above the bar once it is scrolled to, and how much wider than the window it is.
END = """() => {
  scrollTo(0, document.documentElement.scrollHeight);
  const dock = [...document.querySelectorAll('.dock')].find(each => each.getClientRects().length);
  const end = document.querySelector('main').getBoundingClientRect().bottom;
  return [dock.getBoundingClientRect().top - end, document.documentElement.scrollWidth - innerWidth];
}"""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", PLACES)
def test_the_end_of_a_page_stands_above_its_dock(context_for, server, role, language):
    page = context_for(role, "desk").pages[0]
    page.context.add_cookies([{"name": "lang", "value": language, "url": server.url}])
    found = {}
    for place in PLACES[role]:
        reach(page, server, place)
        for width, height, text in WINDOWS:
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(f"document.documentElement.style.fontSize = '{text}%'")
            room, excess = page.evaluate(END)
            if room < -1 or excess > 0:
                found[place, width, text] = (room, excess)
    assert found == {}


def test_what_the_dock_cuts_still_has_its_size(context_for, server):
    page = context_for("shopper").pages[0]
    page.goto(server.url + "/field/")
    found = []
    for height in range(640, 860, 12):  # each cuts the list at another place
        page.set_viewport_size({"width": 412, "height": height})
        found += Axe().run(page, options={"runOnly": ["target-size"]}).response["violations"]
    assert found == []
