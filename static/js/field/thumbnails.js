// Photos on the page: small, and drawn when they come near the screen. A check may have a hundred and more, and as they were
// taken those do not fit into a phone's memory.
import { small } from "./photos.js";

const watched = new WeakMap();
const near = new Set(); // images that come near and are not drawn yet
const watcher = new IntersectionObserver(moved, { rootMargin: "100% 0px" });
let drawing = null;

/** Draws a photo of this phone in the image once that is near. `read` resolves to it as a Blob; `gone()` is called when it is
 * no longer here. */
export function draw(image, read, gone) {
  watched.set(image, { read, gone });
  watcher.observe(image);
}

function moved(entries) {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) near.add(target);
    else near.delete(target); // it was scrolled past
  }
  drawing ??= drawNear().finally(() => (drawing = null));
}

/** One after the other, so that only one of them is in memory as it was taken. */
async function drawNear() {
  for (const image of near) {
    near.delete(image);
    watcher.unobserve(image);
    const { read, gone } = watched.get(image);
    const blob = await read().catch(() => null);
    if (blob) await put(image, await small(blob));
    else gone();
  }
}

function put(image, blob) {
  const url = URL.createObjectURL(blob);
  image.src = url;
  return image.decode().catch(() => {}).finally(() => URL.revokeObjectURL(url));
}
