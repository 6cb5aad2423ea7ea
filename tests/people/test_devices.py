"""A phone without passkeys: enrolled by invitation with a PIN, opened by the PIN, held up and ended by wrong ones."""

from threading import Barrier, Thread

import pytest

from app import bureau, clock, create_app, journal
from app.db import Database
from app.people import changing, devices, links, persons, sessions
from tests.conftest import NOW

PIN, WRONG = "281947", "281948"


@pytest.fixture
def invitation(db, cast):
    return "/enter/" + links.invite(db, cast.inspector, cast.admin)


@pytest.fixture
def phone(app, invitation):
    """The browser of a phone that was just enrolled by the inspector."""
    browser = app.test_client()
    browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    browser.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 10) Chrome/86 Mobile MicroMessenger/8.0"
    assert enrolled(browser, invitation).status_code == 303
    return browser


def enrolled(browser, invitation, pin=PIN, again=None):
    return browser.post(invitation + "/device", data={"pin": pin, "again": pin if again is None else again})


def knocks(browser, pin):
    return browser.post("/sign-in/device", data={"pin": pin})


def leaves(browser):
    browser.post("/session/end")


def test_enrolling_signs_in_and_uses_the_invitation_up(phone, db, cast, invitation, signed_in_as):
    assert signed_in_as(phone) == cast.inspector.id
    (device,) = devices.of(db, cast.inspector.id)
    assert device.name == "Android 上的 微信"
    assert device.expires_at == clock.stamp(NOW + clock.days(30))
    assert phone.get(invitation).status_code == 404
    assert [each["subject"] for each in journal.since(db, 0, "device.enrolled")] == [cast.inspector.id]


def test_the_pin_opens_the_phone_again(phone, cast, signed_in_as):
    leaves(phone)
    assert "这台手机的 PIN" in phone.get("/sign-in").text
    assert knocks(phone, PIN).location == "/"
    assert signed_in_as(phone) == cast.inspector.id


def test_the_page_of_signing_in_says_not_whose_phone_it_is(phone, cast):
    leaves(phone)
    assert cast.inspector.name not in phone.get("/sign-in").text


@pytest.mark.parametrize(
    ("pin", "again", "said"),
    [
        ("123456", "123456", "太容易猜到"),
        ("28194", "28194", "6 位数字"),
        ("281947", "281974", "不一致"),
        ("", "", "6 位数字"),
    ],
)
def test_a_pin_that_is_none_leaves_the_invitation_good(stranger, db, cast, invitation, pin, again, said):
    answer = enrolled(stranger, invitation, pin, again)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="2819' not in answer.text
    assert devices.of(db, cast.inspector.id) == []
    assert stranger.get(invitation).status_code == 200


@pytest.mark.parametrize("role", ["planner", "publisher", "unit", "leader", "supervisor", "admin"])
def test_only_who_captures_can_enrol(stranger, db, cast, role):
    invitation = "/enter/" + links.invite(db, getattr(cast, role), cast.admin)
    assert "/device" not in stranger.get(invitation).text
    assert enrolled(stranger, invitation).status_code == 403
    assert stranger.get(invitation).status_code == 200


def test_a_door_of_the_demo_enrols_nobody(stranger, db, settings, cast):
    assert enrolled(stranger, "/enter/" + links.make_demo_link(db, settings, cast.inspector)).status_code == 403


def test_five_wrong_ones_are_held_up_for_a_quarter_then_twice_as_long(phone, db, cast, signed_in_as):
    leaves(phone)
    assert [knocks(phone, WRONG).status_code for _ in range(5)] == [403, 403, 403, 403, 429]
    held = knocks(phone, PIN)
    assert held.status_code == 429
    assert "2026-11-24 10:57:07" in held.text
    assert signed_in_as(phone) is None
    with clock.at(NOW + clock.seconds(15 * 60)):
        assert [knocks(phone, WRONG).status_code for _ in range(5)] == [403, 403, 403, 403, 429]
        assert devices.of(db, cast.inspector.id)[0].held_until == clock.stamp(NOW + clock.seconds(45 * 60))
    with clock.at(NOW + clock.seconds(45 * 60)):
        assert knocks(phone, PIN).status_code == 303
    assert len(journal.since(db, 0, "device.held")) == 2


def test_the_bureau_decides_how_many_and_how_long(phone, db, cast):
    bureau.save(db, cast.admin.id, {"pin_tries": "3", "pin_most": "5", "pin_wait_minutes": "1"})
    leaves(phone)
    assert [knocks(phone, WRONG).status_code for _ in range(3)] == [403, 403, 429]
    with clock.at(NOW + clock.seconds(60)):
        knocks(phone, WRONG)
        assert len(devices.of(db, cast.inspector.id)) == 1
        knocks(phone, WRONG)
    assert devices.of(db, cast.inspector.id) == []


def test_the_right_one_begins_the_count_anew(phone, db):
    leaves(phone)
    for _ in range(3):
        assert [knocks(phone, WRONG).status_code for _ in range(4)] == [403] * 4
        assert knocks(phone, PIN).status_code == 303
        leaves(phone)


