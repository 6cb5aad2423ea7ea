"""The rules of scoring, 「本单位设定」: in force, tried on the open months, applied by the publisher with a passkey.

They decide grades and ranks, so they are the publisher's, who answers for both; who runs the program only reads them.
"""

from collections.abc import Mapping

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from app.errors import Conflict, Problem
from app.pages import allow, database, me, page, session_hash, settings
from app.people import assertions, persons
from app.scoring import loading, proposals, versions
from app.scoring.rules import FORMS, Rules

blueprint = Blueprint("rulebook", __name__, url_prefix="/scores/rules")


@blueprint.get("")
@allow("planner", "publisher", "admin")
def rules() -> Response:
    """The rules in force and how they came to be so; for the publisher with a form, on request filled from the file."""
    file = "publisher" in me().roles and request.args.get("from") == "file"
    return _page(proposals.typed(loading.shipped()) if file else None, applied="applied" in request.args)


@blueprint.post("/trial")
@allow("publisher")
def trial() -> Response:
    """What the typed rules would make of the open months. Nothing is saved."""
    proposed, problem = proposals.considered(database(), request.form)
    return _page(request.form, problem, proposed)


@blueprint.post("/adoption")
@allow("publisher")
def adoption() -> Answer:
    """Applies exactly the rules that were tried, with a fresh passkey for them. Raises Forbidden and Conflict."""
    db = database()
    proposed, problem = proposals.considered(db, request.form)
    if proposed is None:
        return _page(request.form, problem)
    word = request.form.get("assertion", "")
    assertions.demand(db, settings(), session_hash(), me().id, f"rules:{proposed.version}", word)
    proposals.apply(db, me(), proposed, request.form.get("seen", ""))
    return redirect("/scores/rules?applied", 303)


def _page(
    typed: Mapping[str, str] | None = None,
    problem: Problem | None = None,
    proposed: Rules | None = None,
    *,
    applied: bool = False,
) -> Response:
    db = database()
    now = versions.in_force(db)
    shown = proposals.typed(now) if typed is None else typed
    return page(
        "scoring/rules.html",
        status=problem.status if problem else 200,
        rules=now,
        adoptions=versions.adoptions(db),
        names={person.id: person.name for person in persons.everyone(db)},
        may="publisher" in me().roles,
        typed=shown,
        filled=typed is not None,
        wrong={place.pointer: place.detail for place in problem.places} if problem else {},
        problem=problem,
        theirs=_theirs(problem, now),
        proposed=proposed,
        fields=proposals.typed(proposed) if proposed else {},
        differences=proposals.differences(now, proposed) if proposed else [],
        months=proposals.tried(db, proposed) if proposed else {},
        following=proposed is not None and proposals.from_file(proposed),
        other_file=loading.shipped().version != now.version,
        forms=FORMS,
        rows=range(proposals.room(shown)),
        applied=applied,
    )


def _theirs(problem: Problem | None, now: Rules) -> list[proposals.Difference]:
    """What somebody else changed meanwhile: from the rules that the form began with to those in force now."""
    seen = request.form.get("seen", "") if isinstance(problem, Conflict) else ""
    known = seen in {each.version for each in versions.adoptions(database())}
    return proposals.differences(versions.get(database(), seen), now) if known else []
