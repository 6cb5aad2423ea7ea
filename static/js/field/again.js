// What a capture page finds when it opens: a draft, nothing, a check already finished here, or one sent back.
import { load, save, sorted, VISIT } from "./draft.js";
import { inOrder, ofDraft, read } from "./store.js";
import { ask } from "./wire.js";

const PATIENCE = 1500; // milliseconds

/** What the store holds that tells how a draft goes on; without the rest where the draft itself is there. */
export const kept = (id) =>
  read(["drafts", "outbox", "meta"], async (tx) => {
    const records = await tx.objectStore("drafts").getAll(ofDraft(id));
    if (records.some((record) => record.id === VISIT)) return { records };
    const [outbox, pack] = await Promise.all([tx.objectStore("outbox").getAll(), tx.objectStore("meta").get("pack")]);
    return { records, outbox, pack: pack?.value };
  });

/** { visit, observations } to go on with; or { shut }: `finished` when this visit already lies in the outbox, `unfetched`
 * when it was sent back and only the server, which cannot be reached, has what was sent. */
export async function before(form, id, { records, outbox, pack }) {
  const found = sorted(records);
  if (form.dataset.visit && !found.visit) await heed(form, id, pack);
  const back = form.dataset.returned;
  if (found.visit) return shown(form, found);
  const own = outbox.filter((record) => record.draft === id).sort(inOrder);
  const last = own.at(-1);
  // What this phone corrected since then, or has not sent yet, is newer than what was sent back.
  const newer = last && (last.state === "waiting" || own.some((record) => record.id === back && record !== last));
  if (!back || newer) return last ? finished(form, last, id) : found;
  let record = last?.id === back ? last : null;
  try {
    record ??= await sentElsewhere(form, back);
  } catch {
    return unfetched(form, id);
  }
  if (record) await save(reopened(form, record, id));
  return shown(form, await load(id));
}

/** A page that was kept before the check came back does not know it. The server is asked, but not waited for: without an
 * answer the last pack must do. */
async function heed(form, id, pack) {
  const fresh = navigator.onLine ? ask("/api/pack").then(({ found }) => found) : null;
  const newest = await Promise.race([fresh, late()]).catch(() => null);
  const told = (newest ?? pack)?.visits.find((visit) => visit.id === id);
  if (told) Object.assign(form.dataset, { returned: told.returned ?? "", reason: told.reason ?? "" });
}

const late = () => new Promise((resolve) => setTimeout(resolve, PATIENCE, null));

/** Says why the check came back, wherever it is gone on with. */
function shown(form, found) {
  if (!form.dataset.returned) return found;
  document.querySelector("[data-banner=returned]").hidden = false;
  document.querySelector("[data-returned-reason]").textContent = form.dataset.reason;
  return found;
}

function finished(form, last, id) {
  document.querySelector("[data-correct]").addEventListener("click", () => {
    void save(reopened(form, last, id)).then(() => location.reload());
  });
  return { shut: "finished" };
}

function unfetched(form, id) {
  shown(form);
  document.querySelector("[data-fetch-again]").addEventListener("click", () => location.reload());
  document.querySelector("[data-anew]").addEventListener("click", () => {
    void save([blank(form, id)]).then(() => location.reload());
  });
  return { shut: "unfetched" };
}

/** The id of the page's draft: its visit's. An unplanned check carries one in the address, so that one page serves them all. */
export function draftOf() {
  const [, visit] = /^\/field\/visits\/([0-9a-f-]{36})$/.exec(location.pathname) ?? [];
  if (visit) return visit;
  const given = location.hash.slice(1);
  if (/^[0-9a-f-]{36}$/.test(given)) return given;
  const made = crypto.randomUUID();
  history.replaceState(null, "", `#${made}`);
  return made;
}

/** The visit's record of a draft in which nothing is entered. */
export function blank(form, id) {
  const { visit, approach, site, name, checklists } = form.dataset;
  return { draft: id, id: VISIT, visit, approach, site, name, note: "", checklists: JSON.parse(checklists), page: location.pathname };
}

/** What was sent from another phone, or from this one before its store was emptied; null when it was somebody else's.
 * Rejects when the server cannot be asked. */
async function sentElsewhere(form, id) {
  const { found, status } = await ask(`/api/submissions/${id}`);
  if (!found && status !== 404) throw new Error(`not fetched: ${status}`);
  return found ? { id, body: JSON.stringify(found), name: form.dataset.name } : null;
}

/** The records of a draft that corrects a frozen submission: same observations, a new submission that names the old. */
function reopened(form, record, id) {
  const body = JSON.parse(record.body);
  const layout = new Map((record.layout ?? guessed(body.observations)).map((place) => [place.id, place]));
  const observations = body.observations.map((one) => ({ ...one, ...layout.get(one.id), draft: id }));
  const { note, checklists, started_at, location, duty } = body;
  const visit = { ...blank(form, id), note, checklists, started_at, location, duty, name: record.name, replaces: record.id };
  if (!body.visit) Object.assign(visit, { site: body.site, approach: body.approach }); // a body leaves out what its visit says
  return [visit, ...observations];
}

/** Where the page cannot know how observations stood, the first of an item is its own and the others follow it. */
function guessed(observations) {
  const seen = new Set();
  return observations.map(({ id, item, verdict }, n) => {
    const primary = !seen.has(item) || verdict !== "fail";
    seen.add(item);
    return { id, order: n, primary };
  });
}
