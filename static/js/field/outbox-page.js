// The outbox page: in order of worry, what is being sent, waits, was set aside; then receipts and storage.
import { bindUpdate, showCondition } from "./condition.js";
import { exportUnsent } from "./export.js";
import { others } from "./others.js";
import { receivedRow, replacedRow, unsentRow } from "./outbox-rows.js";
import { outbox, settle } from "./outbox.js";
import { begin, go, yieldToOthers } from "./phone.js";
import { redraw, showing } from "./rows.js";
import { read } from "./store.js";
import { probe, showStrips } from "./strips.js";
import { filled, when } from "./words.js";

const known = document.querySelector("[data-known]");
const refresh = showing(() => show().finally(() => (known.hidden = false))); // all of it at once, so that nothing jumps
let asked = null;
const dialog = document.getElementById("settle");

yieldToOthers();
begin();
void probe(refresh);
void showOthers();
bindUpdate(refresh);
outbox.addEventListener("change", refresh);
addEventListener("pageshow", refresh);
addEventListener("offline", refresh);
document.addEventListener("click", clicked);
dialog.addEventListener("close", () => {
  if (dialog.returnValue === "settle") void settle(asked);
});
refresh();

function clicked(event) {
  const { submission, replaced } = event.target.closest("[data-key]")?.dataset ?? {};
  if (event.target.closest("[data-sync]")) void go({ now: true });
  if (event.target.closest("[data-retry]")) void go({ now: true, only: submission });
  if (event.target.closest("[data-export]")) void exportUnsent(null);
  if (event.target.closest("[data-export-one]")) void exportUnsent(submission ?? replaced);
  if (event.target.closest("[data-settle]")) {
    asked = submission;
    dialog.returnValue = "";
    dialog.showModal();
  }
}

async function show() {
  const { checks, photos, waiting, all } = await showStrips();
  const receipts = new Map((await read("receipts", (tx) => tx.store.getAll())).map((one) => [one.submission, one]));
  const [received, replaced] = ["received", "replaced"].map((state) => [...all].reverse().filter((one) => one.state === state));
  list("unsent", [...waiting].sort((a, b) => aside(a) - aside(b)).map(unsentRow));
  list("received", received.map((record) => receivedRow(record, receipts.get(record.id))));
  list("replaced", replaced.map(replacedRow));
  document.querySelector("[data-export]").disabled = waiting.length === 0;
  summarise(waiting, { checks, photos });
  await showCondition(waiting, { checks, photos });
}

/** What goes out by itself comes before what was set aside; both oldest first. */
const aside = (record) => (record.state === "quarantined" ? 1 : 0);

function list(name, rows) {
  redraw(document.querySelector(`[data-${name}]`), rows);
  for (const part of document.querySelectorAll(`[data-with=${name}]`)) part.hidden = rows.length === 0;
  for (const part of document.querySelectorAll(`[data-without=${name}]`)) part.hidden = rows.length > 0;
}

function summarise(waiting, counts) {
  const summary = document.querySelector("[data-summary] span");
  const { textIdle, textSending, textUnsent } = summary.dataset;
  const sentence = waiting.length === 0 ? textIdle : outbox.sending ? textSending : textUnsent;
  summary.textContent = filled(sentence, counts);
  const oldest = document.querySelector("[data-oldest]");
  oldest.textContent = waiting.length === 0 ? "" : filled(oldest.dataset.oldest, { time: when(waiting[0].finished_at) });
}

async function showOthers() {
  const strip = document.querySelector("[data-others]");
  const counts = await others().catch(() => ({ checks: 0, drafts: 0 }));
  strip.hidden = counts.checks + counts.drafts === 0;
  const text = strip.querySelector("[data-text]");
  text.textContent = filled(text.dataset.text, counts);
}
