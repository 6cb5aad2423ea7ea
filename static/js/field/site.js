// The site of an unplanned check, chosen from the directory that the phone keeps.
import { offerPosts } from "./panels.js";
import { json } from "./pack.js";
import { meta } from "./store.js";

let sites = [];

/** Fills the list of sites, unit by unit. */
export async function chooseSite(form) {
  sites = (await meta("directory")) ?? (await json("/api/sites").catch(() => ({ sites: [] }))).sites;
  const select = form.querySelector("[data-choose-site]");
  const groups = new Map();
  for (const site of sites) {
    if (!groups.has(site.unit)) {
      groups.set(site.unit, Object.assign(document.createElement("optgroup"), { label: site.unit }));
    }
    groups.get(site.unit).append(new Option(site.name, site.id));
  }
  select.append(...groups.values());
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
}
