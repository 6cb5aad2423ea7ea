"""Where an open visit was made: noted on a tap, plainly absent where not, never asked for in covert work."""

import pytest
from playwright.sync_api import expect

from e2e.actors import Inspector
from e2e.stories import an_open_visit, sent

HERE = {"latitude": 46.5812345, "longitude": 125.1, "accuracy": 17.6}
# Counts what the page asks of the phone, since nobody may be asked before they tapped.
COUNTED = """() => { window.asked = 0; const get = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
  navigator.geolocation.getCurrentPosition = (...given) => { window.asked += 1; get(...given); }; }"""


@pytest.fixture
def inspector(own_server, context_for):
    return Inspector(context_for("inspector", number=0).pages[0])


def _body(inspector: Inspector) -> dict:
    inspector.sees_received()
    return sent(inspector.page, next(iter(inspector.submissions())))


def test_a_tap_notes_the_position_and_it_outlives_the_page(inspector):
    page = inspector.page
    page.add_init_script(f"({COUNTED})()")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(HERE)
    visit = an_open_visit(inspector)
    inspector.loses_the_network()
    inspector.opens(visit)
    inspector.waits_until_ready()
    assert page.evaluate("asked") == 0
    before = inspector.saves()
    page.get_by_role("button", name="记录位置").click()
    inspector.sees_saved(before)
    expect(page.get_by_text("误差 18 米")).to_be_visible()
    page.reload()
    inspector.waits_until_ready()
    expect(page.get_by_text("误差 18 米")).to_be_visible()
    assert page.evaluate("asked") == 0
    inspector.finishes()
    inspector.has_the_network_again()
    location = _body(inspector)["location"]
    assert location.pop("at").endswith("+08:00")
    assert location == {"lat": 46.581235, "lon": 125.1, "accuracy_m": 18}


def test_a_refused_position_is_a_sentence_and_nothing_more(inspector):
    page = inspector.page
    page.context.clear_permissions()
    inspector.opens(an_open_visit(inspector))
    inspector.waits_until_ready()
    expect(page.get_by_text("未记录位置")).to_be_visible()
    page.get_by_role("button", name="记录位置").click()
    expect(page.get_by_text("没有位置：手机定不到位，或没有得到允许。不影响检查。")).to_be_visible()
    inspector.finishes()
    assert _body(inspector)["location"] is None
