"""An invitation is shown once as link and QR code, can be cancelled, and says to nobody whose it was."""

import re

import pytest

from app import clock, journal
from app.people import changing, devices, links
from tests.conftest import NOW


@pytest.fixture
def office(sign_in, cast):
    return sign_in(cast.admin)


@pytest.fixture
def confirmed(confirming, office):
    return confirming(office)


@pytest.fixture
def made(confirmed, office, cast):
    """The page of a new invitation of the inspector."""
    path = f"/people/{cast.inspector.id}/invitation"
    assert confirmed(path, f"invite:{cast.inspector.id}").location == path
    return office.get(path)


def link_on(page):
    return re.search(r"http://localhost:8000(/enter/[\w-]+)", page.text)[1]


def test_it_is_made_with_the_passkey_only(office, db, cast):
    assert office.post(f"/people/{cast.inspector.id}/invitation").status_code == 403
    assert links.open_ones(db) == {}


def test_link_code_and_expiry_stand_on_a_page_that_nobody_keeps(made, stranger, cast):
    assert made.headers["Cache-Control"] == "no-store"
    assert "2026-11-27 10:42:07（72 小时，本单位设定）" in made.text
    assert re.search(r'<svg [^>]*width="\d+"[^>]*>.*<path', made.text)
    assert "style=" not in made.text
    assert stranger.get(link_on(made)).status_code == 200


def test_it_is_shown_again_in_this_browser_only_and_for_ten_minutes(made, office, sign_in, cast):
    path = f"/people/{cast.inspector.id}/invitation"
    assert link_on(office.get(path)) == link_on(made)
    elsewhere = sign_in(cast.admin).get(path)
    assert "/enter/" not in elsewhere.text
    assert "重新生成" in elsewhere.text
    cookie = office.get_cookie("mc_invitation", path=path)
    assert (cookie.max_age, cookie.http_only, cookie.same_site) == (600, True, "Strict")


def test_the_page_ends_with_the_invitation(made, office, stranger, db, cast):
    path = f"/people/{cast.inspector.id}/invitation"
    stranger.post(link_on(made) + "/device", data={"pin": "281947", "again": "281947"})
    assert office.get(path).status_code == 404


def test_open_ones_are_listed_and_cancelled(made, office, stranger, db, cast):
    assert "未使用的邀请" in office.get("/people/").text
    answer = office.post(f"/people/{cast.inspector.id}/invitation/cancellation", data={"back": "list"})
    assert answer.location == "/people/"
    assert "未使用的邀请" not in office.get("/people/").text
    assert [entry["who"] for entry in journal.since(db, 0, "invitation.cancelled")] == [cast.admin.id]
    assert stranger.get(link_on(made)).status_code == 404
    office.post(f"/people/{cast.inspector.id}/invitation/cancellation")
    assert len(journal.since(db, 0, "invitation.cancelled")) == 1


def test_whatever_is_wrong_with_a_link_it_is_one_status_and_no_name(stranger, db, cast):
    answers = {}

    def invited(person):
        return "/enter/" + links.invite(db, person, cast.admin)

    answers["已经用过"] = used = invited(cast.inspector)
    stranger.post(used + "/device", data={"pin": "281947", "again": "281947"})
    answers["已失效"] = invited(cast.shopper)
    links.cancel(db, cast.shopper.id, cast.admin.id)
    answers["没有这个链接"] = "/enter/nonsense"
    disabled = invited(cast.unit)
    changing.disable(db, cast.unit, cast.admin.id)
    replaced = invited(cast.leader)
    invited(cast.leader)
    expired = invited(cast.planner)
    for said, link in answers.items():
        assert_refused(stranger, link, said, cast)
    assert_refused(stranger, disabled, "已失效", cast)
    assert_refused(stranger, replaced, "已失效", cast)
    with clock.at(NOW + clock.days(3)):
        assert_refused(stranger, expired, "已过期", cast)


def assert_refused(browser, link, said, cast):
    browser.delete_cookie("mc_session")
    for path, method in ((link, "GET"), (link, "POST"), (link + "/passkey", "GET"), (link + "/device", "POST")):
        answer = browser.open(path, method=method, data={"pin": "281947", "again": "281947"})
        assert answer.status_code == 404, (said, path, method)
        assert said in answer.text
        for person in (cast.inspector, cast.shopper, cast.unit, cast.leader, cast.planner):
            assert person.name not in answer.text


@pytest.mark.parametrize("agent", ["WeChat MicroMessenger", "Mozilla/5.0 (compatible; Googlebot/2.1)", "curl/8", ""])
def test_a_preview_uses_nothing_up(app, db, cast, agent):
    link = "/enter/" + links.invite(db, cast.inspector, cast.admin)
    bot = app.test_client()
    for method in ("GET", "HEAD", "OPTIONS", "GET"):
        bot.open(link, method=method, headers={"User-Agent": agent, "Sec-Purpose": "prefetch"})
    bot.get(link + "/passkey")
    assert list(links.open_ones(db)) == [cast.inspector.id]


def test_of_two_phones_on_one_link_one_wins_and_the_other_is_told(app, stranger, db, cast):
    link = "/enter/" + links.invite(db, cast.inspector, cast.admin)
    other = app.test_client()
    other.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    assert stranger.get(link).status_code == other.get(link).status_code == 200
    won = stranger.post(link + "/device", data={"pin": "281947", "again": "281947"})
    lost = other.post(link + "/device", data={"pin": "073158", "again": "073158"})
    assert (won.status_code, lost.status_code) == (303, 404)
    assert "已经用过" in lost.text
    assert len(devices.of(db, cast.inspector.id)) == 1


def test_cancelled_between_looking_and_making_it_is_not_used(db, cast):
    link = links.find(db, links.invite(db, cast.inspector, cast.admin))
    links.cancel(db, cast.inspector.id, cast.admin.id)
    with pytest.raises(links.NotFound), db.write():
        links.use(db, link)


def test_who_is_too_late_is_told_what_happened_meanwhile(db, cast):
    link = links.find(db, links.invite(db, cast.inspector, cast.admin))
    links.invite(db, cast.inspector, cast.admin)
    with pytest.raises(links.NotFound, match="a newer one took its place"), db.write():
        links.use(db, link)


def test_within_an_app_the_way_out_and_the_pin_are_shown(stranger, db, cast):
    link = "/enter/" + links.invite(db, cast.inspector, cast.admin)
    page = stranger.get(link, headers={"User-Agent": "Mozilla/5.0 (Linux; Android 13) MicroMessenger/8.0.40"}).text
    assert "请在系统浏览器打开" in page
    assert "请在系统浏览器打开" not in stranger.get(link).text
    assert re.search(r"<details [^>]*open[^>]*data-without-passkeys", page)
    assert not re.search(r"<details [^>]*open", stranger.get(link).text)
