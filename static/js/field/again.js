// What a capture page finds when it opens: a draft, nothing, or a check that was already finished here.
import { load, save, VISIT } from "./draft.js";
import { read } from "./store.js";

/** { visit, observations } to go on with, or { finished } when this visit already lies in the outbox. */
export async function before(form, id) {
  const found = await load(id);
  if (found.visit) return found;
  const outbox = await read("outbox", (tx) => tx.store.getAll());
  const last = outbox.filter((record) => record.draft === id).sort((a, b) => (a.finished_at < b.finished_at ? 1 : -1))[0];
  if (!last) return found;
  if (form.dataset.returned === last.id) {
    showReason(form);
    await save(reopened(last, id));
    return load(id);
  }
  document.querySelector("[data-correct]").addEventListener("click", () => {
    void save(reopened(last, id)).then(() => location.reload());
  });
  return { finished: last };
}

function showReason(form) {
  document.querySelector("[data-banner=returned]").hidden = false;
  document.querySelector("[data-returned-reason]").textContent = form.dataset.reason;
}

/** The records of a draft that corrects a frozen submission: same observations, a new submission that names the old. */
function reopened(record, id) {
  const body = JSON.parse(record.body);
  const seen = new Set();
  const observations = body.observations.map((one, n) => {
    const primary = !seen.has(one.item);
    seen.add(one.item);
    return { ...one, draft: id, order: n * 1000, primary };
  });
  const { visit, site, approach, note, checklists, started_at } = body;
  const kept = { visit: visit ?? "", site, approach, note, checklists, started_at, name: record.name };
  return [{ draft: id, id: VISIT, ...kept, replaces: record.id, page: location.pathname }, ...observations];
}
