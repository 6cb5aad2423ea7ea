// What the inspector does on a capture page, and what is to be saved because of it.
import { local } from "./draft.js";
import { add, remove } from "./gallery.js";
import { another } from "./panels.js";
import { goToNextOpen, inView, recount } from "./progress.js";
import { siteChosen } from "./site.js";
import { setMeta } from "./store.js";
import { offerUndo, withdraw } from "./undo.js";

/** Listens on the whole page. `page` is { form, id, panels, visit, saver }. */
export function listen(page) {
  page.form.addEventListener("input", (event) => changed(page, event));
  page.form.addEventListener("change", (event) => changed(page, event));
  page.form.addEventListener("click", (event) => clicked(page, event));
  document.addEventListener("click", (event) => dockClicked(page, event));
  document.querySelector("[data-cover]")?.addEventListener("input", (event) => {
    setMeta("cover", event.target.value).catch(() => {}); // the cover is only for show
  });
}

/** A check begins with the first thing that is entered. */
export const began = (visit) => (visit.started_at ??= local(new Date()));

// A choice speaks by "change", a text by "input": each edit is saved once.
const SPEAKS = { input: "textarea", change: "[type=radio], [type=file], select" };

function changed(page, event) {
  const target = event.target;
  if (!target.matches(SPEAKS[event.type])) return;
  if (page.saver.closed) return;
  began(page.visit);
  const panel = panelOf(page, target);
  if (panel) page.visit.last = panel.item;
  if (target.matches("[data-add-photo]")) {
    void add(panel, [...target.files], page.saver, page.visit).finally(() => (target.value = ""));
    return;
  }
  if (target.matches("[data-visit-note]")) page.visit.note = target.value;
  if (target.matches("[data-choose-site]")) siteChosen(page.form, page.visit, target.value);
  if (panel && (!panel.at || target.matches(".verdict input"))) panel.at = local(new Date());
  page.saver.touch(panel ?? page.visit);
  recount(page.form);
}

function clicked(page, event) {
  const { panels, visit, saver } = page;
  const panel = panelOf(page, event.target);
  if (event.target.closest("[data-another]")) {
    const extra = another(panel, panels);
    began(visit);
    saver.touch(extra);
    extra.root.querySelector("input, textarea").focus();
  } else if (event.target.closest("[data-drop-panel]")) {
    offerUndo("panel", withdraw(page, panel));
  } else if (event.target.closest("[data-drop-photo]")) {
    offerUndo("photo", remove(panel, event.target.closest("figure"), saver));
  }
}

function dockClicked({ form }, event) {
  if (event.target.closest("[data-next-open]")) goToNextOpen(form);
  if (event.target.closest("[data-photo-here]")) photographHere(form);
  if (event.target.closest("[data-now]")) stampTime(form.querySelector("[data-visit-note]"));
}

function photographHere(form) {
  const here = inView(form);
  if (!here.querySelector("[value=fail]").checked) here.querySelector(".more").checked = true;
  here.querySelector("[data-add-photo]").click();
}

function stampTime(note) {
  const time = new Date().toTimeString().slice(0, 5);
  note.value += `${note.value && !note.value.endsWith("\n") ? "\n" : ""}${time} `;
  note.focus();
  note.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The panel an element belongs to; an item's verdict belongs to its first panel. */
function panelOf({ panels }, element) {
  const root = element.closest("[data-panel]");
  const item = element.closest("[data-item]")?.dataset.item;
  return panels.find((panel) => (root ? panel.root === root : panel.primary && panel.item === item));
}
