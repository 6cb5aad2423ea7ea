// The only place that deletes what was captured: what the server holds, after a grace period; a draft, on a person's word.
import { dropUnused } from "./draft.js";
import { inOrder, me, ofDraft, read, write } from "./store.js";
import { ask } from "./wire.js";

/** What makes a received record go out once more. */
export const AGAIN = { state: "waiting", held: [], missing: [] };

/** Deletes what was received long enough ago, once the server says again that it holds all of it.
 *
 * A server that no longer knows it (it was restored from an older backup) is sent it again. */
export async function purge(records, update) {
  const over = (await records()).filter((r) => r.state === "received" && r.until < new Date().toISOString());
  for (const record of over) {
    const { found, status } = await ask(`/api/submissions/${record.id}/receipt`);
    const same = found?.submission === record.id && found.sha256 === record.sha256;
    if (status === 404 || (same && lacks(found, record))) await update(record.id, AGAIN);
    else if (same) await erase(record);
  }
  await sweep();
}

/** Deletes the photos of drafts that are neither begun nor finished: their page was killed before it could name them. Not
 * while a page has such a draft open, which may be about to. */
async function sweep() {
  if (!navigator.locks) return;
  const [photos, ...known] = await read(["photos", "drafts", "outbox"], (tx) =>
    Promise.all([tx.objectStore("photos").getAllKeys(), tx.objectStore("drafts").getAllKeys(), tx.objectStore("outbox").getAll()]),
  );
  const kept = new Set(known.flat().map((one) => one.draft ?? one[0]));
  for (const draft of new Set(photos.map(([of]) => of).filter((of) => !kept.has(of)))) {
    const drop = () => write(["drafts", "outbox", "photos"], (tx) => dropUnused(tx, draft));
    await navigator.locks.request(`${me}:draft:${draft}`, { ifAvailable: true }, (lock) => lock && drop());
  }
}

/** Throws a draft away, and remembers to tell the server that it is not lost; false when it is open in another window,
 * which would only write it again. */
export function discard(draft) {
  const work = () =>
    write(["drafts", "outbox", "photos", "meta"], async (tx) => {
      await tx.objectStore("drafts").delete(ofDraft(draft));
      await tx.objectStore("meta").delete(`exported:${draft}`);
      const done = await tx.objectStore("meta").get("done");
      await tx.objectStore("meta").put({ key: "done", value: [...(done?.value ?? []), draft] });
      await dropUnused(tx, draft);
      return true;
    });
  if (!navigator.locks) return work();
  return navigator.locks.request(`${me}:draft:${draft}`, { ifAvailable: true }, (lock) => Boolean(lock) && work());
}

/** Whether the receipt lacks a photo other than those that everybody knows to be lost. */
const lacks = (receipt, { missing = [] }) =>
  receipt.photos.missing.some((hash) => !missing.some((one) => one.sha256 === hash));

/** Deletes a record, and with it what it took the place of. */
const erase = (record) =>
  write(["outbox", "drafts", "photos", "receipts"], async (tx) => {
    const outbox = tx.objectStore("outbox");
    const older = (one) => one.draft === record.draft && inOrder(one, record) <= 0;
    const before = (await outbox.getAll()).filter((one) => one.state === "replaced" && older(one));
    for (const { id } of [record, ...before]) {
      await outbox.delete(id);
      await tx.objectStore("receipts").delete(id);
    }
    await dropUnused(tx, record.draft);
  });
