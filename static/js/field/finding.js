// Finds an item of the form by some of its words or its number.
import { show } from "./progress.js";
import { clone } from "./rows.js";

const MOST = 30;
const plain = (text) => text.normalize("NFKC").toLowerCase();

/** Binds the search in the list of sections; a page without one has none. */
export function bindFinding(form) {
  const field = document.querySelector("[data-find]");
  if (!field) return;
  const list = document.querySelector("[data-found]");
  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    const fitting = words.length === 0 ? [] : [...form.querySelectorAll("fieldset[data-item]:not([hidden])")].filter((item) => has(item, words));
    list.replaceChildren(...fitting.slice(0, MOST).map(row));
    document.querySelector("[data-found-none]").hidden = words.length === 0 || fitting.length > 0;
    document.querySelector("[data-parts]").hidden = words.length > 0;
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    list.closest("details").open = false;
    show(document.getElementById(link.hash.slice(1)));
  });
}

function has(item, words) {
  const text = plain(`${item.id} ${item.querySelector("legend").textContent}`);
  return words.every((word) => text.includes(word));
}

function row(item) {
  const entry = clone("found-row");
  entry.querySelector("a").href = `#${item.id}`;
  entry.querySelector("[data-number]").textContent = item.querySelector("[data-number]")?.textContent ?? "";
  entry.querySelector("[data-words]").textContent = item.querySelector("[data-text]").textContent;
  return entry;
}
