"""Visits by a mystery shopper's script: which scenario a visit follows, and which scenarios a form can choose."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.checklists.scenarios import store
from app.checklists.scenarios.model import Scenario
from app.db import Database
from app.errors import N_, NotFound, Place
from app.language import say
from app.org.sites import Site


def of(db: Database, visit: str) -> Scenario | None:
    """The scenario of a visit in the version in which it was given, None for a visit by checklists alone."""
    row = db.row("SELECT scenario, version FROM visit_scenarios WHERE visit = :visit", visit=visit)
    return store.get(db, row["scenario"], row["version"]) if row else None


def follow(db: Database, visit: str, scenario: Scenario) -> None:
    """Notes, within the transaction that gives the visit, that it follows this scenario."""
    db.execute(
        "INSERT INTO visit_scenarios (visit, scenario, version) VALUES (:visit, :scenario, :version)",
        visit=visit,
        scenario=scenario.id,
        version=scenario.version,
    )


def offered(db: Database, approach: str) -> list[Scenario]:
    """The scenarios that a visit of this approach may follow now."""
    return [one for one in store.current(db) if approach in one.approaches and store.open_to(db, one)]


def chosen(db: Database, scenario: str) -> Scenario | None:
    """The scenario of a form, None when it names none or one that is not there."""
    try:
        return store.find(db, scenario) if scenario else None
    except NotFound:
        return None


def problems(
    db: Database, scenario: str, approach: str, places: list[Site], days: tuple[str, str]
) -> tuple[Place, ...]:
    """What is wrong with doing a scenario by this approach, at these sites, within these days (both included)."""
    return tuple(Place("scenario", sentence) for sentence in _wrong(db, scenario, approach, places, days))[:1]


def _wrong(db: Database, scenario: str, approach: str, places: list[Site], days: tuple[str, str]) -> Iterator[str]:
    found = chosen(db, scenario)
    if found is None:
        if scenario:
            yield N_("There is no such script now.")
        return
    if not store.open_to(db, found):
        yield N_("This script sets a real crew in motion and is not approved.")
    if approach not in found.approaches:
        yield N_("This script is not done by this approach. Choose another one.")
    for site in places:
        if site.kind not in found.kinds or (found.county and not site.county):
            sentence = N_("The script cannot be done at “%(name)s”: it is no site of that kind.")
            yield say(sentence, name=site.name.replace("%", "％"))
    if found.weekend and not _weekend(*days):
        yield N_("This script is done on a Saturday or Sunday, and there is none in the window.")


def _weekend(opens: str, closes: str) -> bool:
    """Whether a Saturday or Sunday lies between two days; a window that is none is told elsewhere."""
    try:
        first, last = date.fromisoformat(opens), date.fromisoformat(closes)
    except ValueError:
        return True
    return any((first + timedelta(days=n)).weekday() >= 5 for n in range(min((last - first).days + 1, 7)))
