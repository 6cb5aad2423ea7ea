// Binds a capture page to the phone's store. The page is a whole document; nothing is drawn here that it does not carry.
import { before, blank } from "./again.js";
import { held, id, stored } from "./ahead.js";
import { examine, readConditions, settle } from "./asking.js";
import { listen } from "./changes.js";
import { began, save } from "./draft.js";
import { entered } from "./early.js";
import { bindFinish } from "./finish.js";
import { bindFinding } from "./finding.js";
import { another, primaries } from "./panels.js";
import { begin, yieldToOthers } from "./phone.js";
import { measure, recount, show, watchSections } from "./progress.js";
import { markLost, pictures } from "./restoring.js";
import { Saver } from "./saver.js";
import { meta } from "./store.js";
import { chooseSite, siteChosen } from "./site.js";
import { banner, follow, readOnly, tell } from "./telling.js";
import { run, stopAll } from "./watch.js";

const form = document.getElementById("capture");
const visit = blank(form, id);
const panels = primaries(form, id);
const saver = new Saver(keep);
const touched = new Set();
let planned = 0;
let known = false; // whether the store holds this draft

yieldToOthers(() => saver.idle());
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // a page taken back from memory may tell of a draft that is finished
});

// Sending and packing begin once the form can be tapped: on a slow phone that is a good part of the way there.
start()
  .finally(() => {
    measure(form.querySelectorAll(".later"));
    begin();
  })
  .then((bound) => bound && pictures(panels).then(() => recount(form)))
  .catch((error) => {
    banner("unsaved").hidden = false;
    throw error;
  });

/** Binds the form to what the store holds of its draft; false when it may only be read. */
async function start() {
  watchSections(form);
  bindFinding(form);
  readConditions(form, panels);
  if (!(await held)) return readOnly(form, "elsewhere");
  if (!form.dataset.visit) await chooseSite(form);
  const found = await before(form, id, await stored);
  const cover = document.querySelector("[data-cover]") && (await meta("cover"));
  if (found.shut) return readOnly(form, found.shut);
  // From here to the listeners nothing waits, so that no tap falls between what is shown and what is saved.
  const early = entered(form);
  fill(found, cover);
  follow(saver);
  saver.addEventListener("changed", soon);
  listen({ form, id, panels, visit, saver });
  bindFinish({ form, id, saver, ready });
  for (const enter of early) enter();
  document.documentElement.dataset.ready = "";
  return true;
}

/** Counts are written with the next picture: what was entered goes to the store first. Of a long form only those are
 * counted that may have changed. */
function soon({ detail: key }) {
  touched.add(key?.fieldset);
  planned ||= requestAnimationFrame(() => {
    planned = 0;
    const all = settle(form, panels) || touched.has(undefined);
    recount(form, all ? null : touched);
    touched.clear();
  });
}

/** Writes what the keys stand for. When the store was emptied under the open page, all that the page still has goes in. */
async function keep(keys) {
  const records = keys.filter((key) => key !== visit).map((key) => key.record());
  const whole = await save([visit, ...records], known);
  known = true;
  if (whole) return;
  await save([visit, ...panels.filter((one) => one.told).map((one) => one.record())]);
  banner("emptied").hidden = false;
  await markLost(panels.filter((one) => one.root));
}

/** Writes everything once more, so that a store emptied meanwhile has it too; true when all of it is durable. */
function ready() {
  began(visit);
  stopAll(panels);
  saver.touch(visit);
  for (const panel of panels.filter((one) => one.told)) saver.touch(panel);
  return saver.idle();
}

/** Shows what the store holds of this draft, and goes to where the inspector was. */
function fill({ visit: kept, observations }, coverText) {
  known = Boolean(kept);
  if (kept) Object.assign(visit, kept);
  const cover = document.querySelector("[data-cover]");
  if (cover) cover.value = coverText ?? cover.value;
  const note = form.querySelector("[data-visit-note]");
  if (note) note.value = visit.note;
  if (kept && form.querySelector("[data-choose-site]")) siteChosen(form, visit, kept.site);
  for (const record of observations) {
    const first = panels.find((panel) => panel.primary && panel.item === record.item);
    if (first) (record.primary ? first : another(first, panels, record)).fill(record);
  }
  settle(form, panels);
  recount(form);
  for (const panel of panels) if (panel.value !== null) examine(panel);
  run(panels);
  if (kept) tell("kept");
  if (kept?.last) show(document.getElementById(kept.last));
}
