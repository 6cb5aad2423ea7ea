"""Pages of notices: the list, drafting, publishing, the notice itself, signing, the feed and the check code."""

from dataclasses import fields
from urllib.parse import quote

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from app import clock
from app.errors import Invalid
from app.notices import archive, compose, office, publish, signing
from app.notices.model import Typed
from app.notices.paper import coverage, papers
from app.notices.paper.papers import Paper
from app.pages import allow, database, me, page, session_hash, settings
from app.people import assertions

blueprint = Blueprint("notices", __name__)
PAGE = 24


@blueprint.get("/notices/")
@allow("planner", "publisher", "unit", "leader", "supervisor")
def index() -> Response:
    """Published notices, the newest first; whoever drafts also sees the drafts, a unit what it still has to sign."""
    db, drafting = database(), bool(me().roles & {"planner", "publisher"})
    found = archive.published(db, request.args.get("before", ""), PAGE + 1)
    return page(
        "notices/index.html",
        notices=found[:PAGE],
        more=found[PAGE - 1].at if len(found) > PAGE else "",
        unsigned={notice.slug for notice in signing.waiting(db, me())},
        drafting=drafting,
        drafts=archive.drafts(db) if drafting and "before" not in request.args else [],
        today=clock.today(),
    )


@blueprint.get("/notices/new")
@allow("planner", "publisher")
def new() -> Response:
    """The form for a new draft; `month` in the query chooses the month."""
    return _new(request.args)


@blueprint.post("/notices/drafts")
@allow("planner", "publisher")
def draft() -> Answer:
    """Drafts the notice of a closed month. Raises Conflict and Invalid."""
    form = request.form
    series, number = form.get("series", ""), form.get("number", "")
    notice = compose.draft(database(), me(), form.get("month", ""), number, series=series)
    return redirect(f"/notices/drafts/{notice}", 303)


@blueprint.get("/notices/drafts/<notice>")
@allow("planner", "publisher")
def drafted(notice: str) -> Answer:
    """A draft with the form of its texts; what is published by now leads to the notice. Raises NotFound."""
    slug = archive.slug_of(database(), notice)
    return redirect(f"/notices/{slug}", 303) if slug else _draft(notice)


@blueprint.get("/notices/drafts/<notice>.<any(pdf, docx, xlsx):form>")
@allow("planner", "publisher")
def drafted_paper(notice: str, form: str) -> Answer:
    """A draft on paper, marked as one; what is published by now leads to the notice's. Raises NotFound."""
    slug = archive.slug_of(database(), notice)
    if slug:
        return redirect(f"/notices/{slug}.{form}", 303)
    return _file(papers.of_draft(archive.draft(database(), notice), form))


@blueprint.post("/notices/drafts/<notice>")
@allow("planner", "publisher")
def revise(notice: str) -> Answer:
    """Saves what was typed. Raises NotFound, Forbidden and Invalid."""
    compose.revise(database(), me(), notice, _typed(), request.form.get("seen", ""))
    return redirect(f"/notices/drafts/{notice}", 303)


@blueprint.post("/notices/drafts/<notice>/removal")
@allow("planner", "publisher")
def discard(notice: str) -> Answer:
    """Removes a draft. Raises NotFound and Forbidden."""
    compose.discard(database(), me(), notice)
    return redirect("/notices/", 303)


@blueprint.post("/notices/drafts/<notice>/publication")
@allow("publisher")
def publication(notice: str) -> Answer:
    """Publishes another person's draft with a fresh passkey. Raises NotFound, Forbidden and Conflict."""
    db = database()
    publish.permitted(db, me(), notice)
    assertions.demand(db, settings(), session_hash(), me().id, f"publish:{notice}", request.form.get("assertion", ""))
    slug = publish.publish(db, me(), notice, request.form.get("seen", ""))
    papers.make_all(db, archive.by_slug(db, slug))
    return redirect(f"/notices/{slug}", 303)


