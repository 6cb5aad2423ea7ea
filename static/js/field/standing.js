// How safe it is to leave work on this phone: its browser, and how long something has been lying here.
import { VISIT } from "./draft.js";
import { read } from "./store.js";
import { filled } from "./words.js";

const DAYS = Number(document.documentElement.dataset.unsentDays) || 1; // a page of an older version says nothing of it

/** Says what lies here for too long; `waiting` are the records that are not received. */
export async function showAge(waiting) {
  const strip = document.querySelector("[data-aged]");
  if (!strip) return;
  const before = Date.now() - DAYS * 864e5;
  const aged = (time) => Date.parse(time) < before;
  const visits = (await read("drafts", (tx) => tx.store.getAll())).filter((record) => record.id === VISIT);
  const checks = waiting.filter((record) => aged(record.finished_at)).length;
  const drafts = visits.filter((visit) => aged(visit.started_at)).length;
  strip.hidden = checks + drafts === 0;
  const text = strip.querySelector("[data-text]");
  text.textContent = filled(text.dataset.text, { checks, drafts });
}

/** Safari tells whether it shows this as an app from the home screen; no other browser says `false`. */
export function showInstalling() {
  const strip = document.querySelector("[data-not-installed]");
  if (strip) strip.hidden = navigator.standalone !== false;
}
