// Taking back, and what takes that back.
import { recount } from "./progress.js";

const UNDO_FOR = 12000; // milliseconds
let fading = 0;

/** Takes an observation back; gives the function that puts it where it was, with all that was in it. */
export function withdraw({ panels, saver, form }, panel) {
  const place = document.createComment("");
  const set = (withdrawn) => {
    if (withdrawn) panels.splice(panels.indexOf(panel), 1);
    else panels.push(panel);
    panel.withdrawn = withdrawn;
    saver.touch(panel);
    recount(form);
  };
  panel.root.replaceWith(place);
  set(true);
  panel.fieldset.querySelector("[data-another]").focus();
  return () => {
    place.replaceWith(panel.root);
    set(false);
  };
}

/** Shows for a while what was taken back (`photo` or `panel`), with a button that undoes it. */
export function offerUndo(what, undo) {
  const toast = document.getElementById("dropped");
  for (const words of toast.querySelectorAll("[data-what]")) words.hidden = words.dataset.what !== what;
  clearTimeout(fading);
  fading = setTimeout(() => (toast.hidden = true), UNDO_FOR);
  toast.hidden = false;
  toast.querySelector("button").onclick = () => {
    undo();
    toast.hidden = true;
  };
}
