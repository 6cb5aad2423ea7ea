// Lays out each item of a long form once, so that the browser knows how tall it is while it leaves out those that are not in
// sight: what one scrolls to then stays where it is. It is done when nobody is doing anything, a few at a time: laying out
// many at once would hold up a tap on a slow phone.
const AT_ONCE = 4; // items
const QUIET = 1000; // milliseconds without a tap, a key or a scroll

let touchedAt = 0;
for (const kind of ["pointerdown", "keydown", "scroll"]) {
  addEventListener(kind, () => (touchedAt = performance.now()), { capture: true, passive: true });
}

/** Begins with the items of these sections. */
export const measure = (sections) => layOut([...sections].flatMap((section) => [...section.querySelectorAll(".item")]));

function layOut(left) {
  if (left.length === 0) return;
  (globalThis.requestIdleCallback ?? setTimeout)(() => {
    if (performance.now() - touchedAt < QUIET) {
      setTimeout(layOut, QUIET, left);
      return;
    }
    const now = left.slice(0, AT_ONCE);
    for (const item of now) item.classList.add("laid");
    requestAnimationFrame(() => requestAnimationFrame(() => {
      for (const item of now) item.classList.remove("laid");
      layOut(left.slice(AT_ONCE));
    }));
  });
}
