// Binds a capture page to the phone's store. The page is a whole document; nothing is drawn here that it does not carry.
import { before } from "./again.js";
import { began, entered, listen } from "./changes.js";
import * as draft from "./draft.js";
import { bindFinish } from "./finish.js";
import { restore } from "./gallery.js";
import { another, primaries } from "./panels.js";
import { begin, hold } from "./phone.js";
import { recount, show, watchSections } from "./progress.js";
import { Saver } from "./saver.js";
import { meta } from "./store.js";
import { chooseSite, siteChosen } from "./site.js";

const form = document.getElementById("capture");
const status = document.querySelector("[role=status]");
const id = form.dataset.visit || fragment();
const banner = (name) => document.querySelector(`[data-banner=${name}]`);
const { approach, site, name } = form.dataset;
const visit = { draft: id, id: draft.VISIT, visit: form.dataset.visit, approach, site, name, note: "", page: location.pathname };
visit.checklists = JSON.parse(form.dataset.checklists);
const panels = primaries(form, id);
const saver = new Saver((keys) => draft.save([visit, ...keys.filter((key) => key !== visit).map((key) => key.record())]));

addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // a page taken back from memory may tell of a draft that is finished
});

start().catch((error) => {
  banner("unsaved").hidden = false;
  throw error;
});

async function start() {
  begin();
  watchSections(form);
  recount(form);
  if (!(await hold(`draft:${id}`))) return readOnly("elsewhere");
  if (!form.dataset.visit) await chooseSite(form);
  const found = await before(form, id);
  const cover = await meta("cover");
  if (found.finished) return readOnly("finished");
  // From here to the listeners nothing waits, so that no tap falls between what is shown and what is saved.
  const early = entered(form);
  fill(found, cover);
  follow();
  listen({ form, id, panels, visit, saver });
  bindFinish({ form, id, saver, ready });
  for (const enter of early) enter();
  document.documentElement.dataset.ready = "";
  for (const panel of panels.filter((one) => one.root)) await restore(panel);
}

/** Writes everything once more, so that a store emptied meanwhile has it too; true when all of it is durable. */
function ready() {
  began(visit);
  saver.touch(visit);
  for (const panel of panels.filter((one) => one.told)) saver.touch(panel);
  return saver.idle();
}

/** The status line says what is true of everything entered so far. */
function follow() {
  saver.addEventListener("saving", () => tell("saving"));
  saver.addEventListener("failed", () => {
    tell("failed");
    banner("unsaved").hidden = false;
  });
  saver.addEventListener("saved", () => {
    status.dataset.saves = saver.saves;
    banner("unsaved").hidden = true;
    tell(saver.saves ? "saved" : "kept");
  });
}

function tell(state) {
  const time = new Date().toTimeString().slice(0, 8);
  status.querySelector("[data-words]").textContent = status.dataset[state].replace("{time}", time);
}

function readOnly(reason) {
  banner(reason).hidden = false;
  for (const control of form.querySelectorAll("fieldset, textarea, select, [data-panel] button")) control.disabled = true;
  for (const button of document.querySelectorAll("[data-finish], [data-photo-here]")) button.disabled = true;
}

/** Shows what the store holds of this draft, and goes to where the inspector was. */
function fill({ visit: kept, observations }, coverText) {
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
  recount(form);
  if (kept) tell("kept");
  if (kept?.last) show(document.getElementById(kept.last));
}

/** An unplanned check carries its draft's id in the address, so that one page serves them all. */
function fragment() {
  const given = location.hash.slice(1);
  if (/^[0-9a-f-]{36}$/.test(given)) return given;
  const made = crypto.randomUUID();
  history.replaceState(null, "", `#${made}`);
  return made;
}
