// Taking back, and what takes that back.
import { renewed } from "./gallery.js";

const UNDO_FOR = 12000; // milliseconds
const TREMOR = 600; // milliseconds
const toast = document.getElementById("dropped");
const steps = [];
let fading = 0;

/** Takes an observation back; gives the function that puts it where it was, with all that was in it. */
export function withdraw({ panels, saver }, panel) {
  const place = document.createComment("");
  const set = (withdrawn) => {
    if (withdrawn) panels.splice(panels.indexOf(panel), 1);
    else panels.push(panel);
    panel.withdrawn = withdrawn;
    saver.touch(panel);
    for (const { unstored } of panel.photos) if (unstored) saver.touch(unstored);
  };
  panel.root.replaceWith(place);
  set(true);
  panel.fieldset.querySelector("[data-another]").focus();
  return () => {
    place.replaceWith(panel.root);
    renewed(panel);
    set(false);
  };
}

/** Whether the verdict that stands was tapped once more, and not by a finger that trembled. */
export const tappedAgain = (panel, { target, timeStamp }) =>
  target.matches(".verdict input") && panel.standing?.verdict === target.value && timeStamp - panel.standing.since > TREMOR;

/** Takes a verdict back: the item is open again, with all else that was entered of it. */
export function unjudge({ saver }, panel) {
  const { verdict, proposed, bulk } = panel;
  const set = (changes) => {
    Object.assign(panel, changes);
    saver.touch(panel);
  };
  set({ verdict: null, proposed: null, bulk: false });
  return () => set({ verdict, proposed, bulk });
}

/** Shows for a while what was taken back last (`photo`, `panel` or `verdict`), with a button that undoes it, and then what before it. */
export function offerUndo(what, undo) {
  if (!toast) return; // a covert page says nothing; the next tap does it
  steps.push({ what, undo });
  toast.querySelector("button").onclick = () => {
    steps.pop().undo();
    offer();
  };
  offer();
}

function offer() {
  const last = steps.at(-1);
  for (const words of toast.querySelectorAll("[data-what]")) words.hidden = words.dataset.what !== last?.what;
  toast.hidden = !last;
  clearTimeout(fading);
  fading = setTimeout(() => {
    steps.length = 0;
    toast.hidden = true;
  }, UNDO_FOR);
}
