"""What a phone carries and how long its capture page takes to open without a network."""

import gzip
import json
import re
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

from bench.running import Program
from e2e import forms
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
# From the finger on a verdict to the line that says it is stored; the event's own time is when the browser had it.
TAPS = """
window.taps = [];
document.addEventListener("click", (event) => { window.tapped = event.timeStamp; }, true);
new MutationObserver(() => {
  if (window.tapped) window.taps.push(performance.now() - window.tapped);
  window.tapped = 0;
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-saves"] });
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
            return _starts(browser, program, repeats)[1]
        finally:
            browser.close()


@dataclass(frozen=True)
class LongCheck:
    """Seconds: until a check of all items can be tapped, without a network, and from each tap until it is stored."""

    starts: list[float]
    taps: list[float]


def long_check(program: Program, repeats: int, taps: int = 60) -> LongCheck:
    """The same of a visit with every item of every checklist."""
    name = inspector_of(program)[0]
    path = forms.given(program.folder, forms.long(), name)
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=executable(), args=ARGS)
        try:
            page, times = _starts(browser, program, repeats, path)
            return LongCheck(times, _taps(page, taps))
        finally:
            browser.close()


def inspector_of(program: Program) -> tuple[str, str]:
    """Name and link of the first inspector."""
    people = (program.folder / "demo-people.tsv").read_text(encoding="utf-8").splitlines()
    _, name, link = next(line.split("\t") for line in people if line.startswith("inspector\t"))
    return name, link


def _starts(browser: Browser, program: Program, repeats: int, path: str = "") -> tuple[Page, list[float]]:
    """The page that was opened again and again, and how long it took; of the first visit unless a path is given."""
    context, _ = a_context(browser)
    page = sign_in(context, program.here(inspector_of(program)[1]))
    inspector = Inspector(page)
    inspector.waits_until_packed()
    path = path or inspector.visits()[0]
    context.add_init_script(READY + TAPS)
    _opened(page, program.here(path))
    context.set_offline(True)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    times = [_opened(page, program.here(path)) for _ in range(repeats + 1)]
    return page, times[1:]


def _taps(page: Page, count: int) -> list[float]:
    """Judges one item after the other, every third of them as failing."""
    items = page.locator("fieldset[data-item]:not([hidden])")
    for number in range(count):
        verdict = "fail" if number % 3 == 0 else "pass"
        items.nth(number).locator(f".verdict [value={verdict}]").check(force=True)
        page.wait_for_function("count => window.taps.length >= count", arg=number + 1)
    return [float(time) / 1000 for time in page.evaluate("window.taps")]


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
