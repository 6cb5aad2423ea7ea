// Packs by itself: keeps every page the phone may need, with all that those pages name.
import { me, read, setMeta, unsent } from "./store.js";

export const CACHE = `visits-${me}`;
const isVisit = (url) => url.startsWith("/field/visits/") || /^\/field\/unplanned\/.+\//.test(url);

/** Fetches the pack and what it lists. Rejects when there is no network, the answer is not ours, or a page did not come;
 * the other pages are kept all the same. */
export async function pack() {
  if (!navigator.onLine) throw new Error("no network");
  const found = await json("/api/pack");
  if (found.me !== me) throw new Error("another person's pack");
  await setMeta("device", found.device);
  await setMeta("pack", found);
  await setMeta("contact", new Date().toISOString());
  await setMeta("directory", (await json(found.directory)).sites);
  const cache = await caches.open(CACHE);
  const drafts = new Set((await read("drafts", (tx) => tx.store.getAllKeys())).map(([draft]) => draft));
  // Files before the pages that name them: a page that is here works.
  const files = found.cache.filter((url) => url.startsWith("/static/"));
  const pages = found.cache.filter((url) => !url.startsWith("/static/"));
  for (const url of files) await keep(cache, url, drafts);
  const failed = [];
  for (const url of pages) await keep(cache, url, drafts).catch(() => failed.push(url));
  await tidy(cache, found.cache);
  if (failed.length > 0) throw new Error(`not packed: ${failed}`);
}

/** Whether a page is on this phone; its files were kept before it. */
export const packed = async (url) => Boolean(await (await caches.open(CACHE)).match(url, { ignoreVary: true }));

/** JSON of our own server. Rejects for anything else, such as a captive portal's page. */
export async function json(url) {
  const answer = await fetch(url, { headers: { "Mingcha-Me": me }, redirect: "error", signal: AbortSignal.timeout(20000) });
  if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error(`no pack: ${answer.status}`);
  return answer.json();
}

async function keep(cache, url, drafts) {
  const asset = url.startsWith("/static/");
  const held = await cache.match(url, { ignoreVary: true });
  if (held && (asset || (isVisit(url) && underWay(url, drafts)))) return; // a draft keeps the page it was begun on
  const answer = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(20000) });
  const html = answer.headers.get("Content-Type")?.startsWith("text/html");
  if (!answer.ok || html === asset || (html && !(await ours(answer.clone())))) throw new Error(`not packed: ${url}`);
  await cache.put(url, answer);
}

const underWay = (url, drafts) => [...drafts].some((draft) => url.endsWith(draft)) || (drafts.size > 0 && url.startsWith("/field/unplanned/"));

/** A page of ours for this very person; not a portal's, not somebody else's. */
const ours = async (answer) => (await answer.text()).includes(`data-me="${me}"`);

/** Lets go of visits that are over, and of assets that no kept page names. */
async function tidy(cache, wanted) {
  const busy = await read(["drafts", "outbox"], async (tx) => [
    ...(await tx.objectStore("drafts").getAllKeys()).map(([draft]) => draft),
    ...(await tx.objectStore("outbox").getAll()).filter(unsent).map((r) => r.draft),
  ]);
  const named = new Set();
  for (const request of await cache.keys()) {
    const url = new URL(request.url).pathname;
    if (url.startsWith("/static/")) continue;
    if (!wanted.includes(url) && isVisit(url) && !underWay(url, new Set(busy))) await cache.delete(request);
    else for (const [build] of (await (await cache.match(request)).text()).matchAll(/\/static\/[0-9a-f]+\//g)) named.add(build);
  }
  for (const request of await cache.keys()) {
    const url = new URL(request.url).pathname;
    if (url.startsWith("/static/") && !wanted.includes(url) && ![...named].some((build) => url.startsWith(build))) {
      await cache.delete(request);
    }
  }
}
