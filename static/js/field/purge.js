// The only place that deletes what was captured: after a receipt that lists everything, and after a grace period.
import { dropUnused } from "./draft.js";
import { write } from "./store.js";

/** Deletes what was received long enough ago, once the server says again that it holds all of it. */
export async function purge(records, update) {
  const over = (await records()).filter((r) => r.state === "received" && r.until < new Date().toISOString());
  for (const record of over) {
    const answer = await fetch(`/api/submissions/${record.id}/receipt`, { redirect: "error" });
    if (!answer.ok) await update(record.id, { state: "waiting", held: [] });
    else if ((await answer.json()).complete) {
      await write(["outbox", "drafts", "photos", "receipts"], async (tx) => {
        await tx.objectStore("outbox").delete(record.id);
        await tx.objectStore("receipts").delete(record.id);
        await dropUnused(tx, record.draft);
      });
    }
  }
}
