// Small ways of putting values into the sentences that the page carries.

/** Fills `{name}` places of a prepared sentence. */
export const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);

const two = (n) => String(n).padStart(2, "0");

/** 10:42:07 today, 11-23 10:42:07 on another day. */
export function when(moment) {
  const date = new Date(moment);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  if (date.toDateString() === new Date().toDateString()) return time;
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
}

const UNITS = [["day", 864e5], ["hour", 36e5], ["minute", 6e4]];

/** How long ago a moment was, in the page's language: 3 hours ago, 2天前. */
export function ago(moment) {
  const past = Math.max(0, Date.now() - Date.parse(moment)); // a clock may have been set back
  const [unit, length] = UNITS.find((one) => past >= one[1]) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(document.documentElement.lang).format(-Math.floor(past / length), unit);
}

/** 3.2 MB, 412 kB. */
export function size(bytes) {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.round(bytes / 1e3)} kB`;
}

/** A hash in groups, so that people can compare it: 7be0 41d9 … 3f18. */
export const code = (hash) => `${hash.slice(0, 4)} ${hash.slice(4, 8)} … ${hash.slice(-4)}`;
