// Photos of a page that was opened again: from this phone, else from the server, else as a place without a picture.
import { photo as stored, savePhoto } from "./draft.js";
import { show } from "./gallery.js";
import { sha256 } from "./store.js";

const PATIENCE = 8000; // milliseconds

/** Shows the photos of a draft's panels; those that only the server has are fetched. */
export async function pictures(panels) {
  const missing = [];
  for (const panel of panels.filter((one) => one.photos.length > 0)) missing.push(...(await restore(panel)));
  await fetchMissing(missing);
}

/** Shows the photos that a restored panel names; gives those that this phone does not hold, as [panel, entry]. */
async function restore(panel) {
  const missing = [];
  for (const entry of panel.photos) {
    const blob = await stored(panel.draft, entry.sha256);
    if (blob) show(panel, entry, blob);
    else missing.push([panel, entry]);
  }
  return missing;
}

/** Photos of a check that was sent from elsewhere come from the server, and are kept here from now on; what cannot be had
 * is shown as a place without a picture. */
async function fetchMissing(missing) {
  let reachable = true;
  for (const [panel, entry] of missing) {
    const blob = reachable ? await fetched(panel.draft, entry.sha256).catch(() => (reachable = false)) : null;
    show(panel, entry, blob || null);
  }
}

async function fetched(draft, hash) {
  const answer = await fetch(`/api/photos/${hash}`, { redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
  const bytes = await answer.arrayBuffer();
  if (!answer.ok || (await sha256(bytes)) !== hash) return null;
  await savePhoto({ draft, sha256: hash, bytes, type: "image/jpeg" }, []);
  return new Blob([bytes], { type: "image/jpeg" });
}

/** Says of every photo on the page whether this phone still holds it. */
export async function markLost(panels) {
  for (const panel of panels) {
    for (const { sha256: hash } of panel.photos) {
      const held = await stored(panel.draft, hash);
      const figure = panel.root.querySelector(`figure[data-sha256="${hash}"]`);
      if (figure) figure.querySelector("[data-gone]").hidden = Boolean(held);
    }
  }
}
