// Whether this browser will keep what is entered: found out before anything is.
import { write } from "./store.js";

const VISIT = 60e6; // bytes: a hundred photos of a long visit, each at most 0.6 MB
const PRIVATE = 120e6; // bytes; an ordinary window on a phone that still works has more, a private one of some browsers has not
const SAMPLE = 1048576; // bytes, like two photos
const CHUNK = 65536; // what the browser makes by chance at a time; anything regular it would store in less

/** What speaks against beginning: `full`, `private` or `little`; null when nothing does. With a `test` something is written. */
export async function misgiving({ test }) {
  if (test && !(await takes().catch(() => false))) return "full";
  const { usage = 0, quota } = (await navigator.storage?.estimate?.()) ?? {};
  const lasting = await navigator.storage?.persisted?.();
  if (quota < PRIVATE && !lasting) return "private";
  return quota - usage < VISIT ? "little" : null;
}

/** Shows it on the page. */
export async function tellOfRoom(options) {
  const found = await misgiving(options);
  for (const strip of document.querySelectorAll("[data-misgiving]")) strip.hidden = strip.dataset.misgiving !== found;
}

/** Whether the store takes as much as a photo; no draft has this key, so nothing else sees it. */
async function takes() {
  const chunks = Array.from({ length: SAMPLE / CHUNK }, () => crypto.getRandomValues(new Uint8Array(CHUNK)).buffer);
  await write("photos", (tx) => tx.store.put({ draft: "", sha256: "", chunks }));
  await write("photos", (tx) => tx.store.delete(["", ""]));
  return true;
}
