"""The pages on which the department compares what phones announced with what arrived."""

from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.wrappers import Response as Answer

from app import bureau
from app.config import version
from app.intake import holdings
from app.pages import allow, database, me, page
from app.people import persons
from app.review.reconcile import reading

blueprint = Blueprint("reconcile", __name__, url_prefix="/reconcile")


@blueprint.get("/")
@allow("planner", "publisher")
def index() -> Response:
    db = database()
    names = {person.id: person.name for person in persons.everyone(db) if person.roles & {"planner", "publisher"}}
    return page(
        "reconcile/index.html",
        found=reading.overview(db, me()),
        days=bureau.number(db, "unsent_days"),
        program=_program(),
        names=names,
    )


@blueprint.get("/<phone>")
@allow("planner", "publisher")
def handset(phone: str) -> Response:
    """What one phone holds by its own word."""
    found = reading.handset(database(), me(), phone)
    return page("reconcile/phone.html", one=found, days=bureau.number(database(), "unsent_days"), program=_program())


@blueprint.post("/<key>/settlement")
@allow("planner", "publisher")
def settle(key: str) -> Answer:
    """Ends the search for a record, for a reason."""
    line = reading.line(database(), me(), key)
    holdings.settle(database(), me().id, line.holding, request.form.get("reason", ""))
    return redirect("/reconcile/", 303)


def _program() -> str:
    """What a phone with this very program says of itself."""
    return f"{version()} · {current_app.extensions['assets'].build}"
