// Posts, note and photos of an item are made from one template when they are first needed. This is a plain script, so that
// a tap opens them even before the modules are there; those ask for a panel by a `panel` event, for a failing once it is saved.
document.addEventListener("change", ({ target }) => {
  const opens = "ready" in document.documentElement.dataset ? ".more" : "[data-item] [value=fail], .more";
  if (target.checked && target.matches(opens)) make(target.closest("[data-item]"));
}, true);
document.addEventListener("panel", ({ target, detail }) => make(target, detail));

/** The item's own panel, unless it has one; with an `id`, one more for another post. */
function make(fieldset, id) {
  const template = document.getElementById("panel");
  if (!template || (!id && fieldset.querySelector("[data-panel]"))) return;
  const copy = template.content.cloneNode(true);
  const panel = copy.firstElementChild;
  panel.classList.toggle("also", Boolean(id));
  panel.querySelector(id ? "[data-another]" : "[data-also]").remove();
  if (fieldset.matches("[data-unjudged]")) panel.querySelector("[data-another]")?.remove();
  if (!fieldset.matches("[data-at-post]")) panel.querySelector("[data-posts]").remove();
  const { evidence } = fieldset.dataset;
  if (evidence) panel.querySelector("[data-evidence]").textContent = evidence;
  else panel.querySelector("[data-evidence-line]").remove();
  for (const element of panel.querySelectorAll("[id], [for], [name], [aria-labelledby], [data-posts]")) {
    for (const name of ["id", "for", "name", "aria-labelledby", "data-posts"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace("NEW", id ?? fieldset.id));
    }
  }
  fieldset.append(copy);
}