def test_twenty_wrong_ones_end_the_enrolment(phone, db, cast):
    leaves(phone)
    moment, answers = NOW, []
    for minutes in (0, 15, 30, 60):
        moment += clock.seconds(60 * minutes)
        with clock.at(moment):
            answers += [knocks(phone, WRONG) for _ in range(5)]
    assert answers[-1].status_code == 403
    assert "登记已结束" in answers[-1].text
    assert devices.of(db, cast.inspector.id) == []
    with clock.at(moment + clock.days(1)):
        assert knocks(phone, PIN).status_code == 403
    (ended,) = journal.since(db, 0, "device.ended")
    assert '"reason": "pin"' in ended["detail"]


def test_the_count_outlives_a_restart(phone, settings):
    leaves(phone)
    for _ in range(4):
        knocks(phone, WRONG)
    cookie = phone.get_cookie(devices.COOKIE, path="/sign-in")
    again = create_app(settings).test_client()
    again.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    again.set_cookie(devices.COOKIE, cookie.value, path="/sign-in")
    assert knocks(again, WRONG).status_code == 429


def test_many_at_once_are_no_more_than_five(settings, phone, db):
    token = phone.get_cookie(devices.COOKIE, path="/sign-in").value
    found, together = [], Barrier(12)

    def guess(number):
        mine = Database(settings.database)
        together.wait()
        found.append(devices.knock(mine, token, f"90817{number % 10}"))
        mine.close()

    threads = [Thread(target=guess, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 12
    assert db.one("SELECT tries FROM enrolments")["tries"] == 5


def test_an_unknown_phone_is_answered_like_a_wrong_pin(phone, stranger):
    leaves(phone)
    stranger.set_cookie(devices.COOKIE, "made-up", path="/sign-in")
    known, unknown = knocks(phone, WRONG), knocks(stranger, WRONG)
    assert unknown.status_code == known.status_code == 403
    sentence = "PIN 不正确，或者这台手机的登记已结束。"
    assert sentence in known.text
    assert sentence in unknown.text


def test_after_thirty_days_it_is_over(phone, signed_in_as):
    with clock.at(NOW + clock.days(30)):
        assert phone.get("/field/").location == "/sign-in"
        assert "这台手机的 PIN" not in phone.get("/sign-in").text
        assert knocks(phone, PIN).status_code == 403


def test_unused_for_a_day_the_phone_asks_for_its_pin(phone, db, cast):
    for hours in (2, 20, 40):
        with clock.at(NOW + clock.seconds(hours * 3600)):
            assert phone.get("/field/").status_code == 200
    with clock.at(NOW + clock.seconds(65 * 3600)):
        assert phone.get("/field/").location == "/sign-in"
        assert sessions.of(db, cast.inspector.id) == []
        assert knocks(phone, PIN).status_code == 303
        assert phone.get("/field/").status_code == 200


def test_the_administrator_sees_and_ends_it(phone, sign_in, db, cast, signed_in_as):
    office = sign_in(cast.admin)
    path = f"/people/{cast.inspector.id}"
    assert "Android 上的 微信" in office.get(path).text
    (device,) = devices.of(db, cast.inspector.id)
    assert office.post(f"{path}/devices/{device.id}/end").location == path
    assert signed_in_as(phone) is None
    assert knocks(phone, PIN).status_code == 403
    assert office.post(f"/people/{cast.planner.id}/devices/{device.id}/end").status_code == 303


def test_its_person_sees_and_ends_it(phone, sign_in, db, cast, signed_in_as):
    browser = sign_in(cast.inspector)
    (device,) = devices.of(db, cast.inspector.id)
    assert f"/devices/{device.id}/end" in browser.get("/me").text
    sign_in(cast.inspector2).post(f"/devices/{device.id}/end")
    assert signed_in_as(phone) == cast.inspector.id
    browser.post(f"/devices/{device.id}/end")
    assert signed_in_as(phone) is None


def test_the_phone_ends_itself_and_no_other(phone, app, db, cast, signed_in_as):
    other = app.test_client()
    other.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    enrolled(other, "/enter/" + links.invite(db, cast.inspector, cast.admin))
    first, second = devices.of(db, cast.inspector.id)
    phone.post(f"/devices/{second.id}/end")
    assert signed_in_as(other) == cast.inspector.id
    phone.post(f"/devices/{first.id}/end")
    assert signed_in_as(phone) is None
    assert signed_in_as(other) == cast.inspector.id


def test_enrolled_anew_the_same_phone_has_one_enrolment(phone, db, cast):
    enrolled(phone, "/enter/" + links.invite(db, cast.inspector, cast.admin), "073158")
    assert len(devices.of(db, cast.inspector.id)) == 1
    leaves(phone)
    assert knocks(phone, PIN).status_code == 403
    assert knocks(phone, "073158").status_code == 303


def test_who_is_put_out_of_service_is_out_at_once(phone, db, cast, signed_in_as):
    changing.disable(db, cast.inspector, cast.admin.id)
    assert signed_in_as(phone) is None
    assert knocks(phone, PIN).status_code == 403


def test_who_inspects_no_longer_finds_nothing_behind_the_pin(phone, db, cast):
    persons.revoke(db, cast.inspector.id, "inspector", cast.admin.id)
    assert phone.get("/field/").status_code == 404


def test_neither_token_nor_pin_lies_in_the_database(phone, settings):
    kept = settings.database.read_bytes() + settings.database.with_name("mingcha.db-wal").read_bytes()
    assert phone.get_cookie(devices.COOKIE, path="/sign-in").value.encode() not in kept
    assert phone.get_cookie(sessions.COOKIE).value.encode() not in kept
    assert PIN.encode() not in kept
