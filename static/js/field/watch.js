// The stopwatch of an item: it is the moment at which it was started, so that it runs on when the page is gone.
import { enter } from "./answers.js";

let ticking = 0;

/** Starts the item's stopwatch, or stops it: then the seconds are its value. */
export function toggle(panel) {
  if (panel.watch) stop(panel);
  else panel.watch = Date.now();
}

/** Stops every stopwatch that runs: the check is being finished. */
export function stopAll(panels) {
  for (const panel of panels.filter((one) => one.watch)) stop(panel);
  run(panels);
}

/** Shows the stopwatches that run. */
export function run(panels) {
  clearInterval(ticking);
  const running = panels.filter((panel) => panel.watch);
  for (const button of document.querySelectorAll("[data-watch]")) {
    show(button, running.some((panel) => panel.fieldset.contains(button)));
  }
  const tick = () => running.forEach((panel) => enter(panel.fieldset, seconds(panel)));
  tick();
  if (running.length > 0) ticking = setInterval(tick, 1000);
}

function stop(panel) {
  panel.value = seconds(panel);
  panel.watch = null;
  enter(panel.fieldset, panel.value);
}

const seconds = ({ watch }) => Math.max(0, Math.round((Date.now() - watch) / 1000)); // a clock may have been set back

function show(button, running) {
  const [start, end] = button.children;
  start.hidden = running;
  end.hidden = !running;
  button.closest("fieldset").querySelector("[data-value]").readOnly = running;
}
