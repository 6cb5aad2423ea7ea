"""The open doors of the demo: one form, one button, as often as one likes."""

import re

from app import create_app
from app.people import links, sessions


def test_a_door_shows_the_person_and_exactly_one_form_with_one_button(stranger, db, settings, cast):
    page = stranger.get("/enter/" + links.make_demo_link(db, settings, cast.planner)).text
    assert "李文静" in page
    assert "营销部专责" in page
    assert len(re.findall("<form", page)) == len(re.findall("<button", page)) == 1


def test_looking_signs_nobody_in(stranger, db, settings, cast, signed_in_as):
    stranger.get("/enter/" + links.make_demo_link(db, settings, cast.planner))
    assert signed_in_as(stranger) is None


def test_entering_needs_no_body_and_leads_to_the_start(stranger, db, settings, cast, signed_in_as):
    answer = stranger.post("/enter/" + links.make_demo_link(db, settings, cast.unit))
    assert (answer.status_code, answer.location) == (303, "/")
    assert signed_in_as(stranger) == cast.unit.id


def test_a_program_without_browser_headers_may_enter(app, db, settings, cast):
    answer = app.test_client().post("/enter/" + links.make_demo_link(db, settings, cast.unit))
    assert answer.status_code == 303


def test_another_site_may_not_sign_somebody_in(app, db, settings, cast):
    door = "/enter/" + links.make_demo_link(db, settings, cast.unit)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        assert app.test_client().post(door, headers=headers).status_code == 403


def test_a_door_opens_again_and_again_also_after_a_restart(db, settings, cast, signed_in_as):
    token = links.make_demo_link(db, settings, cast.leader)
    first, second = create_app(settings).test_client(), create_app(settings).test_client()
    assert links.make_demo_link(db, settings, cast.leader) == token
    for browser in (first, second, first):
        assert browser.post("/enter/" + token).status_code == 303
    assert signed_in_as(first) == signed_in_as(second) == cast.leader.id


def test_each_person_has_a_door_of_their_own(db, settings, cast):
    doors = {links.make_demo_link(db, settings, person) for person in (cast.unit, cast.unit2, cast.leader)}
    assert len(doors) == 3


def test_the_database_alone_opens_no_door(db, settings, cast):
    token = links.make_demo_link(db, settings, cast.unit)
    assert all(token not in str(row) for row in db.rows("SELECT token_hash, person, kind FROM links"))
    assert (settings.secrets / "demo.key").stat().st_mode & 0o077 == 0


def test_the_cookies_are_out_of_reach_of_scripts_and_not_secure_on_loopback(stranger, db, settings, cast):
    answer = stranger.post("/enter/" + links.make_demo_link(db, settings, cast.unit))
    session, device, person = answer.headers.getlist("Set-Cookie")
    assert session.startswith(sessions.COOKIE + "=")
    assert device.startswith(sessions.DEVICE_COOKIE + "=")
    for cookie in (session, device):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Secure" not in cookie
    assert f"Max-Age={30 * 86400}" in session
    assert person.startswith(f"{sessions.PERSON_COOKIE}={cast.unit.opaque};")
    assert "HttpOnly" not in person  # the field's worker reads whose pages it may show; it opens nothing


def test_anywhere_but_on_loopback_the_cookies_are_secure(stranger, db, settings, cast):
    door = "/enter/" + links.make_demo_link(db, settings, cast.unit)
    for base in ("http://mingcha.example.cn", "https://localhost"):
        cookies = stranger.post(door, base_url=base).headers.getlist("Set-Cookie")
        assert all("; Secure" in cookie for cookie in cookies)


def test_a_browser_keeps_its_device_id_and_an_odd_one_is_replaced(stranger, db, settings, cast):
    door = "/enter/" + links.make_demo_link(db, settings, cast.unit)
    stranger.post(door)
    given = stranger.get_cookie(sessions.DEVICE_COOKIE).value
    stranger.post(door)
    assert stranger.get_cookie(sessions.DEVICE_COOKIE).value == given
    stranger.set_cookie(sessions.DEVICE_COOKIE, "<script>")
    stranger.post(door)
    assert stranger.get_cookie(sessions.DEVICE_COOKIE).value not in {given, "<script>"}
