// The outbox page: in order of worry, what is being sent, waits, was set aside; then receipts and storage.
import { exportUnsent } from "./export.js";
import { outbox, records } from "./outbox.js";
import { begin, go } from "./phone.js";
import { meta, read } from "./store.js";
import { probe, showStrips } from "./strips.js";
import { code, filled, size, when } from "./words.js";

let planned = null;

begin();
void probe();
outbox.addEventListener("change", refresh);
addEventListener("pageshow", refresh);
addEventListener("offline", refresh);
document.addEventListener("click", clicked);
refresh();

function clicked(event) {
  const id = event.target.closest("[data-submission]")?.dataset.submission;
  if (event.target.closest("[data-sync]")) void go({ now: true });
  if (event.target.closest("[data-retry]")) void go({ now: true, only: id });
  if (event.target.closest("[data-export]")) void exportUnsent(null);
  if (event.target.closest("[data-export-one]")) void exportUnsent(id);
}

function refresh() {
  planned ??= Promise.resolve().then(() => {
    planned = null;
    return show();
  });
}

async function show() {
  const { checks, photos, unsent } = await showStrips();
  const receipts = new Map((await read("receipts", (tx) => tx.store.getAll())).map((one) => [one.submission, one]));
  const received = (await records()).filter((record) => record.state === "received").toReversed();
  document.querySelector("[data-unsent]").replaceChildren(...unsent.map(unsentRow));
  document.querySelector("[data-received]").replaceChildren(...received.map((r) => receivedRow(r, receipts.get(r.id))));
  for (const [name, list] of Object.entries({ unsent, received })) {
    document.querySelector(`[data-${name}]`).hidden = list.length === 0;
    document.querySelector(`[data-${name}-empty]`).hidden = list.length > 0;
  }
  document.querySelector("[data-export]").disabled = checks === 0;
  const summary = document.querySelector("[data-summary] span");
  const sentences = summary.dataset;
  const sentence = checks === 0 ? sentences.textIdle : outbox.sending ? sentences.textSending : sentences.textUnsent;
  summary.textContent = filled(sentence, { checks, photos });
  await showStorage();
}

function unsentRow(record) {
  const state = outbox.sending === record.id && record.state === "waiting" ? "sending" : record.state;
  const row = clone("unsent-row");
  Object.assign(row.dataset, { submission: record.id, state });
  row.querySelector("[data-name]").textContent = record.name;
  for (const mark of row.querySelectorAll("[data-mark]")) mark.hidden = mark.dataset.mark !== state;
  const bar = row.querySelector("[data-photo-row]");
  bar.hidden = record.photos.length === 0;
  Object.assign(bar.querySelector("progress"), { max: record.photos.length || 1, value: record.held.length });
  put(bar.querySelector("[data-text]"), { sent: record.held.length, total: record.photos.length });
  put(row.querySelector("[data-about]"), { items: record.items, time: when(record.finished_at) });
  row.querySelector("[data-problem]").hidden = state !== "quarantined";
  row.querySelector("[data-reason]").textContent = reason(record.problem);
  return row;
}

function receivedRow(record, receipt) {
  const row = clone("received-row");
  Object.assign(row.dataset, { submission: record.id, state: "received" });
  const write = (selector, value) => {
    row.querySelector(selector).textContent = value;
  };
  write("[data-name]", record.name);
  put(row.querySelector("[data-about]"), {
    time: when(record.received_at),
    sent: receipt ? receipt.photos.held.length + receipt.photos.quarantined.length : record.photos.length,
    total: record.photos.length,
  });
  write("[data-id]", record.id);
  write("[data-sha]", code(record.sha256));
  write("[data-key]", receipt?.key ?? "");
  write("[data-phone-time]", when(record.phone_time));
  write("[data-server-time]", when(record.received_at));
  write("[data-until]", when(record.until));
  return row;
}

async function showStorage() {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  Object.assign(document.querySelector("[data-quota]"), { max: quota || 1, value: usage });
  document.querySelector("[data-used]").textContent = `${size(usage)} / ${size(quota)}`;
  const words = document.querySelector("[data-storage]").dataset;
  document.querySelector("[data-persisted]").textContent = (await navigator.storage?.persisted?.()) ? words.yes : words.no;
  const contact = document.querySelector("[data-contact]");
  const last = await meta("contact");
  contact.textContent = last ? when(last) : contact.dataset.never;
}

/** The server's own sentence, or ours where the phone itself found the fault. */
const reason = (problem) => (problem === "damaged" ? document.querySelector("[data-damaged]").dataset.damaged : problem);

const put = (element, values) => {
  element.textContent = filled(element.dataset.text, values);
};

const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
