"""Pages that only appear on the way in are read by axe, too: the link, the invitation, the PIN, the enrolled phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.db import Database
from app.people import persons
from e2e.contexts import a_context, sign_in
from e2e.test_accessible import RULES

PIN = "281947"


@pytest.mark.parametrize(("viewport", "language", "theme"), [("phone", "en", "light"), ("desk", "zh", "dark")])
def test_nobody_is_hindered_on_the_way_in(browser, own_server, with_passkey, viewport, language, theme):
    found: dict[str, list[str]] = {}

    def window() -> Page:
        context, _ = a_context(browser, viewport)
        context.add_cookies([{"name": "lang", "value": language, "url": own_server.url}])
        page = context.new_page()
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        return page

    def read(page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        for fault in Axe().run(page, options=RULES).response["violations"]:
            places = [" ".join(map(str, node["target"])) for node in fault["nodes"]]
            found.setdefault(name, []).append(f"{fault['id']}: {'; '.join(places[:4])}")

    desk = window()
    sign_in(desk.context, own_server.person("admin").url)
    with_passkey(desk)
    desk.goto(own_server.url + "/me")
    desk.locator("[data-passkey-add]").click()
    expect(desk.locator("form[action$='/removal']")).to_be_attached()
    desk.locator("summary").first.click()
    read(desk, "me")
    db = Database(own_server.folder / "mingcha.db")
    someone = next(person for person in persons.everyone(db) if "inspector" in person.roles)
    db.close()
    desk.goto(f"{own_server.url}/people/{someone.id}")
    desk.locator("form[action$='/invitation'] button.main").click()
    desk.wait_for_url("**/invitation")
    read(desk, "link")

    phone = window()
    phone.goto(desk.locator("#link").input_value())
    phone.locator("summary").click()
    read(phone, "invitation")
    for pin in ("123456", PIN):
        phone.locator("#pin").fill(pin)
        phone.locator("#again").fill(pin)
        phone.locator("details button").click()
        if pin != PIN:
            expect(phone.locator("#pin-wrong")).to_be_visible()
            read(phone, "a PIN refused")
    phone.wait_for_url("**/field/")
    phone.goto(own_server.url + "/me")
    read(phone, "an enrolled phone")
    phone.locator("form[action='/session/end'] button").click()
    phone.wait_for_url("**/sign-in")
    for number in range(5):
        phone.locator("#pin").fill("281948")
        with phone.expect_navigation():
            phone.locator("form[action='/sign-in/device'] button").click()
        if number in {0, 4}:
            read(phone, f"wrong PIN {number + 1}")
    desk.goto(own_server.url + "/people/" + someone.id)
    read(desk, "a person with a phone")
    desk.context.close()
    phone.context.close()
    assert found == {}
