// Delivers one record: its photos, then the submission, then keeps the receipt. No page code.
import { places } from "./places.js";
import { placed } from "./replacing.js";
import { read, setMeta, sha256, write } from "./store.js";
import { ask, Stop, Trouble } from "./wire.js";

const GRACE_DAYS = Number(document.documentElement.dataset.days) || 7; // a page of an older version says nothing of it
const NOT_THIS_PHOTO = new Set([413, 422]);
const STUMBLES = 2; // photos that fail before the rest of them waits, too

/** Changes a record of the outbox, if it is in one of these states. */
export const update = (id, changes, states = null) =>
  write("outbox", async (tx) => {
    const current = await tx.store.get(id);
    if (current && (!states || states.includes(current.state))) await tx.store.put({ ...current, ...changes });
  });

/** Until when what was received now stays on this phone. */
export const grace = () => new Date(Date.now() + GRACE_DAYS * 864e5).toISOString();

/** Sends everything of a record that is on this phone; `told()` is called after each photo. The record ends as `received`,
 * or as `quarantined`: refused, or received without photos that this phone lost. Rejects with Stop or Trouble. */
export async function deliver(given, told) {
  const record = await placed(given);
  const sent = await sendPhotos(record, told);
  if (sent.refused) return setAside(record, sent);
  const answer = await ask(`/api/submissions/${record.id}`, { method: "PUT", body: record.body });
  if (answer.refused) return setAside(record, answer);
  return accept(record, answer.found, sent);
}

/** { lost, trouble } with what cannot be sent and why, and what could not be sent just now; or the server's refusal. */
async function sendPhotos(record, told) {
  const lost = new Map();
  let held = record.held;
  let [stumbles, trouble] = [0, null];
  for (const hash of record.photos.filter((one) => !record.held.includes(one))) {
    const { bytes, why } = await photo(record.draft, hash);
    if (why) lost.set(hash, why);
    if (why) continue;
    try {
      const answer = await ask(`/api/photos/${hash}`, { method: "PUT", body: bytes, type: "application/octet-stream" });
      if (NOT_THIS_PHOTO.has(answer.status)) lost.set(hash, answer.refused);
      else if (answer.refused) return answer;
      else await update(record.id, { held: (held = [...held, hash]) });
    } catch (error) {
      if (!(error instanceof Trouble) || ++stumbles > STUMBLES) throw error;
      trouble = error;
    }
    told();
  }
  return { lost, trouble };
}

/** The bytes that this phone holds; or why it has none: `gone`, `unread` or `damaged`. */
async function photo(draft, hash) {
  const found = await read("photos", (tx) => tx.store.get([draft, hash])).catch(() => "unread");
  if (!found || found === "unread") return { why: found ?? "gone" };
  const bytes = await new Blob(found.chunks).arrayBuffer();
  return (await sha256(bytes)) === hash ? { bytes } : { why: "damaged" };
}

/** A receipt counts only when it speaks of exactly this submission; what it does not list is not received. */
async function accept(record, receipt, { lost, trouble }) {
  if (!receipt?.signature || !receipt.photos) throw new Stop("portal");
  if (receipt.submission !== record.id || receipt.sha256 !== record.sha256) throw new Trouble("receipt");
  const listed = new Set([...receipt.photos.held, ...receipt.photos.quarantined]);
  const held = record.photos.filter((hash) => listed.has(hash));
  const lacking = record.photos.filter((hash) => !listed.has(hash));
  if (lacking.some((hash) => !lost.has(hash))) {
    await update(record.id, { held });
    throw trouble ?? new Trouble("photos");
  }
  const missing = lacking.length > 0 ? await places(record, lacking, lost) : [];
  const times = { received_at: receipt.received_at, phone_time: new Date().toISOString(), until: grace() };
  const state = missing.length > 0 ? "quarantined" : "received";
  await write(["outbox", "receipts"], async (tx) => {
    const outbox = tx.objectStore("outbox");
    await tx.objectStore("receipts").put(receipt);
    await outbox.put({ ...(await outbox.get(record.id)), ...times, state, held, missing, problem: null, trouble: null });
    const before = await outbox.get(JSON.parse(record.body).replaces ?? "");
    if (before?.state === "quarantined") await outbox.put({ ...before, state: "replaced" });
  });
  await setMeta("contact", new Date().toISOString());
}

const setAside = (record, { refused, errors, status }) =>
  update(record.id, { state: "quarantined", problem: refused, errors, status, missing: [], trouble: null });
