// The phone's own store. One database for each person; everything that says "saved" waited for a strict commit here.
import { openDB } from "../../vendor/idb-8.0.4.js";

const STRICT = { durability: "strict" };
const OPEN_LIMIT = 5000;
export const me = document.documentElement.dataset.me;
let opened = null;

/** All records of one draft share this key range: [draft, ""] … [draft, "\uffff"]. */
export const ofDraft = (draft) => IDBKeyRange.bound([draft, ""], [draft, "\uffff"]);

/** Reads inside one read-only transaction; `work` gets idb's transaction. */
export const read = (stores, work) => attempt((db) => finished(db.transaction(stores, "readonly"), work));

/** Writes inside one strict transaction; resolves only after `complete`, rejects on abort. */
export const write = (stores, work) => attempt((db) => finished(db.transaction(stores, "readwrite", STRICT), work));

/** One value of the `meta` store. */
export const meta = async (key) => (await read("meta", (tx) => tx.store.get(key)))?.value;

/** Keeps one value in the `meta` store. */
export const setMeta = (key, value) => write("meta", (tx) => tx.store.put({ key, value }));

/** Whether a record of the outbox is still to be received: neither with the server nor replaced by a correction. */
export const unsent = (record) => record.state !== "received" && record.state !== "replaced";

/** Submissions in the order in which this phone finished them. Its clock may have been set back in between. */
export const inOrder = (a, b) => counter(a) - counter(b);
const counter = (record) => record.counter ?? JSON.parse(record.body).device.counter;

/** Bytes as chunks: Blobs cannot be stored everywhere, and one huge buffer is hard on small phones. */
export function chunked(buffer, size = 262144) {
  const chunks = [];
  for (let at = 0; at < buffer.byteLength; at += size) chunks.push(buffer.slice(at, at + size));
  return chunks;
}

export const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** SHA-256 of a buffer or a text, in hex. */
export const sha256 = async (data) =>
  hex(await crypto.subtle.digest("SHA-256", typeof data === "string" ? new TextEncoder().encode(data) : data));

async function attempt(action) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await action(await handle());
    } catch (error) {
      if (tries >= 3 || !["InvalidStateError", "TimeoutError", "UnknownError"].includes(error.name)) throw error;
      forget(); // the browser dropped the connection: reopen and do it again
    }
  }
}

async function finished(tx, work) {
  const done = tx.done;
  done.catch(() => {}); // seen below; without this an abort would also be reported as unhandled
  let result;
  try {
    result = await work(tx);
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // it had already ended by itself
    }
    throw error;
  }
  await done;
  return result;
}

function handle() {
  opened ??= within(OPEN_LIMIT, openDB(`mingcha-${me}`, 1, { upgrade, blocking: forget, terminated: forget }));
  opened.catch(forget);
  return opened;
}

function forget() {
  const old = opened;
  opened = null;
  old?.then((db) => db.close()).catch(() => {});
}

function within(limit, promise) {
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new DOMException("open", "TimeoutError")), limit);
  });
  return Promise.race([promise, late]);
}

function upgrade(db) {
  db.createObjectStore("drafts", { keyPath: ["draft", "id"] });
  db.createObjectStore("photos", { keyPath: ["draft", "sha256"] });
  db.createObjectStore("outbox", { keyPath: "id" });
  db.createObjectStore("receipts", { keyPath: "submission" });
  db.createObjectStore("meta", { keyPath: "key" });
}
