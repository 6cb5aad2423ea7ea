// A draft on this phone: one record for the visit, one for each observation, photos beside them. No page code here.
import { chunked, ofDraft, read, write } from "./store.js";

export const VISIT = "visit";

/** Everything of a draft: { visit, observations }. */
export const load = async (draft) => sorted(await read("drafts", (tx) => tx.store.getAll(ofDraft(draft))));

/** The records of one draft, told apart and in order. */
export const sorted = (records) => ({
  visit: records.find((record) => record.id === VISIT),
  observations: records.filter((record) => record.id !== VISIT).sort((a, b) => a.order - b.order),
});

/** Writes records of a draft durably, all or none; one that is `withdrawn` is deleted. When the draft was `known` to be here
 * and was not, false is given: the store was emptied meanwhile, and these records are all that it has now. */
export const save = (records, known = false) =>
  write("drafts", async (tx) => {
    // All is asked for at once and committed without waiting for the answers: each would cost a tap a turn of the page.
    const before = known ? tx.store.getKey([records[0].draft, VISIT]) : true;
    const all = Promise.all([before, ...written(tx.store, records)]);
    tx.commit?.();
    return Boolean((await all)[0]);
  });

const written = (store, records) =>
  records.map((record) => (record.withdrawn ? store.delete([record.draft, record.id]) : store.put(record)));

/** Stores a photo's bytes and the records that name it, in one transaction; false when the draft itself is not here (yet, or
 * because the store was emptied): then only the bytes are. */
export const savePhoto = (photo, records) =>
  write(["photos", "drafts"], async (tx) => {
    const { bytes, ...rest } = photo;
    await tx.objectStore("photos").put({ ...rest, size: bytes.byteLength, chunks: chunked(bytes) });
    const drafts = tx.objectStore("drafts");
    if (records.length > 0 && !(await drafts.getKey([photo.draft, VISIT]))) return false;
    await Promise.all(written(drafts, records));
    return true;
  });

/** Puts a photo in the place of another, whose bytes are erased unless something of the draft still names them; false when the
 * draft itself is not here. All in one transaction: no moment has both, none has neither. */
export const replacePhoto = ({ bytes, ...rest }, old, records) =>
  write(["photos", "drafts", "outbox"], async (tx) => {
    const [photos, drafts] = [tx.objectStore("photos"), tx.objectStore("drafts")];
    await photos.put({ ...rest, size: bytes.byteLength, chunks: chunked(bytes) });
    if (!(await drafts.getKey([rest.draft, VISIT]))) return false;
    await Promise.all(written(drafts, records));
    if (!(await named(tx, rest.draft)).has(old)) await photos.delete([rest.draft, old]);
    return true;
  });

/** The photo as a Blob, or undefined when the phone does not hold it. */
export async function photo(draft, hash) {
  const found = await read("photos", (tx) => tx.store.get([draft, hash]));
  return found && new Blob(found.chunks, { type: found.type });
}

/** The hashes of the draft's photos that the phone holds; no bytes are read for that. */
export const photosOf = async (draft) =>
  new Set((await read("photos", (tx) => tx.store.getAllKeys(ofDraft(draft)))).map(([, hash]) => hash));

/** Inside a transaction over drafts, outbox and photos: deletes the draft's photos that nothing names any more. */
export async function dropUnused(tx, draft) {
  const used = await named(tx, draft);
  for (const key of await tx.objectStore("photos").getAllKeys(ofDraft(draft))) {
    if (!used.has(key[1])) await tx.objectStore("photos").delete(key);
  }
}

/** The hashes of the photos that a draft, or what was finished of it, names. */
async function named(tx, draft) {
  const outbox = await tx.objectStore("outbox").getAll();
  const drafts = await tx.objectStore("drafts").getAll(ofDraft(draft));
  const found = new Set(outbox.filter((r) => r.draft === draft).flatMap((r) => r.photos));
  for (const record of drafts) for (const one of record.photos ?? []) found.add(one.sha256);
  return found;
}

/** A moment with the phone's own offset, 2026-11-24T09:12:03+08:00. */
export function local(date) {
  const minutes = -date.getTimezoneOffset();
  const shifted = new Date(date.getTime() + minutes * 60000).toISOString().slice(0, 19);
  const two = (n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
  return `${shifted}${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** A check begins with the first thing that is entered. */
export const began = (visit) => (visit.started_at ??= local(new Date()));
