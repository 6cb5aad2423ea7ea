// Photos of a page that was opened again: from this phone, else from the server, else as a place without a picture.
import { photosOf, savePhoto } from "./draft.js";
import { show } from "./gallery.js";
import { sha256 } from "./store.js";

const PATIENCE = 8000; // milliseconds

/** Shows the photos of a draft's panels; those that only the server has are fetched. */
export async function pictures(panels) {
  const named = panels.flatMap((panel) => panel.photos.map((entry) => [panel, entry]));
  if (named.length === 0) return;
  const held = await photosOf(panels[0].draft);
  for (const [panel, entry] of named) if (held.has(entry.sha256)) show(panel, entry, true);
  await fetchMissing(named.filter(([, entry]) => !held.has(entry.sha256)));
}

/** Photos of a check that was sent from elsewhere come from the server, and are kept here from now on; what cannot be had
 * is shown as a place without a picture. */
async function fetchMissing(missing) {
  let reachable = true;
  for (const [panel, entry] of missing) {
    const got = reachable && (await fetched(panel.draft, entry.sha256).catch(() => (reachable = false)));
    show(panel, entry, got);
  }
}

/** Whether the server gave the photo and it is now kept here. */
async function fetched(draft, hash) {
  const answer = await fetch(`/api/photos/${hash}`, { redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
  const bytes = await answer.arrayBuffer();
  if (!answer.ok || (await sha256(bytes)) !== hash) return false;
  await savePhoto({ draft, sha256: hash, bytes, type: "image/jpeg" }, []);
  return true;
}

/** Says of every photo on the page whether this phone still holds it. */
export async function markLost(panels) {
  const held = panels.length > 0 ? await photosOf(panels[0].draft) : null;
  for (const { root } of panels) {
    for (const figure of root.querySelectorAll("figure[data-sha256]")) {
      figure.querySelector("[data-gone]").hidden = held.has(figure.dataset.sha256);
    }
  }
}
