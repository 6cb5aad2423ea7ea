// Photos of a panel: picked, reduced, stored, shown, taken back.
import { local, photo, savePhoto } from "./draft.js";
import { renew } from "./masked.js";
import { reduced } from "./photos.js";
import { draw } from "./thumbnails.js";
import { keep } from "./unstored.js";

const text = (name) => document.querySelector("[data-photo-texts]").dataset[name];

/** Adds picked files to a panel one after the other; each is durable before it is shown as saved. `page` has the visit and
 * the saver. */
export async function add(panel, files, page) {
  const { saver } = page;
  tell(panel, "");
  saver.hold(); // nothing is "saved", and nothing is finished, before the last of them
  for (const file of files) {
    await saver
      .during(() => addOne(panel, file, page))
      .catch((error) => tell(panel, text(error.reason ?? "store").replace("{name}", file.name)));
  }
  saver.release();
}

async function addOne(panel, file, page) {
  const { saver, visit } = page;
  const { asIs, ...photo } = await reduced(file);
  if (asIs) tell(panel, text("asIs").replace("{name}", file.name));
  if (panel.photos.some((one) => one.sha256 === photo.sha256)) return;
  const entry = { sha256: photo.sha256, at: local(new Date()) };
  panel.photos = [...panel.photos, entry];
  panel.at ??= entry.at;
  try {
    const kept = await savePhoto({ draft: panel.draft, ...photo }, [visit, panel.record()]);
    if (!kept) saver.touch(panel);
  } catch (error) {
    const unstored = keep(panel, entry, photo, page);
    if (!unstored) panel.photos = panel.photos.filter((one) => one !== entry);
    saver.touch(panel); // what was saved meanwhile may name it already
    if (!unstored) throw error;
    saver.touch(unstored);
  }
  show(panel, entry, true);
}

/** Puts a photo among those of its panel, once, in their order; one that was taken back meanwhile is not shown. `held` is
 * whether this phone has it. */
export function show(panel, entry, held) {
  const listed = panel.photos.some((one) => one.sha256 === entry.sha256);
  if (!listed || panel.root.querySelector(`figure[data-sha256="${entry.sha256}"]`)) return;
  const figure = document.getElementById("photo").content.firstElementChild.cloneNode(true);
  const gone = figure.querySelector("[data-gone]");
  figure.dataset.sha256 = entry.sha256;
  figure.querySelector("[data-time]").textContent = entry.at.slice(11, 19);
  stamp(figure, entry);
  gone.hidden = held;
  if (held) draw(figure.querySelector("img"), () => blobOf(panel, entry), () => (gone.hidden = false));
  place(panel, figure);
}

/** The photo as a Blob, from the page or from this phone; undefined where neither has it. */
export const blobOf = async ({ draft }, { unstored, sha256 }) =>
  unstored ? new Blob([unstored.photo.bytes], unstored.photo) : photo(draft, sha256);

/** Shows at a photo what is known of it now: whether it is stored, and its caption. */
export function mark(panel, entry) {
  const figure = panel.root.querySelector(`figure[data-sha256="${entry.sha256}"]`);
  if (figure) stamp(figure, entry);
}

function stamp(figure, { unstored, caption = "" }) {
  figure.querySelector("[data-caption]").textContent = caption;
  figure.querySelector("figcaption").hidden = Boolean(unstored);
  figure.querySelector("[data-unstored]").hidden = !unstored;
}

export function place(panel, figure) {
  const order = ({ dataset }) => panel.photos.findIndex((one) => one.sha256 === dataset.sha256);
  const behind = [...panel.root.querySelectorAll("figure")].find((one) => order(one) > order(figure));
  (behind ?? panel.root.querySelector(".add")).before(figure);
  count(panel);
}

/** Takes a photo out of a panel; gives the function that puts it back. Its bytes stay until the check is finished. */
export function remove(panel, figure, saver) {
  const at = panel.photos.findIndex((one) => one.sha256 === figure.dataset.sha256);
  const entry = panel.photos[at];
  panel.photos = panel.photos.filter((one) => one !== entry);
  figure.remove();
  count(panel);
  saver.touch(panel);
  return () => {
    const other = renew(entry);
    if (panel.photos.some((one) => one.sha256 === entry.sha256)) return; // meanwhile it was taken in anew
    panel.photos = panel.photos.toSpliced(at, 0, entry);
    if (other) show(panel, entry, true);
    else place(panel, figure);
    saver.touch(entry.unstored ?? panel);
  };
}

/** A panel that is put back shows masked what was masked meanwhile. */
export function renewed(panel) {
  for (const entry of panel.photos) {
    const bare = panel.root.querySelector(`figure[data-sha256="${entry.sha256}"]`);
    if (!renew(entry)) continue;
    bare?.remove();
    show(panel, entry, true);
  }
}

function count(panel) {
  const { length } = panel.photos;
  panel.root.querySelector("[data-photo-count]").textContent = length ? text("photos").replace("{count}", length) : "";
}

export function tell(panel, sentence) {
  const problem = panel.root.querySelector("[data-photo-problem]");
  problem.textContent = [problem.hidden || !sentence ? "" : problem.textContent, sentence].filter(Boolean).join(" ");
  problem.hidden = !sentence;
}
