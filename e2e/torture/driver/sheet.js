// The capture page of one check without its form: what capture.js, changes.js and gallery.js do with what is entered.
import { Photos } from "./photos.js";

const FIELDS = ["verdict", "post", "value", "note"];

export class Sheet extends Photos {
  known = false;
  panels = [];

  static async open(shipped, check) {
    const sheet = new Sheet();
    Object.assign(sheet, shipped, { check, id: check.id, form: document.getElementById("capture") });
    Object.assign(sheet.form.dataset, { site: check.site, approach: check.approach, name: check.name });
    Object.assign(sheet.form.dataset, { visit: "", returned: "", reason: "" });
    sheet.form.dataset.checklists = JSON.stringify(check.checklists);
    if (!(await shipped.phone.hold(`draft:${sheet.id}`))) return { shut: "elsewhere" };
    const found = await shipped.again.before(sheet.form, sheet.id, await shipped.again.kept(sheet.id));
    if (found.shut) return { shut: found.shut };
    if (!found.visit && shipped.box.run.ended.has(sheet.id)) return { shut: "purged" }; // nobody begins it anew
    sheet.fill(found);
    return sheet;
  }

  fill({ visit, observations }) {
    this.known = Boolean(visit);
    this.visit = Object.assign(this.again.blank(this.form, this.id), visit);
    this.panels = observations.map((record) => this.panel(record));
    this.saver = new this.saver.Saver((keys) => this.keep(keys));
    for (const name of ["saved", "failed"]) this.saver.addEventListener(name, () => this.box.log(name, this.id));
  }

  panel(values) {
    const empty = { verdict: null, post: null, value: null, note: "", at: null, photos: [], watch: null, proposed: null };
    const panel = { ...empty, ...values, draft: this.id };
    panel.record = () => {
      const { record, withdrawn, ...rest } = panel;
      return withdrawn ? { draft: this.id, id: panel.id, withdrawn } : rest;
    };
    return panel;
  }

  get told() {
    return this.panels.filter((one) => one.verdict || one.post || one.note || one.photos.length > 0 || one.value !== null);
  }

  async keep(keys) {
    const records = keys.filter((key) => key !== this.visit).map((key) => key.record());
    const whole = await this.draft.save([this.visit, ...records], this.known);
    this.known = true;
    if (whole) return;
    this.box.log("emptied-seen", this.id);
    await this.draft.save([this.visit, ...this.told.map((one) => one.record())]);
  }

  of({ id, item, order, primary }) {
    let panel = this.panels.find((one) => one.id === id);
    if (!panel) this.panels.push((panel = this.panel({ id, item, order, primary })));
    return panel;
  }

  entered(panel, names = FIELDS) {
    for (const name of names) this.box.log("enter", this.id, panel.id, name, panel[name]);
  }

  edit(place, field, value) {
    this.begin();
    if (!place) {
      this.visit.note = value;
      this.box.log("enter", this.id, "visit", "note", value);
      return this.saver.touch(this.visit);
    }
    const panel = this.of(place);
    panel[field] = value;
    panel.at = this.draft.local(new Date());
    this.box.log("item", this.id, panel.id, panel.item, panel.order);
    this.entered(panel, [field, "at"]);
    return this.saver.touch(panel);
  }

  begin() {
    const started = this.draft.began(this.visit);
    this.box.log("enter", this.id, "visit", "started_at", started);
  }

  withdraw(place) {
    const panel = this.of(place);
    this.panels.splice(this.panels.indexOf(panel), 1);
    panel.withdrawn = true;
    this.box.log("withdrawn", this.id, panel.id);
    this.saver.touch(panel);
  }

  async finish() {
    this.begin();
    this.saver.touch(this.visit);
    for (const panel of this.told) this.saver.touch(panel);
    if (!(await this.saver.idle())) return null;
    this.saver.closed = true;
    this.box.log("finishing", this.id);
    try {
      return await this.freezing.finish(this.id, { name: this.check.name });
    } catch (error) {
      this.saver.closed = false;
      this.box.log("not-finished", this.id, String(error));
      return null;
    }
  }
}
