// The only place that deletes what was captured: after a receipt that lists everything, and after a grace period.
import { dropUnused } from "./draft.js";
import { me, write } from "./store.js";

/** Deletes what was received long enough ago, once the server says again that it holds all of it.
 *
 * A server that no longer knows it (it was restored from an older backup) is sent it again. */
export async function purge(records, update) {
  const over = (await records()).filter((r) => r.state === "received" && r.until < new Date().toISOString());
  for (const record of over) {
    const receipt = await asked(record);
    if (receipt === "unknown") await update(record.id, { state: "waiting", held: [] });
    else if (receipt) await erase(record);
  }
}

/** The receipt when it is complete and speaks of exactly these bytes; "unknown"; or null when there is no clear answer. */
async function asked(record) {
  const answer = await fetch(`/api/submissions/${record.id}/receipt`, { redirect: "error", headers: { "Mingcha-Me": me } });
  const kind = answer.headers.get("Content-Type") ?? "";
  if (answer.status === 404 && kind.startsWith("application/problem+json")) return "unknown";
  if (!answer.ok || !kind.startsWith("application/json")) return null;
  const receipt = await answer.json();
  if (receipt.submission !== record.id || receipt.sha256 !== record.sha256) return null;
  return receipt.complete ? receipt : "unknown";
}

const erase = (record) =>
  write(["outbox", "drafts", "photos", "receipts"], async (tx) => {
    await tx.objectStore("outbox").delete(record.id);
    await tx.objectStore("receipts").delete(record.id);
    await dropUnused(tx, record.draft);
  });
