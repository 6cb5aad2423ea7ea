"""The hand on the phone: from the finger to the changed picture while photos are reduced, and a photo of 12 MP."""

import io
import statistics
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Locator, Page, sync_playwright

from bench.phone import SLOWER, inspector_of
from bench.running import Program
from bench.table import Row
from e2e.actors import Inspector
from e2e.browser import ARGS, executable
from e2e.contexts import a_context, sign_in

TWELVE = (4000, 3000)  # pixels
# The browser's own measure: from the moment it had the tap to the next picture of the page, in steps of 8 ms.
PAINTED = """
window.painted = [];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (one.name === "click") window.painted.push(one.duration);
}).observe({ type: "event", durationThreshold: 0 });
"""
TAPS = 60


@dataclass(frozen=True)
class Hand:
    """Seconds: from each tap to the changed picture while photos were reduced, and from a picked photo of 12 MP to
    its being stored."""

    painted: list[float]
    saved: list[float]


def measure(program: Program) -> Hand:
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=executable(), args=ARGS)
        try:
            page = _opened(browser, program)
            return Hand(_painted(page), _saved(page))
        finally:
            browser.close()


def rows(hand: Hand) -> list[Row]:
    painted, saved = sorted(hand.painted), statistics.median(hand.saved)
    late = painted[int(len(painted) * 0.98)]
    return [
        Row(
            f"from a tap to the changed picture while photos of 12 MP are reduced, {len(painted)} taps",
            f"p50 {statistics.median(painted) * 1000:.0f}, p98 {late * 1000:.0f} ms",
            late * 1000,
            100,
            " ms (p98)",
        ),
        Row(
            "a photo of 12 MP is stored",
            f"{saved:.2f} s ({min(hand.saved):.2f}–{max(hand.saved):.2f})",
            saved,
            1.2,
            " s",
        ),
    ]


def _opened(browser: Browser, program: Program) -> Page:
    """A visit without a network, its last item opened for photos, the processor slowed down."""
    context, _ = a_context(browser)
    page = sign_in(context, program.here(inspector_of(program)[1]))
    inspector = Inspector(page)
    inspector.waits_until_packed()
    context.add_init_script(PAINTED)
    inspector.opens(inspector.visits()[0])
    inspector.waits_until_ready()
    context.set_offline(True)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    _last(page).locator("[value=fail]").check(force=True)
    return page


def _painted(page: Page) -> list[float]:
    """Judges the items before it again and again while photos are being reduced, always some more of them."""
    files = page.locator("[data-add-photo]").first
    items = page.locator("fieldset[data-item]:not([hidden]):not([data-unjudged])")
    count, shots = items.count(), 0
    page.evaluate("window.painted.length = 0")
    for number in range(TAPS):
        if number % 6 == 0:
            files.set_input_files([shot(shots), shot(shots + 1)])
            shots += 2
        verdict = ("pass", "na")[number // (count - 1) % 2]
        items.nth(number % (count - 1)).locator(f".verdict label:has([value={verdict}])").click()
    page.wait_for_function("count => document.querySelectorAll('figure').length >= count", arg=shots, timeout=120_000)
    return [float(each) / 1000 for each in page.evaluate("window.painted")]


def _saved(page: Page) -> list[float]:
    """Photos of 12 MP one after the other, each from its being picked to the line that says it is stored."""
    page.evaluate(
        """() => document.addEventListener("change", ({ target }) => {
          if (!target.matches("[data-add-photo]")) return;
          const from = performance.now();
          new MutationObserver((_, one) => {
            window.took = performance.now() - from;
            one.disconnect();
          }).observe(document.querySelector("[data-saves]"), { attributeFilter: ["data-saves"] });
        }, true)"""
    )
    times = []
    for number in range(5):
        page.evaluate("window.took = 0")
        page.locator("[data-add-photo]").first.set_input_files(shot(100 + number))
        page.wait_for_function("() => window.took > 0", timeout=60_000)
        times.append(float(page.evaluate("window.took")) / 1000)
    return times


def _last(page: Page) -> Locator:
    return page.locator("fieldset[data-item]:not([hidden]):not([data-unjudged])").last


def shot(seed: int) -> FilePayload:
    """A JPEG of 12 MP as a camera makes it: some structure, some noise, about 3 MB."""
    small = Image.effect_noise((TWELVE[0] // 8, TWELVE[1] // 8), 40 + seed % 20).convert("RGB")
    image = small.resize(TWELVE, Image.Resampling.BICUBIC)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return {"name": f"{seed}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
