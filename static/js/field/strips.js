// The strips on top of the list and the outbox: the one sentence that is true of this phone right now.
import { losses, takeNote } from "./announcing.js";
import { outbox, records } from "./outbox.js";
import { explain, reached } from "./reaching.js";
import { tellOfRoom } from "./room.js";
import { showAge, showInstalling } from "./standing.js";
import { read, unsent } from "./store.js";
import { filled, when } from "./words.js";

/** Shows the strip that is true and the number of unsent checks; gives { checks, photos, waiting, all }: how much the server
 * lacks, the records that are not done with, and all of them as they were at that moment. */
export async function showStrips() {
  const all = await records();
  const waiting = all.filter(unsent);
  const counts = {
    checks: waiting.filter((record) => !record.missing?.length).length, // without photos it has the check itself
    photos: waiting.reduce((sum, record) => sum + record.photos.length - record.held.length, 0),
    aside: waiting.filter((record) => record.state === "quarantined").length,
  };
  const badge = document.querySelector("[data-unsent-count]");
  if (badge) {
    badge.hidden = waiting.length === 0;
    badge.textContent = waiting.length;
  }
  const name = worst(waiting.length, counts.aside);
  for (const strip of document.querySelectorAll("[data-strip]")) {
    strip.hidden = strip.dataset.strip !== name;
    const text = strip.querySelector("[data-text]");
    if (text) text.textContent = filled(text.dataset.text, counts);
  }
  await showAge(waiting);
  await showLosses();
  return { ...counts, waiting, all };
}

/** What this phone had, neither has nor delivered, by the server's memory; until its person takes note of it. */
async function showLosses() {
  const strip = document.querySelector("[data-lost]");
  if (!strip) return;
  const lost = await losses();
  strip.hidden = lost.length === 0;
  const text = strip.querySelector("[data-text]");
  text.textContent = filled(text.dataset.text, { count: lost.length });
  const list = strip.querySelector("[data-lost-rows]");
  const { nameless, begun, finished } = list.dataset;
  const rows = lost.map(({ kind, site, answers, photos, changed_at: at }) => {
    const values = { name: site ?? nameless, answers, photos, time: when(at) };
    return Object.assign(document.createElement("li"), { textContent: filled(kind === "draft" ? begun : finished, values) });
  });
  list.replaceChildren(...rows);
  strip.querySelector("[data-take-note]").onclick = async () => {
    await takeNote(lost.map(({ id }) => id));
    outbox.dispatchEvent(new Event("change"));
  };
}

function worst(waiting, aside) {
  if (["signed-out", "portal"].includes(outbox.state)) return outbox.state;
  if (!navigator.onLine) return "offline";
  if (!waiting || document.querySelector("[data-summary]")) return ""; // the outbox page says it in its own words
  if (aside === waiting) return "aside"; // nothing of it goes out by itself
  return outbox.state === "offline" ? "offline" : "unsent";
}

/** Says so while the store of this browser takes long to open, or does not open at all; shows what speaks against beginning. */
export async function probe(refresh) {
  const trial = () => read("meta", (tx) => tx.store.count());
  let failed = false;
  await reached(trial(), trial, (name, shown, reason) => {
    failed ||= name === "shut" && shown;
    const strip = document.querySelector(`[data-strip=${name}]`);
    if (strip) explain(strip, shown, reason); // the list of forms has none
  });
  if (failed) refresh();
  showInstalling();
  await tellOfRoom({ test: false });
}
