"""The site answers under its own name only: a name that somebody else lets point here is no origin of ours."""

import pytest

from app import create_app
from app.config import read
from app.errors import Refused
from app.people import links
from app.schema import migrate

OURS = ("localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:8000")
FOREIGN = ("evil.example", "evil.example:8000", "localhost.evil.example", "10.0.0.7:8000", "[::1", "a b", "")


@pytest.fixture
def plain(app):
    """A browser that tells nothing of where its requests come from but the Origin."""
    return app.test_client()


@pytest.fixture
def public(tmp_path):
    """A browser on a bureau that is reached under a name of its own."""
    settings = read({}, data=str(tmp_path / "public"), origin="https://mingcha.example.cn")
    migrate(settings.database)
    return create_app(settings).test_client()


@pytest.mark.parametrize("host", OURS)
def test_loopback_is_ours_by_every_name(plain, host):
    assert plain.get("/sign-in", headers={"Host": host}).status_code in {200, 302}


@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_name_is_refused_for_reading_and_writing(plain, host):
    for method, path in (("GET", "/sign-in"), ("GET", "/"), ("POST", "/session/end"), ("GET", "/api/receipt-key")):
        answer = plain.open(path, method=method, headers={"Host": host, "Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 403
        assert "http://localhost:8000" in answer.text


@pytest.mark.parametrize("host", ["10.0.0.7:8000", "mingcha", "localhost:8000"])
def test_health_is_told_under_any_name(plain, host):
    assert plain.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"])
def test_a_write_from_our_own_origin_is_taken(plain, origin):
    assert plain.post("/session/end", headers={"Origin": origin}).status_code == 303


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:9000", "https://localhost:8000", "null"])
def test_the_host_of_a_request_makes_no_origin_ours(plain, origin):
    host = origin.partition("//")[2] or "localhost:8000"
    assert plain.post("/session/end", headers={"Origin": origin, "Host": host}).status_code == 403


def test_a_site_with_a_name_of_its_own_answers_under_that_one_only(public):
    ours = {"base_url": "https://mingcha.example.cn"}
    assert public.get("/sign-in", **ours).status_code == 200
    assert public.post("/session/end", headers={"Origin": "https://mingcha.example.cn"}, **ours).status_code == 303
    for base in ("http://localhost:8000", "http://127.0.0.1:8000"):
        assert public.get("/sign-in", base_url=base).status_code == 403
        assert public.get("/healthz", base_url=base).status_code == 200


def test_behind_a_proxy_the_origin_that_browsers_see_counts(public):
    behind = {"base_url": "http://mingcha.example.cn"}
    assert public.post("/session/end", headers={"Origin": "https://mingcha.example.cn"}, **behind).status_code == 303
    assert public.post("/session/end", headers={"Origin": "http://mingcha.example.cn"}, **behind).status_code == 403


def test_a_link_is_no_way_around(plain, db, cast):
    token = links.invite(db, cast.admin, None)
    assert plain.post(f"/enter/{token}", headers={"Host": "evil.example"}).status_code == 403


@pytest.mark.parametrize(
    ("origin", "hint"),
    [
        ("https://mingcha.example.cn/", "Perhaps https://mingcha.example.cn?"),
        ("https://mingcha.example.cn:443", "Perhaps https://mingcha.example.cn?"),
        ("HTTPS://Mingcha.Example.cn", "Perhaps https://mingcha.example.cn?"),
        ("https://mingcha.example.cn/app", "Perhaps https://mingcha.example.cn?"),
        ("mingcha.example.cn", "such as"),
        ("ftp://mingcha.example.cn", "such as"),
        ("https://", "such as"),
        ("https://x:port", "such as"),
        ("http://[::1", "such as"),
    ],
)
def test_an_origin_that_no_browser_would_say_is_refused_with_the_right_form(origin, hint):
    with pytest.raises(Refused, match="MINGCHA_ORIGIN is scheme, name and port") as refusal:
        read({"MINGCHA_ORIGIN": origin})
    assert hint in str(refusal.value)


@pytest.mark.parametrize("origin", ["https://mingcha.example.cn:8443", "http://[::1]:8000", "http://localhost"])
def test_an_origin_as_browsers_say_it_is_taken(origin):
    assert origin in read({"MINGCHA_ORIGIN": origin}).origins


@pytest.mark.parametrize(
    ("variable", "value"), [("THREADS", "²"), ("PORT", "9" * 5000), ("SESSION_DAYS", "99999"), ("THREADS", "1000")]
)
def test_numbers_that_only_look_like_some_are_refused(variable, value):
    with pytest.raises(Refused, match=f"MINGCHA_{variable} must be"):
        read({f"MINGCHA_{variable}": value})
