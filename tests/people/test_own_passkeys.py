"""One's own account: several passkeys; the first by the session alone, each other one confirmed by one of them."""

import pytest

from app.people import assertions, links, passkeys
from tests.people.authenticator import Authenticator


@pytest.fixture
def browser(sign_in, cast):
    return sign_in(cast.publisher)


def confirmation(browser, device, purpose=assertions.ANOTHER_PASSKEY):
    return device.signs(browser.get("/passkeys/assertion", query_string={"purpose": purpose}).json)


def test_the_account_shows_name_roles_and_passkeys(browser, db, cast, device, make_passkey):
    before = browser.get("/me").text
    assert "王建国" in before
    assert "营销部负责人" in before
    assert "还没有通行密钥" in before
    make_passkey(browser, device)
    assert "2026-11-24 10:42:07 建立" in browser.get("/me").text


def test_a_passkey_must_be_discoverable_and_verified(browser):
    asked = browser.get("/passkeys/creation").json["authenticatorSelection"]
    assert asked["residentKey"] == "required"
    assert asked["userVerification"] == "required"


def test_one_made_without_verification_is_refused(browser, db, cast, device, make_passkey):
    device.verifies = False
    assert make_passkey(browser, device).status_code == 403
    assert passkeys.of(db, cast.publisher.id) == []


def test_the_same_challenge_makes_no_second_passkey(browser, db, cast, device):
    options = browser.get("/passkeys/creation").json
    browser.post("/passkeys/", data={"credential": device.creates(options)})
    other = Authenticator(device.origin)
    sure = confirmation(browser, device)
    again = browser.post("/passkeys/", data={"credential": other.creates(options), "assertion": sure})
    assert again.status_code == 403
    assert len(passkeys.of(db, cast.publisher.id)) == 1


def test_a_challenge_of_another_session_is_refused(browser, sign_in, cast, device):
    options = sign_in(cast.publisher).get("/passkeys/creation").json
    assert browser.post("/passkeys/", data={"credential": device.creates(options)}).status_code == 403


def test_a_second_one_needs_the_first(browser, db, cast, device, make_passkey):
    make_passkey(browser, device)
    other = Authenticator(device.origin)
    assert make_passkey(browser, other).status_code == 403
    assert make_passkey(browser, other, assertion=confirmation(browser, device)).status_code == 303
    assert len(passkeys.of(db, cast.publisher.id)) == 2


def test_in_the_demo_a_session_is_enough(browser, db, settings, cast, device, make_passkey):
    links.make_demo_link(db, settings, cast.publisher)
    make_passkey(browser, device)
    assert make_passkey(browser, Authenticator(device.origin)).status_code == 303
    assert len(passkeys.of(db, cast.publisher.id)) == 2


def test_devices_that_have_one_are_named_so_that_they_make_no_second(browser, device, make_passkey):
    make_passkey(browser, device)
    excluded = browser.get("/passkeys/creation").json["excludeCredentials"]
    assert [each["id"] for each in excluded] == [passkeys.bytes_to_base64url(device.id)]


def test_one_passkey_belongs_to_one_account(browser, sign_in, db, cast, device, make_passkey):
    make_passkey(browser, device)
    assert make_passkey(sign_in(cast.unit), device).status_code == 409
    assert passkeys.of(db, cast.unit.id) == []


def test_who_is_not_signed_in_gets_nothing(stranger):
    assert stranger.get("/me").location == "/sign-in"
    assert stranger.get("/passkeys/creation").location == "/sign-in"
    assert stranger.get("/passkeys/assertion?purpose=x").location == "/sign-in"
    assert stranger.post("/passkeys/").status_code == 401
    assert stranger.post("/sessions/others/end").status_code == 401


def test_it_gets_the_name_that_was_typed_or_that_of_the_browser(browser, db, cast, device, make_passkey):
    make_passkey(browser, device, name=" 办公室的\n电脑 ")
    sure = confirmation(browser, device)
    make_passkey(browser, Authenticator(device.origin), assertion=sure)
    assert {each.name for each in passkeys.of(db, cast.publisher.id)} == {"办公室的 电脑", "未知的浏览器"}
    assert "办公室的 电脑" in browser.get("/me").text


def test_it_is_called_otherwise(browser, sign_in, db, cast, device, make_passkey):
    make_passkey(browser, device)
    (passkey,) = passkeys.of(db, cast.publisher.id)
    assert browser.post(f"/passkeys/{passkey.id}/name", data={"name": "㛃的手机"}).location == "/me"
    assert passkeys.of(db, cast.publisher.id)[0].name == "㛃的手机"
    assert sign_in(cast.unit).post(f"/passkeys/{passkey.id}/name", data={"name": "x"}).status_code == 404


def test_it_is_removed_with_a_word_of_one(browser, db, cast, device, make_passkey):
    make_passkey(browser, device)
    second = Authenticator(device.origin)
    make_passkey(browser, second, assertion=confirmation(browser, device))
    lost = passkeys.bytes_to_base64url(second.id)
    path = f"/passkeys/{lost}/removal"
    assert browser.post(path).status_code == 403
    assert browser.post(path, data={"assertion": confirmation(browser, device)}).status_code == 403
    sure = confirmation(browser, device, f"remove:{lost}")
    assert browser.post(path, data={"assertion": sure}).location == "/me"
    assert [each.id for each in passkeys.of(db, cast.publisher.id)] == [passkeys.bytes_to_base64url(device.id)]
    refused = browser.post("/sign-in", data={"credential": second.signs(browser.get("/sign-in/passkey").json)})
    assert refused.status_code == 403


def test_the_last_one_goes_only_after_its_warning(browser, db, cast, device, make_passkey):
    make_passkey(browser, device)
    mine = passkeys.bytes_to_base64url(device.id)
    path = f"/passkeys/{mine}/removal"
    sure = confirmation(browser, device, f"remove:{mine}")
    refused = browser.post(path, data={"assertion": sure})
    assert refused.status_code == 409
    assert "最后一个通行密钥" in refused.text
    assert browser.post(path, data={"assertion": sure, "last": "1"}).status_code == 303
    assert passkeys.of(db, cast.publisher.id) == []


def test_nobody_removes_a_passkey_of_somebody_else(browser, sign_in, db, cast, device, make_passkey):
    make_passkey(browser, device)
    mine, thief = passkeys.bytes_to_base64url(device.id), sign_in(cast.unit)
    own = Authenticator(device.origin)
    make_passkey(thief, own)
    sure = confirmation(thief, own, f"remove:{mine}")
    assert thief.post(f"/passkeys/{mine}/removal", data={"assertion": sure}).status_code == 404
    assert len(passkeys.of(db, cast.publisher.id)) == 1
