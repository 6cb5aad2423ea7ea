// A correction names what it corrects; when that never reached the server, it takes its place instead. No page code.
import { AGAIN } from "./purge.js";
import { read, sha256, write } from "./store.js";
import { ask, Trouble } from "./wire.js";

/** The record as it can be sent: what it replaces is known to the server, or is what the unknown one would have replaced.
 *
 * The unknown ones stay on this phone as `replaced`; but one that was received once goes out again first, as the server
 * was restored from an older backup. Nothing of the record itself can have been taken before: a server refuses a
 * submission that replaces what it does not know. Rejects with Stop or Trouble. */
export async function placed(record) {
  const body = JSON.parse(record.body);
  const passed = [];
  let named = body.replaces;
  while (named && !(await known(named))) {
    const id = named;
    const old = await read("outbox", (tx) => tx.store.get(id));
    if (old?.state === "received") {
      await write("outbox", (tx) => tx.store.put({ ...old, ...AGAIN }));
      throw new Trouble("before");
    }
    if (old) passed.push(id);
    named = old ? JSON.parse(old.body).replaces : before(record, id);
  }
  if (named === body.replaces) return record;
  const text = JSON.stringify({ ...body, replaces: named });
  const changes = { body: text, sha256: await sha256(text) };
  await write("outbox", async (tx) => {
    await tx.store.put({ ...(await tx.store.get(record.id)), ...changes });
    for (const id of passed) await tx.store.put({ ...(await tx.store.get(id)), state: "replaced" });
  });
  return { ...record, ...changes };
}

/** What was exported of the same check before this; perhaps that file was imported, and not the later one. */
const before = ({ exported = [] }, id) => exported[exported.indexOf(id) - 1] ?? null;

/** Whether the server has a receipt for it. */
async function known(id) {
  const { found, status } = await ask(`/api/submissions/${id}/receipt`);
  if (!found && status !== 404) throw new Trouble("server", status);
  return Boolean(found);
}
