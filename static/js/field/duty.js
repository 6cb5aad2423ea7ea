// The end of an open visit: the duty manager reads what was found and signs, or declines, or is not there. Loaded when used.
import { local } from "./draft.js";
import { told } from "./freezing.js";
import { Pad } from "./pad.js";
import { answered } from "./progress.js";
import { duty, fingerprint } from "./signed.js";
import { filled, when } from "./words.js";

const dialog = document.getElementById("duty");
const [name, remark] = ["[data-duty-name]", "[data-duty-remark]"].map((one) => dialog.querySelector(one));
const pad = new Pad(dialog.querySelector("[data-pad]"));
let page = null;

dialog.querySelector("[data-clear]").addEventListener("click", () => pad.clear());
dialog.querySelector("form").addEventListener("submit", (event) => {
  const { value } = event.submitter ?? {};
  if (value === "back") return;
  event.preventDefault();
  const missing = lacking(value);
  for (const one of dialog.querySelectorAll("[data-lacking]")) one.hidden = one.dataset.lacking !== missing;
  if (!missing) void keep(value);
});

/** Shows the summary. Running watches are stopped and everything is stored first: it is this that is answered to. */
export async function ask(asking) {
  page = asking;
  await page.ready();
  const listed = summary(page);
  for (const place of dialog.querySelectorAll("[data-duty-count]")) place.textContent = listed.counts[place.dataset.dutyCount];
  dialog.querySelector("[data-duty-failings]").replaceChildren(...listed.failings.map(row));
  dialog.querySelector("[data-duty-none]").hidden = listed.failings.length > 0;
  for (const one of dialog.querySelectorAll("[data-lacking]")) one.hidden = true;
  pad.clear();
  dialog.showModal();
}

/** Says in the dialog of finishing what was answered, and whether the check was changed since. */
export async function tell({ visit, panels }) {
  const line = document.querySelector("[data-duty-line]");
  const given = await duty(visit, sent(panels));
  if (!given) return;
  const words = filled(line.dataset[given.answer], { name: given.name, time: when(given.at) });
  line.textContent = given.changed ? `${words} ${line.dataset.changed}` : words;
}

const sent = (panels) => panels.map((panel) => ({ ...panel.record(), photos: panel.photos })).filter(told);

/** What is counted and told. Red lines are not: nobody is confronted with one before the review. */
function summary({ panels }) {
  const shown = ({ fieldset }) => !fieldset.hidden && !fieldset.matches("[data-unjudged], .redline");
  const own = panels.filter((panel) => !panel.withdrawn && shown(panel));
  const judged = own.filter((panel) => panel.primary);
  const count = (verdict) => judged.filter((panel) => panel.verdict === verdict).length;
  const left = judged.filter((panel) => !answered(panel.fieldset)).length;
  const failings = own.filter((panel) => panel.verdict === "fail");
  const counts = { pass: count("pass"), fail: failings.length, na: count("na"), unseen: count("unseen") + left };
  return { counts, failings };
}

function row({ fieldset, post }) {
  const entry = document.getElementById("duty-row").content.firstElementChild.cloneNode(true);
  entry.querySelector("[data-words]").textContent = fieldset.querySelector("[data-text]").textContent;
  entry.querySelector("[data-post]").textContent = post ?? "";
  return entry;
}

/** What is still needed for this answer. */
function lacking(answer) {
  if (answer === "signed") return name.value.trim() ? (pad.strokes.length > 0 ? null : "strokes") : "name";
  return answer === "declined" && !remark.value.trim() ? "remark" : null;
}

async function keep(answer) {
  const { visit, panels, saver } = page;
  if (saver.closed) return;
  visit.duty = {
    answer,
    name: answer === "absent" ? "" : name.value.trim(),
    remark: remark.value.trim(),
    at: local(new Date()),
    strokes: answer === "signed" ? pad.strokes : [],
    content: await fingerprint(sent(panels)),
  };
  saver.touch(visit);
  await saver.idle();
  await tell(page);
  dialog.close();
}
