// The value of an item beside its verdict: read from its control, shown in it, and the verdict that it means.

const NUMBERS = ["count", "seconds", "number"];
const controls = (fieldset) => [...fieldset.querySelectorAll("[data-value]")];
const id = (input) => input.value.slice(1); // values of choices begin with "="

/** What stands in the control, null when nothing does; what should be a number and is none stays as it was typed. */
export function value(fieldset) {
  const { kind } = fieldset.dataset;
  const inputs = controls(fieldset);
  const chosen = inputs.filter((input) => input.checked);
  if (kind === "choices") return chosen.length ? chosen.map(id) : null;
  if (kind === "parts") return chosen.length ? Object.fromEntries(chosen.map((one) => [one.dataset.partOf, id(one)])) : null;
  if (kind === "choice" || kind === "acknowledge") return chosen.length ? id(chosen[0]) : null;
  return typed(kind, inputs[0]?.value ?? "");
}

/** Puts a value into the control. */
export function enter(fieldset, entered) {
  const { kind } = fieldset.dataset;
  for (const input of controls(fieldset)) {
    if (input.dataset.partOf) input.checked = entered?.[input.dataset.partOf] === id(input);
    else if (kind === "choices") input.checked = Boolean(entered?.includes?.(id(input)));
    else if (kind === "choice" || kind === "acknowledge") input.checked = entered === id(input);
    else input.value = entered ?? "";
  }
}

/** The value that an item begins with, as its form says. */
export function byDefault({ dataset: { kind, default: text } }) {
  if (!text || kind === "parts" || kind === "image" || kind === "info") return null;
  return kind === "choices" ? text.split(/\s+/) : typed(kind, text);
}

/** The verdict that an answer means by itself, empty when that is for the inspector to say: of choices that of the worst
 * option, of parts a failing for any that fails and else what they all are. `failing`: what its condition says, or null. */
export function meant(fieldset, entered, failing) {
  if (entered === null) return "";
  if (failing) return "fail";
  const chosen = controls(fieldset).filter((input) => input.checked);
  if (fieldset.dataset.kind === "parts") {
    const found = chosen.map(id);
    if (found.includes("fail")) return "fail";
    if (found.length * 3 < controls(fieldset).length) return "";
    return found.includes("pass") ? "pass" : "na";
  }
  const means = chosen.map((input) => input.dataset.means);
  const worst = ["fail", "pass", "na", "unseen"].find((verdict) => means.includes(verdict));
  return worst ?? (failing === false ? "pass" : "");
}

/** Whether a value that should be a number is none. */
export const odd = (fieldset, entered) => NUMBERS.includes(fieldset.dataset.kind) && typeof entered === "string";

function typed(kind, text) {
  const plain = text.trim();
  if (!plain) return null;
  if (!NUMBERS.includes(kind)) return text;
  const number = Number(plain.normalize("NFKC").replace(",", "."));
  return Number.isFinite(number) ? number : text;
}
