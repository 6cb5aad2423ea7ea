// A photo that was drawn on takes the place of the one without, wherever the page names that. The unmasked bytes are never sent.
import { replacePhoto, savePhoto } from "./draft.js";
import { show } from "./gallery.js";
import { remember } from "./masked.js";

/** Puts the photo in the place of the entry's, in every panel of the page. Rejects when it could not be stored: then
 * everything is as it was. */
export async function replace(page, entry, photo) {
  const old = entry.sha256;
  const { draft } = page.panels[0];
  const named = page.panels.flatMap((panel) => panel.photos.filter((one) => one.sha256 === old).map((one) => ({ panel, one })));
  const panels = [...new Set(named.map(({ panel }) => panel))];
  const stored = named.filter(({ one }) => !one.unstored);
  // The new bytes are there before anything names them: the saver may write a panel at any moment.
  if (stored.length > 0) await savePhoto({ draft, ...photo }, []);
  name(named, photo.sha256);
  try {
    const records = [page.visit, ...panels.map((panel) => panel.record())];
    if (stored.length > 0 && !(await replacePhoto({ draft, ...photo }, old, records))) panels.forEach((panel) => page.saver.touch(panel));
  } catch (error) {
    name(named, old);
    panels.forEach((panel) => page.saver.touch(panel));
    throw error;
  }
  remember(old, photo.sha256);
  for (const { panel, one } of named) {
    if (one.unstored) one.unstored.photo = photo;
    if (one.unstored) page.saver.touch(one.unstored);
    panel.root.querySelector(`figure[data-sha256="${old}"]`)?.remove();
    show(panel, one, true);
  }
}

const name = (named, hash) => named.forEach(({ one }) => (one.sha256 = hash));
