// The list of visits: how far each is on this phone, whether it is packed, what was finished here.
import { outbox, records } from "./outbox.js";
import { pack, packed } from "./pack.js";
import { begin, go } from "./phone.js";
import { read } from "./store.js";
import { probe, showStrips } from "./strips.js";
import { filled, when } from "./words.js";

let planned = null;

begin();
void probe();
outbox.addEventListener("change", refresh);
addEventListener("pageshow", refresh);
addEventListener("offline", refresh);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-pack-again]")) void pack().catch(() => {}).then(() => go({ now: true }));
});
refresh();

/** Several changes at once are shown once. */
function refresh() {
  planned ??= Promise.resolve().then(() => {
    planned = null;
    return show();
  });
}

async function show() {
  await showStrips();
  const drafts = await read("drafts", (tx) => tx.store.getAll());
  const all = await records();
  for (const entry of document.querySelectorAll("[data-entry]")) await showEntry(entry, drafts, all);
  for (const group of document.querySelectorAll("main > .section:has(+ .sheet > [data-entry])")) {
    const sheet = group.nextElementSibling;
    group.hidden = sheet.hidden = [...sheet.children].every((entry) => entry.hidden);
  }
  if (!document.querySelector("[data-draft-rows]")) return;
  showDrafts(drafts);
  showFinished(all);
}

async function showEntry(entry, drafts, all) {
  const id = entry.dataset.entry;
  const mine = drafts.filter((record) => record.draft === id && record.item);
  const answered = new Set(mine.filter((record) => record.primary && record.verdict).map((record) => record.item)).size;
  const begun = drafts.some((record) => record.draft === id);
  const returned = entry.querySelector(".strip") !== null;
  entry.hidden = !begun && !returned && all.some((record) => record.draft === id);
  const bar = entry.querySelector("[data-answered]");
  bar.hidden = !begun;
  bar.querySelector("progress").value = answered;
  const text = bar.querySelector("[data-text]");
  text.textContent = filled(text.dataset.text, { count: answered, total: entry.dataset.items });
  const link = entry.querySelector("[data-go]");
  link.textContent = begun ? link.dataset.continue : link.dataset.start;
  link.classList.toggle("main", begun);
  const ready = await packed(new URL(link.href).pathname);
  entry.querySelector("[data-packed]").hidden = !ready;
  const failed = !ready && outbox.packing === "failed";
  entry.querySelector("[data-unpacked]").hidden = entry.querySelector("[data-pack-again]").hidden = !failed;
}

function showDrafts(drafts) {
  const unplanned = drafts.filter((record) => record.id === "visit" && !record.visit);
  const rows = unplanned.map((visit) => {
    const row = clone("draft-row");
    const link = row.querySelector("[data-name]");
    link.href = `${visit.page}#${visit.draft}`;
    link.textContent = visit.name || link.dataset.unnamed;
    const count = drafts.filter((record) => record.draft === visit.draft && record.primary && record.verdict).length;
    const text = row.querySelector("[data-answered]");
    text.textContent = filled(text.dataset.answered, { count });
    return row;
  });
  document.querySelector("[data-draft-rows]").replaceChildren(...rows);
  document.querySelector("[data-drafts]").hidden = rows.length === 0;
}

function showFinished(all) {
  const rows = all.toReversed().map((record) => {
    const row = clone("done-row");
    row.querySelector("[data-name]").textContent = record.name;
    for (const mark of row.querySelectorAll("[data-state]")) mark.hidden = mark.dataset.state !== record.state;
    const text = row.querySelector("[data-text]");
    const values = { time: when(record.finished_at), items: record.items, photos: record.photos.length };
    text.textContent = filled(text.dataset.text, values);
    return row;
  });
  document.querySelector("[data-done-rows]").replaceChildren(...rows);
  document.querySelector("[data-done]").hidden = rows.length === 0;
}

const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
