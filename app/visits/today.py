"""The inspector's list: what is to do today, this week, later."""

from dataclasses import dataclass
from datetime import date, timedelta

from app import clock
from app.checklists import versions
from app.checklists.scenarios.model import Scenario
from app.checklists.words import worded
from app.db import Database
from app.errors import N_
from app.org import sites
from app.org.sites import Site
from app.people.persons import Person
from app.visits import pack, scripts, visits
from app.visits.visits import Visit


@dataclass(frozen=True)
class Entry:
    """A visit with the words of its row; `items` counts what is to judge."""

    visit: Visit
    site: Site
    titles: tuple[str, ...]
    items: int
    late: bool
    script: Scenario | None = None


@dataclass(frozen=True)
class Group:
    title: str
    entries: tuple[Entry, ...]


def groups(db: Database, person: Person) -> list[Group]:
    """One's open visits: due today (or late), due within this week, later; empty groups are left out."""
    today = clock.today()
    sunday = today + timedelta(days=6 - today.weekday())
    entries = [_entry(db, visit, today) for visit in visits.open_for(db, person.id)]
    due = [(date.fromisoformat(entry.visit.closes), entry) for entry in entries]
    parts = (
        Group(N_("Today"), tuple(e for closes, e in due if closes <= today)),
        Group(N_("This week"), tuple(e for closes, e in due if today < closes <= sunday)),
        Group(N_("Later"), tuple(e for closes, e in due if closes > max(today, sunday))),
    )
    return [group for group in parts if group.entries]


def _entry(db: Database, visit: Visit, today: date) -> Entry:
    forms = [versions.get(db, name, versions.current_version(db, name) or "") for name in visit.checklists]
    site = sites.get(db, visit.site)
    script = scripts.of(db, visit.id)
    asked = [item for form in forms for item in pack.applying(form, visit.approach, site) if item.kind != "info"]
    items = sum(1 for item in asked if script is None or item.id in script.judged)
    late = visit.closes < today.isoformat()
    titles = (worded(script, "title"),) if script else tuple(worded(form, "title") for form in forms)
    return Entry(visit, site, titles, items, late, script)
