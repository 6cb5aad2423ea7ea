"""Sessions live on the server; a browser has one at a time, and it ends when told to or when it lies unused."""

from app import clock, journal
from app.people import links, sessions
from tests.conftest import NOW


def number(db):
    return len(db.rows("SELECT token_hash FROM sessions"))


def test_signing_out_ends_the_session_and_takes_the_cookie(sign_in, db, cast):
    browser = sign_in(cast.unit)
    answer = browser.post("/session/end")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert number(db) == 0
    assert browser.get_cookie(sessions.COOKIE) is None


def test_signing_out_twice_is_no_mistake(stranger):
    assert stranger.post("/session/end").location == "/sign-in"


def test_another_site_cannot_sign_out(sign_in, db, cast):
    assert sign_in(cast.unit).post("/session/end", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert number(db) == 1


def test_entering_as_another_person_ends_the_browsers_former_session(stranger, db, settings, cast, signed_in_as):
    stranger.post("/enter/" + links.make_demo_link(db, settings, cast.unit))
    stranger.post("/enter/" + links.make_demo_link(db, settings, cast.leader))
    assert signed_in_as(stranger) == cast.leader.id
    assert number(db) == 1


def test_other_browsers_are_told_by_number_and_can_be_signed_out(sign_in, db, cast, signed_in_as):
    here, there, colleague = sign_in(cast.unit), sign_in(cast.unit), sign_in(cast.leader)
    assert "在其他地方登录 1 处" in here.get("/me").text
    assert here.post("/sessions/others/end").location == "/me"
    assert signed_in_as(there) is None
    assert signed_in_as(here) == cast.unit.id
    assert signed_in_as(colleague) == cast.leader.id
    assert "在其他地方登录" not in here.get("/me").text


def test_a_session_in_use_does_not_run_out(sign_in, cast):
    browser = sign_in(cast.unit)
    for day in range(5, 61, 5):
        with clock.at(NOW + clock.days(day)):
            answer = browser.get("/me")
            assert answer.status_code == 200
            assert f"Max-Age={30 * 86400}" in answer.headers["Set-Cookie"]
            assert "Set-Cookie" not in browser.get("/me").headers


def test_signing_out_on_the_day_of_renewal_stays_signed_out(sign_in, cast):
    browser = sign_in(cast.unit)
    with clock.at(NOW + clock.days(2)):
        browser.post("/session/end")
    assert browser.get_cookie(sessions.COOKIE) is None


def test_an_unused_session_runs_out_and_is_swept(sign_in, db, cast):
    browser = sign_in(cast.unit)
    with clock.at(NOW + clock.days(30)):
        assert browser.get("/me").location == "/sign-in"
        assert sessions.sweep(db, 30) == 1


def test_the_sign_out_form_can_be_recognised(sign_in, cast):
    assert "data-sign-out" in sign_in(cast.inspector).get("/me").text


def test_the_journal_knows_who_came_in(stranger, db, settings, cast):
    stranger.post("/enter/" + links.make_demo_link(db, settings, cast.unit))
    (entry,) = journal.since(db, 0, "session.opened")
    assert entry["who"] == cast.unit.id
