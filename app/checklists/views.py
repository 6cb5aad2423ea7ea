"""The room of the checklists: what there is, each version as a page to read, and how a change of one begins."""

from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as Answer

from app.checklists import clauses, drafts, editing, naming, overview, versions
from app.checklists.difference import Difference
from app.checklists.excel import spelling
from app.checklists.model import PURPOSES, Checklist
from app.checklists.words import FIELD_NAMES, KIND_NAMES, PURPOSE_NAMES, VERDICT_NAMES
from app.db import Database
from app.errors import NotFound, Place
from app.pages import allow, database, me, page
from app.people import persons

blueprint = Blueprint("checklists", __name__, url_prefix="/checklists")
blueprint.add_app_template_global(naming.said, "said_value")
blueprint.add_app_template_global(spelling.told, "condition_told")
WRITERS = ("planner", "publisher")
READERS = (*WRITERS, "supervisor", "leader", "inspector")
SECTION = [{"id": "1", "title": "1", "items": []}]


@blueprint.context_processor
def naming_people() -> dict[str, object]:
    """What every page of this room needs."""
    names = {person.id: person.name for person in persons.everyone(database())}
    person = getattr(g, "person", None)  # a refusal is shown before anybody is known
    return {
        "names": names,
        "may": person is not None and bool(person.roles & set(WRITERS)),
        "field_names": FIELD_NAMES,
        "kind_names": KIND_NAMES,
    }


@blueprint.get("/")
@allow(*READERS)
def index() -> Response:
    """Every checklist; with `q` those that hold a text, with `state` those in use or retired."""
    db, text, state = database(), request.args.get("q", "").strip(), request.args.get("state", "")
    if state not in {"", "used", "retired"}:
        raise NotFound
    return page(
        "checklists/index.html",
        fragment="checklists/_found.html",
        entries=overview.entries(db, text, state),
        everything=len(versions.standings(db)),
        unpublished=overview.unpublished(db),
        examples=versions.offered(db) or versions.current(db),
        text=text,
        state=state,
    )


@blueprint.get("/new")
@allow(*WRITERS)
def new() -> Response:
    """The form for a new checklist, or with `from` for a copy of one."""
    return _new(request.args.get("from", ""))


@blueprint.post("/")
@allow(*WRITERS)
def create() -> Answer:
    """Begins the draft of a new checklist, empty or copied. Nothing is in force until it is published."""
    db, form = database(), request.form
    name, title, of = form.get("id", "").strip(), form.get("title", "").strip(), form.get("from", "")
    purpose = form.get("purpose", PURPOSES[0])
    wrong = overview.naming_problems(db, name, title)
    if wrong or purpose not in PURPOSES:
        return _new(of, wrong, {"id": name, "title": title, "purpose": purpose})
    if of:
        content = editing.copied(_current(db, of).content(), name, title)
        return _to_draft(drafts.begin(db, me(), content, "copy"))
    content = {"id": name, "title": title, "purpose": purpose, "unplanned": False, "sections": SECTION}
    return _to_draft(drafts.begin(db, me(), content, "new"))


@blueprint.get("/<checklist>")
@allow(*READERS)
def checklist(checklist: str) -> Response:
    """The version in force, its drafts and its versions. Raises NotFound."""
    db = database()
    standing = versions.standing(db, checklist)
    return page(
        "checklists/checklist.html",
        form=versions.get(db, checklist, standing.version),
        standing=standing,
        publications=versions.publications(db, checklist),
        drafts=overview.of_checklist(db, checklist),
        news=overview.news(db, standing),
        done=request.args.get("done", ""),
        clauses=clauses.library(),
    )


@blueprint.get("/<checklist>/paper")
@allow(*READERS)
def paper(checklist: str) -> Response:
    """The version in force as an empty form to print, for the day on which the phone fails. Raises NotFound."""
    db = database()
    form = versions.get(db, checklist, versions.standing(db, checklist).version)
    return page("checklists/paper.html", form=form, verdict_names=VERDICT_NAMES)


@blueprint.get("/<checklist>/versions/<version>")
@allow(*READERS)
def version(checklist: str, version: str) -> Response:
    """One version as it was published, with what it changed. Raises NotFound."""
    db = database()
    form = versions.get(db, checklist, version)
    published = [each for each in versions.publications(db, checklist) if each.version == version]
    before = published[0].before if published else None
    return page(
        "checklists/version.html",
        form=form,
        standing=versions.standing(db, checklist),
        published=published,
        difference=Difference(versions.get(db, checklist, before), form) if before else None,
        clauses=clauses.library(),
    )


@blueprint.post("/<checklist>/drafts")
@allow(*WRITERS)
def begin(checklist: str) -> Answer:
    """Begins a draft of the version in force; with `shipped` of the one that the product brings. Raises NotFound."""
    db = database()
    standing = versions.standing(db, checklist)
    shipped = request.form.get("shipped", "")
    if shipped:
        if shipped != standing.shipped:
            raise NotFound
        content = versions.get(db, checklist, shipped).content()
        return _to_draft(
            drafts.begin(db, me(), content, "shipped", base=standing.version, shipped=shipped), "/difference"
        )
    return _to_draft(drafts.begin(db, me(), _current(db, checklist).content(), "edit", base=standing.version))


@blueprint.get("/<checklist>/shipped")
@allow(*WRITERS)
def shipped(checklist: str) -> Response:
    """What the version that the product brings would change. Raises NotFound."""
    db = database()
    standing = versions.standing(db, checklist)
    difference = overview.news(db, standing)
    if difference is None:
        raise NotFound
    return page("checklists/shipped.html", standing=standing, form=difference.new, difference=difference)


@blueprint.post("/<checklist>/keeping")
@allow(*WRITERS)
def keep(checklist: str) -> Answer:
    """Stays with the department's own in spite of what the product brings. Raises NotFound."""
    versions.leave(database(), checklist, request.form.get("shipped", ""), me().id)
    return redirect(f"/checklists/{checklist}?done=kept", 303)


@blueprint.post("/<checklist>/retirement")
@allow(*WRITERS)
def retire(checklist: str) -> Answer:
    """Offers it no longer for new work. Raises NotFound."""
    versions.retire(database(), checklist, me().id)
    return redirect(f"/checklists/{checklist}?done=retired", 303)


@blueprint.post("/<checklist>/restoration")
@allow(*WRITERS)
def restore(checklist: str) -> Answer:
    """Takes it into use again. Raises NotFound."""
    versions.restore(database(), checklist, me().id)
    return redirect(f"/checklists/{checklist}?done=restored", 303)


def _new(of: str, wrong: tuple[Place, ...] = (), typed: dict[str, str] | None = None) -> Response:
    model = _current(database(), of) if of else None
    blank = {"id": "", "title": model.title if model else "", "purpose": PURPOSES[0]}
    return page(
        "checklists/new.html",
        status=422 if wrong else 200,
        model=model,
        typed=typed or blank,
        wrong={place.pointer: place.detail for place in wrong},
        purposes=PURPOSE_NAMES,
    )


def _current(db: Database, checklist: str) -> Checklist:
    return versions.get(db, checklist, versions.standing(db, checklist).version)


def _to_draft(draft: str, page: str = "") -> Answer:
    return redirect(f"/checklists/drafts/{draft}{page}", 303)
