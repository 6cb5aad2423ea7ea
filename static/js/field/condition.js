// The panel at the end of the outbox: how much of what lies on this phone, how safely, and with which program.
import { meta } from "./store.js";
import { owing, update, waits } from "./updating.js";
import { ago, filled, size, when } from "./words.js";

const part = (name) => document.querySelector(`[data-${name}]`);

/** Lets the person take the newer program. */
export function bindUpdate(refresh) {
  part("update-now").addEventListener("click", () => void update().then((begun) => begun || refresh()));
}

/** Shows the panel; `waiting` are the records that are not received, oldest first, and `counts` what they lack. */
export async function showCondition(waiting, counts) {
  const [{ usage = 0, quota = 0 } = {}, lasting, contact, owed, newer] = await Promise.all([
    navigator.storage?.estimate?.(),
    navigator.storage?.persisted?.(),
    meta("contact"),
    owing(),
    waits(),
  ]);
  Object.assign(part("quota"), { max: quota || 1, value: usage });
  part("used").textContent = `${size(usage)} / ${size(quota)}`;
  const words = part("storage").dataset;
  part("persisted").textContent = lasting ? words.yes : words.no;
  part("contact").textContent = contact ? when(contact) : part("contact").dataset.never;
  showUnsent(waiting, { ...counts, drafts: owed.drafts });
  showUpdate(newer, owed);
}

function showUnsent(waiting, counts) {
  const place = part("owed");
  const { none, some, text } = place.dataset;
  const age = waiting.length > 0 ? ago(waiting[0].finished_at) : "";
  const sentence = age ? some : counts.drafts > 0 ? text : none;
  place.textContent = filled(sentence, { ...counts, age });
}

function showUpdate(newer, owed) {
  part("update").hidden = !newer;
  const must = owed.drafts + owed.checks > 0;
  const words = part("update-words");
  words.textContent = filled(must ? words.dataset.first : words.dataset.free, owed);
  part("update-now").disabled = must;
}
