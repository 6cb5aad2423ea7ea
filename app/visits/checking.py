"""What may be wrong with a form of the planner, as the field and a sentence about it.

Sentences that name something are said in the reader's language already; they are not translated again.
"""

from datetime import date, timedelta

from app import bureau, clock
from app.checklists import versions
from app.checklists.model import APPROACHES
from app.db import Database
from app.errors import N_, NotFound, Place
from app.language import day, say
from app.people import persons
from app.visits import scripts
from app.visits.drafting import BY_HAND, Draft, chosen_sites, judged, may_be_given

LONGEST = 500


def draft(db: Database, typed: Draft) -> tuple[Place, ...]:
    """What is wrong with the form for giving visits, field by field."""
    return (
        *_sites(db, typed),
        *_work(db, typed),
        *who(db, typed.inspector, typed.approach),
        *window(typed.opens, typed.closes),
        *scripts.problems(db, typed.scenario, typed.approach, chosen_sites(db, typed), (typed.opens, typed.closes)),
        *_words(typed),
    )


def window(opens: str, closes: str, before: str = "") -> tuple[Place, ...]:
    """What is wrong with a window. It begins today or later, or as it did `before`; it ends today or later."""
    first, last, today = _day(opens), _day(closes), clock.today()
    if not first or not last:
        field = "closes" if first else "opens"
        return (Place(field, N_("Give the day as year, month and day, such as 2026-11-24.")),)
    if first < today and opens != before:
        return (Place("opens", N_("The first day lies in the past. A visit begins today at the earliest.")),)
    if last < first:
        return (Place("closes", N_("The last day lies before the first.")),)
    if last < today:
        return (Place("closes", N_("The last day lies in the past.")),)
    if last > today + timedelta(days=366):
        return (Place("closes", N_("The last day lies more than a year ahead. Please check the year.")),)
    return ()


def who(db: Database, person: str, approach: str) -> tuple[Place, ...]:
    """What is wrong with who shall do the visit."""
    if not person:
        return (Place("inspector", N_("Choose who does the visit.")),)
    try:
        found = persons.load(db, person)
    except NotFound:
        return (Place("inspector", N_("The one you chose is no longer there. Choose somebody else.")),)
    if may_be_given(found, approach):
        return ()
    if found.disabled_at:
        sentence = N_("%(name)s is out of service, so this visit cannot be given to them.")
    elif approach == "shopper":
        sentence = N_("%(name)s is no mystery shopper now, so this visit cannot be given to them.")
    else:
        sentence = N_("%(name)s is no inspector now, so this visit cannot be given to them.")
    return (Place("inspector", said(sentence, name=found.name)),)


def rest_days_only(opens: str, closes: str) -> bool:
    """Whether every day of the window is a Saturday or a Sunday."""
    first, last = date.fromisoformat(opens), date.fromisoformat(closes)
    return (last - first).days < 2 and first.weekday() >= 5 and last.weekday() >= 5


def said(sentence: str, /, **values: object) -> str:
    """The sentence in the reader's language, which is not translated again where it is shown."""
    return say(sentence, **{name: str(value).replace("%", "％") for name, value in values.items()})


def _sites(db: Database, typed: Draft) -> tuple[Place, ...]:
    if not typed.sites:
        return (Place("site", N_("Choose at least one site.")),)
    most = bureau.number(db, "visit_sites")
    if len(set(typed.sites)) > most:
        return (Place("site", said(N_("At most %(most)s sites at a time (set by this bureau)."), most=most)),)
    found = chosen_sites(db, typed)
    if len(found) < len(set(typed.sites)):
        return (Place("site", N_("A site that you chose is no longer there. Those that are stay chosen.")),)
    return tuple(
        Place(
            "site", said(N_("“%(name)s” is out of service from %(day)s on."), name=site.name, day=day(site.closed_on))
        )
        for site in found
        if site.closed_on and site.closed_on <= typed.closes
    )[:1]


def _work(db: Database, typed: Draft) -> tuple[Place, ...]:
    if typed.approach not in APPROACHES or typed.selection not in BY_HAND:
        return (Place("approach", N_("There is no such approach or way of selection.")),)
    if not typed.checklists:
        return (Place("checklist", N_("A visit needs at least one checklist.")),)
    known = {form.id: form for form in versions.offered(db)}
    for name in typed.checklists:
        if name not in known:
            return (Place("checklist", said(N_("There is no checklist %(name)s now."), name=name)),)
        if not judged(known[name], typed.approach):
            sentence = N_("In “%(name)s” there is nothing to judge by this approach. Leave it out.")
            return (Place("checklist", said(sentence, name=known[name].title)),)
    return ()


def _words(typed: Draft) -> tuple[Place, ...]:
    wrong = []
    if typed.selection != "assigned" and not typed.reason:
        wrong.append(Place("reason", N_("Say what is followed up, or which complaint leads here.")))
    for field, text in (("reason", typed.reason), ("note", typed.note)):
        if len(text) > LONGEST:
            wrong.append(Place(field, said(N_("Longer than %(most)s characters."), most=LONGEST)))
    return tuple(wrong)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
