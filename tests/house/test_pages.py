"""Each URL answers a whole page, htmx gets its fragment, and the headers keep strangers out."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader

from app.pages import ROLES, page, public
from app.people import links
from tests import builders
from tests.review import given

WHOLE = {
    "house.html": '{% extends "base.html" %}{% block title %}House{% endblock %}'
    '{% block main %}<h1>House</h1>{% include "_house.html" %}{% endblock %}',
    "_house.html": '<p id="part">part</p>',
}
FRAGMENT = WHOLE["_house.html"]


@pytest.fixture
def house(app: Flask, stranger: FlaskClient) -> FlaskClient:
    """A browser on an application with one page more, `/house`, that has a fragment."""
    app.jinja_env.loader = ChoiceLoader([DictLoader(WHOLE), app.jinja_env.loader])

    @app.get("/house")
    @public
    def view() -> Response:
        return page("house.html", fragment="_house.html")

    return stranger


def test_a_page_is_whole_without_htmx(house):
    answer = house.get("/house")
    assert faults(answer) == []
    assert FRAGMENT in answer.text


def test_htmx_gets_the_fragment(house):
    answer = house.get("/house", headers={"HX-Request": "true"})
    assert answer.text == FRAGMENT
    assert "HX-Request" in answer.vary


def test_a_restored_history_entry_is_a_whole_page(house):
    answer = house.get("/house", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert faults(answer) == []


def test_every_page_of_every_role_is_whole(app: Flask, cast, sign_in, stranger):
    wrong = []
    for role in (*ROLES, ""):
        client = sign_in(getattr(cast, role)) if role else stranger
        for url in plain_pages(app, role):
            answer = client.get(url)
            found = faults(answer) if answer.mimetype == "text/html" else [*header_faults(answer)]
            if answer.status_code >= 500:
                found = [answer.status]
            elif answer.status_code >= 300:
                found = [*header_faults(answer)]
            wrong += [f"{url} as {role or 'nobody'}: {fault}" for fault in found]
            answer.close()
    assert wrong == []


def test_pages_of_things_are_whole_too(app: Flask, db, cast, sign_in):
    """A visit, a covert one, a submission with its failings, a month, a notice, each as everybody who may see it."""
    failing = given.a_failing()
    submission = given.covert_submission(db, cast, failing)
    visits = [builders.a_visit(db, cast, approach=approach) for approach in ("open", "covert")]
    places = [f"/review/{submission}", f"/review/{submission}/{failing['id']}", "/scores/2026-11", "/notices/new"]
    places += [f"/field/visits/{visit.id}" for visit in visits]
    places += ["/enter/" + links.invite(db, cast.admin, None)]
    seen, wrong = set(), []
    for role in ROLES:
        client = sign_in(getattr(cast, role))
        for url in places:
            answer = client.get(url)
            if answer.status_code == 200:
                seen.add(url)
                wrong += [f"{url} as {role}: {fault}" for fault in faults(answer)]
    assert wrong == []
    assert seen == set(places)


@pytest.mark.parametrize("url", ["/house", "/nowhere", "/api/nowhere", "/", "/field/"])
def test_every_answer_has_the_headers(house, url):
    answer = house.get(url)
    assert list(header_faults(answer)) == []


def test_a_refusal_is_a_whole_page(house):
    answer = house.get("/nowhere")
    assert answer.status_code == 404
    assert [fault for fault in faults(answer) if "Vary" not in fault] == []


def test_pages_are_asked_for_by_name(house):
    answer = house.get("/house?month=2026-11", base_url="http://127.0.0.1:8123")
    assert (answer.status_code, answer.location) == (302, "http://localhost:8123/house?month=2026-11")
    for url, method in (("/api/pack", "GET"), ("/healthz", "GET"), ("/house", "POST")):
        answer = house.open(url, method=method, base_url="http://127.0.0.1:8123")
        assert answer.status_code != 302, url


def test_static_files_are_immutable_and_have_no_second_address(app: Flask, stranger):
    build = app.extensions["assets"].build
    answer = stranger.get(f"/static/{build}/css/mingcha.css")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    answer.close()
    assert stranger.get("/static/css/mingcha.css").status_code == 404


def test_faults_are_seen():
    bad = Response('<html><style>a{}</style><p style="x"><script>1</script><img src="https://cdn.example/a.png">')
    assert len(faults(bad)) >= 11


def plain_pages(app: Flask, role: str) -> Iterator[str]:
    """Every GET route without a variable part that the role may enter."""
    for rule in app.url_map.iter_rules():
        door = app.view_functions[rule.endpoint].door
        if "GET" in (rule.methods or set()) and not rule.arguments and (door.public or role in door.roles):
            yield rule.rule


def faults(answer: Response) -> list[str]:
    """What keeps an answer from being a whole page of ours."""
    return [*header_faults(answer), *_page_faults(answer)]


def header_faults(answer: Response) -> Iterator[str]:
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src 'self'" not in policy:
        yield "no policy with default-src"
    if "unsafe" in policy or "http:" in policy or "https:" in policy or "*" in policy:
        yield f"a loose policy: {policy}"
    for directive in ("object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"):
        if directive not in policy:
            yield f"the policy lacks {directive}"
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        yield "types may be guessed"
    if answer.headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
        yield "addresses are told to others"
    if "Cache-Control" not in answer.headers or "public" in answer.headers["Cache-Control"]:
        yield "caches may keep it"


def _page_faults(answer: Response) -> Iterator[str]:
    text = answer.get_data(as_text=True)
    if not text.lstrip().lower().startswith("<!doctype html>"):
        yield "not a whole page"
    if not re.search(r'<html[^>]* lang="[a-zA-Z-]+"', text):
        yield "no lang"
    if not re.search(r"<title>\s*[^<\s][^<]*</title>", text):
        yield "no title"
    if "HX-Request" not in answer.vary:
        yield "Vary lacks HX-Request"
    reader = _Reader()
    reader.feed(text)
    yield from reader.faults
    if reader.headings != 1:
        yield f"{reader.headings} headings of the first order"


class _Reader(HTMLParser):
    """Looks for what a strict policy would block and for what comes from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.headings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.headings += tag == "h1"
        if "style" in values or tag == "style":
            self.faults.append(f"inline style on {tag}")
        if tag == "script" and "src" not in values and values.get("type") != "application/json":
            self.faults.append("an inline script")
        self.faults += [f"{name} on {tag}" for name in values if name.startswith("on")]
        for name in ("src", "href", "action", "srcset", "poster", "data"):
            if re.match(r"\s*(?:https?:)?//", values.get(name) or "") and tag != "a":
                self.faults.append(f"{tag} from another origin: {values[name]}")
