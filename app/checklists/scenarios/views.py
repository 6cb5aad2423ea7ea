"""Pages of the mystery shoppers' scripts, for the department: what each does, and approvals of what sets a crew in
motion."""

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from app.checklists import versions
from app.checklists.scenarios import store
from app.pages import allow, database, me, page, session_hash, settings
from app.people import assertions, persons

blueprint = Blueprint("scenarios", __name__, url_prefix="/scenarios")


@blueprint.get("/")
@allow("planner", "publisher")
def index() -> Response:
    """Every script, and whether visits can be given by it."""
    db = database()
    return page("scenarios/index.html", scenarios=[(one, store.open_to(db, one)) for one in store.current(db)])


@blueprint.get("/<scenario>")
@allow("planner", "publisher")
def scenario(scenario: str) -> Response:
    """One script as the shopper reads it, with the items that it judges."""
    return _page(scenario)


@blueprint.post("/<scenario>/approval")
@allow("publisher")
def approve(scenario: str) -> Answer:
    """Approves a script that sets a crew in motion, with a reason and a fresh passkey."""
    reason = request.form.get("reason", "").replace("\0", "")
    if store.problems(reason):
        return _page(scenario, reason, wrong=True)
    word = request.form.get("assertion", "")
    assertions.demand(database(), settings(), session_hash(), me().id, f"approve:{scenario}", word)
    store.approve(database(), me().id, scenario, reason, request.form.get("version", ""))
    return redirect(f"/scenarios/{scenario}", 303)


@blueprint.post("/<scenario>/approval/end")
@allow("publisher")
def withdraw(scenario: str) -> Answer:
    """Takes the approval back."""
    store.withdraw(database(), me().id, scenario)
    return redirect(f"/scenarios/{scenario}", 303)


def _page(scenario: str, reason: str = "", *, wrong: bool = False) -> Response:
    db = database()
    found = store.find(db, scenario)
    items = {item.id: item for checklist in versions.current(db) for item in checklist.items}
    approval = store.approval(db, scenario)
    return page(
        "scenarios/scenario.html",
        status=422 if wrong else 200,
        scenario=found,
        items=[items[item] for _, named in found.items for item in named if item in items],
        approval=approval,
        approver=next((one.name for one in persons.everyone(db) if approval and one.id == approval.by), ""),
        may="publisher" in me().roles,
        reason=reason,
        wrong=store.problems(reason) if wrong else (),
    )
