"""What a draft would change, the frame in which it is seen as on a phone, and its publishing."""

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from app.checklists import drafts, versions
from app.checklists.difference import Difference
from app.checklists.drafts import Draft
from app.checklists.model import APPROACHES
from app.checklists.words import FIELD_NAMES
from app.errors import NotFound
from app.pages import allow, database, me, page
from app.people import persons

blueprint = Blueprint("publishing", __name__, url_prefix="/checklists/drafts")
WRITERS = ("planner", "publisher")


@blueprint.get("/<draft>/difference")
@allow(*WRITERS)
def difference(draft: str) -> Response:
    """The draft against the version in force, and the way to publish it. Raises NotFound and Conflict."""
    return _difference(drafts.get(database(), draft))


@blueprint.post("/<draft>/publication")
@allow(*WRITERS)
def publish(draft: str) -> Answer:
    """Makes the draft the version in force; comes back with what happened meanwhile when the person has not seen that
    yet, and with what is wrong. Raises NotFound and Conflict."""
    db, form = database(), request.form
    found = drafts.get(db, draft)
    seen, over = form.get("revision", 0, int), form.get("over", "")
    if seen != found.revision or over != (versions.current_version(db, found.checklist) or ""):
        return _difference(found, 409)
    if drafts.problems(db, found):
        return _difference(found, 422)
    drafts.publish(db, me(), draft, seen, over)
    return redirect(f"/checklists/{found.checklist}?done=published", 303)


@blueprint.post("/<draft>/base")
@allow(*WRITERS)
def rebase(draft: str) -> Answer:
    """Puts the draft on the version in force that the person has seen. Raises NotFound and Conflict."""
    db, form = database(), request.form
    found = drafts.get(db, draft)
    seen, onto = form.get("revision", 0, int), form.get("over", "")
    if seen != found.revision or onto != versions.current_version(db, found.checklist):
        return _difference(found, 409)
    drafts.rebase(db, me(), draft, seen, onto)
    return redirect(f"/checklists/drafts/{draft}/difference", 303)


@blueprint.get("/<draft>/preview")
@allow(*WRITERS)
def preview(draft: str) -> Response:
    """A frame of a phone's size in which the draft stands as the inspector will see it. Raises NotFound."""
    found, approach = drafts.get(database(), draft), request.args.get("approach", "open")
    if approach not in APPROACHES:
        raise NotFound
    return page("checklists/preview.html", draft=found, form=found.form, approach=approach, approaches=APPROACHES)


def _difference(found: Draft, status: int = 200) -> Response:
    db = database()
    current = versions.current_version(db, found.checklist)
    form = found.form
    return page(
        "checklists/difference.html",
        status=status,
        draft=found,
        form=form,
        current=current or "",
        same=form.version == current,
        overtaken=drafts.overtaken(db, found),
        stale=status == 409,
        difference=Difference(versions.get(db, found.checklist, current) if current else None, form),
        problems=drafts.problems(db, found),
        names={person.id: person.name for person in persons.everyone(db)},
        field_names=FIELD_NAMES,
    )
