"""Every route declares who may enter; for everybody else it does not exist; writes come from our own pages only."""

import uuid
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, FloatConverter, IntegerConverter, Rule, UUIDConverter

from app.pages import ROLES, Door, allow
from app.people.persons import Person

SAFE = {"GET", "HEAD", "OPTIONS"}
PROGRAMS = ("/api/", "/healthz")


@pytest.fixture
def as_role(cast: SimpleNamespace, sign_in: Callable[[Person], FlaskClient]) -> dict[str, FlaskClient]:
    """A signed-in browser for each role."""
    return {role: sign_in(getattr(cast, role)) for role in ROLES}


def test_every_route_has_a_door(app: Flask):
    assert [rule.rule for rule in app.url_map.iter_rules() if door(app, rule) is None] == []


def test_for_the_wrong_role_a_route_does_not_exist(app: Flask, as_role):
    wrong = []
    for rule, method, url in requests(app):
        for role in sorted(set(ROLES) - rooms(app, rule)):
            answer = as_role[role].open(url, method=method)
            nothing = as_role[role].open(elsewhere(url), method=method)
            if answer.status_code != 404 or answer.data != nothing.data:
                wrong.append(f"{method} {url} as {role}: {answer.status_code}")
    assert wrong == []


def test_signed_out_a_route_asks_to_sign_in(app: Flask, stranger: FlaskClient):
    wrong = []
    for rule, method, url in requests(app):
        if door(app, rule).public:
            continue
        answer = stranger.open(url, method=method)
        page = method == "GET" and not url.startswith(PROGRAMS)
        if answer.status_code != (303 if page else 401) or (page and answer.location != "/sign-in"):
            wrong.append(f"{method} {url}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
    ids=lambda headers: " ".join(headers.values()),
)
def test_a_write_from_another_site_is_refused(app: Flask, as_role, headers):
    wrong = []
    for rule, method, url in requests(app):
        if method in SAFE:
            continue
        for role in sorted(rooms(app, rule)):
            client = as_role[role]
            client.environ_base.pop("HTTP_SEC_FETCH_SITE", None)
            answer = client.open(url, method=method, headers=headers)
            if answer.status_code != 403:
                wrong.append(f"{method} {url} as {role}: {answer.status_code}")
    assert wrong == []


def test_a_write_that_hides_where_it_comes_from_is_refused_except_at_the_link(app: Flask, stranger: FlaskClient):
    del stranger.environ_base["HTTP_SEC_FETCH_SITE"]
    open_doors = [
        f"{method} {rule.endpoint}"
        for rule, method, url in requests(app)
        if method not in SAFE and stranger.open(url, method=method).status_code != 403
    ]
    assert open_doors == ["POST people.enter"]


def test_a_door_names_known_roles_only():
    with pytest.raises(AssertionError):
        allow("inspektor")


def door(app: Flask, rule: Rule) -> Door | None:
    return getattr(app.view_functions[rule.endpoint], "door", None)


def rooms(app: Flask, rule: Rule) -> set[str]:
    """The roles that may enter."""
    found = door(app, rule)
    return set(ROLES) if found is None or found.public else set(found.roles)


def requests(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Every route with each of its methods and a URL of things that do not exist."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = {name: nothing(converter) for name, converter in rule._converters.items()}
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method, adapter.build(rule.endpoint, values, method=method)


def nothing(converter: object) -> object:
    """A value of the right form that belongs to nothing."""
    match converter:
        case IntegerConverter():
            return 1
        case FloatConverter():
            return 1.0
        case UUIDConverter():
            return uuid.UUID(int=0)
        case AnyConverter():
            return sorted(converter.items)[0]
    return "nothing"


def elsewhere(url: str) -> str:
    """A URL in the same part of the site at which there is nothing."""
    return "/" + url.split("/")[1] + "/~/~/~/~/~/~/~"
