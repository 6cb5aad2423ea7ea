// Sends what is finished: photos first, then the submission, each as often as needed and never changed. No page code.
import { purge } from "./purge.js";
import { me, read, setMeta, sha256, write } from "./store.js";

const GRACE_DAYS = 7;
const REFUSED = new Set([403, 404, 409, 413, 422]);
const STEPS = [15, 30, 60, 120, 300]; // seconds until the next try, by the number of failed ones
/** Emits `change` when a record or the contact changed. `state` is `online`, `offline`, `portal` or `signed-out`. */
export const outbox = Object.assign(new EventTarget(), { state: "online", sending: null, next: 0 });

/** All records, oldest first. */
export const records = async () =>
  (await read("outbox", (tx) => tx.store.getAll())).sort((a, b) => (a.finished_at < b.finished_at ? -1 : 1));

/** One round over everything that waits. `now`: do not heed the back-off; `only`: a single record, even one set aside. */
export function sync({ now = false, only = null } = {}) {
  if (!navigator.onLine) outbox.state = "offline";
  if (!navigator.onLine || (!now && Date.now() < outbox.next)) return Promise.resolve(changed(null));
  const round = () => oneRound(only).catch(() => {}).finally(() => changed(null));
  if (!navigator.locks) return round();
  return navigator.locks.request(`${me}:outbox`, { ifAvailable: true }, (lock) => lock && round());
}

async function oneRound(only) {
  await purge(records, update).catch(() => {}); // deleting can wait; sending must not
  const waiting = (await records()).filter((r) => (only ? r.id === only : r.state === "waiting"));
  for (const record of waiting) {
    changed(record.id);
    const outcome = await sendOne(record).catch((error) => ({ stop: error.stop ?? "offline" }));
    if (!outcome.stop) continue;
    outbox.state = outcome.stop;
    await update(record.id, { tries: record.tries + 1 });
    outbox.next = Date.now() + STEPS[Math.min(record.tries, STEPS.length - 1)] * 1000;
    return;
  }
  outbox.next = 0;
  if (waiting.length > 0) outbox.state = "online";
}

async function sendOne(record) {
  for (const hash of record.photos.filter((one) => !record.held.includes(one))) {
    const bytes = await photoBytes(record.draft, hash);
    if ((await sha256(bytes)) !== hash) return setAside(record, "damaged");
    const answer = await put(`/api/photos/${hash}`, bytes, "application/octet-stream");
    if (answer.refused) return setAside(record, answer.refused);
    record.held = [...record.held, hash];
    await update(record.id, { held: record.held });
    changed(record.id);
  }
  const answer = await put(`/api/submissions/${record.id}`, record.body, "application/json");
  if (answer.refused) return setAside(record, answer.refused);
  return accept(record, answer.found);
}

/** A receipt counts only when it speaks of exactly this submission and lists every photo. */
async function accept(record, receipt) {
  if (receipt.submission !== record.id || receipt.sha256 !== record.sha256 || !receipt.signature) throw halt("portal");
  const listed = new Set([...receipt.photos.held, ...receipt.photos.quarantined]);
  const missing = record.photos.filter((hash) => !listed.has(hash));
  if (missing.length > 0) {
    await update(record.id, { held: record.held.filter((hash) => !missing.includes(hash)) });
    throw halt("offline");
  }
  const until = new Date(Date.now() + GRACE_DAYS * 864e5).toISOString();
  await write(["outbox", "receipts"], async (tx) => {
    await tx.objectStore("receipts").put(receipt);
    const current = await tx.objectStore("outbox").get(record.id);
    const received = { state: "received", received_at: receipt.received_at, problem: null, phone_time: new Date().toISOString(), until };
    await tx.objectStore("outbox").put({ ...current, ...received });
  });
  await setMeta("contact", new Date().toISOString());
  return {};
}

/** { found } of our server, or { refused } with its sentence; rejects with `stop` when it should be tried again later. */
async function put(url, body, type) {
  const headers = { "Content-Type": type, "Mingcha-Device-Time": new Date().toISOString(), "Mingcha-Me": me };
  const answer = await fetch(url, { method: "PUT", body, headers, redirect: "error", signal: AbortSignal.timeout(120000) });
  const kind = answer.headers.get("Content-Type") ?? "";
  if (answer.status === 401) throw halt("signed-out");
  if (answer.ok && kind.startsWith("application/json")) return { found: await answer.json() };
  if (REFUSED.has(answer.status) && kind.startsWith("application/problem+json")) {
    const { detail, errors = [] } = await answer.json();
    return { refused: [detail, ...errors.map((one) => `${one.pointer} ${one.detail}`)].join(" ") };
  }
  throw halt(answer.ok || !kind.includes("json") ? "portal" : "offline");
}

async function photoBytes(draft, hash) {
  const found = await read("photos", (tx) => tx.store.get([draft, hash]));
  return found ? new Blob(found.chunks).arrayBuffer() : new ArrayBuffer(0);
}

const halt = (stop) => Object.assign(new Error(stop), { stop });

async function setAside(record, problem) {
  await update(record.id, { state: "quarantined", problem, tries: record.tries + 1 });
  changed(record.id);
  return {};
}

const update = (id, changes) =>
  write("outbox", async (tx) => {
    const current = await tx.store.get(id);
    if (current) await tx.store.put({ ...current, ...changes });
  });

function changed(sending) {
  outbox.sending = sending;
  outbox.dispatchEvent(new Event("change"));
}

