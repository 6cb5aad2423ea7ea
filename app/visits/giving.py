"""Giving visits by hand: one form, one visit for each site that it names, and nothing twice."""

import uuid
from datetime import date

from app.db import Database
from app.errors import N_, Conflict, Invalid, NotFound, Place
from app.org.sites import Site
from app.people.persons import Person
from app.visits import checking, scripts, visits
from app.visits.drafting import Draft, chosen_sites
from app.visits.visits import Visit


def problems(db: Database, draft: Draft) -> tuple[Place, ...]:
    """What is wrong with the form. Raises Conflict for a form without its id."""
    return checking.draft(db, draft) + _given_otherwise(db, draft)


def give(db: Database, by: Person, draft: Draft) -> list[Visit]:
    """One visit for each site, all or none; the same form again gives the visits of the first time. Raises Invalid."""
    with db.write():
        wrong = problems(db, draft)
        if wrong:
            raise Invalid(wrong[0].detail, wrong)
        return [_existing(db, draft, site.id) or _give(db, by, draft, site) for site in chosen_sites(db, draft)]


def _given_otherwise(db: Database, draft: Draft) -> tuple[Place, ...]:
    """The form was sent before, with something else in it: somebody went back and changed it."""
    for site in chosen_sites(db, draft):
        given = _existing(db, draft, site.id)
        if given and not _same(db, given, draft):
            sentence = N_(
                "This form has given the visit of “%(name)s” already, with other particulars. "
                "To change that visit open it; to give one more, send the form again."
            )
            return (Place("form", checking.said(sentence, name=site.name)),)
    return ()


def _same(db: Database, given: Visit, draft: Draft) -> bool:
    followed = scripts.of(db, given.id)
    return (given.approach, given.checklists, given.opens, given.closes, given.note, given.selection) == (
        draft.approach,
        draft.checklists,
        draft.opens,
        draft.closes,
        draft.note,
        draft.selection,
    ) and (visits.first_inspector(db, given.id), followed.id if followed else "") == (draft.inspector, draft.scenario)


def _give(db: Database, by: Person, draft: Draft, site: Site) -> Visit:
    given = visits.give(
        db,
        site=site.id,
        approach=draft.approach,
        checklists=draft.checklists,
        inspector=draft.inspector,
        opens=date.fromisoformat(draft.opens),
        closes=date.fromisoformat(draft.closes),
        by=by.id,
        selection=draft.selection,
        note=draft.note,
        reason=draft.reason,
        visit=_id(draft, site.id),
    )
    followed = scripts.chosen(db, draft.scenario)
    if followed:
        scripts.follow(db, given.id, followed)
    return given


def _existing(db: Database, draft: Draft, site: str) -> Visit | None:
    try:
        return visits.get(db, _id(draft, site))
    except NotFound:
        return None


def _id(draft: Draft, site: str) -> str:
    """The id of the visit that this form gives at a site: the same each time it is sent, and nobody can guess it."""
    try:
        return str(uuid.uuid5(uuid.UUID(draft.form), site))
    except ValueError:
        raise Conflict(N_("This form is incomplete. Please open it anew.")) from None
