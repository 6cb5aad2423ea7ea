// A newer program comes only on a person's word, and never over work that the server does not have. No page code.
import { meta, read, unsent } from "./store.js";

const BUILD = new URL(import.meta.url).pathname.split("/")[2]; // /static/<build>/js/field/…
const SCOPE = "/field/";

/** Whether a newer program waits for this phone: a worker that was fetched already, or files that the last pack named. */
export async function waits() {
  const registration = await navigator.serviceWorker?.getRegistration(SCOPE);
  if (registration?.waiting) return true;
  const named = (await meta("pack"))?.cache ?? [];
  return named.some((url) => url.startsWith("/static/") && url.split("/")[2] !== BUILD);
}

/** What must be done with before: { drafts, checks } that the server does not have. */
export const owing = () =>
  read(["drafts", "outbox"], async (tx) => {
    const [keys, records] = await Promise.all([
      tx.objectStore("drafts").getAllKeys(),
      tx.objectStore("outbox").getAll(),
    ]);
    return { drafts: new Set(keys.map(([draft]) => draft)).size, checks: records.filter(unsent).length };
  });

/** Lets the newer worker take over, then loads the page anew; false when something is still owed. */
export async function update() {
  const { drafts, checks } = await owing();
  if (drafts + checks > 0) return false;
  const registration = await navigator.serviceWorker?.getRegistration(SCOPE);
  if (!registration?.waiting) location.reload(); // a list is answered by the server itself
  navigator.serviceWorker?.addEventListener("controllerchange", () => location.reload(), { once: true });
  registration?.waiting?.postMessage({ update: true });
  return true;
}
