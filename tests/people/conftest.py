"""Devices that hold passkeys, and what people do with them through the pages."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.config import Settings
from app.db import Database
from app.people import sessions
from tests.people.authenticator import Authenticator


@pytest.fixture
def device(settings: Settings) -> Authenticator:
    """A phone that asks for the finger and holds no passkey yet."""
    return Authenticator(settings.site_origin)


@pytest.fixture
def signed_in_as(db: Database) -> Callable[[FlaskClient], str | None]:
    """The id of the person who is signed in in a browser, None when nobody is."""

    def person(browser: FlaskClient) -> str | None:
        cookie = browser.get_cookie(sessions.COOKIE)
        session = sessions.find(db, cookie.value, 30) if cookie else None
        return session.person.id if session else None

    return person


@pytest.fixture
def make_passkey() -> Callable[..., object]:
    """The signed-in person makes a passkey on the device; gives the answer."""

    def make(browser: FlaskClient, device: Authenticator, **more: str) -> object:
        options = browser.get("/passkeys/creation").json
        return browser.post("/passkeys/", data={"credential": device.creates(options), **more})

    return make


@pytest.fixture
def confirming(device: Authenticator, make_passkey: Callable[..., object]) -> Callable[..., Callable[..., object]]:
    """`confirming(browser)` makes a passkey there; what it gives posts a form with a fresh word for a purpose."""

    def with_passkey(browser: FlaskClient) -> Callable[..., object]:
        make_passkey(browser, device)

        def post(path: str, purpose: str, **data: object) -> object:
            asked = browser.get("/passkeys/assertion", query_string={"purpose": purpose}).json
            return browser.post(path, data={**data, "assertion": device.signs(asked)})

        return post

    return with_passkey
