// One run: its steps on one phone, and what is told of them.
import { Box, me } from "./box.js";
import { acts } from "./acts.js";
import { around } from "./around.js";
import { Ending } from "./ending.js";
import { empty, raw } from "./raw.js";

const SENDS = new Set(["round", "purge", "update"]);

export class Run extends Ending {
  events = [];
  at = -1;
  died = () => {};
  box = null;
  sheets = new Map();
  told = new Set();
  ended = new Set();

  constructor(plan, tell, base) {
    super();
    Object.assign(this, plan, { tell, base, shift: 0 });
  }

  /** Uses this phone, if it is alive. */
  on(box) {
    if (box?.alive) this.box = Object.assign(box, { run: this, shift: 0, fault: null });
    return this;
  }

  log(...event) {
    this.emptied ||= event[0] === "emptied";
    if (event[0] === "finishing") this.ended.add(event[1]);
    if (this.box?.alive) this.box.heard(event.slice(0, 2).join(" "));
    this.events.push(event);
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
      if (this.at > 0) await this.reopened();
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

  clear() {
    for (const frame of document.querySelectorAll("iframe")) frame.remove();
    return null;
  }
}
