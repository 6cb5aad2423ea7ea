"""Signing in with a passkey that says itself whose it is."""

import json

import pytest

from app import clock
from app.people import passkeys
from tests.conftest import NOW


@pytest.fixture
def known(sign_in, cast, device, make_passkey):
    """The planner's device, with a passkey."""
    assert make_passkey(sign_in(cast.planner), device).status_code == 303
    return device


def sign(browser, device, **changes):
    options = browser.get("/sign-in/passkey").json | changes
    return browser.post("/sign-in", data={"credential": device.signs(options)})


def test_the_options_ask_for_any_passkey_and_for_verification(stranger):
    options = stranger.get("/sign-in/passkey").json
    assert options["allowCredentials"] == []
    assert options["userVerification"] == "required"
    assert options["rpId"] == "localhost"


def test_a_passkey_signs_its_owner_in(stranger, db, cast, known, signed_in_as):
    answer = sign(stranger, known)
    assert (answer.status_code, answer.location) == (303, "/")
    assert signed_in_as(stranger) == cast.planner.id
    assert passkeys.of(db, cast.planner.id)[0].used_at == clock.stamp(NOW)


def test_what_was_signed_once_does_not_serve_again(stranger, app, known):
    options = stranger.get("/sign-in/passkey").json
    signed = known.signs(options)
    assert stranger.post("/sign-in", data={"credential": signed}).status_code == 303
    again = app.test_client().post("/sign-in", data={"credential": signed}, headers={"Sec-Fetch-Site": "same-origin"})
    assert again.status_code == 403


def test_five_minutes_later_it_is_too_late(stranger, known, signed_in_as):
    options = stranger.get("/sign-in/passkey").json
    with clock.at(NOW + clock.days(5 / 1440)):
        late = stranger.post("/sign-in", data={"credential": known.signs(options)})
    assert late.status_code == 403
    assert "请重新确认一次" in late.text
    assert signed_in_as(stranger) is None


def test_a_device_that_did_not_ask_for_the_finger_is_refused(stranger, known):
    known.verifies = False
    assert sign(stranger, known).status_code == 403


def test_another_sites_page_cannot_pass_a_signature_on(stranger, known):
    known.origin = "https://mingcha.example.net"
    assert sign(stranger, known).status_code == 403


def test_another_sites_passkey_is_refused(stranger, known):
    assert sign(stranger, known, rpId="mingcha.example.net").status_code == 403


def test_a_copied_device_is_noticed_by_its_counter(stranger, known):
    assert sign(stranger, known).status_code == 303
    stranger.post("/session/end")
    known.count -= 1
    assert sign(stranger, known).status_code == 403


def test_an_unknown_passkey_is_told_so(stranger, known, device):
    other = type(device)(device.origin)
    refused = sign(stranger, other)
    assert refused.status_code == 403
    assert "没有账号使用这个通行密钥" in refused.text


def test_a_passkey_that_claims_another_owner_is_refused(stranger, known, cast):
    known.user = passkeys.bytes_to_base64url(cast.admin.id.encode())
    assert sign(stranger, known).status_code == 403


@pytest.mark.parametrize("credential", ["x", "null", "[]", "{}", json.dumps({"id": "a", "rawId": "a", "response": 1})])
def test_nonsense_is_refused_in_the_same_way(stranger, credential):
    refused = stranger.post("/sign-in", data={"credential": credential})
    assert refused.status_code == 403
    assert "没有通过核验" in refused.text


def test_an_empty_form_says_what_is_missing(stranger):
    assert stranger.post("/sign-in").status_code == 422


def test_who_is_signed_in_already_is_led_on(sign_in, cast):
    assert sign_in(cast.unit).get("/sign-in").location == "/"


def test_challenges_that_nobody_came_back_for_are_swept(stranger, db):
    for _ in range(3):
        stranger.get("/sign-in/passkey")
    with clock.at(NOW + clock.days(1)):
        stranger.get("/sign-in/passkey")
    assert len(db.rows("SELECT challenge FROM challenges")) == 1
