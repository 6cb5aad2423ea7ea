// One photo of a capture page, large: what is drawn on it, its caption, and its place among the others of its panel.
import { began } from "./draft.js";
import { blobOf, mark, place } from "./gallery.js";
import { Marking } from "./marking.js";
import { replace } from "./masking.js";
import { sha256 } from "./store.js";
import { filled } from "./words.js";

const QUALITY = 0.85;
const dialog = document.getElementById("photo-sheet");
const [caption, large] = ["[data-caption-text]", "[data-large]"].map((one) => dialog.querySelector(one));
const tools = dialog.querySelector("[data-tools]");
const problem = dialog.querySelector("[data-not-masked]");
let [shown, marking, storing] = [null, null, false];

caption.addEventListener("input", () => {
  shown.entry.caption = caption.value;
  mark(shown.panel, shown.entry);
  changed();
});
dialog.addEventListener("click", ({ target }) => {
  const step = Number(target.closest("[data-move]")?.dataset.move ?? 0);
  if (step) move(step);
  if (target.closest("[data-undo-mark]")) marking.undo();
});
tools.addEventListener("change", ({ target }) => {
  if (marking) marking.tool = target.value;
});
dialog.querySelector("form").addEventListener("submit", (event) => {
  if (storing) event.preventDefault();
  if (storing || event.submitter?.value === "cancel" || !marking?.marks.length) return;
  event.preventDefault();
  void take();
});
dialog.addEventListener("cancel", (event) => storing && event.preventDefault());
dialog.addEventListener("close", () => {
  marking?.bitmap.close();
  Object.assign(large, { width: 1, height: 1 });
  [shown, marking] = [null, null];
});

/** The photo with its marks takes the place of the one without. */
async function take() {
  const { page, entry } = shown;
  storing = true;
  try {
    const blob = await new Promise((resolve) => large.toBlob(resolve, "image/jpeg", QUALITY));
    const bytes = await blob.arrayBuffer();
    const photo = { bytes, type: blob.type, sha256: await sha256(bytes) };
    await page.saver.during(() => replace(page, entry, photo));
    dialog.close();
  } catch {
    problem.hidden = false;
  } finally {
    storing = false;
  }
}

/** Opens the photo that a figure of the panel shows. */
export async function open(page, panel, figure) {
  const entry = panel.photos.find((one) => one.sha256 === figure.dataset.sha256);
  if (!entry || dialog.open) return;
  shown = { page, panel, entry };
  caption.value = entry.caption ?? "";
  tell();
  large.hidden = tools.hidden = problem.hidden = true;
  tools.querySelector("input").checked = true;
  dialog.showModal();
  const blob = await blobOf(panel, entry).catch(() => undefined);
  const bitmap = blob && (await createImageBitmap(blob).catch(() => null)); // what this phone cannot draw is not drawn on
  if (!bitmap || shown?.entry !== entry) return;
  marking = new Marking(large, bitmap, (count) => {
    dialog.querySelector("[data-undo-mark]").disabled = count === 0;
    dialog.querySelector("[data-cancel-marks]").hidden = count === 0;
  });
  large.hidden = tools.hidden = false;
}

function move(step) {
  const { panel, entry } = shown;
  const figure = panel.root.querySelector(`figure[data-sha256="${entry.sha256}"]`);
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
