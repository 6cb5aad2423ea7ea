// Photos that this phone could not store: the page keeps them, says so at each, and stores them once there is room.
import { savePhoto } from "./draft.js";
import { mark } from "./gallery.js";

const MOST = 48e6; // bytes, about a hundred photos: more of them could cost a small phone the page, and with it all of them
const held = new Set();

/** One photo on the page only; a key of the saver, which stores it as soon as it can. */
export class Unstored {
  constructor(panel, entry, photo, page) {
    Object.assign(this, { panel, entry, photo, page });
  }

  /** Stores the photo and names it in its record; one that was taken back meanwhile is let be. Rejects when there is no room. */
  async store() {
    const { panel, entry, photo, page } = this;
    if (entry.unstored !== this || !listed(this)) return;
    delete entry.unstored;
    try {
      const whole = await savePhoto({ draft: panel.draft, ...photo }, [page.visit, panel.record()]);
      if (!whole) page.saver.touch(panel);
    } catch (error) {
      entry.unstored = this;
      throw error;
    }
    held.delete(this);
    mark(panel, entry);
  }
}

/** Keeps a photo in the page's memory and gives its key for the saver; null when no more of them can be kept. */
export function keep(panel, entry, photo, page) {
  const sizes = [...held].filter(listed).map((one) => one.photo.bytes.byteLength);
  if (sizes.reduce((sum, size) => sum + size, photo.bytes.byteLength) > MOST) return null;
  entry.unstored = new Unstored(panel, entry, photo, page);
  held.add(entry.unstored);
  return entry.unstored;
}

const listed = ({ panel, entry }) => !panel.withdrawn && panel.photos.includes(entry);
