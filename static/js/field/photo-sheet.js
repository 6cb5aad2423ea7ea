// One photo of a capture page, large: its caption and its place among the others of its panel.
import { began } from "./draft.js";
import { blobOf, mark, place } from "./gallery.js";
import { filled } from "./words.js";

const dialog = document.getElementById("photo-sheet");
const [caption, large] = ["[data-caption-text]", "[data-large]"].map((one) => dialog.querySelector(one));
let shown = null;

caption.addEventListener("input", () => {
  shown.entry.caption = caption.value;
  mark(shown.panel, shown.entry);
  changed();
});
dialog.addEventListener("click", ({ target }) => {
  const step = Number(target.closest("[data-move]")?.dataset.move ?? 0);
  if (step) move(step);
});
dialog.addEventListener("close", () => {
  URL.revokeObjectURL(large.src);
  large.removeAttribute("src");
  shown = null;
});

/** Opens the photo that a figure of the panel shows. */
export async function open(page, panel, figure) {
  const entry = panel.photos.find((one) => one.sha256 === figure.dataset.sha256);
  if (!entry || dialog.open) return;
  shown = { page, panel, entry, figure };
  caption.value = entry.caption ?? "";
  tell();
  large.hidden = true;
  dialog.showModal();
  const blob = await blobOf(panel, entry).catch(() => undefined);
  if (!blob || shown?.entry !== entry) return;
  large.src = URL.createObjectURL(blob);
  large.hidden = false;
}

function move(step) {
  const { panel, entry, figure } = shown;
  const at = panel.photos.indexOf(entry);
  panel.photos = panel.photos.toSpliced(at, 1).toSpliced(at + step, 0, entry);
  place(panel, figure);
  tell();
  changed();
}

function changed() {
  const { page, panel } = shown;
  began(page.visit);
  page.visit.last = panel.item;
  page.saver.touch(panel);
}

/** The place of the photo, and where it can be moved from there. */
function tell() {
  const { panel, entry } = shown;
  const [at, last] = [panel.photos.indexOf(entry), panel.photos.length - 1];
  const words = dialog.querySelector("[data-place]");
  words.textContent = filled(words.dataset.text, { number: at + 1, count: last + 1 });
  for (const button of dialog.querySelectorAll("[data-move]")) button.disabled = button.dataset.move < 0 ? at === 0 : at === last;
}
