// What is under way on this phone without a place on the list: unplanned checks, corrections, visits that left the list.
import { outbox } from "./outbox.js";
import { discard } from "./purge.js";
import { clone, redraw } from "./rows.js";
import { filled, when } from "./words.js";

let asked = null;

/** Shows every draft that no entry of the page leads to. */
export function showDrafts(drafts) {
  const listed = new Set([...document.querySelectorAll("[data-entry]")].map((entry) => entry.dataset.entry));
  const rows = drafts.filter((record) => record.id === "visit" && !listed.has(record.draft)).map((visit) => {
    const own = drafts.filter((record) => record.draft === visit.draft && record.item);
    return row(visit, counted(visit, own));
  });
  redraw(document.querySelector("[data-draft-rows]"), rows);
  document.querySelector("[data-drafts]").hidden = rows.length === 0;
}

/** Binds the dialog that asks before a draft is thrown away, and says what would be lost. */
export function bindDiscard() {
  const dialog = document.getElementById("discard");
  document.addEventListener("click", (event) => {
    const entry = event.target.closest("[data-discard]")?.closest("[data-draft]");
    if (entry) ask(dialog, entry);
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "discard") void lose(asked);
  });
}

function row(visit, counts) {
  const entry = clone("draft-row");
  const kind = !visit.visit ? "unplanned" : visit.replaces ? "correction" : "departed";
  const name = entry.querySelector("[data-name]");
  name.href = visit.visit ? visit.page : `${visit.page}#${visit.draft}`;
  name.textContent = visit.name || name.dataset.unnamed;
  const losing = filled(document.getElementById("discard").dataset.losing, { name: name.textContent, ...counts });
  Object.assign(entry.dataset, { key: visit.draft, draft: visit.draft, losing });
  for (const mark of entry.querySelectorAll("[data-approach]")) mark.hidden = mark.dataset.approach !== visit.approach;
  for (const part of entry.querySelectorAll("[data-kind]")) part.hidden = part.dataset.kind !== kind;
  const text = entry.querySelector("[data-answered]");
  text.textContent = filled(text.dataset.answered, { ...counts, time: visit.started_at ? when(visit.started_at) : "" });
  return entry;
}

const counted = (visit, own) => ({
  count: own.filter((record) => record.primary && (record.verdict || (record.value ?? null) !== null)).length,
  notes: own.filter((record) => record.note).length + (visit.note ? 1 : 0),
  photos: new Set(own.flatMap((record) => (record.photos ?? []).map((one) => one.sha256))).size,
});

function ask(dialog, entry) {
  asked = entry.dataset.draft;
  dialog.returnValue = "";
  dialog.querySelector("[data-losing]").textContent = entry.dataset.losing;
  dialog.querySelector("[data-elsewhere]").hidden = true;
  dialog.showModal();
}

async function lose(draft) {
  if (await discard(draft)) {
    outbox.dispatchEvent(new Event("change"));
    return;
  }
  const dialog = document.getElementById("discard");
  dialog.querySelector("[data-elsewhere]").hidden = false;
  dialog.returnValue = "";
  dialog.showModal();
}
