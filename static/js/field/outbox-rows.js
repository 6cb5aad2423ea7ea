// One row of the outbox for each record: what became of it, why, and what can be done.
import { later, outbox } from "./outbox.js";
import { clone } from "./rows.js";
import { code, filled, when } from "./words.js";

const texts = document.querySelector("[data-sentences]").dataset;
const NEVER_YOURS = 404;

/** What is still to be received, or was set aside. */
export function unsentRow(record) {
  const state = outbox.sending === record.id && record.state === "waiting" ? "sending" : record.state;
  const part = shown(record, state);
  const row = clone("unsent-row");
  Object.assign(row.dataset, { key: record.id, submission: record.id, state });
  row.querySelector("[data-name]").textContent = record.name;
  for (const mark of row.querySelectorAll("[data-mark]")) mark.hidden = mark.dataset.mark !== part;
  for (const one of row.querySelectorAll("[data-part]")) one.hidden = !one.dataset.part.split(" ").includes(part);
  const bar = row.querySelector("[data-photo-row]");
  bar.hidden = record.photos.length === 0;
  Object.assign(bar.querySelector("progress"), { max: record.photos.length || 1, value: record.held.length });
  const values = { sent: record.held.length, total: record.photos.length, items: record.items, tries: record.tries };
  const times = { time: when(record.finished_at), next: when(record.next ?? 0), received: when(record.received_at ?? 0) };
  for (const text of row.querySelectorAll("[data-text]")) put(text, { ...values, ...times, count: record.missing?.length });
  row.querySelector("[data-why]").textContent = why(record);
  row.querySelector("[data-missing]").replaceChildren(...(record.missing ?? []).map(missingRow));
  return row;
}

/** What the server has, with its receipt. */
export function receivedRow(record, receipt) {
  const row = clone("received-row");
  Object.assign(row.dataset, { key: record.id, submission: record.id, state: "received" });
  const write = (selector, value) => {
    row.querySelector(selector).textContent = value;
  };
  write("[data-name]", record.name);
  const [withPhotos, without] = row.querySelectorAll("[data-about]");
  withPhotos.hidden = record.photos.length === 0;
  without.hidden = !withPhotos.hidden;
  const values = { time: when(record.received_at), sent: record.held.length, total: record.photos.length };
  for (const about of [withPhotos, without]) put(about, values);
  row.querySelector("[data-lost]").hidden = !record.missing?.length;
  row.querySelector("[data-missing]").replaceChildren(...(record.missing ?? []).map(missingRow));
  write("[data-id]", record.id);
  write("[data-sha]", code(record.sha256));
  write("[data-key-id]", receipt?.key ?? "");
  write("[data-phone-time]", when(record.phone_time));
  write("[data-server-time]", when(record.received_at));
  write("[data-until]", when(record.until));
  return row;
}

/** What a correction took the place of. It is neither unsent nor received. */
export function replacedRow(record) {
  const row = clone("replaced-row");
  Object.assign(row.dataset, { key: record.id, replaced: record.id });
  row.querySelector("[data-name]").textContent = record.name;
  const about = row.querySelector("[data-text]");
  put(about, { time: when(record.finished_at), items: record.items, photos: record.photos.length });
  return row;
}

/** Which part of the row is true: waiting, sending, later, refused or incomplete. */
function shown(record, state) {
  if (state === "quarantined") return record.missing?.length ? "incomplete" : "refused";
  return state === "waiting" && record.trouble && later(record) ? "later" : state;
}

/** In whole words, ours where the phone knows better, else the server's. */
function why({ problem, errors = [], status, trouble, body }) {
  if (!problem) return trouble ? filled(texts[trouble.kind], { status: trouble.status }) : "";
  if (status === NEVER_YOURS) return texts.neverYours;
  return [texts[problem] ?? problem, ...errors.map((error) => said(error, body))].join(" ");
}

/** What the server says of one place, with the item that it means. */
function said({ pointer, detail }, body) {
  const place = /^\/observations\/(\d+)/.exec(pointer)?.[1];
  const item = place && JSON.parse(body).observations[place]?.item;
  return item ? filled(texts.atItem, { number: numberOf(item), detail }) : detail;
}

/** The part of an item's id that counts within the checklist, as the capture page shows it: 10 of CL02-10. */
const numberOf = (item) => item.slice(item.lastIndexOf("-") + 1);

function missingRow({ item, text, post, n, at, why: reason }) {
  const row = clone("missing-row");
  put(row.querySelector("[data-place]"), { number: numberOf(item), n, time: at?.slice(11, 19) ?? "" });
  row.querySelector("[data-item-text]").textContent = [text, post].filter(Boolean).join(" · ");
  row.querySelector("[data-reason]").textContent = texts[reason] ?? reason;
  return row;
}

const put = (element, values) => {
  element.textContent = filled(element.dataset.text, values);
};
