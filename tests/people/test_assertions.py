"""A fresh word of the passkey, for one step, in one session, once."""

import pytest

from app import clock
from app.errors import Forbidden
from app.people import assertions, links, sessions
from tests.conftest import NOW
from tests.people.authenticator import Authenticator


@pytest.fixture
def browser(sign_in, cast, device, make_passkey):
    browser = sign_in(cast.publisher)
    make_passkey(browser, device)
    return browser


@pytest.fixture
def demand(browser, db, settings, cast):
    """Demands the word for closing October, of the publisher in this browser unless told otherwise."""
    session = sessions.hashed(browser.get_cookie(sessions.COOKIE).value)

    def demand(response, *, purpose="close:2026-10", person=cast.publisher, session=session):
        assertions.demand(db, settings, session, person.id, purpose, response)

    return demand


def asked(browser, purpose="close:2026-10"):
    return browser.get("/passkeys/assertion", query_string={"purpose": purpose}).json


def test_a_fresh_word_is_accepted(browser, device, demand):
    demand(device.signs(asked(browser)))


def test_the_options_name_the_persons_passkeys_and_ask_for_verification(browser, device):
    options = asked(browser)
    assert len(options["allowCredentials"]) == 1
    assert options["userVerification"] == "required"


def test_without_a_word_the_step_is_refused_with_the_reason(demand):
    with pytest.raises(Forbidden, match="needs your passkey"):
        demand("")


def test_it_serves_once(browser, device, demand):
    word = device.signs(asked(browser))
    demand(word)
    with pytest.raises(Forbidden, match="used before"):
        demand(word)


def test_a_refused_try_uses_it_up_too(browser, device, demand):
    options = asked(browser)
    device.verifies = False
    with pytest.raises(Forbidden):
        demand(device.signs(options))
    device.verifies = True
    with pytest.raises(Forbidden, match="used before"):
        demand(device.signs(options))


def test_it_serves_no_other_purpose(browser, device, demand):
    with pytest.raises(Forbidden, match="something else"):
        demand(device.signs(asked(browser)), purpose="close:2026-11")


def test_it_serves_no_other_session(browser, device, demand):
    with pytest.raises(Forbidden, match="something else"):
        demand(device.signs(asked(browser)), session="another")


def test_it_serves_no_other_person(browser, device, demand, cast):
    with pytest.raises(Forbidden, match="something else"):
        demand(device.signs(asked(browser)), person=cast.planner)


def test_a_colleagues_passkey_does_not_help(browser, sign_in, cast, demand, make_passkey):
    other = Authenticator()
    make_passkey(sign_in(cast.planner), other)
    with pytest.raises(Forbidden):
        demand(other.signs(asked(browser)))


def test_signing_in_is_no_word_for_a_step(browser, device, demand):
    with pytest.raises(Forbidden, match="something else"):
        demand(device.signs(browser.get("/sign-in/passkey").json))


def test_after_five_minutes_it_is_stale(browser, device, demand):
    word = device.signs(asked(browser))
    with clock.at(NOW + clock.days(5 / 1440)), pytest.raises(Forbidden, match="too old"):
        demand(word)


def test_who_has_no_passkey_may_make_one_on_the_spot(sign_in, cast):
    options = asked(sign_in(cast.unit))
    assert options["allowCredentials"] == []
    assert options["mayMake"] is True


def test_who_has_one_may_make_another_on_the_spot_only_in_the_demo(browser, db, settings, cast):
    assert asked(browser)["mayMake"] is False
    links.make_demo_link(db, settings, cast.publisher)
    assert asked(browser)["mayMake"] is True


@pytest.mark.parametrize("purpose", ["", "x" * 201])
def test_a_purpose_must_be_one(browser, purpose):
    assert browser.get("/passkeys/assertion", query_string={"purpose": purpose}).status_code == 422
