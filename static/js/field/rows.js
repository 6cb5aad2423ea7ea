// Rows of a list, made from the templates of the page and changed only where something is new; and when to do it.

/** A fresh row of the template with this id. */
export const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/** Shows the rows. One that is as before stays in place, with the focus in it; an opened part of a row stays open. */
export function redraw(list, rows) {
  const known = new Map([...list.children].map((row) => [row.dataset.key, row]));
  const next = rows.map((row) => {
    const before = known.get(row.dataset.key);
    const opened = before?.querySelector("details");
    if (opened) row.querySelector("details")?.toggleAttribute("open", opened.open);
    return before?.isEqualNode(row) ? before : row;
  });
  if (next.length !== list.children.length || next.some((row, n) => row !== list.children[n])) list.replaceChildren(...next);
}

/** A function that shows the page anew: what is asked for several times at once is done once, one after the other. */
export function showing(show) {
  let running = Promise.resolve();
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    running = running
      .catch(() => {})
      .then(() => {
        asked = false;
        return show();
      });
  };
}
