"""Promise 1, in a real browser: what the screen called saved is there after SIGKILL, and arrives exactly once.

`MINGCHA_KILLS=200 .venv/bin/python -m pytest e2e/test_nothing_lost.py` is the long run; `MINGCHA_SEED` repeats one.
"""

import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from e2e.phone import READY, Phone, a_photo, saves, wait_for_save
from e2e.serving import Server

KILLS = int(os.environ.get("MINGCHA_KILLS", "10"))
SEED = int(os.environ.get("MINGCHA_SEED", "20261124"))


@dataclass
class Told:
    """What the screen called saved: the last word on every field, and every photo by item."""

    verdicts: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    photos: dict[str, list[str]] = field(default_factory=dict)


@pytest.fixture
def phone(playwright: Playwright, tmp_path: Path) -> Iterator[Phone]:
    phone = Phone(playwright, tmp_path / "profile")
    yield phone
    phone.forget()


def test_a_killed_browser_loses_nothing_that_was_called_saved(own_server: Server, phone: Phone) -> None:
    page = phone.open()
    path = pack_first_open_visit(page, own_server)
    own_server.kill()
    dice, told = random.Random(SEED), Told()
    items = item_ids(page, own_server.url + path)
    phone.kill()
    for n in range(KILLS):
        page = phone.open()
        page.goto(own_server.url + path)
        page.wait_for_selector(READY)
        assert_all_there(page, told, f"seed {SEED}, before kill {n}")
        change_something(page, dice, items, told, n)
        time.sleep(dice.uniform(0, 0.05))
        phone.kill()
    own_server.start()
    page = phone.open()
    sign_in(page, own_server)
    page.goto(own_server.url + path)
    page.wait_for_selector(READY)
    assert_all_there(page, told, f"seed {SEED}, at the end")
    assert_arrives_once(page, told)


def pack_first_open_visit(page: Page, server: Server) -> str:
    """Signs the first inspector in, waits until everything is packed, and gives the path of their first open visit."""
    sign_in(page, server)
    expect(page.locator("[data-packed]:visible")).to_have_count(page.locator("[data-entry]").count(), timeout=20000)
    entry = page.locator("[data-entry]").filter(has_text="明察").first
    return str(entry.locator("h3 a").get_attribute("href"))


def sign_in(page: Page, server: Server) -> None:
    page.goto(server.person("inspector").url)
    page.get_by_role("button").click()
    page.wait_for_url("**/field/")


def item_ids(page: Page, url: str) -> list[str]:
    page.goto(url)
    page.wait_for_selector(READY)
    return [str(f.get_attribute("data-item")) for f in page.locator("fieldset[data-item]").all()]


def change_something(page: Page, dice: random.Random, items: list[str], told: Told, n: int) -> None:
    """One edit; returns at the first sign that it is durable, and notes what was promised then."""
    item = dice.choice(items)
    fieldset = page.locator(f'fieldset[data-item="{item}"]')
    kind = dice.choice(("verdict", "note", "note", "photo"))
    before = saves(page)
    if kind == "verdict":
        value = dice.choice([v for v in ("pass", "fail", "na", "unseen") if v != told.verdicts.get(item)])
        fieldset.locator(f".verdict [value={value}]").check()
        wait_for_save(page, before)
        told.verdicts[item] = value
        return
    if not fieldset.locator("[data-note]").first.is_visible():
        fieldset.locator(".more").check()
    if kind == "note":
        text = f"第{n}次，{dice.randrange(10**9)}：客户走到柜台前，全程未起立"
        fieldset.get_by_label("备注", exact=True).fill(text)
        wait_for_save(page, before)
        told.notes[item] = text
        return
    picture = {"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": a_photo(dice)}
    fieldset.locator("input[type=file]").first.set_input_files(picture)
    wait_for_save(page, before)
    told.photos[item] = shown_photos(page, item)


def shown_photos(page: Page, item: str) -> list[str]:
    figures = page.locator(f'fieldset[data-item="{item}"] figure')
    return [str(figure.get_attribute("data-sha256")) for figure in figures.all()]


def assert_all_there(page: Page, told: Told, when: str) -> None:
    for item, value in told.verdicts.items():
        assert page.locator(f'fieldset[data-item="{item}"] [value={value}]').is_checked(), f"{when}: verdict of {item}"
    for item, text in told.notes.items():
        found = page.locator(f'fieldset[data-item="{item}"] [data-note]').first.input_value()
        assert found == text, f"{when}: note of {item}"
    for item, hashes in told.photos.items():
        assert shown_photos(page, item) == hashes, f"{when}: photos of {item}"


def assert_arrives_once(page: Page, told: Told) -> None:
    """Finishes the check, waits for the receipt, and compares what the server gives back with what was told."""
    page.get_by_role("button", name="完成检查").click()
    page.get_by_role("dialog").get_by_role("button", name="完成检查").click()
    page.wait_for_url("**/field/outbox")
    row = page.locator("[data-submission][data-state=received]")
    expect(row).to_have_count(1, timeout=60000)
    body = page.evaluate(
        "id => fetch('/api/submissions/' + id).then((a) => a.json())", row.get_attribute("data-submission")
    )
    observations = {o["item"]: o for o in body["observations"]}
    assert len(observations) == len(body["observations"])
    assert {i: o["verdict"] for i, o in observations.items() if i in told.verdicts} == told.verdicts
    assert {i: o["note"] for i, o in observations.items() if o["note"]} == told.notes
    assert {i: [p["sha256"] for p in o["photos"]] for i, o in observations.items() if o["photos"]} == told.photos
    for hashes in told.photos.values():
        for sha256 in hashes:
            held = page.evaluate("hash => fetch('/api/photos/' + hash).then((a) => a.status)", sha256)
            assert held == 200
