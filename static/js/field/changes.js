// What the inspector does on a capture page, and what is to be saved because of it.
import { drop, local } from "./draft.js";
import { add, remove } from "./gallery.js";
import { another } from "./panels.js";
import { goToNextOpen, inView, recount } from "./progress.js";
import { siteChosen } from "./site.js";
import { setMeta } from "./store.js";

/** Listens on the whole page. `page` is { form, id, panels, visit, saver }. */
export function listen(page) {
  page.form.addEventListener("input", (event) => changed(page, event));
  page.form.addEventListener("change", (event) => changed(page, event));
  page.form.addEventListener("click", (event) => clicked(page, event));
  document.addEventListener("click", (event) => dockClicked(page, event));
  document.querySelector("[data-cover]")?.addEventListener("input", (event) => void setMeta("cover", event.target.value));
}

/** A check begins with the first thing that is entered. */
export const began = (visit) => (visit.started_at ??= local(new Date()));

/** What was tapped or typed before the page listened, as functions that enter it again: a choice as the newer one, a
 * text behind what was kept. */
export function entered(form) {
  const touched = [...form.querySelectorAll("input, textarea, select")].filter(
    (one) => (one.type === "radio" && one.checked) || one.files?.length || (one.matches("textarea, select") && one.value),
  );
  return touched.map((one) => {
    const { value } = one;
    return () => {
      if (one.type === "radio") one.checked = true;
      else if (one.matches("textarea") && one.value && one.value !== value) one.value += `\n${value}`;
      else if (one.type !== "file") one.value = value;
      one.dispatchEvent(new Event(one.matches("textarea") ? "input" : "change", { bubbles: true }));
    };
  });
}

const UNDO_FOR = 12000; // milliseconds
let fading = 0;

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
  const { panels, visit, saver, id } = page;
  const panel = panelOf(page, event.target);
  if (event.target.closest("[data-another]")) {
    const extra = another(panel, panels);
    began(visit);
    saver.touch(extra);
    extra.root.querySelector("input, textarea").focus();
  } else if (event.target.closest("[data-drop-panel]")) {
    panels.splice(panels.indexOf(panel), 1);
    panel.root.remove();
    void saver.idle().then(() => saver.during(() => drop(id, panel.id)));
  } else if (event.target.closest("[data-drop-photo]")) {
    offerUndo(remove(panel, event.target.closest("figure"), saver));
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

function offerUndo(undo) {
  const toast = document.getElementById("dropped");
  clearTimeout(fading);
  fading = setTimeout(() => (toast.hidden = true), UNDO_FOR);
  toast.hidden = false;
  toast.querySelector("button").onclick = () => {
    undo();
    toast.hidden = true;
  };
}

/** The panel an element belongs to; an item's verdict belongs to its first panel. */
function panelOf({ panels }, element) {
  const root = element.closest("[data-panel]");
  const item = element.closest("[data-item]")?.dataset.item;
  return panels.find((panel) => (root ? panel.root === root : panel.primary && panel.item === item));
}
