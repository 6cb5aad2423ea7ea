// The dialog that ends a check: what is open, and the step after which nothing changes any more.
import { finish } from "./draft.js";
import { open, show } from "./progress.js";

/** Binds the dialog; `ready()` resolves to true when everything entered is durable. */
export function bindFinish(form, draft, ready) {
  const dialog = document.getElementById("finish");
  for (const button of document.querySelectorAll("[data-finish]")) button.disabled = false;
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-finish]")) ask(form, dialog);
  });
  dialog.addEventListener("click", (event) => {
    const link = event.target.closest("[data-open-item]");
    if (!link) return;
    event.preventDefault();
    dialog.close();
    show(document.getElementById(link.dataset.openItem));
  });
  dialog.querySelector("form").addEventListener("submit", (event) => {
    if (event.submitter?.value !== "finish") return;
    event.preventDefault();
    freeze(form, draft, ready, dialog, event.submitter).catch((error) => {
      event.submitter.disabled = false;
      dialog.close();
      document.querySelector("[data-banner=unsaved]").hidden = false;
      throw error;
    });
  });
}

function ask(form, dialog) {
  const missing = form.querySelector("[data-site-missing]");
  if (missing && !form.dataset.site) {
    missing.hidden = false;
    form.querySelector("[data-choose-site]").focus();
    return;
  }
  const waiting = open(form);
  const head = dialog.querySelector("h2");
  head.textContent = waiting.length ? head.dataset.some.replace("{count}", waiting.length) : head.dataset.none;
  dialog.querySelector("[data-open-hint]").hidden = waiting.length === 0;
  dialog.querySelector("[data-open]").replaceChildren(...waiting.map(row));
  dialog.showModal();
}

function row(fieldset) {
  const link = document.createElement("a");
  link.href = `#${fieldset.id}`;
  link.dataset.openItem = fieldset.id;
  link.textContent = [...fieldset.querySelector("legend").childNodes].at(-1).textContent.trim();
  const entry = document.createElement("li");
  entry.append(link);
  return entry;
}

async function freeze(form, draft, ready, dialog, button) {
  button.disabled = true;
  if (!(await ready())) throw new Error("not durable");
  await finish(draft, { name: form.dataset.name });
  location.assign("/field/outbox");
}
