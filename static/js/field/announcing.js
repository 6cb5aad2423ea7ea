// Tells the server what this phone holds, and hears what either of them lacks. No page code.
import { sorted, VISIT } from "./draft.js";
import { AGAIN } from "./purge.js";
import { me, meta, read, sha256, write } from "./store.js";
import { ask } from "./wire.js";

const PATH = "/api/holdings";
const AFRESH = 3600000; // milliseconds, after which even the same is said again: photos may be gone from the server

/** Announces what changed, and everything to a server that does not remember it. Resolves to whether something that was
 * received goes out again. Rejects with Stop or Trouble; then the next round says it. */
export function announce() {
  if (!navigator.locks) return round();
  return navigator.locks.request(`${me}:announcing`, { ifAvailable: true }, (lock) => Boolean(lock) && round());
}

/** The losses of this phone that its person has not taken note of. */
export const losses = async () => (await meta("lost")) ?? [];

/** Takes note of them; the server hears of it with the next announcement. */
export const takeNote = (ids) =>
  write("meta", async (tx) => {
    const value = [...((await tx.store.get("noted"))?.value ?? []), ...ids];
    await tx.store.put({ key: "noted", value });
    await tx.store.put({ key: "lost", value: [] });
  });

async function round() {
  const said = await everything();
  const mark = await sha256(JSON.stringify({ ...said, done: [], noted: [] }));
  const before = await meta("announced");
  const age = Date.now() - (before?.at ?? 0);
  const known = before?.mark === mark && age >= 0 && age < AFRESH && said.done.length + said.noted.length === 0;
  const { found: remembered } = await ask(PATH);
  if (!remembered) return false; // a server of before
  if (known && remembered.mark === mark) return false;
  const about = { ...(await identity()), storage: await storage(), mark };
  const { found } = await ask(PATH, { method: "PUT", body: JSON.stringify({ ...said, ...about }) });
  if (!found?.lacks) return false;
  await heard(found, said, mark);
  return found.lacks.length > 0;
}

/** All that this phone holds, as it was at one moment. */
async function everything() {
  const [records, outbox, done, noted] = await read(["drafts", "outbox", "meta"], (tx) =>
    Promise.all([
      tx.objectStore("drafts").getAll(),
      tx.objectStore("outbox").getAll(),
      tx.objectStore("meta").get("done"),
      tx.objectStore("meta").get("noted"),
    ]),
  );
  const ids = records.filter((record) => record.id === VISIT).map((record) => record.draft);
  const received = (record) => record.state === "received";
  return {
    version: document.documentElement.dataset.version ?? "",
    drafts: ids.map((id) => draft(id, sorted(records.filter((record) => record.draft === id)))),
    outbox: outbox.filter((record) => !received(record)).map((record) => ({ ...frozen(record), state: record.state })),
    kept: outbox.filter(received).map(frozen),
    done: done?.value ?? [],
    noted: noted?.value ?? [],
  };
}

const place = ({ visit, site, approach }) => ({ visit: visit || null, site: site || null, approach: approach || null });

function draft(id, { visit, observations }) {
  const entered = observations.filter((o) => o.verdict || o.note || o.photos?.length || (o.value ?? null) !== null);
  const times = [visit.started_at, ...entered.map((o) => o.at)].filter((at) => !Number.isNaN(Date.parse(at)));
  return {
    id,
    ...place(visit),
    changed_at: times.sort((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null,
    answers: entered.length + (visit.note ? 1 : 0),
    photos: new Set(entered.flatMap((o) => (o.photos ?? []).map((one) => one.sha256))).size,
  };
}

/** Without the photos that everybody knows to be lost: those are not to be asked for. */
function frozen({ id, draft: before, body, sha256: hash, photos, missing = [], items, finished_at }) {
  const kept = photos.filter((one) => !missing.some((lost) => lost.sha256 === one));
  return { id, draft: before, ...place(JSON.parse(body)), sha256: hash, answers: items, finished_at, photos: kept };
}

/** Which store says it, and for the how manyth time: an emptied store is another one. */
const identity = () =>
  write("meta", async (tx) => {
    const { store = crypto.randomUUID(), number = 0 } = (await tx.store.get("announcer"))?.value ?? {};
    const value = { store, number: number + 1 };
    await tx.store.put({ key: "announcer", value });
    return value;
  });

async function storage() {
  const { usage = null, quota = null } = (await navigator.storage?.estimate?.()) ?? {};
  return { persisted: (await navigator.storage?.persisted?.()) ?? null, quota, used: usage };
}

/** What the server was restored without goes out again; what it was told need not be told twice. */
const heard = ({ lacks, lost }, { done, noted }, mark) =>
  write(["outbox", "meta"], async (tx) => {
    const [outbox, kept] = [tx.objectStore("outbox"), tx.objectStore("meta")];
    for (const { id, photos } of lacks) {
      const record = await outbox.get(id);
      const held = record?.held.filter((hash) => !photos.includes(hash));
      if (record?.state === "received") await outbox.put({ ...record, ...AGAIN, held });
    }
    for (const [key, told] of Object.entries({ done, noted })) {
      const now = (await kept.get(key))?.value ?? [];
      await kept.put({ key, value: now.filter((id) => !told.includes(id)) });
    }
    const unseen = (await kept.get("noted")).value;
    await kept.put({ key: "lost", value: lost.filter(({ id }) => !unseen.includes(id)) });
    await kept.put({ key: "announced", value: { mark, at: Date.now() } });
  });
