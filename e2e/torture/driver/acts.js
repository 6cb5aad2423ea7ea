// What a person does in one step, and what the phone does of itself.
import { picture } from "./box.js";

const place = (run, { obs }) => (obs === "visit" ? null : run.places[obs]);
const whole = (sheet) => sheet && !sheet.shut && !sheet.saver.closed;

/** Until all is durable, or has failed. */
const settled = (sheet) => sheet.saver.idle();

export const acts = {
  async edit(run, step) {
    const sheet = await run.sheet(step.check);
    if (!whole(sheet)) return;
    sheet.edit(place(run, step), step.field, step.value);
    for (const value of step.then ?? []) {
      if (step.gap) await new Promise((resolve) => setTimeout(resolve, step.gap));
      sheet.edit(place(run, step), step.field, value);
    }
    await settled(sheet);
  },

  async photo(run, step) {
    const sheet = await run.sheet(step.check);
    const photo = await picture(run.base, `${run.seed}/${run.n}/${step.name}`);
    if (!whole(sheet)) return;
    run.log("photo", run.checks[step.check].id, photo.sha256);
    await sheet.addPhoto(place(run, step), photo);
    await settled(sheet);
  },

  async unphoto(run, step) {
    const sheet = await run.sheet(step.check);
    if (!whole(sheet) || !sheet.panels.some((one) => one.id === place(run, step).id && one.photos.length > 0)) return;
    sheet.dropPhoto(place(run, step), step.n);
    await settled(sheet);
  },

  async withdraw(run, step) {
    const sheet = await run.sheet(step.check);
    if (!whole(sheet) || !sheet.panels.some((one) => one.id === place(run, step).id)) return;
    sheet.withdraw(place(run, step));
    await settled(sheet);
  },

  async finish(run, step) {
    const sheet = await run.sheet(step.check);
    if (!whole(sheet)) return;
    const record = await sheet.finish();
    if (record && run.box.alive) run.log("finished", sheet.id, record.id);
  },

  async correct(run, step) {
    await away(run);
    const sheet = await run.sheet(step.check);
    if (sheet.shut !== "finished") return;
    const page = run.box.frame.contentWindow;
    run.log("correcting", run.checks[step.check].id);
    const reloaded = new Promise((resolve) => (run.box.ready = resolve));
    const failed = new Promise((resolve) => page.addEventListener("unhandledrejection", () => resolve("failed")));
    page.document.querySelector("[data-correct]").click();
    if ((await Promise.race([reloaded, failed])) === "failed") return;
    run.sheets.clear();
    run.log("corrected", run.checks[step.check].id);
  },

  /** `sure`: until nothing waits, whatever befalls the server on account of others. */
  async round(run, { only = false, sure = false }) {
    const box = await run.phone();
    if (sure) await run.rounds(box, ({ state }) => state === "waiting");
    else await box.round({ now: !only });
  },

  async purge(run, { ahead }) {
    const box = await run.phone();
    box.shift += ahead;
    await box.round();
    box.shift -= ahead;
  },

  async update(run, step) {
    const sheet = await run.sheet(step.check);
    run.log("updating", step.build);
    run.build = step.build; // also when it is killed over it
    if (whole(sheet) && step.value) sheet.edit(place(run, step), step.field, step.value);
    if (step.gap) await new Promise((resolve) => setTimeout(resolve, step.gap));
    if (step.calm && whole(sheet)) await settled(sheet);
    if (!run.box.alive) return;
    await away(run, step.build);
    run.box.arm(step.fault);
    await run.box.round();
  },

  async backup(run) {
    await run.tell("backup", {});
  },

  async reopen(run) {
    await away(run);
  },
};

/** The page is left and another one opened, as after finishing; locks of the one that was left are free then. */
async function away(run, build = run.build) {
  run.box.leave();
  await run.reopened();
  await run.phone(build);
}
