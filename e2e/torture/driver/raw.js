// The phone's store as it lies there, read past the shipped modules: what the oracle goes by.

const named = (me) => `mingcha-${me}`;
const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let kept = null; // one connection, until the store is dropped

async function opened(me) {
  if (kept) return kept;
  const request = indexedDB.open(named(me));
  request.onupgradeneeded = () => request.transaction.abort(); // there is none, and none is made here
  const db = await asked(request).catch(() => null);
  if (!db) return null;
  db.onversionchange = db.onclose = () => {
    db.close();
    kept = null;
  };
  return (kept = db);
}

/** Everything of these stores, by their names; empty where there is no store. */
export async function raw(me, names = ["drafts", "outbox", "photos", "receipts", "meta"]) {
  const db = await opened(me);
  const found = Object.fromEntries(names.map((name) => [name, []]));
  if (!db) return found;
  const tx = db.transaction(names);
  const all = await Promise.all(names.map((name) => asked(tx.objectStore(name).getAll())));
  for (const [n, name] of names.entries()) found[name] = all[n];
  if (found.photos) found.photos = await Promise.all(found.photos.map(weighed));
  return found;
}

/** A photo without its bytes, and whether these are the ones that its name says. */
async function weighed({ chunks, ...photo }) {
  const bytes = await new Blob(chunks).arrayBuffer();
  return { ...photo, whole: (await sha256(bytes)) === photo.sha256 };
}

export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** As a browser drops a store: all of it, under whoever has it open. */
export function empty(me) {
  const request = indexedDB.deleteDatabase(named(me));
  return new Promise((resolve) => {
    request.onsuccess = request.onerror = resolve;
  });
}
