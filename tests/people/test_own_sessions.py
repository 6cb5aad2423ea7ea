"""Under one's account stand the places where one is signed in, in words, and each can be ended."""

import pytest

from app import journal
from app.people import agents, sessions

CHROME = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36"


@pytest.fixture
def browser(sign_in, cast):
    return sign_in(cast.publisher)


def test_they_are_listed_in_words_this_one_first(browser, db, cast):
    sessions.open_session(db, cast.publisher.id, CHROME, "other")
    page = browser.get("/me").text
    assert "Android 上的 Chrome" in page
    assert CHROME not in page
    assert page.index("在这个浏览器里已登录") < page.index("Android 上的 Chrome")
    assert "2026-11-24 10:42:07 登录" in page


def test_one_is_ended_and_the_others_stay(browser, db, cast, sign_in, signed_in_as):
    other, third = sign_in(cast.publisher), sign_in(cast.publisher)
    here = sessions.hashed(other.get_cookie(sessions.COOKIE).value)
    (entry,) = [each for each in sessions.of(db, cast.publisher.id, here) if each.here]
    assert browser.post(f"/sessions/{entry.handle}/end").location == "/me"
    assert signed_in_as(other) is None
    assert signed_in_as(third) == signed_in_as(browser) == cast.publisher.id
    assert browser.post(f"/sessions/{entry.handle}/end").status_code == 404
    assert len(journal.since(db, 0, "session.ended")) == 1


def test_nobody_ends_a_session_of_somebody_else(browser, sign_in, db, cast, signed_in_as):
    other = sign_in(cast.unit)
    (entry,) = sessions.of(db, cast.unit.id)
    assert browser.post(f"/sessions/{entry.handle}/end").status_code == 404
    assert signed_in_as(other) == cast.unit.id


def test_the_handle_opens_nothing(app, db, cast, browser):
    (entry,) = sessions.of(db, cast.publisher.id)
    thief = app.test_client()
    thief.set_cookie(sessions.COOKIE, entry.handle)
    assert thief.get("/me").location == "/sign-in"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Android 上的 Chrome"),
        (CHROME + " EdgA/131.0", "Android 上的 Edge"),
        (CHROME + " MicroMessenger/8.0.40", "Android 上的 微信"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1",
            "iPhone 上的 Safari",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) CriOS/120 Safari/604.1", "iPhone 上的 Chrome"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0", "Windows 上的 Firefox"),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb HuaweiBrowser/5.0 Chrome/114", "鸿蒙 上的 华为浏览器"),
        ("", "未知的浏览器"),
        ("<script>alert(1)</script>", "未知的浏览器"),
        ("X" * 5000, "未知的浏览器"),
    ],
)
def test_browsers_in_words(app, agent, words):
    with app.test_request_context():
        assert agents.words(agent) == words
