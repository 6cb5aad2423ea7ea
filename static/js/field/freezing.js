// The step after which nothing changes any more: a draft becomes a frozen submission in the outbox. No page code here.
import { dropUnused, local, sorted } from "./draft.js";
import { duty } from "./signed.js";
import { meta, ofDraft, read, sha256, write } from "./store.js";

/** Freezes the draft: makes the envelope, moves it to the outbox and clears the records, all in one transaction. What
 * is frozen is what the store held at that moment: were it changed while the envelope was made, it is made again. */
export async function finish(draft, about) {
  const identity = await nextIdentity();
  for (;;) {
    const kept = await read("drafts", (tx) => tx.store.getAll(ofDraft(draft)));
    const record = await frozen(draft, kept, identity, about);
    if (await moved(record, kept)) return record;
  }
}

/** Whether the record took the draft's place; false when the draft is no longer what the record was made of. */
const moved = (record, kept) =>
  write(["drafts", "outbox", "photos", "meta"], async (tx) => {
    const now = await tx.objectStore("drafts").getAll(ofDraft(record.draft));
    if (JSON.stringify(now) !== JSON.stringify(kept)) return false;
    await tx.objectStore("outbox").put(record);
    await tx.objectStore("drafts").delete(ofDraft(record.draft));
    await tx.objectStore("meta").delete(exportsKey(record.draft));
    await dropUnused(tx, record.draft);
    return true;
  });

async function frozen(draft, kept, identity, about) {
  const { visit, observations } = sorted(kept);
  const sent = observations.filter(told);
  const exported = await exportsOf(draft);
  const replaces = exported.at(-1)?.id ?? visit.replaces;
  const body = JSON.stringify(envelope({ ...visit, replaces, duty: await duty(visit, sent) }, sent, identity));
  return {
    id: crypto.randomUUID(),
    draft,
    body,
    sha256: await sha256(body),
    photos: [...new Set(sent.flatMap((o) => o.photos.map((p) => p.sha256)))],
    held: [],
    counter: identity.counter,
    name: about.name,
    items: new Set(sent.map((o) => o.item)).size,
    exported: [visit.replaces, ...exported.map((one) => one.id)], // each would take the place of the one before it
    layout: sent.map(({ id, order, primary }) => ({ id, order, primary })), // for a correction: the body has no such places
    finished_at: new Date().toISOString(),
    state: "waiting",
    tries: 0,
    problem: null,
  };
}

/** Whether there is anything in an observation that is to be sent. */
export const told = (o) => Boolean(o.verdict || o.post || o.note || o.photos.length > 0 || (o.value ?? null) !== null);

/** What was exported of a draft while it could not be stored, oldest first: { id, body, content } (see handing.js). */
export const exportsOf = async (draft) => (await meta(exportsKey(draft))) ?? [];
export const exportsKey = (draft) => `exported:${draft}`;

/** This phone's id and the number of its next submission, both made durable here. */
export const nextIdentity = () =>
  write("meta", async (tx) => {
    const id = (await tx.store.get("device"))?.value ?? crypto.randomUUID();
    const counter = ((await tx.store.get("counter"))?.value ?? 0) + 1;
    await tx.store.put({ key: "device", value: id });
    await tx.store.put({ key: "counter", value: counter });
    return { id, counter };
  });

/** The submission of a draft, as the contract has it. */
export function envelope(visit, observations, device) {
  return {
    protocol: 1,
    visit: visit.visit || null,
    site: visit.visit ? null : visit.site,
    approach: visit.visit ? null : visit.approach,
    replaces: visit.replaces || null,
    note: visit.note ?? "",
    checklists: visit.checklists,
    started_at: visit.started_at,
    finished_at: local(new Date()),
    device,
    location: visit.location ?? null,
    duty: visit.duty ?? null,
    observations: observations.map((o) => ({
      id: o.id,
      item: o.item,
      post: o.post ?? null,
      verdict: o.verdict || "unseen",
      value: o.value ?? null,
      note: o.note ?? "",
      at: o.at,
      bulk: Boolean(o.bulk && o.verdict === "pass"),
      photos: o.photos.map((p) => ({ sha256: p.sha256, at: p.at, caption: p.caption ?? "" })),
    })),
  };
}
