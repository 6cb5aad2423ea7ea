"""The server speaks the protocol of its own build and of the one before: a phone that packed, began and finished checks
with the real files of the previous build goes on when the server has been updated, and nothing of it is lost."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from app import clock
from app.db import Database
from app.people import sessions
from e2e import contexts
from e2e.actors import Inspector
from e2e.between import CUT, Between
from e2e.pictures import photo
from e2e.previous import Previous
from e2e.serving import Server

BUILDS = """async () => {
  const builds = new Set();
  for (const name of await caches.keys()) {
    const kept = await (await caches.open(name)).keys();
    for (const { url } of kept) builds.add(/\\/static\\/([0-9a-f]+)\\//.exec(url)?.[1]);
  }
  return [...builds].filter(Boolean);
}"""
USED = """() => [...new Set([...performance.getEntriesByType("resource").map(({ name }) => name),
  ...[...document.querySelectorAll("script[src]")].map(({ src }) => src)]
  .map((url) => /\\/static\\/([0-9a-f]+)\\//.exec(url)?.[1]).filter(Boolean))]"""
WAITS = "() => navigator.serviceWorker.getRegistration('/field/').then((found) => Boolean(found?.waiting))"
PACKED = """async (build) => {
  const kept = await caches.match("/field/outbox", { ignoreVary: true });
  return (await kept.text()).includes(build);
}"""


@dataclass
class Phone:
    """A phone that goes to `between`, behind which the previous build stands until the server is updated."""

    previous: Previous
    between: Between
    folder: Path
    inspector: Inspector
    server: Server | None = None

    def update(self) -> Server:
        """Today's build on the folder that the previous one left; who was signed in still is."""
        self.server = Server(self.previous.folder(self.folder), demo=False).start()
        with closing(Database(self.folder / "mingcha.db")) as db, clock.at(datetime.now(UTC)):
            token = sessions.open_session(db, self.previous.about["person"], "phone", "device")
        self.context.add_cookies([{"name": sessions.COOKIE, "value": token, "url": self.between.url}])
        self.between.server = self.server
        return self.server

    @property
    def context(self) -> Any:
        return self.inspector.page.context

    def visit(self, number: int) -> str:
        return f"/field/visits/{self.previous.about['visits'][number]}"

    def is_opened_again(self) -> None:
        """All windows of the field are closed, a worker that waits takes over, and a new window is opened."""
        fresh = self.context.new_page()
        self.inspector.page.close()
        self.inspector.page = fresh
        fresh.goto(self.between.url + "/healthz")
        until(fresh, f"async () => !(await ({WAITS})())")
        fresh.goto(self.between.url + "/field/")

    def received(self) -> list[dict[str, Any]]:
        """The bodies that the server holds, each in exactly the bytes that were hashed."""
        with closing(Database(self.folder / "mingcha.db")) as db:
            rows = db.rows("SELECT sha256, body FROM submissions")
        assert all(hashlib.sha256(row["body"]).hexdigest() == row["sha256"] for row in rows)
        return [json.loads(row["body"]) for row in rows]


@pytest.fixture
def phone(browser: Browser, tmp_path: Path) -> Iterator[Phone]:
    previous = Previous()
    context, watch = contexts.a_context(browser, "phone")
    with previous.serving() as replay, Between(replay) as between:  # type: ignore[arg-type]
        me = {"name": "mc_me", "value": previous.about["me"], "url": between.url}
        context.add_cookies([me])
        phone = Phone(previous, between, tmp_path / "data", Inspector(context.new_page()))
        phone.inspector.page.goto(between.url + "/field/")
        phone.inspector.waits_until_packed()
        yield phone
        if phone.server:
            phone.server.stop()
        context.close()
    assert [text for text in watch.complaints if "Failed to load resource" not in text] == []


def begins(inspector: Inspector, visit: str, seed: int) -> tuple[list[str], str]:
    """Two answers, a note and a photo; gives the items and the photo's hash."""
    inspector.opens(visit)
    items = inspector.items()[:3]
    inspector.judges(items[0], "fail")
    inspector.notes(items[0], f"旧版本页面上记的 {seed}")
    inspector.photographs(items[0], photo("old.jpg", seed=seed))
    inspector.judges(items[1], "pass")
    return items, str(inspector.item(items[0]).locator("figure").first.get_attribute("data-sha256"))


def shows(inspector: Inspector, items: list[str], picture: str, seed: int) -> None:
    inspector.waits_until_ready()
    assert inspector.item(items[0]).locator("[value=fail]").first.is_checked()
    assert inspector.item(items[1]).locator("[value=pass]").first.is_checked()
    assert inspector.item(items[0]).locator("[data-note]").first.input_value() == f"旧版本页面上记的 {seed}"
    assert inspector.item(items[0]).locator(f"figure[data-sha256='{picture}']").count() == 1


def is_whole(phone: Phone, body: dict[str, Any], items: list[str], picture: str, seed: int) -> None:
    """What arrived is what was entered, and the photo's bytes are on the disk."""
    seen = {one["item"]: one for one in body["observations"]}
    assert (seen[items[0]]["verdict"], seen[items[1]]["verdict"]) == ("fail", "pass")
    assert seen[items[0]]["note"] == f"旧版本页面上记的 {seed}"
    assert [one["sha256"] for one in seen[items[0]]["photos"]] == [picture]
    kept = phone.folder / "photos" / picture[:2] / picture
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == picture


def until(page: Page, condition: str, value: str = "") -> None:
    """Waits for a condition that is itself waited for; `wait_for_function` would take its promise for a yes."""
    page.evaluate(
        f"""async (value) => {{
          const met = {condition};
          for (let tries = 0; tries < 600; tries += 1) {{
            if (await met(value)) return;
            await new Promise((resolve) => setTimeout(resolve, 50));
          }}
          throw new Error(`never: ${{met}}`);
        }}""",
        value,
    )


def used(page: Page) -> list[str]:
    """The builds whose files the open page loaded."""
    return list(page.evaluate(USED))


def test_a_draft_and_a_finished_check_of_the_build_before_go_on_under_their_own_page(phone: Phone):
    inspector, old = phone.inspector, phone.previous.build
    offline = phone.between.fails("", "", CUT)
    finished, first = begins(inspector, phone.visit(1), 61)
    inspector.finishes()
    inspector.sees_waiting()
    items, second = begins(inspector, phone.visit(0), 62)
    phone.between.lifts(offline)
    phone.update()
    inspector.goes_to("/field/")
    new = used(inspector.page)
    assert old not in new
    until(inspector.page, WAITS)
    until(inspector.page, PACKED, new[0])
    inspector.opens(phone.visit(0))
    shows(inspector, items, second, 62)
    inspector.judges(items[2], "na")
    assert used(inspector.page) == [old]
    phone.is_opened_again()
    offline = phone.between.fails("", "", CUT)
    inspector.opens(phone.visit(0))
    shows(inspector, items, second, 62)
    assert used(inspector.page) == [old]
    inspector.finishes()
    assert used(inspector.page) == new
    phone.between.lifts(offline)
    inspector.sees_received(2)
    by_visit = {body["visit"]: body for body in phone.received()}
    assert len(phone.received()) == 2
    is_whole(phone, by_visit[phone.previous.about["visits"][1]], finished, first, 61)
    is_whole(phone, by_visit[phone.previous.about["visits"][0]], items, second, 62)
    phone.is_opened_again()
    until(inspector.page, f"async () => !(await ({BUILDS})()).includes('{old}')")
    assert inspector.page.evaluate(BUILDS) == new
    assert not inspector.page.evaluate(WAITS)


def test_a_draft_of_the_build_before_opens_on_the_page_of_today(phone: Phone):
    """The browser dropped the kept pages, and not the store: today's page reads what the previous one wrote."""
    inspector, old = phone.inspector, phone.previous.build
    items, picture = begins(inspector, phone.visit(0), 63)
    phone.update()
    inspector.page.evaluate("caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))")
    inspector.opens(phone.visit(0))
    shows(inspector, items, picture, 63)
    assert old not in used(inspector.page)
    inspector.judges(items[2], "unseen")
    inspector.finishes()
    inspector.sees_received()
    (body,) = phone.received()
    is_whole(phone, body, items, picture, 63)
    assert {one["verdict"] for one in body["observations"]} == {"fail", "pass", "unseen"}
