// What every page of the field begins with: the worker, lasting storage, packing and sending.
import { announce } from "./announcing.js";
import { outbox, sync } from "./outbox.js";
import { pack } from "./pack.js";
import { me } from "./store.js";

const EVERY = 30000;
const AGAIN = 5000;
let packing = null;
let again = 0;

/** Starts the phone's side of a page. */
export function begin() {
  void register()
    .catch(() => {}) // without a worker the page still saves and sends
    .then(() => outbox.dispatchEvent(new Event("change")));
  navigator.serviceWorker?.addEventListener("controllerchange", () => outbox.dispatchEvent(new Event("change")));
  void navigator.storage?.persist?.();
  addEventListener("online", () => {
    outbox.next = 0; // whatever stopped the last round, this is news
    void go();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void go();
  });
  setInterval(() => void go(), EVERY);
  void go();
}

/** Sends what waits, packs what is new, then says what this phone holds. Never rejects: what cannot be done now is tried
 * again. */
export async function go(options) {
  await sync(options).catch(() => {});
  packing ??= pack().then(
    () => "done",
    () => "failed",
  );
  outbox.packing = await packing;
  packing = null;
  if (outbox.packing === "done") outbox.state = "online"; // the server answered, and knew whom
  clearTimeout(again);
  if (outbox.packing === "failed" && navigator.onLine) again = setTimeout(() => void go(), AGAIN);
  outbox.dispatchEvent(new Event("change"));
  if (!navigator.onLine) return;
  const lacking = await announce().catch(() => false);
  outbox.dispatchEvent(new Event("change"));
  if (lacking) await go({ now: true });
}

/** A page is shown to its own person only: when somebody else has come in meanwhile, one that lay in another tab or in the
 * browser's memory makes way for theirs, once `ready()`: what was entered last is kept. */
export function yieldToOthers(ready = () => Promise.resolve()) {
  const check = (event) => {
    const person = /(?:^|; )mc_me=([^;]+)/.exec(document.cookie)?.[1];
    // Without the cookie somebody has signed out; but a session may be older than the cookie, so then only if the page
    // comes from memory, or it would load for ever.
    if (person ? person === me : !event.persisted) return;
    // The worker forgets this page's person, or it might answer with this very page again.
    void ready().then(() => caches.delete("person")).finally(() => location.reload());
  };
  addEventListener("pageshow", check);
  document.addEventListener("visibilitychange", check);
}

/** Takes a lock that one page holds as long as it lives; false when another window has it. */
export function hold(name) {
  if (!navigator.locks) return Promise.resolve(true);
  const patience = AbortSignal.timeout(1500); // a page that is just being left still has it for a moment
  return new Promise((resolve) => {
    navigator.locks
      .request(`${me}:${name}`, { signal: patience }, () => {
        resolve(true);
        return new Promise(() => {});
      })
      .catch(() => resolve(false));
  });
}

async function register() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" });
  const { active } = await navigator.serviceWorker.ready;
  const remembered = new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("message", resolve, { once: true });
  });
  active.postMessage({ me });
  await remembered;
}
