"""Browser windows of the demo world's people: a phone or a desk, signed in, watched for errors, with a passkey."""

import contextlib
import re
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, CDPSession, ConsoleMessage, Page, Worker
from playwright.sync_api import Error as BrowserError

from e2e.serving import Server

Viewport = Literal["phone", "desk"]
Theme = Literal["light", "dark"]

VIEWPORTS: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    "desk": {"viewport": {"width": 1440, "height": 900}},
}
# To be without a network is a state of this product and not an error of a page.
USUAL = re.compile(r"net::ERR_(?:INTERNET_DISCONNECTED|CONNECTION_\w+|EMPTY_RESPONSE|NETWORK_CHANGED|FAILED|ABORTED)")


@dataclass
class Watch:
    """What the pages of a context complained about: errors in the console (a blocked script or style among them) and
    exceptions that nobody caught."""

    found: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> "Watch":
        context.on("console", self._console)
        context.on("weberror", lambda error: self.found.append(f"not caught: {error.error}"))
        context.on("serviceworker", self._worker)
        return self

    @property
    def complaints(self) -> list[str]:
        """Everything but what is usual without a network."""
        return [text for text in self.found if not USUAL.search(text)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            place = message.location or {}
            self.found.append(f"{message.text} ({place.get('url', '')}:{place.get('lineNumber', '')})")

    def _worker(self, worker: Worker) -> None:
        worker.on("console", self._console)


def a_context(
    browser: Browser, viewport: Viewport = "phone", theme: Theme = "light", **changes: Any
) -> tuple[BrowserContext, Watch]:
    """A fresh window without anybody in it, in Chinese and in the bureau's zone."""
    options = {
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "color_scheme": theme,
        **VIEWPORTS[viewport],
        **changes,
    }
    context = browser.new_context(**options)
    return context, Watch().over(context)


def sign_in(context: BrowserContext, url: str) -> Page:
    """Opens a link of the demo world, presses its one button, and gives the page that follows."""
    page = context.pages[0] if context.pages else context.new_page()
    page.goto(url)
    page.locator("form[method=post] button").click()
    page.wait_for_url(lambda here: "/enter/" not in here)
    return page


def with_passkey(page: Page) -> CDPSession:
    """Gives the page's window an authenticator that says yes to everything. It works while the session is kept."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "hasPrf": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


@dataclass
class Windows:
    """Opens signed-in windows of one browser on one server, and closes them all."""

    browser: Browser
    server: Server
    opened: list[tuple[BrowserContext, Watch]] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def __call__(
        self, role: str, viewport: Viewport = "phone", *, number: int = 0, theme: Theme = "light", **changes: Any
    ) -> BrowserContext:
        """A window in which the role's first person (or another `number`) is signed in; its page is `pages[0]`."""
        context = self._open(viewport, theme, changes)
        sign_in(context, self.server.person(role, number).url)
        return context

    def stranger(self, viewport: Viewport = "phone", theme: Theme = "light", **changes: Any) -> BrowserContext:
        """A window in which nobody is signed in."""
        context = self._open(viewport, theme, changes)
        context.new_page()
        return context

    def expects(self, *patterns: str) -> None:
        """What the test brings about on purpose in any window, as regular expressions: `expects("status of 404")`."""
        self.expected += patterns

    @property
    def complaints(self) -> list[str]:
        """What the pages of all windows complained about, apart from what was expected."""
        found = [text for _, watch in self.opened for text in watch.complaints]
        return [text for text in found if not any(re.search(pattern, text) for pattern in self.expected)]

    def close(self) -> None:
        for context, _ in self.opened:
            with contextlib.suppress(BrowserError):  # the test may have killed the browser
                context.close()

    def _open(self, viewport: Viewport, theme: Theme, changes: dict[str, Any]) -> BrowserContext:
        context, watch = a_context(self.browser, viewport, theme, **changes)
        self.opened.append((context, watch))
        return context
