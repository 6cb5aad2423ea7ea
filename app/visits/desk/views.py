"""The planner's pages of visits."""

from flask import Blueprint, Response, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from app import clock
from app.checklists import versions
from app.checklists.model import APPROACHES
from app.checklists.words import worded
from app.errors import NotFound, Place
from app.org import units
from app.pages import allow, database, me, page
from app.visits import altering, checking, drafting, giving, history, planning, scripts, visits
from app.visits import pack as packing
from app.visits.altering import Alteration
from app.visits.drafting import Draft
from app.visits.planning import Wanted

blueprint = Blueprint("planned", __name__)
PARTS = {"sites": "visits/_sites.html", "choices": "visits/_choices.html"}


@blueprint.get("/visits/")
@allow("planner")
def planned() -> Response:
    """The visits of a month, this one unless another is asked for."""
    db, months = database(), planning.months(database())
    asked = {name: request.args.get(name, "") for name in ("state", "unit", "approach", "after")}
    wanted = Wanted(request.args.get("month") or clock.month_of(clock.now()), **asked)
    known = planning.asks_for_something_known(db, wanted) and wanted.month in {*months, planning.ALL}
    if not known:
        raise NotFound
    found = planning.page(db, me(), wanted)
    return page(
        "visits/planned.html",
        wanted=wanted,
        months=months,
        units=units.everyone(db),
        approaches=APPROACHES,
        states=planning.STATES,
        counts=planning.counts(db, wanted.month),
        earlier=planning.left_over(db, wanted.month) if wanted.month != planning.ALL else 0,
        entries=found,
        more=len(found) == planning.PAGE,
        titles={form.id: worded(form, "title") for form in versions.current(db)},
    )


@blueprint.get("/visits/new")
@allow("planner")
def new() -> Response:
    """The form for giving visits, with what was typed so far; htmx asks for the parts that depend on it."""
    return _giving(drafting.known(_draft(request.args)) if request.args.get("form") else drafting.blank())


@blueprint.post("/visits/")
@allow("planner")
def give() -> Answer:
    db, draft = database(), _draft(request.form)
    wrong = giving.problems(db, draft)
    if wrong:
        return _giving(draft, wrong)
    given = giving.give(db, me(), draft)
    return redirect(f"/visits/{given[0].id}" if len(given) == 1 else f"/visits/?month={draft.opens[:7]}", 303)


@blueprint.get("/visits/<visit>")
@allow("planner")
def visit(visit: str) -> Response:
    return _visit(visit)


@blueprint.post("/visits/<visit>/<any(assignment, window, cancellation):kind>")
@allow("planner")
def alter(visit: str, kind: str) -> Answer:
    """Gives the visit to somebody else, another window, or calls it off; a stale form comes back as it was typed."""
    db, form = database(), request.form
    words = {name: _text(form, name) for name in ("reason", "inspector", "opens", "closes")}
    typed = Alteration(kind, form.get("seen", 0, int), **words)
    found = visits.get(db, visit)
    if altering.done(db, me(), visit, typed):
        return redirect(f"/visits/{visit}", 303)
    stale = altering.stale(db, me(), visit, typed.seen)
    wrong = () if stale else altering.problems(db, me(), found, typed)
    if stale or (wrong and altering.alterable(found)):
        return _visit(visit, typed, stale, wrong)
    altering.alter(db, me(), visit, typed)
    return redirect(f"/visits/{visit}", 303)


def _giving(draft: Draft, wrong: tuple[Place, ...] = ()) -> Response:
    db, chosen = database(), drafting.chosen_sites(database(), draft)
    sent_before = any(place.pointer == "form" for place in wrong)
    query = request.values.get("q", "").strip()
    suggested = drafting.suggested(db, query, chosen)
    return page(
        "visits/new.html",
        fragment=PARTS.get(request.args.get("part", ""), ""),
        status=422 if wrong else 200,
        draft=drafting.anew(draft) if sent_before else draft,
        query=query,
        chosen=chosen,
        suggested=suggested,
        waiting={site.id: planning.waiting(db, site.id, draft.opens, draft.closes) for site in (*chosen, *suggested)},
        looked=bool(query),
        most_shown=drafting.SUGGESTED,
        forms=drafting.forms(db, draft.approach, frozenset(site.kind for site in chosen)),
        scenarios=scripts.offered(db, draft.approach),
        approaches=APPROACHES,
        candidates=drafting.candidates(db, draft.approach),
        load=planning.load(db, me(), draft.opens, draft.closes),
        wrong=_by_field(wrong),
    )


def _visit(visit: str, typed: Alteration | None = None, stale: str = "", wrong: tuple[Place, ...] = ()) -> Response:
    """The page of a visit; its forms carry the number of the last change that the page shows."""
    db = database()
    shown, told = planning.planned(db, me(), visit), history.told(db, me(), visit)
    return page(
        "visits/visit.html",
        status=409 if stale else 422 if wrong else 200,
        shown=shown,
        states=planning.STATES,
        forms=[packing.current(db, name) for name in shown.visit.checklists],
        scenario=scripts.of(db, visit),
        history=told,
        typed=typed or Alteration("", 0),
        stale=stale,
        wrong=_by_field(wrong),
        alterable=altering.alterable(shown.visit),
        rest_days=checking.rest_days_only(shown.visit.opens, shown.visit.closes),
        candidates=drafting.candidates(db, shown.visit.approach),
        load=planning.load(db, me(), shown.visit.opens, shown.visit.closes),
        today=clock.today().isoformat(),
    )


def _draft(typed: MultiDict[str, str]) -> Draft:
    """The form as it was typed; what is missing in an address is as in the blank form."""
    one = {name: _text(typed, name) for name in ("form", "inspector", "opens", "closes", "reason", "note")}
    followed = scripts.chosen(database(), _text(typed, "scenario"))
    return Draft(
        **one,
        approach=typed.get("approach", "open"),
        selection=typed.get("selection", "assigned"),
        sites=tuple(dict.fromkeys(typed.getlist("site"))),
        checklists=followed.checklists if followed else tuple(dict.fromkeys(typed.getlist("checklist"))),
        scenario=_text(typed, "scenario"),
    )


def _text(typed: MultiDict[str, str], name: str) -> str:
    """A field without what surrounds it; U+0000, which no database keeps, cannot be typed and comes from pasting."""
    return typed.get(name, "").replace("\0", "").strip()


def _by_field(wrong: tuple[Place, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place in wrong:
        found.setdefault(place.pointer, place.detail)
    return found
