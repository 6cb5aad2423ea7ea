"""The offline pack: everything a phone needs to work without a network, as plain values."""

import json
from dataclasses import dataclass
from typing import Any

from app import clock
from app.checklists import versions
from app.checklists.model import Checklist, Item
from app.db import Database
from app.errors import NotFound
from app.org import sites
from app.org.sites import Site
from app.people.persons import Person
from app.visits import visits
from app.visits.visits import Visit

PROTOCOL = 1
DIRECTORY = "/api/sites"


@dataclass(frozen=True)
class Part:
    """A section of a capture page: of one checklist, only what the approach can judge."""

    id: str
    title: str
    checklist: str
    items: tuple[Item, ...]


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
        return sum(len(part.items) for part in self.parts)


def sheet(db: Database, person: Person, visit_id: str) -> Sheet:
    """The capture sheet of one's own visit. Raises NotFound for anybody else's, and for a cancelled one."""
    visit = visits.get(db, visit_id)
    if visit.cancelled_at or visits.inspector(db, visit.id) != person.id:
        raise NotFound
    site = sites.get(db, visit.site)
    checklists = tuple(current(db, name) for name in visit.checklists)
    return Sheet(visit, site, visit.approach, tuple(sites.posts(db, site.id)), checklists, _parts(checklists, visit))


def unplanned_sheet(db: Database, checklist: str, version: str) -> Sheet:
    """The sheet of an unplanned open check by one checklist. Raises NotFound when that may not be used so."""
    found = versions.get(db, checklist, version)
    if not found.unplanned:
        raise NotFound
    return Sheet(None, None, "open", (), (found,), _parts((found,), None))


def unplanned(db: Database) -> list[Checklist]:
    """The checklists that an unplanned check may use."""
    return [checklist for checklist in versions.offered(db) if checklist.unplanned]


def pack(db: Database, person: Person, device: str, assets: list[str]) -> dict[str, Any]:
    """The answer of GET /api/pack (see the contract). `assets` are the URLs that the field's pages name."""
    mine = visits.open_for(db, person.id)
    may_start = "inspector" in person.roles
    forms = unplanned(db) if may_start else []
    pages = ["/field/", "/field/outbox", *(["/field/unplanned/"] if may_start else [])]
    pages += [url_of(visit) for visit in mine]
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
    """Every site, for choosing one without a network; with its posts."""
    return {
        "sites": [
            {
                "id": site.id,
                "name": site.name,
                "unit": site.unit_name,
                "kind": site.kind,
                "county": site.county,
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


def _parts(checklists: tuple[Checklist, ...], visit: Visit | None) -> tuple[Part, ...]:
    approach = visit.approach if visit else "open"
    parts = []
    for checklist in checklists:
        for section in checklist.sections:
            items = tuple(item for item in section.items if approach in item.approaches)
            if items:
                parts.append(Part(f"{checklist.id}-{section.id}", section.title, checklist.id, items))
    return tuple(parts)
