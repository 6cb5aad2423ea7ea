// How a run ends: quiet, then everything is sent, purged and handed in.
import { me } from "./box.js";
import { raw } from "./raw.js";

const ROUNDS = 8;
const GRACE = 800 * 864e5; // milliseconds, past what the bureau keeps, on any clock that ran here
const SETTLED = new Set(["received", "replaced"]);

export class Ending {
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
    const { drafts } = await raw(me, ["drafts"]);
    for (const n of this.checks.keys()) {
      if (!drafts.some((one) => one.draft === this.checks[n].id)) continue;
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
}
