// What is at hand wherever the page is scrolled to: the next open item, a photo, the time, where the phone is.
import { goToNextOpen, inView } from "./progress.js";

const position = () => import("./position.js");

/** Binds the dock, and the line that tells of the position. */
export function bindDock(page) {
  document.addEventListener("click", (event) => clicked(page, event));
  if (page.visit.location) void position().then(({ tell }) => tell(page));
}

function clicked(page, event) {
  const { form } = page;
  if (event.target.closest("[data-take-position]")) void position().then(({ take }) => take(page));
  if (event.target.closest("[data-next-open]")) goToNextOpen(form);
  if (event.target.closest("[data-photo-here]")) photographHere(form);
  if (event.target.closest("[data-now]")) stampTime(form.querySelector("[data-visit-note]"));
}

function photographHere(form) {
  const here = inView(form);
  const more = here.querySelector(".more");
  if (more && !here.querySelector("[value=fail]:checked")) more.checked = true;
  here.dispatchEvent(new CustomEvent("panel", { bubbles: true }));
  here.querySelector("[data-add-photo]").click();
}

function stampTime(note) {
  const time = new Date().toTimeString().slice(0, 5);
  note.value += `${note.value && !note.value.endsWith("\n") ? "\n" : ""}${time} `;
  note.focus();
  note.dispatchEvent(new Event("input", { bubbles: true }));
}
