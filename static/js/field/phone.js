// What every page of the field begins with: the worker, lasting storage, packing, sending, and a safe way out.
import { pack } from "./pack.js";
import { outbox, sync } from "./outbox.js";
import { me, read } from "./store.js";

const EVERY = 30000;

/** Starts the phone's side of a page. */
export function begin() {
  void register();
  void navigator.storage?.persist?.();
  addEventListener("online", () => void go());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void go();
  });
  setInterval(() => void go(), EVERY);
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) void guard(event);
  });
  void go();
}

/** Sends what waits, then packs what is new. Never rejects: what cannot be done now is tried again. */
export async function go(options) {
  await sync(options);
  outbox.packing = await pack().then(
    () => "done",
    () => "failed",
  );
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

/** Whether anything on this phone has not been received: drafts, or submissions in the outbox. */
export async function unsent() {
  return read(["drafts", "outbox"], async (tx) => {
    const drafts = await tx.objectStore("drafts").count();
    const waiting = await tx.objectStore("outbox").getAll();
    return drafts > 0 || waiting.some((record) => record.state !== "received");
  });
}

async function register() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" });
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ me });
}

async function guard(event) {
  event.preventDefault();
  const form = event.target;
  const warning = document.querySelector("[data-unsent-warning]");
  if (warning && (await unsent())) warning.hidden = false;
  else {
    await caches.delete("person");
    form.submit();
  }
}

