// What a capture page finds when it opens: a draft, nothing, a check already finished here, or one sent back.
import { load, save, VISIT } from "./draft.js";
import { json } from "./pack.js";
import { read } from "./store.js";

/** { visit, observations } to go on with, or { finished } when this visit already lies in the outbox. */
export async function before(form, id) {
  const found = await load(id);
  const back = form.dataset.returned;
  if (back) showReason(form);
  if (found.visit) return found;
  const outbox = await read("outbox", (tx) => tx.store.getAll());
  const last = outbox.filter((record) => record.draft === id).sort((a, b) => (a.finished_at < b.finished_at ? 1 : -1))[0];
  if (back && (!last || last.id === back)) {
    const record = last ?? (await sentElsewhere(form, back));
    if (record) await save(reopened(form, record, id));
    return load(id);
  }
  if (!last) return found;
  document.querySelector("[data-correct]").addEventListener("click", () => {
    void save(reopened(form, last, id)).then(() => location.reload());
  });
  return { finished: last };
}

/** What came back was sent from another phone, or this one's store was emptied: the server still has it. Without it
 * (no network, or somebody else had sent it) the check begins anew. */
async function sentElsewhere(form, id) {
  const sent = await json(`/api/submissions/${id}`).catch(() => null);
  return sent && { id, body: JSON.stringify(sent), name: form.dataset.name };
}

function showReason(form) {
  document.querySelector("[data-banner=returned]").hidden = false;
  document.querySelector("[data-returned-reason]").textContent = form.dataset.reason;
}

/** The records of a draft that corrects a frozen submission: same observations, a new submission that names the old. */
function reopened(form, record, id) {
  const body = JSON.parse(record.body);
  const layout = new Map((record.layout ?? guessed(body.observations)).map((place) => [place.id, place]));
  const observations = body.observations.map((one) => ({ ...one, ...layout.get(one.id), draft: id }));
  const { visit, note, checklists, started_at } = body;
  const site = body.site ?? form.dataset.site; // a body leaves out what its visit says
  const approach = body.approach ?? form.dataset.approach;
  const kept = { visit: visit ?? "", site, approach, note, checklists, started_at, name: record.name };
  return [{ draft: id, id: VISIT, ...kept, replaces: record.id, page: location.pathname }, ...observations];
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
