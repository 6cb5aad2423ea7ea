"""Sites and posts of a roster file."""

from contextlib import suppress

from app.errors import N_
from app.org.cells import alike, plain
from app.org.columns import Record
from app.org.drafting import Draft, Item, Known
from app.org.plan_units import Units

KINDS = {
    "营业厅": "hall",
    "供电营业厅": "hall",
    "热线": "hotline",
    "95598热线": "hotline",
    "95598": "hotline",
    "电话": "hotline",
    "网站": "website",
    "网上营业厅": "website",
    "班组": "crew",
    "抢修班": "crew",
    "办公室": "office",
    "科室": "office",
    "部门": "office",
}
KIND_WORDS = {"hall": "营业厅", "hotline": "热线", "website": "网站", "crew": "班组", "office": "办公室"}


class Sites(Known):
    """Finds sites by code, or by name within their unit, as they are after the import."""

    kind = "sites"

    def within(self, unit: str, name: str) -> list[Item]:
        return [item for item in self.by_name.get(alike(name), []) if item["unit"] == unit]

    def named(self, record: Record, units: Units) -> Item | None:
        """The site that a row names, with its unit where it tells one; None, with a problem."""
        text = record["site"]
        if not text:
            self.draft.wrong(record, "site", N_("This cell is empty."))
            return None
        found = [self.by_code[plain(text)]] if plain(text) in self.by_code else self.by_name.get(alike(text), [])
        if record["unit"] and found:
            unit = units.named(record, "unit")
            if unit is None:
                return None
            if all(item["unit"] != unit.id for item in found):
                sentence = N_("%(unit)s has no site %(name)s.")
                self.draft.wrong(record, "site", sentence, unit=unit["name"], name=text)
                return None
            found = [item for item in found if item["unit"] == unit.id]
        if len(found) > 1:
            found = [item for item in found if self.draft.in_service(item)] or found
        if len(found) == 1:
            return found[0]
        if found:
            sentence = N_(
                "There are %(count)s sites called %(name)s. Tell the unit, too, or write the code of the site."
            )
            self.draft.wrong(record, "site", sentence, count=len(found), name=text)
        else:
            sentence = N_("There is no site %(name)s, neither in this file nor in the roster.")
            self.draft.wrong(record, "site", sentence, name=text)
        return None


def plan(draft: Draft, records: list[Record], units: Units) -> Sites:
    """Puts the rows into the draft, lets sites follow units that are merged or closed, and gives the sites."""
    sites = Sites(draft)
    for record in sorted(records, key=lambda r: r["code"] not in sites.by_code):
        _site(draft, sites, units, record)
    _follow(draft)
    sites.refresh()
    _names(draft)
    return sites


def _site(draft: Draft, sites: Sites, units: Units, record: Record) -> None:
    name, code = draft.name(record), draft.code(record)
    item = sites.by_code.get(code) if code else None
    unit = units.named(record, "unit") if record["unit"] else None
    if unit is None and (record["unit"] or item is None):
        if not record["unit"] and "unit" in record.headers:
            draft.wrong(record, "unit", N_("This cell is empty."))
        return
    if not name:
        return
    if item is None:
        assert unit
        likely = [s for s in sites.within(unit.id, name) if not (code and s["code"] and s["code"] != code)]
        item = likely[0] if likely else None
    if item is None:
        assert unit
        item = draft.add("sites", record, unit=unit.id, name=name, kind="hall", lat=None, lon=None, code=code)
        item.values["closed_on"] = None
        if not draft.in_service(unit):
            draft.wrong(record, "unit", N_("%(name)s is out of service, so it gets no new site."), name=unit["name"])
    elif not draft.claim(item, record, "code" if code else "name"):
        return
    item.values |= {"name": name, "code": code or item["code"], "unit": unit.id if unit else item["unit"]}
    item.values["kind"] = _kind(draft, record, item["kind"])
    _position(draft, record, item)
    item.values["closed_on"] = draft.closing(record, item["closed_on"])
    sites.note(item)


def _kind(draft: Draft, record: Record, former: str) -> str:
    text = record["kind"]
    if text and alike(text) not in KINDS:
        allowed = "、".join(KIND_WORDS.values())
        draft.wrong(record, "kind", N_("“%(text)s” is no kind. Possible are: %(all)s."), text=text, all=allowed)
    return KINDS.get(alike(text), former)


def _position(draft: Draft, record: Record, item: Item) -> None:
    """Latitude and longitude, both or neither."""
    for column, most in (("lat", 90), ("lon", 180)):
        text = alike(record[column]).rstrip("°")
        if not text or draft.name(record, column, required=False) == "":
            continue
        value = None
        with suppress(ValueError):
            value = float(text)
        if value is None or not -most <= value <= most:
            sentence = N_("“%(text)s” is no number of degrees between −%(most)s and %(most)s.")
            draft.wrong(record, column, sentence, text=record[column], most=most)
        else:
            item.values[column] = round(value, 6)
    if (item["lat"] is None) != (item["lon"] is None):
        column = "lat" if item["lat"] is None else "lon"
        draft.wrong(record, column, N_("纬度 and 经度 go together: give both or neither."))


def _follow(draft: Draft) -> None:
    """The sites of a merged unit go to the one that took it up; those of a closed one close with it."""
    units = draft.items["units"]
    for item in draft.of("sites"):
        unit = units[item["unit"]]
        if unit["merged_into"] and draft.in_service(item):
            item.values["unit"] = unit["merged_into"]
        elif unit["closed_on"] and (item["closed_on"] is None or item["closed_on"] > unit["closed_on"]):
            item.values["closed_on"] = unit["closed_on"]


def _names(draft: Draft) -> None:
    seen: dict[tuple[str, str], Item] = {}
    for item in draft.of("sites"):
        if not draft.in_service(item):
            continue
        other = seen.setdefault((item["unit"], alike(item["name"])), item)
        unit = draft.items["units"][item["unit"]]
        merged = [draft.items["units"][each.before["unit"]] for each in (item, other) if each.changed and each.before]
        told = item.record or other.record or next((each.record for each in merged if each.record), None)
        if other is not item and told:
            sentence = N_("%(unit)s would have two sites called %(name)s. Give one of them another name by its code.")
            column = "name" if item.record or other.record else "into"
            draft.wrong(told, column, sentence, unit=unit["name"], name=item["name"])


def plan_posts(draft: Draft, records: list[Record], sites: Sites, units: Units) -> dict[tuple[str, str], Item]:
    """Puts the posts into the draft, and gives all by site and name."""
    posts = {(item["site"], alike(item["name"])): item for item in draft.of("posts")}
    for record in records:
        site, name = sites.named(record, units), draft.name(record)
        if not site or not name:
            continue
        item = posts.get((site.id, alike(name)))
        if item is None:
            posts[site.id, alike(name)] = draft.add("posts", record, site=site.id, name=name)
            if not draft.in_service(site):
                draft.wrong(
                    record, "site", N_("%(name)s is out of service, so it gets no new post."), name=site["name"]
                )
        elif draft.claim(item, record, "name"):
            item.values["name"] = name
    return posts
