// What a capture page says of itself: the status line, and the banners above the form.

const status = document.querySelector("[role=status]");

/** A banner by its name. */
export const banner = (name) => document.querySelector(`[data-banner=${name}]`);

/** The status line says what is true of everything entered so far. */
export function follow(saver) {
  saver.addEventListener("saving", () => tell("saving"));
  saver.addEventListener("failed", () => {
    tell("failed");
    banner("unsaved").hidden = false;
  });
  saver.addEventListener("saved", () => {
    status.dataset.saves = saver.saves;
    banner("unsaved").hidden = true;
    tell(saver.saves ? "saved" : "kept");
  });
}

/** Says one of the sentences that the line carries: `saving`, `saved`, `failed`, `kept`. */
export function tell(state) {
  const time = new Date().toTimeString().slice(0, 8);
  status.querySelector("[data-words]").textContent = status.dataset[state].replace("{time}", time);
}

/** The form shows why it cannot be filled in here. */
export function readOnly(form, reason) {
  banner(reason).hidden = false;
  for (const control of form.querySelectorAll("fieldset, textarea, select")) control.disabled = true;
  for (const button of document.querySelectorAll("[data-finish], [data-photo-here]")) button.disabled = true;
  return false;
}