@blueprint.get("/notices/waiting")
@allow("unit")
def waiting() -> Response:
    """What the account still has to sign for: a fragment of the unit's home, and a page of its own."""
    return page(
        "notices/waiting.html", "notices/_waiting.html", notices=signing.waiting(database(), me()), today=clock.today()
    )


@blueprint.get("/notices/feed.atom")
@allow("planner", "publisher", "unit", "leader", "supervisor")
def feed() -> Response:
    """The latest published notices as an Atom feed (RFC 4287)."""
    db = database()
    found = archive.published(db, limit=PAGE)
    text = render_template(
        "notices/feed.atom",
        notices=found,
        updated=found[0].at if found else clock.stamp(),
        origin=settings().site_origin,
        issuer=office.issuer(db),
    )
    answer = make_response(text)
    answer.mimetype = "application/atom+xml"
    return answer


@blueprint.get("/notices/<slug>")
@allow("planner", "publisher", "unit", "leader", "supervisor")
def show(slug: str) -> Response:
    """The notice as it was published. Raises NotFound."""
    db = database()
    notice = archive.by_slug(db, slug)
    return page(
        "notices/notice.html",
        published=notice,
        signing=signing.progress(db, notice),
        signers=signing.signs_for(db, me(), notice),
        unsigned=[] if notice.newer else signing.unsigned(db, me(), notice),
        signed_at=signing.signed_at(db, me(), notice),
        drafting=bool(me().roles & {"planner", "publisher"}),
        homeless=signing.homeless(db, me()),
        late=notice.sign_by < clock.today().isoformat(),
        today=clock.today(),
    )


@blueprint.get("/notices/<slug>.<any(pdf, docx, xlsx):form>")
@allow("planner", "publisher", "unit", "leader", "supervisor")
def paper(slug: str, form: str) -> Response:
    """The published notice on paper: for everybody the same bytes, for ever. Raises NotFound."""
    db = database()
    return _file(papers.of_published(db, archive.by_slug(db, slug), form))


@blueprint.post("/notices/<slug>/signature")
@allow("unit")
def signature(slug: str) -> Answer:
    """Signs for the account's units. Raises NotFound, Forbidden and Conflict."""
    signing.sign(database(), me(), slug)
    return redirect(f"/notices/{slug}", 303)


@blueprint.get("/check/<code>")
@allow("planner", "publisher", "unit", "leader", "supervisor")
def check(code: str) -> Answer:
    """Leads from a check code to the authentic text. Raises NotFound."""
    return redirect(f"/notices/{archive.slug_by_code(database(), code)}", 303)


@blueprint.errorhandler(Invalid)
def keep_what_was_typed(problem: Invalid) -> Response:
    """The form again, with what was typed and what is wrong with it."""
    if request.endpoint == "notices.revise":
        return _draft(str((request.view_args or {})["notice"]), problem)
    return _new(request.form, problem)


def _new(given: dict[str, str], problem: Invalid | None = None) -> Response:
    db = database()
    return page(
        "notices/new.html",
        status=problem.status if problem else 200,
        months=compose.months(db),
        month=given.get("month", ""),
        typed={name: given.get(name, "") for name in ("series", "number")},
        proposed=compose.next_number(db, given.get("series", "")),
        problem=problem,
    )


def _draft(notice: str, problem: Invalid | None = None) -> Response:
    db = database()
    found = archive.draft(db, notice)
    return page(
        "notices/draft.html",
        status=problem.status if problem else 200,
        draft=found,
        typed=_typed() if problem else found.notice.typed,
        problem=problem,
        mine=compose.may_revise(me(), found),
        hindrance=publish.hindrance(db, me(), found),
        unprintable=coverage.named(found.notice),
        today=clock.today(),
    )


def _file(paper: Paper) -> Response:
    """A file to be saved: viewers inside of browsers know neither our policy for content nor, in messengers, PDF."""
    answer = make_response(paper.body)
    answer.content_type = paper.type
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(paper.name)}"
    return answer


def _typed() -> Typed:
    return Typed(**{field.name: request.form.get(field.name, "") for field in fields(Typed)})
