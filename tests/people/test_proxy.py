"""No forwarded header is trusted, and what docs/proxy.md shows are settings and defaults that there are."""

import re

import pytest

from app import bureau, create_app
from app.config import ROOT, Settings, read
from app.people import links, sessions
from app.schema import migrate

FORWARDED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-For": "10.0.0.1",
    "X-Forwarded-Port": "80",
    "Forwarded": "host=evil.example;proto=http",
}
HERE = "http://mingcha.example.cn"  # what a proxy passes on
TEXT = (ROOT / "docs/proxy.md").read_text()


@pytest.fixture
def settings(tmp_path):
    settings = read({}, data=str(tmp_path / "data"), host="mingcha.example.cn", origin="https://mingcha.example.cn")
    migrate(settings.database)
    return settings


@pytest.fixture
def browser(settings):
    """Writes in it come from our own pages."""
    client = create_app(settings).test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


@pytest.mark.parametrize("headers", [{}, FORWARDED], ids=["none", "hostile"])
def test_forwarded_headers_change_nothing(browser, db, settings, cast, headers):
    link = links.make_demo_link(db, settings, cast.admin)
    answer = browser.post(f"/enter/{link}", base_url=HERE, headers=headers)
    assert (answer.status_code, answer.location) == (303, "/")
    given = answer.headers.getlist("Set-Cookie")
    assert len(given) == 3
    assert all("; Secure" in cookie and "SameSite=Lax" in cookie for cookie in given)
    assert all("Domain=" not in cookie for cookie in given)


def test_the_name_comes_from_the_host_and_from_nothing_else(browser):
    headers = {"Host": "evil.example", "X-Forwarded-Host": "mingcha.example.cn"}
    assert browser.get("/sign-in", headers=headers).status_code == 403
    headers = {"Host": "mingcha.example.cn", "X-Forwarded-Host": "evil.example"}
    assert browser.get("/sign-in", headers=headers).status_code == 200


def test_a_write_is_taken_from_the_origin_of_the_setting_only(browser, db, settings, cast):
    del browser.environ_base["HTTP_SEC_FETCH_SITE"]
    browser.set_cookie(sessions.COOKIE, sessions.open_session(db, cast.admin.id, "", ""), domain="mingcha.example.cn")
    for origin, status in (("https://mingcha.example.cn", 303), ("http://mingcha.example.cn", 403)):
        answer = browser.post("/sessions/others/end", base_url=HERE, headers={"Origin": origin, **FORWARDED})
        assert answer.status_code == status


def test_the_document_names_settings_that_there_are():
    named = set(re.findall(r"\bMINGCHA_([A-Z]+)\b", TEXT))
    assert {"ORIGIN", "HOST", "BIND", "DATA"} <= named
    assert named <= {name.upper() for name in Settings.__dataclass_fields__}


@pytest.mark.parametrize("origin", re.findall(r"MINGCHA_ORIGIN=(\S+)", TEXT))
def test_its_origins_are_taken(origin, tmp_path):
    assert read({"MINGCHA_ORIGIN": origin}, data=str(tmp_path)).site_origin == origin


def test_its_snippets_lead_to_the_default_port_and_pass_the_name_on():
    assert set(re.findall(r"(?:reverse_proxy|proxy_pass) (?:http://)?(\S+?)[;\s]", TEXT)) == {"127.0.0.1:8000"}
    assert read({}).bind == "127.0.0.1"
    assert read({}).port == "8000"
    assert "proxy_set_header Host $http_host;" in TEXT
    assert "This site answers at … only" in TEXT


def test_its_numbers_are_the_defaults():
    defaults = [bureau.CHOICES[name].default for name in ("device_days", "pin_tries", "pin_most")]
    assert defaults == ["30", "5", "20"]
    assert "sends for 30 days" in TEXT
