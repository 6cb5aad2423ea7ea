"""WebKitGTK, which stands in for Safari, as a process of its own on a profile that stays, driven through its inspector:
its driver gives every session a store of its own, in which no killed browser could be tried."""

import base64
import contextlib
import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

import websocket

from e2e.serving import free_port

EXECUTABLE = next(map(str, Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")), None)
SCREEN = shutil.which("Xvfb")
MISSING = "There is no WebKitGTK: its story is left out (on Debian: apt install webkit2gtk-driver xvfb)."
PATIENCE = 60.0  # seconds for an answer
TARGET = "/socket/1/1/WebPage"
PICK = """((at, content) => {
  const files = new DataTransfer(), bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  files.items.add(new File([bytes], "a.jpg", { type: "image/jpeg" }));
  const input = document.querySelector(at);
  input.files = files.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
})"""


class PageGoneError(Exception):
    """The page is not there to be asked: another one is coming."""


class WebKit:
    """`open()` starts it on the same profile, `kill()` is SIGKILL for all of it. One page, which is there at once."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile
        profile.mkdir()
        self._process: subprocess.Popen[bytes] | None = None
        reading, writing = os.pipe()
        command = [SCREEN or "Xvfb", "-displayfd", str(writing), "-screen", "0", "500x900x24"]
        self._screen = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as number:
            self._display = f":{number.readline().strip()}"

    def open(self) -> None:
        port = free_port()
        places = {f"XDG_{kind}_HOME": str(self.profile / kind.lower()) for kind in ("DATA", "CACHE", "CONFIG")}
        asked = {"DISPLAY": self._display, "WEBKIT_INSPECTOR_HTTP_SERVER": f"127.0.0.1:{port}"}
        self._process = subprocess.Popen(
            [
                EXECUTABLE or "MiniBrowser",
                "--geometry=390x844",
                f"--cookies-file={self.profile}/cookies",
                "about:blank",
            ],
            env=os.environ | places | asked,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        place = f"127.0.0.1:{port}"
        limit = time.monotonic() + PATIENCE
        while TARGET not in _answer(f"http://{place}/"):  # it dies of being asked for a page that is not there yet
            assert time.monotonic() < limit, "WebKitGTK did not open its port"
            time.sleep(0.05)
        self._socket = websocket.create_connection(f"ws://{place}{TARGET}", timeout=PATIENCE)
        self._asked, self._page = 0, ""
        self._hear(lambda _: bool(self._page))

    def goes_to(self, url: str) -> None:
        """Returns once the page is loaded, which says nothing of its modules."""
        self.does(f"window.leaving = true; setTimeout(() => location.assign({json.dumps(url)}))")
        self.until("!window.leaving && document.readyState === 'complete'")

    def finds(self, script: str) -> Any:
        """What an expression comes to, a promise by what it resolves to, as JSON has it."""
        asked = f"Promise.resolve({script}).then((found) => JSON.stringify(found) ?? 'null')"
        promise = self._send("Runtime.evaluate", expression=asked)["result"]["objectId"]
        found = self._send("Runtime.awaitPromise", promiseObjectId=promise, returnByValue=True)
        return json.loads(found["result"]["value"])

    def does(self, script: str) -> None:
        """Does something that may lead to another page, and waits for nothing."""
        self._send("Runtime.evaluate", expression=script, returnByValue=True)

    def until(self, script: str) -> Any:
        """What an expression comes to as soon as it is true."""
        limit = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(PageGoneError):
                if found := self.finds(f"({script}) || null"):
                    return found
            assert time.monotonic() < limit, f"it never came to this: {script}"
            time.sleep(0.05)

    def picks(self, field: str, file: Path) -> None:
        """Hands a file to the input that a selector names; the browser's own window for it cannot be driven."""
        content = base64.b64encode(file.read_bytes()).decode()
        self.finds(f"{PICK}({json.dumps(field)}, {json.dumps(content)})")

    def kill(self) -> None:
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._socket.close()
        self._process = None

    def close(self) -> None:
        self.kill()
        self._screen.terminate()
        self._screen.wait()

    def _send(self, method: str, **params: Any) -> dict[str, Any]:
        """Raises PageGoneError when the page goes away meanwhile."""
        self._asked += 1
        page, asked = self._page, self._asked
        message = json.dumps({"id": asked, "method": method, "params": params})
        order = {"targetId": page, "message": message}
        self._socket.send(json.dumps({"id": asked, "method": "Target.sendMessageToTarget", "params": order}))
        answer = self._hear(lambda heard: heard.get("id") == asked or self._page != page)
        if self._page != page or "error" in answer or answer["result"].get("wasThrown"):
            raise PageGoneError(method, answer)
        return dict(answer["result"])

    def _hear(self, enough: Any) -> dict[str, Any]:
        """The first message of the page that is enough; follows the page from one process to the next."""
        while True:
            heard = json.loads(self._socket.recv())
            params = heard.get("params", {})
            method = heard.get("method", "")
            if method == "Target.targetCreated" and not params["targetInfo"].get("isProvisional"):
                if params["targetInfo"]["type"] == "page":
                    self._page = params["targetInfo"]["targetId"]
            elif method == "Target.didCommitProvisionalTarget":
                self._page = params["newTargetId"]
            elif method == "Target.dispatchMessageFromTarget":
                heard = json.loads(params["message"])
            elif "id" in heard and "error" not in heard:
                continue  # the order was passed on
            if enough(heard):
                return dict(heard)


def _answer(url: str) -> str:
    """What is served there, or nothing."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return str(answer.read(), "utf-8")
    except OSError:
        return ""
