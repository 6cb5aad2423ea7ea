"""The doors of the house: links, passkeys, sessions, one's own account, and the list of persons."""

from datetime import timedelta

from flask import Blueprint, Response, g, jsonify, redirect, request
from werkzeug.wrappers import Response as Answer

from app.config import LOOPBACK
from app.errors import N_, Invalid
from app.pages import allow, database, me, page, public, session_hash, settings
from app.people import assertions, links, passkeys, persons, sessions

blueprint = Blueprint("people", __name__)

DEVICE_DAYS = 400


@blueprint.get("/enter/<token>")
@public
def door(token: str) -> Response:
    """A demo person's door, or an invitation; looking uses nothing up. Raises NotFound."""
    link = links.find(database(), token)
    person = persons.load(database(), link.person)
    if link.kind == "demo":
        return page("people/demo.html", guest=person)
    return page("people/invitation.html", guest=person, token=token, expires_at=link.expires_at)


@blueprint.post("/enter/<token>")
@public
def enter(token: str) -> Answer:
    """Signs a demo person in; an invited one once their passkey is made."""
    db = database()
    link = links.find(db, token)
    if link.kind == "demo":
        return _signed_in(link.person)
    passkey = passkeys.made(db, settings(), link.person, link.token_hash, _credential())
    with db.write():
        links.use(db, link)
        passkeys.keep(db, link.person, passkey)
    return _signed_in(link.person)


@blueprint.get("/enter/<token>/passkey")
@public
def invited_options(token: str) -> Response:
    db = database()
    link = links.find(db, token)
    return jsonify(passkeys.creation_options(db, settings(), persons.load(db, link.person), link.token_hash))


@blueprint.get("/sign-in")
@public
def sign_in() -> Answer:
    return redirect("/", 303) if g.person else page("people/sign_in.html")


@blueprint.get("/sign-in/passkey")
@public
def sign_in_options() -> Response:
    return jsonify(passkeys.request_options(database(), settings(), "sign-in"))


@blueprint.post("/sign-in")
@public
def recognise() -> Answer:
    """Signs in whoever the passkey belongs to."""
    return _signed_in(passkeys.check(database(), settings(), _credential(), purpose="sign-in"))


@blueprint.post("/session/end")
@public
def sign_out() -> Answer:
    """Ends this browser's session; one that has ended already is no reason to complain."""
    if g.session:
        sessions.end(database(), session_hash())
    answer = redirect("/sign-in", 303)
    answer.delete_cookie(sessions.COOKIE)
    answer.delete_cookie(sessions.PERSON_COOKIE)
    return answer


@blueprint.post("/sessions/others/end")
@allow()
def end_others() -> Answer:
    sessions.end_others(database(), me().id, session_hash())
    return redirect("/me", 303)


@blueprint.get("/me")
@allow()
def account() -> Response:
    db, person = database(), me()
    return page(
        "people/me.html",
        passkeys=passkeys.of(db, person.id),
        may_make=assertions.may_make(db, person.id),
        others=sessions.others(db, person.id, session_hash()),
    )


@blueprint.get("/passkeys/creation")
@allow()
def creation_options() -> Response:
    return jsonify(passkeys.creation_options(database(), settings(), me(), session_hash()))


@blueprint.post("/passkeys/")
@allow()
def add_passkey() -> Answer:
    """One more passkey for one's own account; not the first one outside the demo: confirmed by another."""
    db, person = database(), me().id
    if not assertions.may_make(db, person):
        confirmation = request.form.get("assertion", "")
        assertions.demand(db, settings(), session_hash(), person, assertions.ANOTHER_PASSKEY, confirmation)
    passkeys.keep(db, person, passkeys.made(db, settings(), person, session_hash(), _credential()))
    return redirect("/me", 303)


@blueprint.get("/passkeys/assertion")
@allow()
def assertion_options() -> Response:
    purpose = request.args.get("purpose", "")
    return jsonify(assertions.options(database(), settings(), session_hash(), me().id, purpose))


@blueprint.get("/people/")
@allow("admin")
def everyone() -> Response:
    """Names and roles, never the codes: together they would unseal the inspectors."""
    db = database()
    return page("people/people.html", people=persons.everyone(db), counts=passkeys.counts(db))


@blueprint.after_app_request
def renew(answer: Response) -> Response:
    """Once a day the cookie of a session in use gets its full time again, so that only unused ones run out."""
    if g.get("renewed") and "Set-Cookie" not in answer.headers:
        _set_cookie(answer, sessions.COOKIE, request.cookies[sessions.COOKIE], int(settings().session_days))
    return answer


def _signed_in(person: str) -> Answer:
    """Opens a session in place of the one that this browser had, and goes to the first page."""
    device = sessions.device_id(request.cookies.get(sessions.DEVICE_COOKIE))
    agent = request.headers.get("User-Agent", "")
    token = sessions.open_session(database(), person, agent, device, instead_of=g.session)
    answer = redirect("/", 303)
    _set_cookie(answer, sessions.COOKIE, token, int(settings().session_days))
    _set_cookie(answer, sessions.DEVICE_COOKIE, device, DEVICE_DAYS)
    _set_cookie(answer, sessions.PERSON_COOKIE, persons.load(database(), person).opaque, DEVICE_DAYS, scripts=True)
    return answer


def _set_cookie(answer: Answer, name: str, value: str, days: int, *, scripts: bool = False) -> None:
    answer.set_cookie(
        name, value, max_age=timedelta(days=days), httponly=not scripts, samesite="Lax", secure=not _plain_loopback()
    )


def _plain_loopback() -> bool:
    """Whether this is http on the machine itself, where a Secure cookie would not come back."""
    host = request.host.rsplit(":", 1)[0].strip("[]")
    return request.scheme == "http" and host in LOOPBACK and settings().site_origin.startswith("http:")


def _credential() -> str:
    """What the browser's ceremony put into the form. Raises Invalid without it."""
    response = request.form.get("credential", "")
    if not response:
        raise Invalid(N_("The passkey did not come along. Please use the button on the page, with scripts allowed."))
    return response
