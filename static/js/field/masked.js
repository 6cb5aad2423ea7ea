// Which photo took the place of which on this page since it was opened: what is put back by undo comes back masked.
const masked = new Map();

export const remember = (old, hash) => masked.set(old, hash);

/** Whether the entry named a photo that was masked meanwhile; then it names the masked one. */
export function renew(entry) {
  const old = entry.sha256;
  while (masked.has(entry.sha256)) entry.sha256 = masked.get(entry.sha256);
  return entry.sha256 !== old;
}
