// The dialog that ends a check: what is open, and the step after which nothing changes any more.
import { finish } from "./freezing.js";
import { open, show } from "./progress.js";

/** Binds the dialog. `page.ready()` makes everything entered durable and resolves to true when it is; `page.saver`
 * takes nothing more from the moment it is. */
export function bindFinish(page) {
  const dialog = document.getElementById("finish");
  for (const button of document.querySelectorAll("[data-finish]")) button.disabled = false;
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-finish]")) ask(page, dialog);
  });
  dialog.addEventListener("click", (event) => {
    const link = event.target.closest("[data-open-item]");
    if (!link) return;
    event.preventDefault();
    dialog.close();
    show(document.getElementById(link.dataset.openItem));
  });
  dialog.querySelector("[data-see-duty]")?.addEventListener("click", () => {
    void duty().then((asking) => asking.ask(page));
  });
  dialog.addEventListener("cancel", (event) => {
    if (page.form.inert) event.preventDefault();
  });
  dialog.querySelector("form").addEventListener("submit", (event) => {
    if (event.submitter?.value !== "finish") return;
    event.preventDefault();
    void freeze(page, dialog);
  });
}

const duty = () => import("./duty.js");

function ask({ form, visit, panels }, dialog) {
  const missing = form.querySelector("[data-site-missing]");
  if (missing && !form.dataset.site) {
    missing.hidden = false;
    form.querySelector("[data-choose-site]").focus();
    return;
  }
  const waiting = open(form);
  const bare = [...form.querySelectorAll("fieldset:not([hidden]):has([data-missing-photo]:not([hidden]))")];
  const head = dialog.querySelector("h2");
  head.textContent = waiting.length ? head.dataset.some.replace("{count}", waiting.length) : head.dataset.none;
  dialog.querySelector("[data-open-hint]").hidden = waiting.every((fieldset) => "unjudged" in fieldset.dataset);
  const hint = dialog.querySelector("[data-shots-hint]");
  hint.hidden = bare.length === 0;
  hint.textContent = hint.dataset.text.replace("{count}", bare.length);
  const must = (fieldset) => Number("required" in fieldset.dataset);
  const listed = [...waiting].sort((a, b) => must(b) - must(a)); // what has to be answered stands first
  dialog.querySelector("[data-open]").replaceChildren(...listed.map((one) => row(one)), ...bare.map((one) => row(one, true)));
  dialog.showModal();
  if (visit.duty) void duty().then(({ tell }) => tell({ visit, panels }));
}

function row(fieldset, photo = false) {
  const entry = document.getElementById("open-row").content.firstElementChild.cloneNode(true);
  const link = entry.querySelector("a");
  link.href = `#${fieldset.id}`;
  link.dataset.openItem = fieldset.id;
  link.querySelector("span").textContent = fieldset.querySelector("[data-text]").textContent;
  entry.querySelector("[data-must]").hidden = photo || !("required" in fieldset.dataset);
  entry.querySelector("[data-shot]").hidden = !photo;
  return entry;
}

/** From the tap on, the page can neither be changed nor turned back; when it fails, everything is as it was. */
async function freeze(page, dialog) {
  lock(page, dialog, true);
  try {
    if (!(await page.ready())) throw new Error("not durable");
    page.saver.closed = true;
    await finish(page.id, { name: page.form.dataset.name });
    location.assign("/field/outbox");
  } catch (error) {
    page.saver.closed = false;
    lock(page, dialog, false);
    dialog.close();
    document.querySelector("[data-banner=unsaved]").hidden = false;
    throw error;
  }
}

function lock({ form }, dialog, locked) {
  for (const part of [form, ...document.querySelectorAll(".dock, .toast, [data-finish]")]) part.inert = locked;
  for (const button of dialog.querySelectorAll("button")) button.disabled = locked;
}
