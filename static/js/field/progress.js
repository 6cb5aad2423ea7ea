// What is answered and what is open: counts, the section in view, the next open item.
import { offerRest } from "./rest.js";

const items = (root) => [...root.querySelectorAll("fieldset[data-item]:not([hidden], [data-kind=info])")];

/** Whether an item has its verdict, or where it takes none its answer. */
export function answered(fieldset) {
  if (!("unjudged" in fieldset.dataset)) return fieldset.querySelector(".verdict :checked") !== null;
  if (fieldset.dataset.kind === "image") return fieldset.querySelector("figure") !== null;
  return [...fieldset.querySelectorAll("[data-value]")].some((one) => (one.matches("[value^='=']") ? one.checked : one.value));
}

/** The items that are asked and not answered yet. */
export const open = (form) => items(form).filter((fieldset) => !answered(fieldset));

const counts = new Map(); // by section, or of the form where it has none: { done, all, places }
let inSight = null; // the section that the bar names

/** Writes the counts of the page anew: every one, or those that these items are counted in. */
export function recount(form, touched) {
  if (counts.size === 0) {
    const sections = form.querySelectorAll("[data-section]");
    for (const section of sections.length ? sections : [form]) counts.set(section, { places: placesOf(section) });
  }
  const changed = touched && new Set([...touched].map((fieldset) => fieldset.closest("[data-section]") ?? form));
  for (const section of changed ?? counts.keys()) {
    const own = items(section);
    const { places } = counts.get(section);
    const left = own.filter((fieldset) => !answered(fieldset));
    counts.set(section, { places, all: own.length, done: own.length - left.length });
    offerRest(section, left);
    for (const place of places) write(place, part(section));
  }
  const sum = (name) => [...counts.values()].reduce((total, count) => total + count[name], 0);
  const [all, done] = [sum("all"), sum("done")];
  write(document.querySelector("[data-all-count]"), `${done}/${all}`);
  const bar = document.querySelector("[data-progress]");
  if (bar) Object.assign(bar, { value: done, max: all });
  const words = document.querySelector("[data-left]");
  if (words) write(words, words.dataset.left.replace("{count}", all - done));
  if (!changed) followSection(form);
  else if (changed.has(inSight)) write(document.querySelector("[data-part-count]"), part(inSight));
}

const part = (section) => `${counts.get(section).done}/${counts.get(section).all}`;
const placesOf = ({ dataset }) => [...document.querySelectorAll(`[data-count="${dataset.section}"]`)];

/** Changes a text only where it differs: that alone costs a slow phone a picture. */
function write(place, text) {
  if (place && place.textContent !== text) place.textContent = text;
}

/** Scrolls to the first open item behind the one in view, or to the first of all. */
export function goToNextOpen(form) {
  const waiting = open(form);
  const below = waiting.find((fieldset) => fieldset.getBoundingClientRect().top > window.innerHeight * 0.35);
  show(below ?? waiting[0]);
}

/** Scrolls to an item so that it stands under the bar, and puts the focus there. */
export function show(fieldset) {
  fieldset?.scrollIntoView({ block: "start" });
  fieldset?.querySelector("[data-value], .verdict input")?.focus({ preventScroll: true });
}

/** The item that stands in the upper half of the window. */
export function inView(form) {
  const middle = window.innerHeight / 2;
  return items(form).findLast((fieldset) => fieldset.getBoundingClientRect().top < middle) ?? items(form)[0];
}

/** Shows in the bar which section is in view; jumps by the section list without touching the address. */
export function watchSections(form) {
  let planned = 0;
  document.addEventListener(
    "scroll",
    () => {
      planned ||= requestAnimationFrame(() => {
        planned = 0;
        followSection(form);
      });
    },
    { passive: true },
  );
  document.querySelector(".sections")?.addEventListener("click", (event) => {
    const link = event.target.closest("[data-part]");
    if (!link) return;
    event.preventDefault();
    event.currentTarget.open = false;
    show(document.getElementById(`part-${link.dataset.part}`).querySelector("fieldset:not([hidden])"));
  });
}

function followSection(form) {
  const title = document.querySelector("[data-part-title]");
  if (!title) return;
  const sections = [...form.querySelectorAll("[data-section]:not([hidden])")];
  if (sections.length === 0) return;
  const here = sections.findLast((section) => section.getBoundingClientRect().top < 270) ?? sections[0];
  write(document.querySelector("[data-part-count]"), here.querySelector("[data-count]").textContent);
  if (here === inSight) return;
  inSight = here;
  write(title, here.querySelector("[data-section-title]").textContent);
  for (const link of document.querySelectorAll("[data-part]")) {
    link.toggleAttribute("aria-current", link.dataset.part === here.dataset.section);
  }
}
