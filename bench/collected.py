"""Days of work collected without a network, then looked at, exported and sent: how long it takes, whether a page that
is open meanwhile stays smooth, and whether the phone's memory stays bounded: photos must never all be in it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import psutil
from playwright.sync_api import BrowserContext, Page, sync_playwright

from bench import world
from bench.phone import SLOWER, inspector_of
from bench.pictures import SIZE
from bench.running import Program
from bench.table import Row
from e2e import collecting
from e2e.actors import Inspector
from e2e.browser import ARGS, executable
from e2e.collecting import Load
from e2e.contexts import VIEWPORTS, sign_in

# Frames that came, and tasks that held the page up for more than 50 ms.
SEEN = """
window.gaps = []; window.blocks = [0];
let before = performance.now();
const frame = (now) => { window.gaps.push(now - before); before = now; requestAnimationFrame(frame); };
requestAnimationFrame(frame);
new PerformanceObserver((list) => window.blocks.push(...list.getEntries().map((one) => one.duration)))
  .observe({ type: "longtask" });
"""
SEND = """async () => {
  const opening = document.querySelector("script[src*='/js/field/opening.js']").src;
  const { go } = await import(new URL("phone.js", opening).href);
  window.took = 0; window.gaps.length = 0; window.blocks.length = 1;
  const begun = performance.now();
  void go({ now: true }).then(() => (window.took = performance.now() - begun));
}"""
DECODED = "[...document.images].reduce((sum, one) => sum + one.naturalWidth * one.naturalHeight * 4, 0)"
ARRIVED = """SELECT count(DISTINCT submission) AS checks, count(*) AS photos, sum(size) AS bytes
  FROM observation_photos JOIN photos USING (sha256) JOIN submission_checklists USING (submission)
  WHERE checklist = :form"""
READY = "html[data-ready]"


@dataclass
class Memory:
    """How many bytes the pages of a browser took more at most than at the beginning (PSS of their processes)."""

    browser: psutil.Process
    most: int = 0
    _begun: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Memory":
        self._begun = self.most = self._now()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    @property
    def grown(self) -> float:
        """In megabytes."""
        return (self.most - self._begun) / 1e6

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self.most = max(self.most, self._now())

    def _now(self) -> int:
        return sum(map(_pss, self.browser.children(recursive=True)))


def measure(program: Program, load: Load) -> list[Row]:
    """Collects the load without a network, keeps one more check of the same size open, and sends."""
    name, link = inspector_of(program)
    paths = [program.here(path) for path in collecting.given(program.folder, name, load.visits + 1)]
    with _browser(program.folder / "profile") as (context, browser):
        page = sign_in(context, program.here(link))
        Inspector(page).waits_until_packed()
        context.set_offline(True)
        picture = collecting.picture(1600, 1200, SIZE)
        for path in paths:
            _opened(page, path)
            collecting.fill(page, load, picture, finishing=path != paths[-1])
        page.close()
        rows = _looked_at(_fresh(context), paths[-1], load, Memory(browser))
        rows += _exported(_fresh(context), program, Memory(browser))
        rows += _sent(_fresh(context), paths[-1], Memory(browser))
    photos, size = _received(program, load)
    return [Row("collected without a network", f"{load.visits} checks, {photos} photos, {size / 1e6:.0f} MB"), *rows]


def _looked_at(page: Page, path: str, load: Load, memory: Memory) -> list[Row]:
    """The one that is not finished, opened and scrolled from end to end."""
    with memory:
        _opened(page, path)
        page.locator("figure").nth(load.photos - 1).wait_for(state="attached")
        height = int(page.evaluate("document.documentElement.scrollHeight"))
        for top in range(0, height, 400):
            page.evaluate("top => scrollTo(0, top)", top)
            page.wait_for_timeout(50)
        decoded = page.evaluate(DECODED) / 1e6
    page.close()
    return [
        Row(f"a check with {load.photos} photos, scrolled through: its page grows by", *_megabytes(memory.grown, 64)),
        Row("there, the pictures on the page when they are drawn", *_megabytes(decoded, 80)),
    ]


def _exported(page: Page, program: Program, memory: Memory) -> list[Row]:
    page.goto(program.here("/field/outbox"))
    page.wait_for_selector("[data-submission]")
    with memory:
        with page.expect_download(timeout=600_000) as download:
            page.get_by_role("button", name="导出未送达").click()
        size = Path(download.value.path()).stat().st_size
    page.close()
    return [Row(f"exporting {size / 1e6:.0f} MB: the page grows by", *_megabytes(memory.grown, 160))]


def _sent(page: Page, path: str, memory: Memory) -> list[Row]:
    """Sends from the page of the check that is not finished, on a slow processor, and looks at its frames."""
    page.add_init_script(SEEN)
    _opened(page, path)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.context.set_offline(False)
    heap = 0.0
    with memory:
        page.evaluate(SEND)
        while not page.evaluate("window.took"):
            used = session.send("Runtime.getHeapUsage")
            heap = max(heap, (used["usedSize"] + used["backingStorageSize"]) / 1e6)
            page.wait_for_timeout(250)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    took, gaps, block = page.evaluate("[took / 1000, gaps.sort((a, b) => a - b), Math.max(...blocks)]")
    late = gaps[int(len(gaps) * 0.98)]
    return [
        Row(f"all of it is received, processor {SLOWER} × slower", f"{took:.1f} s"),
        Row("meanwhile, between two frames, 98 of 100", f"{late:.0f} ms", late, 100, " ms"),
        Row("meanwhile, the longest task of the page", f"{block:.0f} ms", block, 100, " ms"),
        Row("meanwhile, scripts and their buffers at most", *_megabytes(heap, 150)),
        Row("meanwhile, the page grows by", *_megabytes(memory.grown, 64)),
    ]


def _received(program: Program, load: Load) -> tuple[int, int]:
    """How many photos arrived, and their bytes. Raises RuntimeError unless that is all of them, each once."""
    with world.opened(program.folder) as db:
        found = db.one(ARRIVED, form=collecting.FORM)
    if (found["checks"], found["photos"]) != (load.visits, load.visits * load.photos):
        raise RuntimeError(f"{found['checks']} checks arrived, with {found['photos']} photos")
    return int(found["photos"]), int(found["bytes"])


@contextmanager
def _browser(profile: Path) -> Iterator[tuple[BrowserContext, psutil.Process]]:
    """A phone's browser with a store on the disk, and its process."""
    with sync_playwright() as tools:
        context = tools.chromium.launch_persistent_context(
            str(profile), executable_path=executable(), args=ARGS, locale="zh-CN", **VIEWPORTS["phone"]
        )
        try:
            yield context, _process(profile)
        finally:
            context.close()


def _process(profile: Path) -> psutil.Process:
    """The browser that has this profile; its pages are its children."""
    named = f"--user-data-dir={profile}"
    return next(one for one in psutil.Process().children(recursive=True) if named in one.cmdline() and _first(one))


def _first(process: psutil.Process) -> bool:
    return not any(part.startswith("--type=") for part in process.cmdline())


def _pss(process: psutil.Process) -> int:
    """The memory of a process of pages; 0 for any other, and for one that has just ended."""
    try:
        return int(process.memory_full_info().pss) if "--type=renderer" in process.cmdline() else 0
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0


def _fresh(context: BrowserContext) -> Page:
    """A page whose process has got rid of what earlier ones left."""
    page = context.new_page()
    page.bring_to_front()
    page.context.new_cdp_session(page).send("HeapProfiler.collectGarbage")
    return page


def _opened(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_selector(READY, state="attached")


def _megabytes(number: float, aim: float) -> tuple[str, float, float, str]:
    """What a row says of them: told, number, aim, unit."""
    return f"{number:.0f} MB", number, aim, " MB"
