"""By the PIN of a phone one captures and sends; every other route is as if it did not exist, whatever roles one has."""

import pytest

from app.pages import ROLES
from app.people import devices, persons, sessions
from tests.builders import a_visit, an_envelope, body
from tests.house.test_doors import door, elsewhere, requests

OPEN = {
    "/field/",
    "/field/visits.ics",
    "/field/visits/<visit>",
    "/field/visits/<visit>/last-time",
    "/field/visits/<visit>/script",
    "/field/unplanned/",
    "/field/unplanned/<checklist>/<version>",
    "/field/outbox",
    "/api/pack",
    "/api/sites",
    "/api/holdings",
    "/api/checklists/<checklist>/<version>",
    "/api/photos/<sha256>",
    "/api/submissions/<submission>",
    "/api/submissions/<submission>/receipt",
    "/me",
    "/devices/<device>/end",
}


@pytest.fixture
def phone(app, db):
    """A phone of somebody who has every role there is."""
    person = persons.add(db, "全能", *ROLES)
    enrolment, _ = devices.enrol(db, person, "281947", "手机", "browser")
    browser = app.test_client()
    browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    token = sessions.open_session(db, person.id, "pytest", "browser", enrolment=enrolment)
    browser.set_cookie(sessions.COOKIE, token)
    return browser


def test_the_routes_that_a_pin_opens_are_these(app):
    assert {rule.rule for rule in app.url_map.iter_rules() if door(app, rule).device} == OPEN


def test_every_other_route_does_not_exist(app, phone):
    wrong = []
    for rule, method, url in requests(app):
        if door(app, rule).public or door(app, rule).device:
            continue
        answer, nothing = phone.open(url, method=method), phone.open(elsewhere(url), method=method)
        if answer.status_code != 404 or answer.data != nothing.data:
            wrong.append(f"{method} {url}: {answer.status_code}")
    assert wrong == []


def test_no_door_for_a_pin_is_for_roles_that_decide(app):
    """Those that name roles name one that captures; the others are one's own account."""
    for rule in app.url_map.iter_rules():
        if door(app, rule).device and rule.rule not in {"/me", "/devices/<device>/end"}:
            assert door(app, rule).roles & devices.ROLES, rule.rule


def test_behind_an_open_door_the_other_roles_are_gone_too(phone, sign_in, db, cast):
    """Reviewers may fetch anybody's submission; by the PIN even a reviewer may not."""
    mine = sign_in(cast.inspector)
    path = "/api/submissions/7f6dd1a4-6b0c-4d0e-9f06-2a7a2f2f0d11"
    assert mine.put(path, data=body(an_envelope(db, a_visit(db, cast)))).status_code == 201
    assert sign_in(cast.planner).get(path).status_code == 200
    assert phone.get(path).status_code == 404


def test_the_way_around_shows_visits_only(phone):
    page = phone.get("/me").text
    assert 'href="/field/"' in page
    for path in ("/review/", "/people/", "/notices/", "/passkeys/"):
        assert f'"{path}' not in page
    assert phone.get("/").location == "/field/"


def test_no_passkey_is_made_by_a_pin(phone):
    assert phone.get("/passkeys/creation").status_code == 404
    assert phone.post("/passkeys/").status_code == 404
