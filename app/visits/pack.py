"""The offline pack: everything a phone needs to work without a network, as plain values."""

import json
from dataclasses import dataclass
from typing import Any

from app import clock
from app.checklists import asking, versions
from app.checklists.model import COVERT, Checklist, Item
from app.checklists.scenarios.model import Scenario
from app.db import Database
from app.errors import NotFound
from app.org import sites
from app.org.sites import Site
from app.org.spelling import spelled
from app.people.persons import Person
from app.visits import scripts, visits
from app.visits.visits import Visit

PROTOCOL = 1
DIRECTORY = "/api/sites"
FOLLOW_UP = "follow-up"


@dataclass(frozen=True)
class Part:
    """A section of a capture page: of one checklist, only what the approach can judge and what applies at the site.
    `waiting` are those that nothing entered asks for yet."""

    id: str
    title: str
    title_en: str
    checklist: Checklist
    items: tuple[Item, ...]
    waiting: frozenset[str] = frozenset()

    @property
    def total(self) -> int:
        """How many of them can be answered to begin with."""
        return sum(1 for item in self.items if item.kind != "info" and item.id not in self.waiting)

    def judged(self, item: Item) -> bool:
        """Whether an item takes a verdict: in a record none does."""
        return self.checklist.judges(item)


@dataclass(frozen=True)
class Sheet:
    """What a capture page shows: the visit (None: unplanned), its site (None: still to be chosen), posts and parts."""

    visit: Visit | None
    site: Site | None
    approach: str
    posts: tuple[str, ...]
    checklists: tuple[Checklist, ...]
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        return sum(part.total for part in self.parts)

    @property
    def conditions(self) -> str:
        """The conditions of the items as JSON for the page's script: by item, then by field (see asking.trees)."""
        trees = {item: fields for form in self.checklists for item, fields in asking.trees(form).items()}
        return json.dumps(trees, ensure_ascii=False, separators=(",", ":"))


def own(db: Database, person: Person, visit_id: str) -> Visit:
    """One's own visit. Raises NotFound for anybody else's, and for a cancelled one."""
    visit = visits.get(db, visit_id)
    if visit.cancelled_at or visits.inspector(db, visit.id) != person.id:
        raise NotFound
    return visit


def sheet(db: Database, person: Person, visit_id: str) -> Sheet:
    """The capture sheet of one's own visit. Raises NotFound for anybody else's, and for a cancelled one."""
    visit = own(db, person, visit_id)
    site = sites.get(db, visit.site)
    checklists = tuple(current(db, name) for name in visit.checklists)
    return Sheet(
        visit,
        site,
        visit.approach,
        tuple(sites.posts(db, site.id)),
        checklists,
        parts_of(checklists, visit.approach, site, scripts.of(db, visit.id)),
    )


def script(db: Database, person: Person, visit_id: str) -> Scenario:
    """The script of one's own visit. Raises NotFound for anybody else's, and where there is none."""
    visit = own(db, person, visit_id)
    found = scripts.of(db, visit.id)
    if found is None:
        raise NotFound
    return found


def unplanned_sheet(db: Database, checklist: str, version: str) -> Sheet:
    """The sheet of an unplanned open check by one checklist. Raises NotFound when that may not be used so."""
    found = versions.get(db, checklist, version)
    parts = parts_of((found,), "open", None)
    if not found.unplanned or not parts:
        raise NotFound
    return Sheet(None, None, "open", (), (found,), parts)


def unplanned(db: Database) -> list[Checklist]:
    """The checklists that an unplanned check may use."""
    offered = versions.offered(db)
    return [checklist for checklist in offered if checklist.unplanned and applying(checklist, "open", None)]


def pack(db: Database, person: Person, device: str, assets: list[str]) -> dict[str, Any]:
    """The answer of GET /api/pack (see the contract). `assets` are the URLs that the field's pages name."""
    mine = visits.open_for(db, person.id)
    may_start = "inspector" in person.roles
    forms = unplanned(db) if may_start else []
    pages = ["/field/", "/field/outbox", *(["/field/unplanned/"] if may_start else [])]
    pages += [url_of(visit) for visit in mine]
    pages += [f"{url_of(visit)}/script" for visit in mine if scripts.of(db, visit.id)]
    pages += [f"{url_of(visit)}/last-time" for visit in mine if visit.selection == FOLLOW_UP]
    pages += [f"/field/unplanned/{form.id}/{form.version}" for form in forms]
    return {
        "server_time": clock.now().isoformat(timespec="milliseconds"),
        "protocol": PROTOCOL,
        "me": person.opaque,
        "device": device,
        "visits": [_entry(db, visit) for visit in mine],
        "unplanned": [{"id": form.id, "version": form.version} for form in forms],
        "cache": [*pages, *assets],
        "directory": DIRECTORY,
    }


def directory(db: Database) -> dict[str, Any]:
    """Every site, for choosing one without a network: with its posts, how its name is read, where it is if known."""
    return {
        "sites": [
            {
                "id": site.id,
                "name": site.name,
                "unit": site.unit_name,
                "kind": site.kind,
                "county": site.county,
                "spelled": spelled(site.name),
                "lat": site.lat,
                "lon": site.lon,
                "posts": sites.posts(db, site.id),
            }
            for site in sites.everywhere(db)
        ]
    }


def checklists_json(shown: Sheet) -> str:
    """What a submission says of the forms it answers, as JSON for the page's script."""
    return json.dumps([{"id": form.id, "version": form.version} for form in shown.checklists])


def url_of(visit: Visit) -> str:
    return f"/field/visits/{visit.id}"


def _entry(db: Database, visit: Visit) -> dict[str, Any]:
    site = sites.get(db, visit.site)
    return {
        "id": visit.id,
        "site": site.name,
        "unit": site.unit_name,
        "approach": visit.approach,
        "window": [visit.opens, visit.closes],
        "checklists": [{"id": name, "version": current(db, name).version} for name in visit.checklists],
        "url": url_of(visit),
        "returned": visit.returned_submission,
        "reason": visit.returned_reason,
    }


def current(db: Database, checklist: str) -> Checklist:
    """The version of a checklist that new visits use. Raises NotFound."""
    return versions.get(db, checklist, versions.current_version(db, checklist) or "")


def applying(checklist: Checklist, approach: str, site: Site | None) -> tuple[Item, ...]:
    """What of a form is asked: by this approach, at this site; where the site is yet to be chosen, all that may be."""
    return tuple(
        item
        for item in checklist.items
        if approach in item.approaches
        and item.on
        and (site is None or checklist.applies(item, site.kind, site.county))
        and not (item.kind == "image" and approach in COVERT)
    )


def parts_of(
    checklists: tuple[Checklist, ...], approach: str, site: Site | None, scenario: Scenario | None = None
) -> tuple[Part, ...]:
    """The sections of a capture page: what applies, of a script's checklists only what it judges."""
    parts = []
    for checklist in checklists:
        asked, fresh = {item.id for item in applying(checklist, approach, site)}, asking.asked(checklist, {})
        if scenario:
            asked &= scenario.judged
        for section in checklist.sections:
            items = tuple(item for item in section.items if item.id in asked)
            waiting = frozenset(item.id for item in items if item.id not in fresh)
            if items:
                parts.append(
                    Part(f"{checklist.id}-{section.id}", section.title, section.title_en, checklist, items, waiting)
                )
    return tuple(parts)
