// The form's side of observations: each panel is one judgement of one item at one post.
import { byDefault, enter } from "./answers.js";

/** One observation on the page. `root` holds post, note and photos once they were needed; an extra panel always means "does
 * not conform". `value` is what the item asks for besides a verdict; `watch` is when a stopwatch was started, and
 * `proposed` the verdict that followed from the value; `bulk` says that one tap judged it with the rest of its section. */
export class Panel {
  constructor(fieldset, root, { draft, primary, order, id = crypto.randomUUID() }) {
    Object.assign(this, { fieldset, own: root, draft, primary, order, id, photos: [], at: null, withdrawn: false });
    this.item = fieldset.dataset.item;
    Object.assign(this, { value: primary ? byDefault(fieldset) : null, watch: null, proposed: null, bulk: false });
  }

  get root() {
    return (this.own ??= this.primary ? this.fieldset.querySelector("[data-panel]:not(.also)") : null);
  }

  get verdicts() {
    return (this.inputs ??= this.primary ? [...this.fieldset.querySelectorAll(".verdict input")] : []);
  }

  get verdict() {
    if (!this.primary) return "fail";
    return this.verdicts.find((input) => input.checked)?.value ?? null;
  }

  set verdict(verdict) {
    this.standing = { verdict, since: performance.now() };
    for (const input of this.verdicts) input.checked = input.value === verdict;
    if (this.primary && verdict === "fail") this.open();
  }

  get post() {
    return this.root?.querySelector("[data-posts] :checked")?.value ?? null;
  }

  get note() {
    return this.root?.querySelector("[data-note]")?.value ?? "";
  }

  /** Whether anything was entered in it. */
  get told() {
    return Boolean(this.verdict || this.post || this.note || this.photos.length > 0 || this.value !== null || this.watch);
  }

  /** What conditions see of it. */
  get answer() {
    return { verdict: this.verdict ?? "", value: this.value };
  }

  /** Makes the place for post, note and photos. */
  open() {
    if (this.primary && !this.root) this.fieldset.dispatchEvent(new CustomEvent("panel", { bubbles: true }));
  }

  /** What the store keeps of it. */
  record() {
    const { draft, id, item, order, primary, post, verdict, value, note, at, watch, proposed, bulk, withdrawn } = this;
    if (withdrawn) return { draft, id, withdrawn };
    const photos = this.photos.filter((one) => !one.unstored);
    return { draft, id, item, order, primary, post, verdict, value, note, at, photos, watch, proposed, bulk };
  }

  /** Shows a stored record; one of an earlier version has no value. */
  fill(record) {
    const { id, order, at, photos = [], value = this.value, watch = null, proposed = null, bulk = false } = record;
    Object.assign(this, { id, order, at, photos, value, watch, proposed, bulk });
    if (this.primary) this.verdict = record.verdict;
    if (this.primary) enter(this.fieldset, value);
    if (record.note || record.post || photos.length > 0) this.open();
    if (!this.root) return;
    this.root.querySelector("[data-note]").value = record.note;
    const posts = [...this.root.querySelectorAll("[data-posts] input")];
    const post = posts.find((input) => input.value === record.post);
    if (post) post.checked = true;
    const more = this.fieldset.querySelector(".more");
    if (this.primary && more && record.verdict !== "fail" && (record.note || photos.length > 0)) more.checked = true;
  }
}

/** A primary panel for every item of the form; where a photo is the answer, its place is there at once. */
export function primaries(form, draft) {
  return [...form.querySelectorAll("fieldset[data-item]")].map((fieldset, n) => {
    const panel = new Panel(fieldset, null, { draft, primary: true, order: n * 1000 });
    if (panel.value !== null) enter(fieldset, panel.value);
    if (fieldset.dataset.kind === "image") panel.open();
    return panel;
  });
}

/** Adds a panel for another post of the item behind those it has. */
export function another(first, panels, record) {
  const id = record?.id ?? crypto.randomUUID();
  first.fieldset.dispatchEvent(new CustomEvent("panel", { bubbles: true, detail: id }));
  const siblings = panels.filter((panel) => panel.item === first.item);
  const order = record?.order ?? Math.max(...siblings.map((panel) => panel.order)) + 1;
  const root = first.fieldset.lastElementChild;
  const panel = new Panel(first.fieldset, root, { draft: first.draft, primary: false, order, id });
  panel.at = new Date().toISOString();
  panels.push(panel);
  return panel;
}

/** Puts the site's posts before the last chip ("other") of every group, also in those still to be made. */
export function offerPosts(form, posts) {
  const places = [form, document.getElementById("panel")?.content].filter(Boolean);
  for (const group of places.flatMap((place) => [...place.querySelectorAll("[data-posts]")])) {
    const chips = [...group.querySelectorAll(".chip")];
    const chosen = group.querySelector(":checked")?.value;
    const other = chips.pop();
    for (const chip of chips) chip.remove();
    for (const post of posts) {
      const chip = other.cloneNode(true);
      const input = chip.querySelector("input");
      Object.assign(input, { value: post, checked: post === chosen });
      chip.replaceChildren(input, post);
      other.before(chip);
    }
  }
}
