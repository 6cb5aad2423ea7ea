// The rest of a section is judged with one tap once its exceptions are marked; what came from that tap says so.
import { began, local } from "./draft.js";
import { offerUndo } from "./undo.js";

/** Judges what is still open in the section as conforming; with one more tap all of it is as before. */
export function restConforms({ panels, visit, saver }, section) {
  const left = panels.filter((panel) => panel.primary && section.contains(panel.fieldset) && !panel.verdict && byTap(panel.fieldset));
  if (left.length === 0) return;
  const before = left.map(({ at }) => at);
  const judge = (verdict, times) =>
    left.forEach((panel, n) => {
      Object.assign(panel, { verdict, bulk: verdict !== null, at: times[n] });
      saver.touch(panel);
    });
  began(visit);
  judge("pass", left.map(() => local(new Date())));
  offerUndo("rest", () => judge(null, before));
}

/** Offers the tap in a section where it would do something. */
export function offerRest(section, open) {
  const button = section.querySelector("[data-rest]");
  if (button) button.hidden = !open.some(byTap);
}

/** Whether nothing but a verdict is asked for: a condition, a count or a choice cannot be judged unseen. */
const byTap = (fieldset) => !fieldset.hidden && !("kind" in fieldset.dataset);
