// Faults that stand around a whole step; each gives what lifts it.
import { Box } from "./box.js";

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function around(run, { do: act, fault, companion }) {
  const lift = (await kinds[fault?.name]?.(run, fault)) ?? (() => {});
  const beside = companion && act !== "correct" ? Promise.race([run.box.round().catch(() => {}), run.box.gone]) : null;
  return async () => {
    await beside;
    await lift();
  };
}

const kinds = {
  "clock ± 1 year": async (run, { k }) => {
    const by = (k % 2 ? 1 : -1) * 365 * 864e5;
    run.shift = run.box.shift = run.shift + by;
    run.log("fired", "clock ± 1 year", by);
    return () => {
      run.shift -= by;
      if (run.box) run.box.shift -= by;
    };
  },

  "store emptied": async (run, { k, when }) => {
    if (when) return null;
    if (k % 2) void wait(k % 5).then(() => run.emptyNow());
    else await run.emptyNow();
    run.log("fired", "store emptied");
    return null;
  },

  "two tabs": async (run) => {
    const other = new Box(run, { build: run.box.build, second: true });
    await other.open();
    for (const [n] of run.sheets) {
      const got = await other.held(`draft:${run.checks[n].id}`);
      run.log("second", run.checks[n].id, got);
    }
    run.log("fired", "two tabs");
    const rounds = other.round().then(() => other.round()).catch(() => {});
    return async () => {
      await rounds;
      other.leave();
    };
  },

  "update mid-draft": async (run, { k, build, when }) => {
    const { box } = run;
    if (!when) run.log("fired", "update mid-draft", build);
    if (!when) void wait(k % 6).then(() => box.kill());
    return () => {
      run.build = build;
      box.kill();
    };
  },

  "restore of an older backup": async (run) => {
    await run.tell("restore", { n: run.n });
    run.log("fired", "restore of an older backup");
    return null;
  },
};
