// What the inspector does on a capture page, and what is to be saved because of it.
import { value } from "./answers.js";
import { bindDock } from "./dock.js";
import { began, local } from "./draft.js";
import { add, remove } from "./gallery.js";
import { another } from "./panels.js";
import { restConforms } from "./rest.js";
import { siteChosen } from "./site.js";
import { setMeta } from "./store.js";
import { offerUndo, tappedAgain, unjudge, withdraw } from "./undo.js";
import { pressed, weigh } from "./values.js";

/** Listens on the whole page. `page` is { form, id, panels, visit, saver }. */
export function listen(page) {
  page.form.addEventListener("input", (event) => changed(page, event));
  page.form.addEventListener("change", (event) => changed(page, event));
  page.form.addEventListener("click", (event) => clicked(page, event));
  page.form.addEventListener("cancel", ({ target }) => target.matches("[data-add-photo]") && picking(page, null));
  bindDock(page);
  document.querySelector("[data-cover]")?.addEventListener("input", (event) => {
    setMeta("cover", event.target.value).catch(() => {}); // the cover is only for show
  });
}

// A choice speaks by "change", a text by "input": each edit is saved once.
const CHOICES = "[type=radio], [type=checkbox][data-value], [type=file], select";
const SPEAKS = { input: `textarea, [data-value]:not(${CHOICES})`, change: CHOICES };

function changed(page, event) {
  const target = event.target;
  if (!target.matches(SPEAKS[event.type])) return;
  if (page.saver.closed) return;
  began(page.visit);
  const panel = panelOf(page, target);
  if (panel) page.visit.last = panel.item;
  if (target.matches("[data-add-photo]")) {
    page.visit.picking = null;
    void add(panel, [...target.files], page).finally(() => (target.value = ""));
    return;
  }
  if (target.matches("[data-visit-note]")) page.visit.note = target.value;
  if (target.matches("[data-choose-site]")) siteChosen(page.form, page.visit, target.value);
  const [judged, answered] = [target.matches(".verdict input"), target.matches("[data-value]")];
  if (panel && (judged || answered || !panel.at)) panel.at = local(new Date());
  const standing = { verdict: target.value, since: event.timeStamp };
  if (judged) Object.assign(panel, { standing, proposed: null, bulk: false });
  if (answered) {
    panel.value = value(panel.fieldset);
    weigh(panel);
  }
  page.saver.touch(panel ?? page.visit);
  if (judged && target.value === "fail") page.saver.behind(() => panel.open());
}

function clicked(page, event) {
  const { panels, visit, saver } = page;
  const panel = panelOf(page, event.target);
  if (event.target.matches("[data-add-photo]")) {
    picking(page, panel.item);
  } else if (event.target.closest("[data-another]")) {
    const extra = another(panel, panels);
    began(visit);
    saver.touch(extra);
    extra.root.querySelector("input, textarea").focus();
  } else if (event.target.closest("[data-drop-panel]")) {
    offerUndo("panel", withdraw(page, panel));
  } else if (event.target.closest("[data-camera]") && !saver.closed) {
    void import("./camera.js").then(({ photograph }) => photograph(page, panel));
  } else if (event.target.closest("[data-open-photo]") && !saver.closed) {
    const figure = event.target.closest("figure");
    void import("./photo-sheet.js").then(({ open }) => open(page, panel, figure)); // rare, so not among what opens the page
  } else if (event.target.closest("[data-drop-photo]")) {
    offerUndo("photo", remove(panel, event.target.closest("figure"), saver));
  } else if (!saver.closed && tappedAgain(panel, event)) {
    offerUndo("verdict", unjudge(page, panel));
  } else if (event.target.closest("[data-rest]")) {
    restConforms(page, event.target.closest("[data-section]"));
  } else if (!saver.closed) {
    pressed(page, panel, event.target);
  }
}

/** While the camera is open the system may end the page for want of memory: where the inspector was is stored before. */
function picking({ visit, saver }, item) {
  began(visit);
  visit.picking = item;
  visit.last = item ?? visit.last;
  saver.touch(visit);
}

/** The panel an element belongs to; an item's verdict belongs to its first panel. */
function panelOf({ panels }, element) {
  const root = element.closest("[data-panel]");
  const item = element.closest("[data-item]")?.dataset.item;
  return panels.find((panel) => (root ? panel.root === root : panel.primary && panel.item === item));
}
