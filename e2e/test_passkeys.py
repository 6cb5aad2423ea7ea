"""The publisher's passkey in a real browser: made in the demo, used at the door, asked for at a weighty step."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, redirect, render_template_string, request
from playwright.sync_api import Browser, CDPSession, Page, Route, expect
from waitress import create_server

from app import create_app
from app.config import read
from app.db import Database
from app.pages import allow, database, me, session_hash, settings
from app.people import assertions, links, passkeys, persons
from app.schema import migrate

DEVICE = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
STEP = """{% extends "desk.html" %}{% from "people/assert.html" import assert_button %}
{% block title %}Step{% endblock %}
{% block main %}<h1>{{ request.args.get("said", "") }}</h1>
<form method="post" data-assert="close:2026-10"><input name="note" aria-label="Note">
{{ assert_button("close:2026-10", "Close the month") }}</form>{% endblock %}"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A served data folder with `publisher`, their demo door and, at /step, a page that asks for a fresh word."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    here = read({}, data=str(tmp_path), port=str(port))
    migrate(here.database)
    server = create_server(with_a_step(create_app(here)), host="127.0.0.1", port=port, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    db = Database(here.database)
    publisher = persons.add(db, "王建国", "publisher")
    yield SimpleNamespace(db=db, settings=here, publisher=publisher, origin=here.site_origin)
    db.close()
    server.close()
    thread.join(5)


def with_a_step(app: Flask) -> Flask:
    """The application with a page of the kind that closing and publishing are."""

    @app.get("/step")
    @allow("publisher")
    def step() -> str:
        return render_template_string(STEP)

    @app.post("/step")
    @allow("publisher")
    def carry_out() -> object:
        assertions.demand(
            database(), settings(), session_hash(), me().id, "close:2026-10", request.form.get("assertion", "")
        )
        return redirect("/step?said=" + request.form["note"], 303)

    return app


@pytest.fixture
def phone(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes a page on a new device; `verifies=False`: its owner's finger is not recognised."""
    contexts = []

    def new(verifies: bool = True) -> Page:
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
        contexts.append(context)
        page = context.new_page()
        page.device = context.new_cdp_session(page)
        add_device(page.device, verifies)
        return page

    yield new
    for context in contexts:
        context.close()


def add_device(session: CDPSession, verifies: bool = True) -> None:
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, "isUserVerified": verifies}})


def enter(page: Page, house: SimpleNamespace) -> None:
    """Through the demo door to one's account."""
    page.goto(f"{house.origin}/enter/{links.make_demo_link(house.db, house.settings, house.publisher)}")
    page.get_by_role("button").click()
    page.wait_for_url(lambda url: "/enter/" not in url)
    page.goto(house.origin + "/me")
    expect(page.get_by_role("heading", name="王建国")).to_be_visible()


def make_passkey(page: Page) -> None:
    page.get_by_role("button", name="在这台设备上建通行密钥").click()
    expect(page.get_by_text("还没有用过")).to_be_visible()


def close_the_month(page: Page, note: str) -> None:
    page.goto(page.url.rsplit("/", 1)[0] + "/step")
    page.get_by_label("Note").fill(note)
    page.get_by_role("button", name="Close the month").click()


def test_a_passkey_made_in_the_demo_opens_the_door_and_confirms_a_step(house, phone):
    page = phone()
    enter(page, house)
    make_passkey(page)
    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_url(house.origin + "/sign-in")

    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto(house.origin + "/me")
    expect(page.get_by_text("最近使用")).to_be_visible()

    close_the_month(page, "closed")
    expect(page.get_by_role("heading", name="closed")).to_be_visible()


def test_who_has_no_passkey_makes_one_on_the_spot_and_loses_nothing_typed(house, phone):
    page = phone()
    enter(page, house)
    close_the_month(page, "typed before")
    page.get_by_role("button", name="先为本账号建一个通行密钥").click()
    expect(page.get_by_text("通行密钥已建好")).to_be_visible()
    page.get_by_role("button", name="Close the month").click()
    expect(page.get_by_role("heading", name="typed before")).to_be_visible()


def test_a_demo_person_on_another_device_makes_another_passkey_there(house, phone):
    first, second = phone(), phone()
    enter(first, house)
    make_passkey(first)
    enter(second, house)
    close_the_month(second, "from the other")
    second.get_by_role("button", name="在这台设备上另建一个通行密钥").click()
    expect(second.get_by_text("通行密钥已建好")).to_be_visible()
    second.get_by_role("button", name="Close the month").click()
    expect(second.get_by_role("heading", name="from the other")).to_be_visible()
    assert len(passkeys.of(house.db, house.publisher.id)) == 2


def test_a_step_posted_without_the_script_is_refused_in_words(house, phone):
    page = phone()
    enter(page, house)
    page.route("**/passkeys.js", lambda route: route.abort())
    close_the_month(page, "too easy")
    expect(page.get_by_text("这一步要用本人的通行密钥确认")).to_be_visible()


def test_an_invitation_becomes_a_passkey_and_a_second_one_is_confirmed_by_it(house, phone):
    page = phone()
    page.goto(f"{house.origin}/enter/{links.invite(house.db, house.publisher, None)}")
    page.get_by_role("button", name="建通行密钥并登录").click()
    page.wait_for_url(lambda url: "/enter/" not in url)
    page.goto(house.origin + "/me")
    expect(page.get_by_text("还没有用过")).to_be_visible()

    then_take_another_device(page)
    page.get_by_role("button", name="在这台设备上建通行密钥").click()
    expect(page.get_by_text("还没有用过")).to_be_visible()
    expect(page.get_by_text("最近使用")).to_be_visible()
    assert len(passkeys.of(house.db, house.publisher.id)) == 2


def then_take_another_device(page: Page) -> None:
    """Once the first key has confirmed, it is taken out and an empty one is put in."""

    def swap(route: Route) -> None:
        page.device.send("WebAuthn.disable")
        add_device(page.device)
        route.continue_()

    page.route("**/passkeys/creation", swap)


def test_an_unrecognised_finger_leaves_the_invitation_good_and_says_so(house, phone):
    page = phone(verifies=False)
    page.goto(f"{house.origin}/enter/{links.invite(house.db, house.publisher, None)}")
    page.get_by_role("button", name="建通行密钥并登录").click()
    expect(page.get_by_text("没有建成，邀请链接仍然有效")).to_be_visible()
    assert passkeys.of(house.db, house.publisher.id) == []


def test_a_browser_without_passkeys_is_told_so(house, phone):
    page = phone()
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto(house.origin + "/sign-in")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_text("这个浏览器不支持通行密钥")).to_be_visible()
