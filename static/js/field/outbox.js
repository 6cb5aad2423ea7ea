// Sends what is finished, one record after the other; what holds up one does not hold up the others. No page code.
import { deliver, grace, update } from "./delivery.js";
import { purge } from "./purge.js";
import { inOrder, me, read } from "./store.js";
import { Stop } from "./wire.js";

const STEPS = [15, 30, 60, 120, 300].map((seconds) => seconds * 1000); // until the next try, by the number of failed ones
const LONGEST = 3600000; // milliseconds that a server may ask to wait; a mistaken one must not hold a check for days
const LEAVING = 1500; // milliseconds
const step = (tries) => STEPS[Math.min(tries, STEPS.length - 1)];

/** Emits `change` when a record or the contact changed. `state` is `online`, `offline`, `portal` or `signed-out`; while
 * it is one of the last three nothing is tried before `next` (of this page's own clock). */
export const outbox = Object.assign(new EventTarget(), { state: "online", sending: null, next: 0, stops: 0 });

// What another window may have done meanwhile stands: what was received or replaced there does not go out again.
const UNSETTLED = ["waiting", "quarantined"];

/** All records, oldest first. */
export const records = async () => (await read("outbox", (tx) => tx.store.getAll())).sort(inOrder);

/** Whether a record waits for its own next try. A clock that was set back must not make it wait for ever. */
export const later = (record) => record.next > Date.now() && record.next <= Date.now() + LONGEST;

/** One round over everything that waits. `now`: heed no back-off; `only`: this record, as if it were new. */
export async function sync({ now = false, only = null } = {}) {
  if (only) await update(only, { state: "waiting", problem: null, missing: [], trouble: null, tries: 0, next: 0 }, UNSETTLED);
  if (!navigator.onLine) outbox.state = "offline";
  if (!navigator.onLine || (!now && performance.now() < outbox.next)) return changed(null);
  const round = () => oneRound(now, only).catch(() => {}).finally(() => changed(null));
  if (!navigator.locks) return round();
  // Of one's own accord only where no round is under way, but for that of a page that is just being left; a person's word
  // is heard after any.
  const patience = now ? {} : { signal: AbortSignal.timeout(LEAVING) };
  return navigator.locks.request(`${me}:outbox`, patience, round).catch(() => changed(null));
}

/** Lets a check rest as received although photos of it are lost: who took them says that there is no more to come. */
export async function settle(id) {
  await update(id, { state: "received", until: grace() }, UNSETTLED);
  changed(null);
}

async function oneRound(now, only) {
  const due = (await records()).filter((record) => (only ? record.id === only : now || !later(record)));
  for (const { id } of due) {
    const record = await read("outbox", (tx) => tx.store.get(id)); // a correction may just have taken its place
    if (record?.state !== "waiting") continue;
    changed(id);
    const error = await deliver(record, () => changed(id)).then(() => null, (reason) => reason);
    if (error instanceof Stop) return stopped(error.stop);
    if (error) await backOff(record, error);
    Object.assign(outbox, { state: "online", next: 0, stops: 0 });
  }
  await purge(records, update).catch(() => {}); // deleting can wait
}

function stopped(stop) {
  Object.assign(outbox, { state: stop, next: performance.now() + step(outbox.stops), stops: outbox.stops + 1 });
}

/** `kind` is Trouble's, or `phone` where this phone's own store failed. */
function backOff({ id, tries = 0 }, { kind = "phone", status = null, after = 0 }) {
  const wait = Math.min(Math.max(step(tries), after), LONGEST);
  return update(id, { tries: tries + 1, next: Date.now() + wait, trouble: { kind, status } });
}

function changed(sending) {
  outbox.sending = sending;
  outbox.dispatchEvent(new Event("change"));
}
