// Where an open visit is made: noted on a tap, never asked for when the page opens. Loaded when it is used.
import { began, local } from "./draft.js";
import { fix } from "./place.js";
import { filled, when } from "./words.js";

const line = document.querySelector("[data-position]");

/** Notes the position in the visit's record. Where there is none it is said, and the check goes on. */
export async function take({ visit, saver }) {
  const button = line.querySelector("[data-take-position]");
  button.disabled = true; // one question for one tap
  say(line.dataset.asking);
  try {
    const { coords, timestamp } = await fix();
    if (saver.closed) return;
    began(visit);
    visit.location = noted(coords, timestamp);
    saver.touch(visit);
    tell({ visit });
  } catch {
    if (visit.location) tell({ visit });
    else say(line.dataset.none);
  } finally {
    button.disabled = false;
  }
}

/** Says when the position was noted and how well it is known. */
export function tell({ visit: { location } }) {
  if (line) say(filled(line.dataset.taken, { time: when(location.at), metres: location.accuracy_m ?? "?" }));
}

const noted = ({ latitude, longitude, accuracy }, timestamp) => ({
  lat: Number(latitude.toFixed(6)),
  lon: Number(longitude.toFixed(6)),
  accuracy_m: Number.isFinite(accuracy) ? Math.round(accuracy) : null,
  at: local(new Date(timestamp)),
});

const say = (words) => (line.querySelector("[data-words]").textContent = words);
