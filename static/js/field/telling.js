// What a capture page says of itself: the status line, and the banners above the form.
import { explain } from "./reaching.js";

const status = document.querySelector("[role=status][data-saves]");

/** A banner by its name. */
export const banner = (name) => document.querySelector(`[data-banner=${name}]`);

/** The status line says what is true of everything entered so far. */
export function follow(saver) {
  saver.addEventListener("saving", () => tell("saving"));
  saver.addEventListener("failed", alarm);
  saver.addEventListener("saved", () => {
    status.dataset.saves = saver.saves;
    banner("unsaved").hidden = true;
    tell(saver.saves ? "saved" : "kept");
  });
}

/** What cannot be overlooked: something is on this page only. */
export function alarm() {
  tell("failed");
  banner("unsaved").hidden = false;
}

addEventListener("beforeunload", (event) => {
  if (banner("unsaved")?.hidden === false) event.preventDefault(); // the browser asks whether to leave
});

/** What is said while the store is being opened, and when it does not open. */
export const tellOfStore = (name, shown, reason) => explain(banner(name), shown, reason);

/** Resolves when the person would rather go on with the page alone. */
export const pageOnly = () =>
  new Promise((resolve) => {
    document.querySelector("[data-page-only]").addEventListener("click", resolve, { once: true });
  });

/** Says one of the sentences that the line carries: `saving`, `saved`, `failed`, `kept`. */
export function tell(state) {
  const time = new Date().toTimeString().slice(0, 8);
  status.querySelector(".icon")?.toggleAttribute("hidden", state === "failed"); // a tick would say the opposite
  status.querySelector("[data-words]").textContent = status.dataset[state].replace("{time}", time);
}

/** The form shows why it cannot be filled in here. */
export function readOnly(form, reason) {
  banner(reason).hidden = false;
  for (const control of form.querySelectorAll("fieldset, textarea, select")) control.disabled = true;
  for (const button of document.querySelectorAll("[data-finish], [data-photo-here]")) button.disabled = true;
  return false;
}
