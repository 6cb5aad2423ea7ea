// Where in a check its missing photos stand, so that people know what to look for. No page code.
import { ask } from "./wire.js";

/** The photos of these hashes as { sha256, why, item, text, post, n, at }; `n` counts the photos of the item, `why` comes
 * from `lost`, `text` is empty when it cannot be fetched. */
export async function places(record, hashes, lost) {
  const { observations, checklists } = JSON.parse(record.body);
  const texts = await itemTexts(checklists);
  const counts = new Map();
  const found = observations.flatMap(({ item, post, photos }) =>
    photos.map(({ sha256: hash, at }) => {
      counts.set(item, (counts.get(item) ?? 0) + 1);
      return { sha256: hash, why: lost.get(hash), item, text: texts.get(item) ?? "", post, n: counts.get(item), at };
    }),
  );
  return found.filter((one) => hashes.includes(one.sha256));
}

/** The words of the items, for telling people which photo is missing; without them the number must do. */
async function itemTexts(checklists) {
  const asked = checklists.map(({ id, version }) => ask(`/api/checklists/${id}/${version}`).catch(() => ({})));
  const sections = (await Promise.all(asked)).flatMap(({ found }) => found?.sections ?? []);
  return new Map(sections.flatMap((section) => section.items).map(({ id, text }) => [id, text]));
}
