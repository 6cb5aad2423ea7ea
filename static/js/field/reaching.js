// The store may take long to open, or not open at all: what is said meanwhile, and what can be done then.

const SOON = 1000; // milliseconds; what is quicker need not be told
const AGAIN = 5000;
const REASONS = { TimeoutError: "hangs", VersionError: "newer" };

/** What `first`, or a later `again()`, reads from the store; tried until it can be had. `show(name, shown)` shows `opening`
 * while it takes long and `shut` after a failure. Null when `instead`, a promise, comes first. */
export async function reached(first, again, show, instead = new Promise(() => {})) {
  for (let trying = first; ; trying = again()) {
    const slow = setTimeout(() => show("opening", true), SOON);
    try {
      const found = await Promise.race([trying, instead.then(() => null)]);
      show("shut", false);
      return found;
    } catch (error) {
      show("shut", true, REASONS[error.name] ?? "broken");
    } finally {
      clearTimeout(slow);
      show("opening", false);
    }
    const chosen = await Promise.race([pause(), instead.then(() => "instead")]);
    if (chosen === "instead") return show("shut", false) ?? null;
  }
}

/** Shows one of the sentences about the store, with the reason that is so. */
export function explain(strip, shown, reason) {
  strip.hidden = !shown;
  for (const words of strip.querySelectorAll("[data-why]")) words.hidden = words.dataset.why !== reason;
}

/** Until it is time to try again, or somebody asks for it. */
const pause = () =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, AGAIN);
    const asked = ({ target }) => {
      if (!target.closest("[data-reopen]")) return;
      document.removeEventListener("click", asked);
      clearTimeout(timer);
      resolve();
    };
    document.addEventListener("click", asked);
  });
