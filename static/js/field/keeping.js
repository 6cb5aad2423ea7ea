// How a capture page keeps what is entered: in the store, and while that fails on the page, with a way out.
import { kept } from "./again.js";
import { began, save } from "./draft.js";
import { markLost } from "./restoring.js";
import { banner } from "./telling.js";
import { stopAll } from "./watch.js";
import { filled } from "./words.js";

// Not needed to open the page, and in memory soon after: when it is needed, there may be neither network nor worker.
const handing = () => import("./handing.js");

/** A function that writes what the saver's keys stand for: the visit, panels, and what stores itself. When the store was
 * emptied under the open page, all that the page still has goes in. */
export const keeping = (page) => async (keys) => {
  const { visit, panels } = page;
  if (page.blind) await look(page);
  const records = keys.filter((key) => key !== visit && !key.store).map((key) => key.record());
  const whole = await save([visit, ...records], page.known);
  page.known = true;
  if (!whole) {
    await save([visit, ...told(panels).map((one) => one.record())]);
    banner("emptied").hidden = false;
    await markLost(panels.filter((one) => one.root));
  }
  for (const key of keys.filter((one) => one.store)) await key.store();
};

/** Writes everything once more, so that a store emptied meanwhile has it too; true when all of it is durable. */
export function ready({ visit, panels, saver }) {
  began(visit);
  stopAll(panels);
  for (const key of [visit, ...told(panels)]) saver.touch(key);
  return saver.idle();
}

/** Lets the page be exported as it stands. */
export function bindHandOver(page) {
  (globalThis.requestIdleCallback ?? setTimeout)(() => void handing().catch(() => {}));
  const alarm = banner("unsaved");
  const [button, done] = ["[data-hand-over]", "[data-handed-over]"].map((one) => alarm.querySelector(one));
  button.addEventListener("click", async () => {
    const missing = page.form.querySelector("[data-site-missing]");
    if (missing) missing.hidden = Boolean(page.form.dataset.site);
    button.disabled = true; // one file for one tap
    const counts = await handing()
      .then(({ handOver }) => handOver(page))
      .finally(() => (button.disabled = false));
    const { text, lacking } = done.dataset;
    done.textContent = filled(counts.lacking ? lacking : text, counts);
    done.hidden = false;
  });
}

const told = (panels) => panels.filter((one) => one.told);

/** The store opened after all. What it has of this check is not mixed with what was entered without knowing of it: then the
 * page stays a page only. */
async function look(page) {
  const { records, outbox = [] } = await kept(page.id);
  const apart = records.length > 0 || outbox.some((record) => record.draft === page.id);
  banner("apart").hidden = !apart;
  if (apart) throw new Error("another part of this check is stored");
  page.blind = false;
}
