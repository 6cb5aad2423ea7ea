// The form's side of observations: each panel is one judgement of one item at one post.

/** One observation on the page. `root` holds post, note and photos; an extra panel always means "does not conform". */
export class Panel {
  constructor(fieldset, root, { draft, primary, order, id = crypto.randomUUID() }) {
    Object.assign(this, { fieldset, root, draft, primary, order, id, photos: [], at: null, withdrawn: false });
    this.item = fieldset.dataset.item;
  }

  get verdict() {
    if (!this.primary) return "fail";
    return this.fieldset.querySelector(".verdict :checked")?.value ?? null;
  }

  get post() {
    return this.root?.querySelector("[data-posts] :checked")?.value ?? null;
  }

  get note() {
    return this.root?.querySelector("[data-note]")?.value ?? "";
  }

  /** Whether anything was entered in it. */
  get told() {
    return Boolean(this.verdict || this.post || this.note || this.photos.length > 0);
  }

  /** What the store keeps of it. */
  record() {
    const { draft, id, item, order, primary, post, verdict, note, at, photos, withdrawn } = this;
    if (withdrawn) return { draft, id, withdrawn };
    return { draft, id, item, order, primary, post, verdict, note, at, photos };
  }

  /** Shows a stored record. */
  fill(record) {
    Object.assign(this, { id: record.id, order: record.order, at: record.at, photos: record.photos ?? [] });
    const verdict = this.fieldset.querySelector(`.verdict [value="${record.verdict}"]`);
    if (this.primary && verdict) verdict.checked = true;
    if (!this.root) return;
    this.root.querySelector("[data-note]").value = record.note;
    const posts = [...this.root.querySelectorAll("[data-posts] input")];
    const post = posts.find((input) => input.value === record.post);
    if (post) post.checked = true;
    const more = this.fieldset.querySelector(".more");
    if (this.primary && more && record.verdict !== "fail" && (record.note || this.photos.length > 0)) more.checked = true;
  }
}

/** A primary panel for every item of the form. */
export function primaries(form, draft) {
  return [...form.querySelectorAll("fieldset[data-item]")].map(
    (fieldset, n) =>
      new Panel(fieldset, fieldset.querySelector("[data-panel]"), { draft, primary: true, order: n * 1000 }),
  );
}

/** Adds a panel for another post of the item behind those it has. */
export function another(first, panels, record) {
  const id = record?.id ?? crypto.randomUUID();
  const copy = first.fieldset.querySelector("template[data-extra]").content.cloneNode(true);
  const root = copy.querySelector("[data-panel]");
  for (const element of copy.querySelectorAll("[id], [for], [name], [aria-labelledby]")) {
    for (const name of ["id", "for", "name", "aria-labelledby"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace("EXTRA", id));
    }
  }
  first.fieldset.append(copy);
  const siblings = panels.filter((panel) => panel.item === first.item);
  const order = record?.order ?? Math.max(...siblings.map((panel) => panel.order)) + 1;
  const panel = new Panel(first.fieldset, root, { draft: first.draft, primary: false, order, id });
  panel.at = new Date().toISOString();
  panels.push(panel);
  return panel;
}

/** Puts the site's posts before the last chip ("other") of every group, also in those still to be made. */
export function offerPosts(form, posts) {
  const places = [form, ...[...form.querySelectorAll("template[data-extra]")].map((template) => template.content)];
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
