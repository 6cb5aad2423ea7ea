"""Looks up in the database what an envelope names, for the pure checks of `envelope.py`."""

from typing import Any

from app.checklists import versions
from app.checklists.model import APPROACHES, COVERT, Checklist
from app.db import Database
from app.errors import NotFound
from app.intake.envelope import Known
from app.org import sites
from app.people import persons


def look_up(db: Database, person: str, document: dict[str, Any]) -> Known:
    """What the database knows of the names in a well-formed document."""
    named = {(form["id"], form["version"]) for form in document["checklists"]}
    found = {(name, version): _checklist(db, name, version) for name, version in named}
    there = {key: checklist for key, checklist in found.items() if checklist}
    return Known(
        versions=there,
        checklists=frozenset(key[0] for key in named if key in there or versions.current_version(db, key[0])),
        site=_site(db, document.get("site")),
        replaces=_replaces(db, person, document),
        approaches=_approaches(db, person) if document["visit"] is None else frozenset(),
    )


def _checklist(db: Database, name: str, version: str) -> Checklist | None:
    try:
        return versions.get(db, name, version)
    except NotFound:
        return None


def _site(db: Database, site: str | None) -> bool:
    try:
        return site is not None and bool(sites.get(db, site))
    except NotFound:
        return False


def _replaces(db: Database, person: str, document: dict[str, Any]) -> bool:
    if document.get("replaces") is None:
        return False
    row = db.row("SELECT person, visit FROM submissions WHERE id = :id", id=document["replaces"])
    return row is not None and row["person"] == person and row["visit"] == document["visit"]


def _approaches(db: Database, person: str) -> frozenset[str]:
    """An inspector may start any unplanned check, a mystery shopper only covert ones."""
    return frozenset(APPROACHES) if "inspector" in persons.roles(db, person) else COVERT
