// Two people on one phone: that somebody else's work waits here may be known; what it is may not.
import { openDB } from "../../vendor/idb-8.0.4.js";
import { me, unsent } from "./store.js";

const STORES = "mingcha-";

/** { checks, drafts } of all other people on this phone: finished and not received, begun and not finished. */
export async function others() {
  const names = ((await indexedDB.databases?.()) ?? []).map(({ name }) => name);
  const counts = await Promise.all(names.filter((name) => name.startsWith(STORES) && name !== STORES + me).map(count));
  return { checks: sum(counts, "checks"), drafts: sum(counts, "drafts") };
}

async function count(name) {
  const db = await openDB(name);
  try {
    if (!db.objectStoreNames.contains("outbox")) return { checks: 0, drafts: 0 };
    const drafts = new Set((await db.getAllKeys("drafts")).map(([draft]) => draft)).size;
    return { checks: (await db.getAll("outbox")).filter(unsent).length, drafts };
  } finally {
    db.close();
  }
}

const sum = (counts, name) => counts.reduce((total, one) => total + one[name], 0);
