// The way out of a page whose phone cannot store: the check as it stands on it, as a file that the server can import.
import { offer } from "./export.js";
import { local, photo } from "./draft.js";
import { envelope, exportsKey, exportsOf, nextIdentity, told } from "./freezing.js";
import { duty } from "./signed.js";
import { meta, setMeta } from "./store.js";

const PATIENCE = 2000; // milliseconds
let before = null; // what was exported of this draft, oldest first

/** Offers the file for saving; gives { count, photos, lacking }: answers and photos in it, and photos that could not be read.
 *
 * Each export of something new is a submission of its own that replaces the one before, and the file holds all of them, so
 * that it does not matter which files are imported; the check itself will replace the last when it is sent. */
export async function handOver({ id, visit, panels, saver }) {
  before ??= await soon(exportsOf(id)).catch(() => []);
  const sent = panels.map(entered).filter(told);
  const content = JSON.stringify([visit.note, visit.site, visit.location, visit.duty, sent]);
  if (before.at(-1)?.content !== content) {
    const replaces = before.at(-1)?.id ?? visit.replaces;
    const started = { ...visit, replaces, duty: await duty(visit, sent), started_at: visit.started_at ?? local(new Date()) };
    const body = JSON.stringify(envelope(started, sent, await identity()));
    before.push({ id: crypto.randomUUID(), body, content });
    saver.touch({ store: () => setMeta(exportsKey(id), before) });
  }
  const found = await pictures(id, panels, sent);
  await offer([
    ...before.map((one) => ({ name: `submissions/${one.id}.json`, input: one.body })),
    ...found.filter(({ input }) => input),
  ]);
  const photos = found.filter(({ input }) => input).length;
  return { count: sent.length, photos, lacking: found.length - photos };
}

/** An observation with all of its photos, those too that only the page holds. */
const entered = (panel) => ({ ...panel.record(), photos: panel.photos.map(({ unstored, ...one }) => one) });

/** The files of the photos; without `input` where neither the page nor the store has one. */
async function pictures(draft, panels, sent) {
  const held = new Map(panels.flatMap((panel) => panel.photos.map((one) => [one.sha256, one.unstored?.photo.bytes])));
  const hashes = [...new Set(sent.flatMap((one) => one.photos.map(({ sha256 }) => sha256)))];
  return Promise.all(
    hashes.map(async (hash) => {
      const input = held.get(hash) ?? (await soon(photo(draft, hash)).catch(() => null));
      return { name: `photos/${hash}`, input };
    }),
  );
}

/** The phone's id and the number of this submission. Where no number can be taken it has that of the last one: what is sent
 * later must count as later. */
async function identity() {
  const asked = ["device", "counter"].map((key) => soon(meta(key)).catch(() => null));
  return soon(nextIdentity()).catch(async () => {
    const [device, counter] = await Promise.all(asked);
    return { id: device ?? crypto.randomUUID(), counter: counter ?? 0 };
  });
}

/** A store that does not open must not hold up the way out of it. */
const soon = (promise) => Promise.race([promise, new Promise((_, reject) => setTimeout(reject, PATIENCE))]);
