// What the form's conditions and the site make of the answers: what is asked, what should have a photo, what looks wrong.
import { meant, odd } from "./answers.js";
import { asked, holds, speaksOf } from "./conditions.js";
import { filled } from "./words.js";

let trees = {};
let asks = new Map();
let heard = []; // panels of the items that conditions speak of
let [every, shots] = [[], []];
let names = new Set();

/** Reads the conditions off the page; `panels` are those of its items. */
export function readConditions(form, panels) {
  trees = JSON.parse(form.dataset.conditions || "{}");
  asks = new Map(Object.entries(trees).flatMap(([item, { ask_if }]) => (ask_if ? [[item, ask_if]] : [])));
  const spoken = new Set(Object.values(trees).flatMap(Object.values).flatMap(speaksOf));
  heard = panels.filter(({ primary, item }) => primary && spoken.has(item));
  every = [...new Set(panels.map((panel) => panel.item))];
  const covert = ["covert", "shopper"].includes(form.dataset.approach);
  shots = covert ? [] : panels.filter(({ primary, fieldset }) => primary && "photo" in fieldset.dataset);
  names = new Set(panels.filter(({ fieldset }) => !fieldset.hidden).map((panel) => panel.item));
  if (asks.size > 0) hideEmpty(form);
}

/** Shows which items are asked now and which lack a photo; true when others are asked than before. What was answered where
 * it is no longer asked stays. */
export function settle(form, panels) {
  const given = answers();
  const before = names;
  if (asks.size > 0) names = asked(every, asks, given);
  const turned = [...asks.keys()].filter((item) => before.has(item) !== names.has(item));
  for (const item of turned) reveal(document.getElementById(item));
  if (turned.length > 0) hideEmpty(form);
  const seen = new Map([...given].filter(([item]) => names.has(item)));
  const shown = new Set(panels.filter((panel) => panel.photos.length > 0).map((panel) => panel.item));
  for (const panel of shots) mark(panel, needed(panel, seen) && !shown.has(panel.item));
  return turned.length > 0;
}

/** Hides what does not apply at a site of this kind. With the site unknown all of it stands, and also where nothing would
 * be left: somebody who checks by a form that was made for elsewhere means it. */
export function applyAt(form, site) {
  const all = [...form.querySelectorAll("fieldset[data-item]")];
  const off = site ? all.filter((one) => !applies(one, site)) : [];
  for (const fieldset of all) {
    fieldset.toggleAttribute("data-off", off.length < all.length && off.includes(fieldset));
    reveal(fieldset);
  }
  hideEmpty(form);
}

/** How many items of the form apply at a site. */
export const applying = (form, site) => [...form.querySelectorAll("fieldset[data-item]")].filter((one) => applies(one, site)).length;

/** Sets the verdict that the value means, unless the inspector chose one; says so while it stands to be changed. */
export function propose(panel) {
  const tree = trees[panel.item]?.fail_if;
  const failing = tree && panel.value !== null ? holds(tree, answers(), panel.answer) : null;
  const verdict = meant(panel.fieldset, panel.value, failing);
  if (verdict && (!panel.verdict || panel.verdict === panel.proposed)) {
    panel.verdict = verdict;
    panel.proposed = verdict;
  }
  say(panel.fieldset, verdict);
}

/** Says what looks wrong with a value; it is kept all the same. */
export function examine(panel) {
  const place = panel.fieldset.querySelector("[data-odd]");
  if (!place) return;
  const tree = trees[panel.item]?.valid_if;
  const wrong = tree && panel.value !== null && !holds(tree, answers(), panel.answer);
  const strange = odd(panel.fieldset, panel.value);
  place.hidden = !wrong && !strange;
  place.textContent = strange ? document.querySelector("[data-odd-texts]").dataset.number : place.dataset.message;
}

const answers = () => new Map(heard.map((panel) => [panel.item, panel.answer]));

const applies = ({ dataset: { kinds, county } }, site) =>
  (!kinds || kinds.split(" ").includes(site.kind)) && (county === undefined || site.county);

function reveal(fieldset) {
  fieldset.hidden = !names.has(fieldset.dataset.item) || "off" in fieldset.dataset;
}

function hideEmpty(form) {
  for (const section of form.querySelectorAll("[data-section]")) {
    section.hidden = !section.querySelector("fieldset:not([hidden])");
    document.querySelector(`[data-part="${section.dataset.section}"]`).parentElement.hidden = section.hidden;
  }
}

/** The photo's own condition decides, else the item's rule once it was judged. */
function needed({ item, fieldset, answer }, given) {
  if (fieldset.hidden || fieldset.dataset.photo === "no" || !["pass", "fail"].includes(answer.verdict)) return false;
  const tree = trees[item]?.photo_if;
  return tree ? holds(tree, given, answer) : fieldset.dataset.photo !== "conditional";
}

function mark(panel, missing) {
  if (missing === Boolean(panel.lacking)) return;
  const { fieldset } = panel;
  panel.lacking = missing;
  const there = fieldset.querySelector("[data-missing-photo]");
  if (there) there.hidden = !missing;
  else if (missing) fieldset.querySelector("legend .meta").append(document.getElementById("missing-photo").content.cloneNode(true));
}

function say(fieldset, verdict) {
  let place = fieldset.querySelector("[data-proposal]");
  if (!place && verdict) {
    fieldset.querySelector(".verdict")?.after(document.getElementById("proposal").content.cloneNode(true));
    place = fieldset.querySelector("[data-proposal]");
  }
  if (!place) return;
  place.hidden = !verdict;
  const word = fieldset.querySelector(`.verdict [value="${verdict || "pass"}"]`).parentElement.textContent.trim();
  place.textContent = filled(place.dataset.text, { verdict: word });
}
