"""The administrator's pages of people. Codes never stand here: together with the names they would unseal inspectors."""

from datetime import timedelta

from flask import Blueprint, Response, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from app import bureau
from app.errors import NotFound, Place
from app.pages import ROLES, allow, database, me, page, session_hash, settings
from app.people import assertions, changing, devices, links, passkeys, persons, qr, sessions
from app.people.persons import Person

blueprint = Blueprint("office", __name__)

TOKEN = "mc_invitation"  # in the administrator's browser, for the page of one invitation only
SHOWN_FOR = timedelta(minutes=10)
MOST = 200


@blueprint.get("/people/")
@allow("admin")
def everyone() -> Response:
    """Names and roles, how each gets in, and the invitations that are open."""
    return _everyone(request.args.get("q", "").strip())


@blueprint.post("/people/")
@allow("admin")
def add() -> Answer:
    """Adds a person, confirmed by a passkey, since it gives roles; leads to the person's page."""
    db, name, roles = database(), request.form.get("name", ""), request.form.getlist("role")
    if wrong := (*changing.wrong_name(name), *changing.wrong_roles(db, roles)):
        return _everyone("", wrong, name, roles)
    _confirmed("add-person")
    return redirect(f"/people/{persons.add(db, name, *sorted(set(roles)), by=me().id).id}", 303)


@blueprint.get("/people/<person>")
@allow("admin")
def one(person: str) -> Response:
    return _one(persons.load(database(), person))


@blueprint.post("/people/<person>/name")
@allow("admin")
def rename(person: str) -> Answer:
    db, name = database(), request.form.get("name", "")
    found = persons.load(db, person)
    if wrong := changing.wrong_name(name):
        return _one(found, wrong, name=name)
    changing.rename(db, found, name, me().id)
    return _back(person)


@blueprint.post("/people/<person>/roles")
@allow("admin")
def set_roles(person: str) -> Answer:
    db, roles = database(), request.form.getlist("role")
    found = persons.load(db, person)
    if wrong := changing.wrong_roles(db, roles, found, me().id):
        return _one(found, wrong, roles=roles)
    _confirmed(f"roles:{person}")
    changing.set_roles(db, found, roles, me().id)
    return _back(person)


@blueprint.post("/people/<person>/invitation")
@allow("admin")
def invite(person: str) -> Answer:
    """Makes an invitation, which is as good as the person's passkey and so confirmed by the administrator's. The link
    is shown on the next page and kept by nobody: its token goes there in a cookie of ten minutes."""
    db = database()
    found = persons.load(db, person)
    _confirmed(f"invite:{person}")
    token = changing.invite(db, found, me(), lost=bool(request.form.get("lost")))
    answer = redirect(f"/people/{person}/invitation", 303)
    secure = settings().site_origin.startswith("https:")
    path = f"/people/{person}/invitation"
    answer.set_cookie(TOKEN, token, max_age=SHOWN_FOR, path=path, secure=secure, httponly=True, samesite="Strict")
    return answer


@blueprint.get("/people/<person>/invitation")
@allow("admin")
def invitation(person: str) -> Response:
    """The link and its QR code, for the screen, the phone and paper. Raises NotFound once it cannot be shown again."""
    db, token = database(), request.cookies.get(TOKEN, "")
    found, waiting = persons.load(db, person), links.open_ones(db).get(person)
    if waiting is None:
        raise NotFound
    link = f"{settings().site_origin}/enter/{token}" if links.belongs(db, person, token) else ""
    answer = page(
        "people/link.html",
        someone=found,
        waiting=waiting,
        link=link,
        code=Markup(qr.svg(link)) if link else "",
        hours=bureau.number(db, "invitation_hours"),
        minutes=int(SHOWN_FOR.total_seconds() // 60),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/people/<person>/invitation/cancellation")
@allow("admin")
def cancel(person: str) -> Answer:
    links.cancel(database(), persons.load(database(), person).id, me().id)
    return redirect("/people/" if request.form.get("back") == "list" else f"/people/{person}", 303)


@blueprint.post("/people/<person>/sessions/end")
@allow("admin")
def end_sessions(person: str) -> Answer:
    sessions.end_all(database(), persons.load(database(), person).id, me().id)
    return _back(person)


@blueprint.post("/people/<person>/devices/<device>/end")
@allow("admin")
def end_device(person: str, device: str) -> Answer:
    devices.end(database(), persons.load(database(), person).id, device, me().id)
    return _back(person)


@blueprint.post("/people/<person>/disabling")
@allow("admin")
def disable(person: str) -> Answer:
    changing.disable(database(), persons.load(database(), person), me().id)
    return _back(person)


@blueprint.post("/people/<person>/enabling")
@allow("admin")
def enable(person: str) -> Answer:
    """Opens the account again to the passkeys it had, so it is confirmed."""
    found = persons.load(database(), person)
    _confirmed(f"enable:{person}")
    changing.enable(database(), found, me().id)
    return _back(person)


def _everyone(text: str, wrong: tuple[Place, ...] = (), name: str = "", roles: list[str] | None = None) -> Response:
    db = database()
    everyone = persons.everyone(db)
    found = changing.found(everyone, text)
    return page(
        "people/people.html",
        status=422 if wrong else 200,
        text=text,
        count=len(everyone),
        found=found[:MOST],
        more=len(found) > MOST,
        most=MOST,
        names={each.id: each.name for each in everyone},
        waiting=links.open_ones(db),
        passkeys=passkeys.counts(db),
        phones=devices.counts(db),
        role_names=[(role, persons.ROLE_NAMES[role]) for role in ROLES],
        typed_name=name,
        typed_roles=roles or [],
        wrong=_by_field(wrong),
    )


def _one(someone: Person, wrong: tuple[Place, ...] = (), name: str = "", roles: list[str] | None = None) -> Response:
    db = database()
    return page(
        "people/person.html",
        status=422 if wrong else 200,
        someone=someone,
        myself=someone.id == me().id,
        passkeys=len(passkeys.of(db, someone.id)),
        sessions=len(sessions.of(db, someone.id)),
        devices=devices.of(db, someone.id),
        waiting=links.open_ones(db).get(someone.id),
        hours=bureau.number(db, "invitation_hours"),
        days=bureau.number(db, "device_days"),
        role_names=[(role, persons.ROLE_NAMES[role]) for role in ROLES],
        typed_name=name if "name" in _by_field(wrong) else someone.name,
        typed_roles=someone.roles if roles is None else roles,
        wrong=_by_field(wrong),
    )


def _back(person: str) -> Answer:
    return redirect(f"/people/{person}", 303)


def _by_field(wrong: tuple[Place, ...]) -> dict[str, str]:
    return {place.pointer: place.detail for place in wrong}


def _confirmed(purpose: str) -> None:
    confirmation = request.form.get("assertion", "")
    assertions.demand(database(), settings(), session_hash(), me().id, purpose, confirmation)
