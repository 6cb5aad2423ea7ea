"""The field in Firefox, and in WebKitGTK, which stands in for Safari: packed, captured without a server, killed, gone
on with, sent once and byte for byte. Where an engine is not installed, its story is left out and says so.

Neither has Background Sync; Firefox asks before it keeps storage for good; WebKit keeps no Blobs in its store.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e import firefox, webkit
from e2e.firefox import Firefox
from e2e.pictures import photo
from e2e.serving import Server
from e2e.webkit import WebKit

ENGINES = [
    pytest.param(Firefox, id="Firefox", marks=pytest.mark.skipif(not firefox.EXECUTABLE, reason=firefox.MISSING)),
    pytest.param(
        WebKit,
        id="WebKitGTK",
        marks=pytest.mark.skipif(not (webkit.EXECUTABLE and webkit.SCREEN), reason=webkit.MISSING),
    ),
]

READY = "'ready' in document.documentElement.dataset"
STATUS = "document.querySelector('[role=status]')"
NOTE = "10:38 柜员坐着接过资料"


@pytest.fixture(params=ENGINES)
def phone(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Firefox | WebKit]:
    phone = request.param(tmp_path / "profile")
    yield phone
    phone.close()


def test_what_was_captured_offline_survives_a_killed_browser_and_arrives_once(
    own_server: Server, phone: Firefox | WebKit, tmp_path: Path
) -> None:
    phone.open()
    visit = packed(phone, own_server)
    phone.goes_to(own_server.url + visit)
    phone.until(READY)
    own_server.kill()
    phone.goes_to(own_server.url + visit)
    phone.until(READY)
    item = phone.finds("document.querySelectorAll('fieldset[data-item]')[7].dataset.item")
    field = f'fieldset[data-item="{item}"]'
    at = f"document.querySelector('{field}')"
    saved(phone, f"{at}.querySelector('[value=fail]').click()")
    saved(
        phone,
        f"Object.assign({at}.querySelector('[data-note]'), {{ value: '{NOTE}' }})"
        ".dispatchEvent(new Event('input', { bubbles: true }))",
    )
    for number in range(2):
        picked = tmp_path / f"{number}.jpg"
        picked.write_bytes(photo(picked.name, seed=number)["buffer"])
        before = saves(phone)
        phone.picks(f"{field} [data-add-photo]", picked)
        phone.until(f"Number({STATUS}.dataset.saves) > {before}")
    taken = shown(phone, at)
    phone.kill()

    phone.open()
    phone.goes_to(own_server.url + visit)
    phone.until(READY)
    phone.until(f"{at}.querySelectorAll('figure img[src^=blob]').length === 2")
    assert shown(phone, at) == taken
    assert phone.finds(f"{at}.querySelector('[value=fail]').checked")
    assert phone.finds(f"{at}.querySelector('[data-note]').value") == NOTE
    top = f"{at}.getBoundingClientRect().top"
    assert phone.until(f"{top} >= 0 && {top} < innerHeight"), "at the same item"
    finish(phone)
    phone.kill()

    own_server.start()
    phone.open()
    phone.goes_to(own_server.url + "/field/outbox")
    row = "document.querySelector('[data-submission][data-state=received]')"
    submission = phone.until(f"{row}?.dataset.submission")
    assert phone.finds("document.querySelectorAll('[data-submission]').length") == 1
    body = phone.finds(f"fetch('/api/submissions/{submission}').then((answer) => answer.json())")
    (observation,) = [one for one in body["observations"] if one["verdict"] == "fail"]
    assert (observation["item"], observation["note"]) == (item, NOTE)
    assert [one["sha256"] for one in observation["photos"]] == taken
    for sha256 in taken:
        (file,) = own_server.folder.rglob(sha256)
        assert hashlib.sha256(file.read_bytes()).hexdigest() == sha256


def packed(phone: Firefox | WebKit, server: Server) -> str:
    """Signs the first inspector in, waits until everything is packed, and gives the path of their first visit."""
    phone.goes_to(server.person("inspector").url)
    phone.does("document.querySelector('form[method=post] button').click()")
    phone.until("location.pathname === '/field/' && document.querySelector('[data-entry] h3 a') && true")
    phone.until("[...document.querySelectorAll('[data-entry] [data-packed]')].every((one) => !one.hidden)")
    return str(phone.finds("document.querySelector('[data-entry] h3 a').pathname"))


def saves(phone: Firefox | WebKit) -> int:
    return int(phone.finds(f"Number({STATUS}.dataset.saves)"))


def saved(phone: Firefox | WebKit, script: str) -> None:
    """Does something on the page and waits for the save that follows."""
    before = saves(phone)
    phone.finds(script)
    phone.until(f"Number({STATUS}.dataset.saves) > {before} && {STATUS}.innerText.includes('已存本机')")


def shown(phone: Firefox | WebKit, at: str) -> list[str]:
    """The hashes of the photos that an item shows, in order."""
    return list(phone.finds(f"[...{at}.querySelectorAll('figure')].map((one) => one.dataset.sha256)"))


def finish(phone: Firefox | WebKit) -> None:
    phone.finds("document.querySelector('[data-finish]').click()")
    phone.does("document.querySelector('[data-confirm-finish]').click()")
    phone.until("location.pathname === '/field/outbox' && document.querySelector('[data-submission]') && true")
