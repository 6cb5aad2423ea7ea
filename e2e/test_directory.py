"""The site of an unplanned check is found in the directory on the phone: by name, by pinyin, by distance."""

import pytest
from playwright.sync_api import expect

from app.config import read
from app.db import Database
from e2e.actors import Inspector
from e2e.serving import Server
from e2e.stories import sent

KEPT = """async (path) => {
  while (!(await caches.match(path, { ignoreVary: true }))) await new Promise(requestAnimationFrame);
}"""
EAST = "城东供电所营业厅"


@pytest.fixture
def inspector(context_for) -> Inspector:
    return Inspector(context_for("inspector").pages[0])


def begins(inspector: Inspector) -> None:
    """Opens an unplanned check that the phone has kept, without a network."""
    inspector.goes_to("/field/unplanned/")
    path = str(inspector.page.locator("main h3 a").first.get_attribute("href"))
    inspector.goes_to("/field/")
    inspector.page.evaluate(KEPT, path)
    inspector.loses_the_network()
    inspector.opens(path)
    inspector.waits_until_ready()


@pytest.mark.parametrize("words", ["城东供电所营", "chengdonggongdiansuoying", "cdgdsyyt", "ChengD供电"])
def test_a_site_is_found_by_name_and_pinyin_without_a_network(server, inspector, words):
    begins(inspector)
    page = inspector.page
    page.get_by_label("按名称或拼音查找").fill("没有这样的地方")
    expect(page.get_by_text("没有找到这样的网点")).to_be_visible()
    page.get_by_label("按名称或拼音查找").fill(words)
    before = inspector.saves()
    page.locator("[data-sites-found] button", has_text=EAST).tap()
    inspector.sees_saved(before)
    expect(page.locator("[data-site-name]")).to_have_text(EAST)
    expect(page.get_by_label("网点").locator(":checked")).to_have_text(EAST)
    expect(page.locator("[data-sites-found] button")).to_have_count(0)
    page.reload()
    inspector.waits_until_ready()
    expect(page.locator("[data-site-name]")).to_have_text(EAST)


def test_what_is_found_is_sent_as_the_site(server, inspector):
    begins(inspector)
    inspector.page.get_by_label("按名称或拼音查找").fill("cdgdsyyt")
    before = inspector.saves()
    inspector.page.locator("[data-sites-found] button", has_text=EAST).tap()
    inspector.sees_saved(before)
    inspector.judges(inspector.items()[0], "pass")
    inspector.finishes()
    inspector.has_the_network_again()
    inspector.sees_received()
    body = sent(inspector.page, next(iter(inspector.submissions())))
    sites = inspector.page.evaluate("fetch('/api/sites').then((answer) => answer.json())")["sites"]
    assert body["site"] == next(one["id"] for one in sites if one["name"] == EAST)


def test_the_nearest_site_stands_first_and_what_has_no_place_is_told(server, inspector):
    begins(inspector)
    page, context = inspector.page, inspector.page.context
    east = page.evaluate(
        """name => new Promise((done) => {
          const opening = indexedDB.open(`mingcha-${document.documentElement.dataset.me}`);
          opening.onsuccess = () => {
            opening.result.transaction("meta").objectStore("meta").get("directory").onsuccess = ({ target }) => {
              opening.result.close();
              done(target.result.value.find((site) => site.name === name));
            };
          };
        })""",
        EAST,
    )
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": east["lat"] + 0.001, "longitude": east["lon"], "accuracy": 20})
    page.get_by_role("button", name="离我最近的").tap()
    first = page.locator("[data-sites-found] button").first
    expect(first).to_contain_text(EAST)
    expect(first).to_contain_text("110 米")
    expect(page.locator("[data-site-told]")).to_contain_text("定位精度 20 米")
    expect(page.locator("[data-site-told]")).to_contain_text("没有经纬度")


def test_a_phone_that_may_not_tell_where_it_is_says_so(server, inspector):
    begins(inspector)
    inspector.page.context.clear_permissions()
    inspector.page.get_by_role("button", name="离我最近的").tap()
    expect(inspector.page.get_by_text("手机没有给出位置")).to_be_visible()
    expect(inspector.page.locator("[data-sites-found] button")).to_have_count(0)


def without_coordinates(server: Server) -> None:
    db = Database(read({}, data=str(server.folder)).database)
    with db.write():
        db.execute("UPDATE sites SET lat = NULL, lon = NULL")
    db.close()


def test_a_roster_without_coordinates_says_so(own_server, inspector):
    without_coordinates(own_server)
    inspector.page.reload()
    begins(inspector)
    inspector.page.get_by_role("button", name="离我最近的").tap()
    expect(inspector.page.get_by_text("花名册里没有任何网点的经纬度")).to_be_visible()
