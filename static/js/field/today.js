// The list of visits: how far each is on this phone, whether it is packed, what was finished here.
import { bindDiscard, showDrafts } from "./drafts.js";
import { outbox } from "./outbox.js";
import { packed } from "./pack.js";
import { begin, go, yieldToOthers } from "./phone.js";
import { clone, redraw, showing } from "./rows.js";
import { read } from "./store.js";
import { probe, showStrips } from "./strips.js";
import { filled, when } from "./words.js";

const refresh = showing(show);

yieldToOthers();
begin();
void probe(refresh);
if (document.getElementById("discard")) bindDiscard();
outbox.addEventListener("change", refresh);
addEventListener("pageshow", refresh);
addEventListener("offline", refresh);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-pack-again]")) void go({ now: true });
});
refresh();

async function show() {
  const { all } = await showStrips();
  const drafts = await read("drafts", (tx) => tx.store.getAll());
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
  const answered = new Set(mine.filter((record) => record.primary && (record.verdict || (record.value ?? null) !== null)).map((record) => record.item)).size;
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

function showFinished(all) {
  const rows = [...all].reverse().map((record) => {
    const row = clone("done-row");
    row.dataset.key = record.id;
    row.querySelector("[data-name]").textContent = record.name;
    const state = record.state === "quarantined" && record.missing?.length ? "incomplete" : record.state;
    for (const mark of row.querySelectorAll("[data-state]")) mark.hidden = mark.dataset.state !== state;
    const text = row.querySelector("[data-text]");
    const values = { time: when(record.finished_at), items: record.items, photos: record.photos.length };
    text.textContent = filled(text.dataset.text, values);
    return row;
  });
  redraw(document.querySelector("[data-done-rows]"), rows);
  document.querySelector("[data-done]").hidden = rows.length === 0;
}
