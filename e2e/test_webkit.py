"""The field in WebKitGTK, which stands in for Safari: captured, gone on with, sent. Skipped where it is not installed.

Debian: `apt-get install webkit2gtk-driver xvfb`. This engine keeps no Blobs in its store. Its driver gives every
session a store of its own, so that a killed browser cannot be tried here; its page is loaded anew instead.
"""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from e2e.pictures import photo

DRIVER = shutil.which("WebKitWebDriver")
BROWSER = next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), None)
pytestmark = [
    pytest.mark.skipif(not (DRIVER and BROWSER and shutil.which("Xvfb")), reason="needs webkit2gtk-driver and xvfb"),
    pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning"),
]

ITEM = "document.querySelector('fieldset[data-item]')"
# The driver cannot pick files for an input, so the page is handed a picked one.
PICK = """const [at, content] = arguments, files = new DataTransfer();
const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
files.items.add(new File([bytes], "a.jpg", { type: "image/jpeg" }));
const input = document.querySelector(at);
input.files = files.files;
input.dispatchEvent(new Event("change", { bubbles: true }));"""
WRITE = """const [at, text] = arguments, field = document.querySelector(at);
field.value = text;
field.dispatchEvent(new Event("input", { bubbles: true }));"""
# The driver gives no results of promises: what is fetched is left on the window and looked for.
FETCH = """fetch("/api/submissions/" + arguments[0])
  .then((answer) => answer.text())
  .then((text) => (window.found = text))"""


@pytest.fixture
def driver() -> Iterator[webdriver.WebKitGTK]:
    """A browser with a screen of its own."""
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "500x900x24"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as number:
        environment = os.environ | {"DISPLAY": f":{number.readline().strip()}"}
    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(BROWSER)
    options.add_argument("--automation")
    service = webdriver.WebKitGTKService(executable_path=str(DRIVER), env=environment)
    browser = webdriver.WebKitGTK(options=options, service=service)
    yield browser
    browser.quit()
    screen.terminate()
    screen.wait()


def until(driver: webdriver.WebKitGTK, script: str, seconds: float = 40) -> Any:
    """What the script returns, as soon as it is true."""
    return WebDriverWait(driver, seconds, 0.05).until(lambda here: here.execute_script(f"return {script}"), script)


def saved(driver: webdriver.WebKitGTK, script: str, *arguments: str) -> None:
    """Does something on the page and waits for the save that follows."""
    status = "document.querySelector('[role=status]')"
    before = driver.execute_script(f"return Number({status}.dataset.saves)")
    driver.execute_script(script, *arguments)
    until(driver, f"Number({status}.dataset.saves) > {before} && {status}.innerText.includes('已存本机')")


def test_a_visit_is_captured_gone_on_with_and_sent(own_server, driver):
    driver.get(own_server.person("inspector").url)
    driver.execute_script("document.querySelector('form[method=post] button').click()")
    until(driver, "location.pathname === '/field/' && document.querySelector('[data-entry] h3 a')")
    visit = driver.execute_script("return document.querySelector('[data-entry] h3 a').href")
    driver.get(visit)
    until(driver, "'ready' in document.documentElement.dataset")
    saved(driver, f"{ITEM}.querySelector('[value=fail]').click()")
    saved(driver, WRITE, "fieldset[data-item] [data-note]", "10:38 柜员坐着接过资料")
    saved(
        driver,
        PICK,
        "fieldset[data-item] [data-add-photo]",
        base64.b64encode(photo("a.jpg", seed=7)["buffer"]).decode(),
    )
    driver.refresh()
    until(driver, f"'ready' in document.documentElement.dataset && {ITEM}.querySelector('figure img[src^=blob]')")
    assert driver.execute_script(f"return {ITEM}.querySelector('[data-note]').value") == "10:38 柜员坐着接过资料"
    driver.execute_script("document.querySelector('[data-finish]').click()")
    driver.execute_script("document.querySelector('[data-confirm-finish]').click()")
    until(driver, "location.pathname === '/field/outbox'")
    submission = until(driver, "document.querySelector('[data-submission][data-state=received]')?.dataset.submission")
    driver.execute_script(FETCH, submission)
    (observation,) = json.loads(until(driver, "window.found"))["observations"]
    assert (observation["verdict"], observation["note"]) == ("fail", "10:38 柜员坐着接过资料")
    assert len(observation["photos"]) == 1
