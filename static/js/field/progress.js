// What is answered and what is open: counts, the section in view, the next open item.

const items = (root) => [...root.querySelectorAll("fieldset[data-item]:not([hidden], [data-kind=info])")];

/** Whether an item has its verdict, or where it takes none its answer. */
export function answered(fieldset) {
  if (!("unjudged" in fieldset.dataset)) return fieldset.querySelector(".verdict :checked") !== null;
  if (fieldset.dataset.kind === "image") return fieldset.querySelector("figure") !== null;
  return [...fieldset.querySelectorAll("[data-value]")].some((one) => (one.matches("[value^='=']") ? one.checked : one.value));
}

/** The items that are asked and not answered yet. */
export const open = (form) => items(form).filter((fieldset) => !answered(fieldset));

/** Writes every count of the page anew. */
export function recount(form) {
  const all = items(form);
  const done = new Set(all.filter(answered));
  const left = all.length - done.size;
  const write = (selector, value) => {
    for (const element of document.querySelectorAll(selector)) if (element.textContent !== value) element.textContent = value;
  };
  write("[data-all-count]", `${done.size}/${all.length}`);
  for (const section of form.querySelectorAll("[data-section]")) {
    const own = items(section);
    write(`[data-count="${section.dataset.section}"]`, `${own.filter((one) => done.has(one)).length}/${own.length}`);
  }
  const bar = document.querySelector("[data-progress]");
  if (bar) Object.assign(bar, { value: done.size, max: all.length });
  const words = document.querySelector("[data-left]");
  if (words) words.textContent = words.dataset.left.replace("{count}", left);
  followSection(form);
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

/** Lays out the sections of a long form that were left for later, one after the other, so that taps come in between. */
export function unfold(form) {
  const section = form.querySelector("section.later");
  section?.classList.remove("later");
  if (section) (globalThis.requestIdleCallback ?? setTimeout)(() => unfold(form));
}

function followSection(form) {
  const title = document.querySelector("[data-part-title]");
  if (!title) return;
  const sections = [...form.querySelectorAll("[data-section]:not([hidden])")];
  if (sections.length === 0) return;
  const here = sections.findLast((section) => section.getBoundingClientRect().top < 180) ?? sections[0];
  const words = here.querySelector("[data-section-title]").textContent;
  if (title.textContent !== words) title.textContent = words;
  document.querySelector("[data-part-count]").textContent = here.querySelector("[data-count]").textContent;
  for (const link of document.querySelectorAll("[data-part]")) {
    link.toggleAttribute("aria-current", link.dataset.part === here.dataset.section);
  }
}
