"""A phone's browser as a process of its own, with a profile on the disk, that can be killed at any moment."""

import os
import random
import shutil
import signal
import subprocess
import time
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, Playwright

from e2e.browser import ARGS, executable

READY = "html[data-ready]"


class Phone:
    """Chromium under our own hand: `open()` starts it on the same profile, `kill()` is SIGKILL for all of it."""

    def __init__(self, playwright: Playwright, profile: Path) -> None:
        self.playwright = playwright
        self.profile = profile
        self._process: subprocess.Popen[bytes] | None = None
        self._browser: Browser | None = None

    def open(self) -> Page:
        """A fresh page of a fresh process."""
        port_file = self.profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        for lock in self.profile.glob("Singleton*"):
            lock.unlink(missing_ok=True)
        command = [executable() or "chromium", *ARGS, "--headless=new", "--remote-debugging-port=0", "--lang=zh-CN"]
        self._process = subprocess.Popen(
            [*command, f"--user-data-dir={self.profile}", "--window-size=390,844", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        limit = time.monotonic() + 60
        while not (port_file.exists() and port_file.read_text().count("\n")):
            assert time.monotonic() < limit, "Chromium did not open its port"
            time.sleep(0.02)
        port = port_file.read_text().splitlines()[0]
        self._browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        return self._browser.contexts[0].new_page()

    def kill(self) -> None:
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._browser:
            self._browser.close()
        self._process = self._browser = None

    def forget(self) -> None:
        """Kills it and throws the profile away."""
        self.kill()
        shutil.rmtree(self.profile, ignore_errors=True)


def saves(page: Page) -> int:
    """What the status line says of durable saves since the page was opened."""
    return int(page.locator("[role=status]").get_attribute("data-saves") or 0)


def wait_for_save(page: Page, before: int) -> None:
    """Until the status line has counted another durable save."""
    page.wait_for_function(
        "before => Number(document.querySelector('[role=status]').dataset.saves) > before", arg=before, timeout=20000
    )


def a_photo(dice: random.Random) -> bytes:
    """A JPEG that no other call makes, 1000 × 750, with something to see on it."""
    image = Image.new("RGB", (1000, 750), tuple(dice.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = dice.randrange(900), dice.randrange(650)
        draw.rectangle((x, y, x + 100, y + 100), fill=tuple(dice.randrange(256) for _ in range(3)))
    out = BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
