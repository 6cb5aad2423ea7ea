// What every page of the field begins with: the worker, lasting storage, packing and sending.
import { pack } from "./pack.js";
import { outbox, sync } from "./outbox.js";
import { me } from "./store.js";

const EVERY = 30000;
const AGAIN = 5000;

/** Starts the phone's side of a page. */
export function begin() {
  void register()
    .catch(() => {}) // without a worker the page still saves and sends
    .then(() => outbox.dispatchEvent(new Event("change")));
  navigator.serviceWorker?.addEventListener("controllerchange", () => outbox.dispatchEvent(new Event("change")));
  void navigator.storage?.persist?.();
  addEventListener("online", () => void go());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void go();
  });
  setInterval(() => void go(), EVERY);
  void go();
}

/** Sends what waits, then packs what is new. Never rejects: what cannot be done now is tried again. */
export async function go(options) {
  await sync(options);
  outbox.packing = await pack().then(
    () => "done",
    () => "failed",
  );
  if (outbox.packing === "failed" && navigator.onLine) setTimeout(() => void go(), AGAIN);
  outbox.dispatchEvent(new Event("change"));
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
