"""Under the English interface nothing is said in Chinese but what the bureau wrote: names, checklists, notices."""

import json
import re
from collections import deque
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser

import pytest
import yaml
from flask.testing import FlaskClient

from app import clock, create_app
from app.config import ROOT
from app.language import COOKIE, LANGUAGES, dated
from app.notices import archive
from app.pages import ROLES
from app.people import sessions
from app.review.findings import _COUNTER_NUMBER
from app.review.periods import band
from tests.conftest import NOW
from tests.house.demo import filled, of_role
from tests.house.test_pages import plain_pages

HAN = re.compile(r"[\u3400-\u9fff]")
# One of a thing that is said as many, and a month that is said as a number.
CLUMSY = re.compile(
    r"(?<![\d.,/])1 (?:\w+ )?(?:visits|failings|findings|photos|items|days|checks|people|places|parts)\b|month \d"
)
PAGES = 40  # to each role
SPOKEN = ("aria-label", "title", "placeholder", "alt", "value", "content")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The demo world, the application on it, and every text that somebody of the bureau wrote, longest first."""
    with clock.at(NOW):
        settings, db = filled(tmp_path_factory.mktemp("english"), NOW)
        yield create_app(settings), db, written(db)


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_an_english_page_says_nothing_in_chinese_by_itself(demo, role):
    app, db, texts = demo
    client = browser(app, db, role)
    client.set_cookie(COOKIE, "en", domain="localhost")
    wrong: dict[str, list[str]] = {}
    for url, html in pages(client, list(plain_pages(app, role))):
        assert '<html lang="en"' in html, url
        for text in said(html):
            rest = text
            for known in texts:
                rest = rest.replace(known, "")
            if HAN.search(rest) or CLUMSY.search(rest):
                wrong.setdefault(url, []).append(text)
    assert wrong == {}


def test_days_and_months_are_said_in_the_order_of_the_language(demo):
    app, _, _ = demo
    for language, said_so in (("zh", ("11月24日 周二", "11月下旬")), ("en", ("Tue 24 Nov", "last days of November"))):
        with app.test_request_context(headers={"Cookie": f"{COOKIE}={language}"}):
            assert (dated("2026-11-24"), band(date(2026, 11, 24))) == said_so


def test_what_is_listed_is_parted_as_the_language_does(demo):
    app, db, _ = demo
    client = browser(app, db, "planner")
    notice = archive.published(db)[0].slug
    assert "未签收：" in (chinese := client.get(f"/notices/{notice}").text)
    assert "、" in re.search(r"未签收：([^<]*)", chinese)[1]
    client.set_cookie(COOKIE, "en", domain="localhost")
    named = re.search(r"Not signed yet: ([^<]*)\. By", client.get(f"/notices/{notice}").text)[1]
    assert ", " in named
    assert "、" not in named


def test_the_language_is_chosen_on_any_page_and_stays(demo):
    app, db, _ = demo
    client = browser(app, db, "planner")
    page = client.get("/notices/")
    assert '<html lang="zh-CN"' in page.text
    assert 'name="lang" value="en" lang="en">English' in page.text
    answer = client.post("/language", data={"lang": "en", "back": "/scores/?month=2026-10"})
    assert (answer.status_code, answer.location) == (303, "/scores/?month=2026-10")
    english = client.get("/notices/")
    assert '<html lang="en"' in english.text
    assert 'name="lang" value="zh" lang="zh-CN">中文' in english.text


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", ""])
def test_choosing_a_language_leads_nowhere_else(demo, back):
    app, db, _ = demo
    answer = browser(app, db, "planner").post("/language", data={"lang": "en", "back": back})
    assert answer.location == "/"


def test_a_language_that_the_house_does_not_speak_is_refused(demo):
    app, db, _ = demo
    assert browser(app, db, "planner").post("/language", data={"lang": "fr"}).status_code == 404
    assert set(LANGUAGES) == {"zh", "en"}


def browser(app, db, role: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    if role:
        token = sessions.open_session(db, of_role(db, role)[0].id, "tests", "")
        client.set_cookie(sessions.COOKIE, token, domain="localhost")
    return client


def pages(client: FlaskClient, start: list[str]) -> Iterator[tuple[str, str]]:
    """Whole pages that can be reached by links, two of each kind at most."""
    waiting, seen, kinds = deque(start), set(start), dict[str, int]()
    while waiting and sum(kinds.values()) < PAGES:
        url = waiting.popleft()
        kind = re.sub(r"=[^&]*|[0-9a-f]{8}[-0-9a-f]*|\d+|CL\d+", "*", url)
        if kinds.get(kind, 0) >= 2:
            continue
        answer = client.get(url)
        answer.close()
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        yield url, answer.text
        for link in re.findall(r'href="(/[^"#]*)"', answer.text):
            plain = link.replace("&amp;", "&")
            if plain not in seen and not plain.startswith("/static/"):
                seen.add(plain)
                waiting.append(plain)


class Heard(HTMLParser):
    """What a page says to who reads or hears it; parts in another language say so by `lang` and are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        foreign = (self.open[-1][1] if self.open else False) or (given.get("lang") or "en").startswith("zh")
        if not foreign:
            self.texts += [v for k, v in attrs if v and (k in SPOKEN or k.startswith("data-")) and k != "data-item"]
        if tag not in {"meta", "link", "input", "img", "br", "hr", "use", "path", "circle", "rect", "line", "source"}:
            self.open.append((tag, foreign))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self.open and self.open[-1][1]):
            self.texts.append(data)


def said(html: str) -> list[str]:
    heard = Heard()
    heard.feed(html)
    return [text.strip() for text in heard.texts if HAN.search(text)]


def written(db) -> list[str]:
    """Every text in the database and in the checklists, also inside of JSON, that has a Chinese character."""
    found: set[str] = set()
    tables = [row["name"] for row in db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for row in db.rows(f"SELECT * FROM {table}"):
            for value in row.values():
                found |= set(strings(value))
    for file in (ROOT / "checklists").rglob("*.yaml"):
        found |= set(strings(yaml.safe_load(file.read_text())))
    found |= {_COUNTER_NUMBER.sub("", text) for text in found if _COUNTER_NUMBER.match(text)}  # a covert finding’s post
    lines = {part.strip() for text in found for part in [text, *text.split("\n")]}
    return sorted((text for text in lines if HAN.search(text)), key=len, reverse=True)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str):
        yield value
        if value[:1] in "[{":
            try:
                yield from strings(json.loads(value))
            except ValueError:
                return
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
