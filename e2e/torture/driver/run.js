// One run: its steps on one phone, then quiet, then everything is sent, purged and handed in.
import { Box, me, picture } from "./box.js";
import { acts } from "./acts.js";
import { around } from "./around.js";
import { empty, raw } from "./raw.js";

const ROUNDS = 8;
const GRACE = 800 * 864e5; // milliseconds, past what the bureau keeps, on any clock that ran here
const SENDS = new Set(["round", "purge", "update"]);
const SETTLED = new Set(["received", "replaced"]);

export class Run {
  events = [];
  at = -1;
  died = () => {};
  box = null;
  sheets = new Map();
  told = new Set();
  ended = new Set();

  constructor(plan, tell, base) {
    Object.assign(this, plan, { tell, base, shift: 0 });
  }

  log(...event) {
    this.emptied ||= event[0] === "emptied";
    if (event[0] === "finishing") this.ended.add(event[1]);
    if (this.box?.alive) this.box.heard(event.slice(0, 2).join(" "));
    this.events.push(event);
  }

  picture(text) {
    return picture(this.base, text);
  }

  async play() {
    await empty(me);
    for (const [at, step] of this.steps.entries()) {
      this.at = at;
      await this.step(step);
    }
    await this.quiet();
  }

  emptyNow() {
    this.log("emptied");
    return empty(me);
  }

  async step(step) {
    if (step.cell) await this.tell("quiet", {}); // other phones may have had the server killed
    await this.phone();
    if (step.check !== undefined && step.do !== "correct") await this.sheet(step.check);
    this.log("step", this.at, step.do, step.fault?.name ?? null);
    const dead = new Promise((resolve) => (this.died = resolve));
    this.box.arm(step.fault);
    const lifted = await around(this, step);
    await Promise.race([acts[step.do](this, step).catch((error) => this.log("threw", String(error))), dead]);
    await lifted();
    this.box.arm(null);
    if (!this.box.alive) await this.reopened();
    else if (step.fault) this.log("dump", "step", await raw(me));
    if (step.fault || SENDS.has(step.do)) await this.seen();
    this.log("end", this.at);
  }

  /** The phone that is open, or a new one on the same store. */
  async phone(build = this.build) {
    if (this.box?.alive && this.box.build === build) return this.box;
    if (this.box?.alive) {
      this.box.leave();
      await this.reopened();
    }
    this.box = new Box(this, { build });
    this.box.shift = this.shift;
    await this.box.open();
    return this.box;
  }

  /** After a kill: what lies there now, which is all that a person would find. */
  async reopened() {
    this.sheets.clear();
    this.log("dump", "killed", await raw(me));
  }

  /** The page of a check, opened where it is not. */
  async sheet(n) {
    const box = await this.phone();
    if (this.sheets.has(n)) return this.sheets.get(n);
    const sheet = await box.sheet(this.checks[n]);
    if (sheet.shut) this.log("shut", this.checks[n].id, sheet.shut);
    this.sheets.set(n, sheet);
    return sheet;
  }

  /** Tells the oracle of everything that the outbox calls held or received, while it still can be checked at once. */
  async seen() {
    const { outbox, meta } = await raw(me, ["outbox", "meta"]);
    const records = outbox.map(({ id, draft, sha256, state, held, photos }) => ({ id, draft, sha256, state, held, photos }));
    const said = JSON.stringify(records);
    if (!this.told.has(said) && records.some((one) => one.held.length > 0 || one.state === "received")) {
      this.told.add(said);
      await this.tell("told", { n: this.n, me, records });
    }
    const mark = meta.find(({ key }) => key === "announced")?.value.mark;
    if (mark && !this.told.has(mark)) {
      this.told.add(mark);
      const { drafts } = await raw(me, ["drafts"]);
      const begun = drafts.filter((one) => one.id === "visit").map((one) => one.draft);
      this.log("announced", begun, records.map((one) => one.id));
    }
    return outbox;
  }

  /** All faults are lifted; within a bounded number of rounds everything finished is received. */
  async quiet() {
    this.at = this.steps.length;
    await this.tell("quiet", {});
    this.log("dump", "quiet", await raw(me));
    const box = await this.phone();
    if (this.ends === "finished") await this.finishAll();
    const waiting = await this.rounds(box, (one) => !SETTLED.has(one.state));
    // Whose photos went with an emptied store: a person says that there is no more to come.
    if (this.emptied) for (const one of waiting.filter(({ missing }) => missing?.length > 0)) await box.settle(one.id);
    const { outbox, meta } = await raw(me, ["outbox", "meta"]);
    this.log("settled", outbox.filter((one) => !SETTLED.has(one.state)).map(({ id, state, trouble, problem }) => ({ id, state, trouble, problem })));
    this.log("lost", (await box.losses()).map((one) => one.id));
    this.log("dump", "settled", await raw(me));
    await this.leave(box);
    this.log("server", meta.find(({ key }) => key === "device")?.value ?? null);
  }

  /** Sends until nothing waits; what is not received then is told. */
  async rounds(box, over) {
    let left = [];
    for (let n = 0; n < ROUNDS; n += 1) {
      await this.tell("quiet", {});
      await box.round({ now: true });
      left = (await this.seen()).filter(over);
      for (const { id } of left.filter((one) => one.state === "quarantined")) await box.round({ now: true, only: id });
      if (left.length === 0 && n > 0) return left;
    }
    return left;
  }

  /** What was begun is finished, if this run ends so. */
  async finishAll() {
    for (const n of this.checks.keys()) {
      const sheet = await this.sheet(n);
      if (sheet.shut || !sheet.known || sheet.saver.closed) continue;
      const record = await sheet.finish();
      if (record) this.log("finished", sheet.id, record.id);
    }
  }

  /** After the time of grace everything received goes from the phone; what was only begun is thrown away. */
  async leave(box) {
    this.box.shift = GRACE;
    await this.rounds(box, () => true);
    this.box.shift = this.shift;
    const { drafts } = await raw(me, ["drafts"]);
    if (drafts.length > 0) {
      this.log("dump", "purged", await raw(me));
      this.box.leave(); // its locks with it
      await this.phone();
    }
    for (const { draft } of drafts.filter((one) => one.id === "visit")) {
      this.log("discarded", draft, await this.box.discard(draft));
    }
    await this.box.takeNote((await this.box.losses()).map((one) => one.id));
    await this.box.round({ now: true });
    this.log("dump", "left", await raw(me));
  }

  clear() {
    for (const frame of document.querySelectorAll("iframe")) frame.remove();
  }
}
