"""The planner's form for giving visits: what was typed, and what it offers to choose from."""

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

from app import clock
from app.checklists import versions
from app.checklists.model import Checklist
from app.db import Database
from app.errors import NotFound
from app.org import search, sites
from app.org.sites import Site
from app.people import persons
from app.people.persons import Person

BY_HAND = ("assigned", "follow-up", "complaint")  # what is drawn comes from a draw
SUGGESTED = 8
# What is usually done at a kind of site: by these a checklist suits the kind, and the form proposes an approach.
USUAL = {
    "hall": ("open", "covert", "shopper"),
    "hotline": ("phone",),
    "website": ("web",),
    "crew": ("open", "covert"),
    "office": ("desk", "open"),
}


@dataclass(frozen=True)
class Draft:
    """The form as it was typed. `form` is made with the page: sending it twice gives nothing twice. With a `scenario`
    the checklists are those of the script."""

    form: str
    sites: tuple[str, ...]
    approach: str
    checklists: tuple[str, ...]
    inspector: str
    opens: str
    closes: str
    selection: str
    reason: str
    note: str
    scenario: str = ""


def blank() -> Draft:
    """The form before anything is typed: an open visit by Sunday of this week."""
    today = clock.today()
    sunday = today + timedelta(days=6 - today.weekday())
    return Draft(str(uuid.uuid4()), (), "open", (), "", today.isoformat(), sunday.isoformat(), "assigned", "", "")


def known(draft: Draft) -> Draft:
    """The form as it came in an address: one whose id nobody made gets a new one, and days that are missing are those
    of the blank form."""
    usual = blank()
    draft = replace(draft, opens=draft.opens or usual.opens, closes=draft.closes or usual.closes)
    try:
        uuid.UUID(draft.form)
    except ValueError:
        return anew(draft)
    return draft


def anew(draft: Draft) -> Draft:
    """The same form as another one: sent, it gives further visits."""
    return replace(draft, form=str(uuid.uuid4()))


def suggested(db: Database, text: str, chosen: list[Site]) -> list[Site]:
    """Sites in service that are found by name, code, unit or pinyin, without those that are chosen; none without a
    text."""
    if not text:
        return []
    found = search.sites(db, text, limit=SUGGESTED + len(chosen))
    return [site for site in found if site not in chosen][:SUGGESTED]


def may_be_given(person: Person, approach: str) -> bool:
    """An inspector in service does everything but what only a mystery shopper can do."""
    return person.disabled_at is None and ("shopper" if approach == "shopper" else "inspector") in person.roles


def candidates(db: Database, approach: str) -> list[Person]:
    """Who can be given a visit of this approach, by name."""
    return sorted((p for p in persons.everyone(db) if may_be_given(p, approach)), key=lambda p: (p.name, p.id))


def forms(db: Database, approach: str, kinds: frozenset[str]) -> list[tuple[Checklist, int]]:
    """Every checklist in use with how many items this approach judges; those that suit approach and kinds first."""
    usual = {each for kind in kinds for each in USUAL.get(kind, ())}

    def rank(found: tuple[Checklist, int]) -> tuple[bool, bool, str]:
        fits = any(usual & set(item.approaches) for item in found[0].items)
        return (not found[1], not fits, found[0].id)

    return sorted(((form, judged(form, approach)) for form in versions.offered(db)), key=rank)


def judged(checklist: Checklist, approach: str) -> int:
    """How many items a visit of this approach judges."""
    return sum(item.on and approach in item.approaches for item in checklist.items)


def chosen_sites(db: Database, draft: Draft) -> list[Site]:
    """The sites of the form that exist, in order."""
    return [site for site in (_site(db, name) for name in dict.fromkeys(draft.sites)) if site]


def _site(db: Database, site: str) -> Site | None:
    try:
        return sites.get(db, site)
    except NotFound:
        return None
