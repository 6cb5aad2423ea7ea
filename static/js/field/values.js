// What follows from the value of an item, and values that are not typed: tally, stopwatch, the phone's position.
import { enter } from "./answers.js";
import { examine, propose } from "./asking.js";
import { began, local } from "./draft.js";
import { here } from "./place.js";
import { run, toggle } from "./watch.js";

/** The verdict that a new value means, and what looks wrong with it. */
export function weigh(panel) {
  propose(panel);
  examine(panel);
}

/** A button of an item's control was pressed. */
export function pressed(page, panel, target) {
  const step = Number(target.closest("[data-step]")?.dataset.step ?? 0);
  if (step) give(page, panel, Math.max(0, (Number(panel.value) || 0) + step));
  if (target.closest("[data-watch]")) {
    toggle(panel);
    give(page, panel, panel.value);
    run(page.panels);
  }
  if (target.closest("[data-locate]")) void locate(page, panel);
}

function give({ visit, saver }, panel, value) {
  began(visit);
  Object.assign(panel, { value, at: local(new Date()) });
  visit.last = panel.item;
  enter(panel.fieldset, value);
  weigh(panel);
  saver.touch(panel);
}

async function locate(page, panel) {
  const odd = panel.fieldset.querySelector("[data-odd]");
  odd.hidden = true;
  try {
    give(page, panel, await here());
  } catch {
    odd.textContent = document.querySelector("[data-odd-texts]").dataset.nowhere;
    odd.hidden = false;
  }
}
