"""What a phone carries and how long its capture page takes to open without a network."""

import gzip
import json
import re
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

from bench.running import Program
from e2e.actors import Inspector
from e2e.browser import ARGS, executable
from e2e.contexts import a_context, sign_in

SLOWER = 4  # times slower than this machine's processor, as a cheap phone is
READY = """
new MutationObserver((_, one) => {
  if (!document.documentElement || !("ready" in document.documentElement.dataset)) return;
  window.readyAfter = performance.now();
  one.disconnect();
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-ready"] });
"""
CODE = (".js", ".css")


@dataclass(frozen=True)
class Weight:
    """Bytes: `code` is all JavaScript and CSS that the phone keeps, `load` all that it gets before it goes offline."""

    code: int
    code_packed: int
    load_packed: int


def weigh(program: Program) -> Weight:
    """Counts the bytes as the server sends them."""
    cookie = program.enter(program.people("inspector")[0])
    worker, page = _get(program, "/field/sw.js", cookie), _get(program, _visit(program, cookie), cookie)
    named = re.search(r"SHELL_FILES = (\[.*?\]);", worker.plain)
    assert named, "the worker names its files"
    files = [_get(program, path, cookie) for path in json.loads(named[1])]
    code = [worker, *(file for file in files if file.path.endswith(CODE))]
    everything = [page, worker, *files, _get(program, "/api/pack", cookie), _get(program, "/api/sites", cookie)]
    return Weight(
        sum(file.size for file in code), sum(file.sent for file in code), sum(file.sent for file in everything)
    )


def offline_starts(program: Program, repeats: int) -> list[float]:
    """Seconds from the navigation to a form that is bound and can be tapped: no network, the processor slowed down."""
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=executable(), args=ARGS)
        try:
            return _starts(browser, program, repeats)
        finally:
            browser.close()


def _starts(browser: Browser, program: Program, repeats: int) -> list[float]:
    context, _ = a_context(browser)
    page = sign_in(context, program.here(program.people("inspector")[0]))
    inspector = Inspector(page)
    inspector.waits_until_packed()
    path = inspector.visits()[0]
    context.add_init_script(READY)
    _opened(page, program.here(path))
    context.set_offline(True)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    times = [_opened(page, program.here(path)) for _ in range(repeats + 1)]
    context.close()
    return times[1:]


def _opened(page: Page, url: str) -> float:
    page.goto("about:blank")
    page.goto(url)
    page.wait_for_selector("html[data-ready]", state="attached", timeout=30_000)
    return float(page.evaluate("window.readyAfter")) / 1000


@dataclass(frozen=True)
class _File:
    path: str
    plain: str
    size: int
    sent: int


def _get(program: Program, path: str, cookie: str) -> _File:
    status, content, headers = program.ask(path, cookie, **{"Accept-Encoding": "gzip"})
    if status != 200:
        raise RuntimeError(f"{path} answered {status}")
    plain = gzip.decompress(content) if headers.get("Content-Encoding") == "gzip" else content
    return _File(path, plain.decode(errors="replace"), len(plain), len(content))


def _visit(program: Program, cookie: str) -> str:
    found = re.search(r"/field/visits/[0-9a-f-]{36}", _get(program, "/field/", cookie).plain)
    assert found, "the inspector has visits to do"
    return found[0]
