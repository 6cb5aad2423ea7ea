// Speaks with our own server, and tells what else may answer: nothing, a captive portal, a server in trouble. No page code.
import { me } from "./store.js";

const REFUSED = new Set([403, 404, 409, 413, 422]);
const PATIENCE = 30000; // milliseconds, and one more for every 8 bytes of the body
const PROBE = "/api/receipt-key";
const ONCE = { redirect: "manual", cache: "no-store" };

/** Concerns every record: `stop` is `offline`, `portal` or `signed-out`. */
export class Stop extends Error {
  constructor(stop) {
    super(stop);
    this.stop = stop;
  }
}

/** Concerns this one only, and may pass: `kind` names a prepared sentence, `status` is what the server answered, `after` how
 * many milliseconds it asks to wait. */
export class Trouble extends Error {
  constructor(kind, status = null, after = 0) {
    super(kind);
    Object.assign(this, { kind, status, after });
  }
}

/** { found } of our server, or { refused, errors, status }: its sentence, and what it says of single places ({ pointer,
 * detail }). Rejects with Stop or Trouble. */
export async function ask(url, { method = "GET", body = null, type = "application/json" } = {}) {
  const headers = { "Mingcha-Me": me, "Mingcha-Device-Time": new Date().toISOString() };
  if (body !== null) headers["Content-Type"] = type;
  const limit = PATIENCE + (body?.byteLength ?? body?.length ?? 0) / 8;
  try {
    return await understood(await fetch(url, { ...ONCE, method, body, headers, signal: AbortSignal.timeout(limit) }));
  } catch (error) {
    if (error instanceof Stop || error instanceof Trouble) throw error;
    await reached();
    throw new Trouble(error.name === "TimeoutError" ? "slow" : "cut");
  }
}

async function understood(answer) {
  const problem = is(answer, "application/problem+json");
  if (answer.ok && is(answer, "application/json")) return { found: await answer.json() };
  if (elsewhere(answer)) throw new Stop("portal");
  if (answer.status === 401) throw new Stop("signed-out");
  if (REFUSED.has(answer.status) && problem) {
    const { detail, errors = [] } = await answer.json();
    return { refused: detail, errors, status: answer.status };
  }
  if (!problem) await reached();
  throw new Trouble("server", answer.status, patience(answer.headers.get("Retry-After") ?? ""));
}

/** Retry-After is a number of seconds or a moment; anything else says nothing. */
function patience(said) {
  const wait = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Math.max(0, wait) || 0;
}

/** Resolves when our server, or at least what stands in front of it, can be reached. Rejects with Stop. */
async function reached() {
  const answer = await fetch(PROBE, { ...ONCE, signal: AbortSignal.timeout(10000) }).catch(() => {
    throw new Stop("offline");
  });
  if (elsewhere(answer)) throw new Stop("portal");
}

/** Somebody else answered: a captive portal leads away, or shows its own page as if all were well. */
const elsewhere = (answer) => answer.type === "opaqueredirect" || (answer.ok && !is(answer, "application/json"));

const is = (answer, type) => Boolean(answer.headers.get("Content-Type")?.startsWith(type));
