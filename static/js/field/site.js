// The site of an unplanned check, chosen from the directory that the phone keeps.
import { applyAt, applying } from "./asking.js";
import { offerPosts } from "./panels.js";
import { json } from "./pack.js";
import { meta } from "./store.js";

let sites = [];
const directory = () => import("./directory.js"); // only an unplanned check needs it, and only when it is looked into

/** Fills the list of sites, unit by unit, those first for which the form was made; from the store if that is `open`. */
export async function chooseSite(form, open) {
  const stored = open ? await meta("directory") : null;
  sites = stored ?? (await json("/api/sites").catch(() => ({ sites: [] }))).sites;
  const select = form.querySelector("[data-choose-site]");
  const groups = new Map();
  const fit = new Map(sites.map((site) => [site.kind + site.county, 0]));
  for (const site of sites) fit.set(site.kind + site.county, fit.get(site.kind + site.county) || applying(form, site));
  for (const site of sites.toSorted((a, b) => fit.get(b.kind + b.county) - fit.get(a.kind + a.county))) {
    if (!groups.has(site.unit)) {
      groups.set(site.unit, Object.assign(document.createElement("optgroup"), { label: site.unit }));
    }
    groups.get(site.unit).append(new Option(site.name, site.id));
  }
  select.append(...groups.values());
  bindDirectory(form, select);
}

/** Lets the site be found by words or by where one stands; what is found is chosen as in the list. */
function bindDirectory(form, select) {
  const place = form.querySelector("[data-directory]");
  if (!place) return; // a page of an older version
  const words = place.querySelector("[data-site-words]");
  const search = () => void directory().then(({ find }) => find(place, sites, words.value));
  words.addEventListener("input", search);
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would send the form away
  });
  place.addEventListener("click", ({ target }) => {
    const chosen = target.closest("[data-found-site]")?.dataset.foundSite;
    if (target.closest("[data-nearest]")) void directory().then(({ nearest }) => nearest(place, sites));
    if (!chosen) return;
    select.value = chosen;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    words.value = "";
    search();
    select.focus();
  });
  if (words.value) search();
}

/** Makes a site the visit's: its name goes to the bar and its posts to the items. */
export function siteChosen(form, visit, id) {
  const site = sites.find((one) => one.id === id);
  const select = form.querySelector("[data-choose-site]");
  if (site) select.value = id;
  visit.site = form.dataset.site = site ? id : (visit.site ?? "");
  visit.name = form.dataset.name = site?.name ?? visit.name;
  form.querySelector("[data-site-missing]").hidden = true;
  if (site) document.querySelector("[data-site-name]").textContent = site.name;
  offerPosts(form, site?.posts ?? []);
  applyAt(form, site);
}
