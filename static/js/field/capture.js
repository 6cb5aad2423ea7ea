// Binds a capture page to the phone's store. The page is a whole document; nothing is drawn here that it does not carry.
import { before, blank, kept } from "./again.js";
import { held, id, stored } from "./ahead.js";
import { examine, readConditions, settle } from "./asking.js";
import { listen } from "./changes.js";
import { entered } from "./early.js";
import { bindFinish } from "./finish.js";
import { bindFinding } from "./finding.js";
import { bindHandOver, keeping, ready } from "./keeping.js";
import { measure } from "./laying.js";
import { another, primaries } from "./panels.js";
import { begin, yieldToOthers } from "./phone.js";
import { recount, show, watchSections } from "./progress.js";
import { reached } from "./reaching.js";
import { pictures } from "./restoring.js";
import { tellOfRoom } from "./room.js";
import { Saver } from "./saver.js";
import { meta } from "./store.js";
import { chooseSite, siteChosen } from "./site.js";
import { alarm, banner, follow, pageOnly, readOnly, tell, tellOfStore } from "./telling.js";
import { run } from "./watch.js";

const form = document.getElementById("capture");
const [visit, panels] = [blank(form, id), primaries(form, id)];
/** `known`: whether the store holds this draft; `blind`: what is entered stays on the page, since it could not be asked. */
const page = { form, id, visit, panels, known: false, blind: false };
const saver = (page.saver = new Saver(keeping(page)));
const touched = new Set();

yieldToOthers(() => saver.idle().then((durable) => durable || new Promise(() => {}))); // what only the page has stays on it
addEventListener("pageshow", (event) => {
  if (event.persisted && !saver.busy) location.reload(); // from memory it may tell of a draft that is finished
});

// Sending and packing begin once the form can be tapped: on a slow phone that is a good part of the way there.
start()
  .finally(() => {
    measure(form.querySelectorAll(".later"));
    begin();
  })
  .then((bound) => bound && pictures(panels).then(() => recount(form)))
  .then(() => page.fresh && tellOfRoom({ test: true }))
  .catch((error) => {
    alarm();
    throw error;
  });

/** Binds the form to what the store holds of its draft; false when it may only be read. */
async function start() {
  watchSections(form);
  bindFinding(form);
  readConditions(form, panels);
  if (!(await held)) return readOnly(form, "elsewhere");
  bindHandOver(page);
  const here = await reached(stored, () => kept(id), tellOfStore, pageOnly());
  page.blind = !here;
  if (!form.dataset.visit) await chooseSite(form, here);
  const found = here ? await before(form, id, here) : { observations: [] };
  const cover = here && document.querySelector("[data-cover]") && (await meta("cover"));
  if (found.shut) return readOnly(form, found.shut);
  // From here to the listeners nothing waits, so that no tap falls between what is shown and what is saved.
  const early = entered(form);
  fill(found, cover);
  follow(saver);
  saver.addEventListener("changed", soon);
  listen(page);
  bindFinish({ ...page, ready: () => ready(page) });
  for (const enter of early) enter();
  if (page.blind) alarm();
  page.fresh = !page.known && !page.blind;
  document.documentElement.dataset.ready = "";
  return true;
}

/** Counts are written when what was entered is in the store. Of a long form only those are counted that may have changed. */
function soon({ detail: key }) {
  touched.add(key?.fieldset);
  saver.behind(count);
}

function count() {
  const all = settle(form, panels) || touched.has(undefined);
  recount(form, all ? null : touched);
  touched.clear();
}

/** Shows what the store holds of this draft, and goes to where the inspector was. */
function fill({ visit: kept, observations }, coverText) {
  page.known = Boolean(kept);
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
  if (kept?.picking) interrupted(document.getElementById(kept.picking));
}

/** The page was ended while a photo was being taken: its place is opened, and what to do is said. */
function interrupted(fieldset) {
  visit.picking = null;
  if (!fieldset) return;
  fieldset.dispatchEvent(new CustomEvent("panel", { bubbles: true }));
  const more = fieldset.querySelector(".more");
  if (more && !fieldset.querySelector("[value=fail]:checked")) more.checked = true;
  const problem = fieldset.querySelector("[data-photo-problem]");
  problem.textContent = document.querySelector("[data-photo-texts]").dataset.interrupted;
  problem.hidden = false;
}
