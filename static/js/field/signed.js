// What the duty manager answered to a check, and whether the check is still what they answered to. No page code.
import { sha256 } from "./store.js";

/** The answer as it is sent: with `changed` when anything that was observed differs now from what they saw; null without one. */
export async function duty({ duty: given }, observations) {
  return given ? { ...given, changed: given.content !== (await fingerprint(observations)) } : null;
}

/** A hash over what was observed, however it is ordered. */
export const fingerprint = (observations) => sha256(JSON.stringify(observations.map(content).sort()));

const content = ({ id, item, post, verdict, value, note, photos }) =>
  JSON.stringify([id, item, post ?? null, verdict || "unseen", value ?? null, note ?? "", photos.map((one) => one.sha256)]);
