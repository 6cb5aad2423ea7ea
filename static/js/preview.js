// The preview of a draft: those parts of a capture page that answer to what is entered. Nothing here keeps or sends it.
import { value } from "./field/answers.js";
import { applyAt, readConditions, settle } from "./field/asking.js";
import { bindFinding } from "./field/finding.js";
import { measure } from "./field/laying.js";
import { another, primaries } from "./field/panels.js";
import { goToNextOpen, recount, watchSections } from "./field/progress.js";
import { restConforms } from "./field/rest.js";
import { pressed, weigh } from "./field/values.js";

const form = document.getElementById("capture");
const panels = primaries(form, "");
const page = { visit: {}, panels, saver: { touch: refresh } };

document.querySelectorAll("a[href^='/']").forEach((link) => link.removeAttribute("href")); // the frame stays where it is
document.querySelectorAll("[data-photo-here]").forEach((button) => (button.disabled = true));
form.addEventListener("input", changed);
form.addEventListener("change", changed);
form.addEventListener("click", clicked);
document.addEventListener("click", ({ target }) => target.closest("[data-next-open]") && goToNextOpen(form));
document.querySelector("[data-choose-site]")?.append(document.getElementById("kinds").content);
watchSections(form);
bindFinding(form);
readConditions(form, panels);
refresh();
measure(form.querySelectorAll(".later"));

function refresh() {
  for (const input of form.querySelectorAll("[data-add-photo]")) input.disabled = true;
  settle(form, panels);
  recount(form);
}

function changed({ target }) {
  const panel = panelOf(target);
  if (target.matches("[data-choose-site]")) applyAt(form, siteOf(target.selectedOptions[0]));
  if (panel && target.matches(".verdict input")) panel.proposed = null;
  if (panel && target.matches("[data-value]")) {
    panel.value = value(panel.fieldset);
    weigh(panel);
  }
  refresh();
}

function clicked({ target }) {
  const panel = panelOf(target);
  if (target.closest("[data-rest]")) restConforms(page, target.closest("[data-section]"));
  if (!panel) return;
  if (target.closest("[data-another]")) another(panel, panels);
  else if (target.closest("[data-drop-panel]")) dropped(panel);
  else pressed(page, panel, target);
  refresh();
}

function dropped(panel) {
  panels.splice(panels.indexOf(panel), 1);
  panel.root.remove();
}

function panelOf(element) {
  const root = element.closest("[data-panel]");
  const item = element.closest("[data-item]")?.dataset.item;
  return panels.find((panel) => (root ? panel.root === root : panel.primary && panel.item === item));
}

const siteOf = ({ value: kind, dataset }) => (kind ? { kind, county: "county" in dataset } : null);
