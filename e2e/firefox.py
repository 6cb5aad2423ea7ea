"""Firefox as a process of its own on a profile that stays, driven over WebDriver BiDi: it speaks that by itself, so
that no driver beside it is needed. What `e2e/phone.py` is for Chromium."""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import websocket

EXECUTABLE = shutil.which("firefox-esr") or shutil.which("firefox")
MISSING = "There is no Firefox: its story is left out (on Debian: apt install firefox-esr)."
PATIENCE = 60.0  # seconds for an answer
SETTINGS = """
user_pref("intl.accept_languages", "zh-CN, zh");
user_pref("app.update.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
"""


class Firefox:
    """`open()` starts it on the same profile, `kill()` is SIGKILL for all of it. One page, which is there at once."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile
        profile.mkdir()
        (profile / "user.js").write_text(SETTINGS)
        self._process: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        place = self.profile / "WebDriverBiDiServer.json"
        place.unlink(missing_ok=True)
        command = [EXECUTABLE or "firefox", "--headless", "--remote-debugging-port=0", "--width=390", "--height=844"]
        self._process = subprocess.Popen(
            [*command, "--profile", str(self.profile), "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        limit = time.monotonic() + PATIENCE
        while not (place.exists() and place.read_text().rstrip().endswith("}")):
            assert self._process.poll() is None, "Firefox ended by itself"
            assert time.monotonic() < limit, "Firefox did not open its port"
            time.sleep(0.02)
        at = json.loads(place.read_text())
        self._asked = 0
        url = f"ws://{at['ws_host']}:{at['ws_port']}/session"
        self._socket = websocket.create_connection(url, timeout=PATIENCE, suppress_origin=True)
        self._send("session.new", capabilities={})
        self._page = self._send("browsingContext.getTree")["contexts"][0]["context"]

    def goes_to(self, url: str) -> None:
        """Returns once the page is loaded, which says nothing of its modules."""
        self._send("browsingContext.navigate", context=self._page, url=url, wait="complete")

    def finds(self, script: str) -> Any:
        """What an expression comes to, a promise by what it resolves to, as JSON has it."""
        found = self._evaluated(f"Promise.resolve({script}).then((found) => JSON.stringify(found) ?? 'null')")
        return json.loads(found["value"])

    def does(self, script: str) -> None:
        """Does something that may lead to another page, and waits for nothing."""
        self._send("script.evaluate", expression=script, target={"context": self._page}, awaitPromise=False)

    def until(self, script: str) -> Any:
        """What an expression comes to as soon as it is true."""
        limit = time.monotonic() + PATIENCE
        while not (found := self.finds(f"({script}) || null")):
            assert time.monotonic() < limit, f"it never came to this: {script}"
            time.sleep(0.05)
        return found

    def picks(self, field: str, file: Path) -> None:
        """Picks a file for the input that a selector names, as a person does in the browser's own window."""
        (element,) = self._send("browsingContext.locateNodes", context=self._page, locator=_css(field))["nodes"]
        self._send("input.setFiles", context=self._page, element={"sharedId": element["sharedId"]}, files=[str(file)])

    def kill(self) -> None:
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._process:
            self._socket.close()
        self._process = None

    def close(self) -> None:
        self.kill()

    def _evaluated(self, script: str) -> dict[str, Any]:
        answer = self._send("script.evaluate", expression=script, target={"context": self._page}, awaitPromise=True)
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return dict(answer["result"])

    def _send(self, method: str, **params: Any) -> dict[str, Any]:
        self._asked += 1
        self._socket.send(json.dumps({"id": self._asked, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") != self._asked:
                continue  # an event
            assert answer["type"] == "success", f"{method}: {answer.get('message')}"
            return dict(answer["result"])


def _css(selector: str) -> dict[str, Any]:
    return {"type": "css", "value": selector}
