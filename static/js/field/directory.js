// Finds a site in the directory that the phone keeps: by its name or pinyin, or by how far it is from here.
import { fix } from "./place.js";
import { clone } from "./rows.js";
import { filled } from "./words.js";

const MOST = 12;
const EARTH = 6371000; // metres

/** Lists the sites that the words fit, those first whose name begins so. */
export function find(place, sites, words) {
  const asked = plain(words);
  const fitting = asked ? sites.map((site) => ({ site, rank: rank(site, asked) })).filter(({ rank }) => rank < NOT) : [];
  fitting.sort((a, b) => a.rank - b.rank);
  list(place, fitting.map(({ site }) => ({ site })));
  say(place, asked && fitting.length === 0 ? "none" : "");
}

/** Asks the phone where it is and lists the sites nearest to that. Says plainly what cannot be told. */
export async function nearest(place, sites) {
  const placed = sites.filter(({ lat, lon }) => Number.isFinite(lat) && Number.isFinite(lon));
  list(place, []);
  say(place, placed.length > 0 ? "asking" : "unplaced");
  if (placed.length === 0) return;
  const from = (await fix().catch(() => null))?.coords;
  if (!from) {
    say(place, "nowhere");
    return;
  }
  const near = placed.map((site) => ({ site, metres: distance(from, site) })).sort((a, b) => a.metres - b.metres);
  list(place, near);
  say(place, "accuracy", { metres: Math.round(from.accuracy), without: sites.length - placed.length });
}

const NOT = 3;

/** 0 where the name begins so, 1 where it has the words, 2 where only its unit has them, else NOT. */
function rank({ name, unit, spelled = "" }, asked) {
  const signs = spelled ? spelled.split(" ").map((sign) => sign.split("/")) : [...plain(name)].map((sign) => [sign]);
  const at = signs.findIndex((_, place) => fits(asked, signs, place));
  if (at >= 0) return Math.min(at, 1);
  return plain(unit).includes(asked) ? 2 : NOT;
}

/** Whether the signs from a place on can be written so: each by itself, or by the beginning of one of its readings. */
function fits(asked, signs, at) {
  if (!asked) return true;
  return (signs[at] ?? []).some((way) => {
    for (let length = common(way, asked); length > 0; length -= 1) {
      if (fits(asked.slice(length), signs, at + 1)) return true;
    }
    return false;
  });
}

function common(way, asked) {
  let length = 0;
  while (length < way.length && way[length] === asked[length]) length += 1;
  return length;
}

const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}\p{M}]/gu, "");

/** Metres along the great circle. */
function distance({ latitude, longitude }, { lat, lon }) {
  const [a, b, turn] = [latitude, lat, lon - longitude].map((degrees) => (degrees * Math.PI) / 180);
  const half = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(turn / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(half));
}

function list(place, found) {
  const rows = found.slice(0, MOST).map(({ site, metres }) => {
    const row = clone("site-row");
    row.querySelector("button").dataset.foundSite = site.id;
    row.querySelector("[data-name]").textContent = site.name;
    row.querySelector("[data-unit]").textContent = site.unit;
    row.querySelector("[data-far]").textContent = metres === undefined ? "" : far(row.querySelector("[data-far]"), metres);
    return row;
  });
  place.querySelector("[data-sites-found]").replaceChildren(...rows);
}

function far({ dataset }, metres) {
  if (metres < 1000) return filled(dataset.metres, { count: Math.round(metres / 10) * 10 });
  return filled(dataset.kilometres, { count: (metres / 1000).toFixed(metres < 1e4 ? 1 : 0) });
}

function say(place, name, values = {}) {
  const told = place.querySelector("[data-site-told]");
  told.hidden = !name;
  const sentences = [told.dataset[name], values.without ? told.dataset.without : ""];
  told.textContent = filled(sentences.filter(Boolean).join(" "), values);
}
