"""The doors of the house: links, passkeys, PINs of enrolled phones, and leaving."""

from datetime import timedelta

from flask import Blueprint, Response, g, jsonify, redirect, request
from werkzeug.wrappers import Response as Answer

from app import bureau
from app.config import LOOPBACK
from app.errors import N_, Forbidden, Invalid, Place
from app.language import say
from app.pages import database, page, public, session_hash, settings
from app.people import agents, devices, links, passkeys, persons, pins, sessions
from app.people.office.views import blueprint as office
from app.people.own.views import blueprint as own

blueprint = Blueprint("people", __name__)
blueprint.register_blueprint(own)
blueprint.register_blueprint(office)

DEVICE_DAYS = 400
PIN_DOOR = "/sign-in"  # the only place to which a phone sends what it was enrolled with


@blueprint.app_context_processor
def apps() -> dict[str, object]:
    """Whether the page is shown inside another app, and by what a kept page can tell."""
    return {"within_an_app": lambda: agents.within_an_app(_agent()), "apps_pattern": agents.WITHIN.pattern}


@blueprint.get("/enter/<token>")
@public
def door(token: str) -> Response:
    """A demo person's door, or an invitation; looking uses nothing up. Raises NotFound."""
    link = links.find(database(), token)
    if link.kind == "demo":
        return page("people/demo.html", guest=persons.load(database(), link.person))
    return _invitation(token, link)


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
        passkeys.keep(db, link.person, passkey, agents.words(_agent()))
    return _signed_in(link.person)


@blueprint.get("/enter/<token>/passkey")
@public
def invited_options(token: str) -> Response:
    db = database()
    link = links.find(db, token)
    return jsonify(passkeys.creation_options(db, settings(), persons.load(db, link.person), link.token_hash))


@blueprint.post("/enter/<token>/device")
@public
def enrol(token: str) -> Answer:
    """Enrols the phone of an invited inspector with a PIN typed twice, which uses the invitation up."""
    db = database()
    link = links.find(db, token)
    pin, again = (pins.typed(request.form.get(name, "")) for name in ("pin", "again"))
    if link.kind != "invite":
        raise Forbidden(N_("This link is no invitation, so it enrols no phone."))
    if wrong := pins.problems(pin, again):
        return _invitation(token, link, wrong)
    person = persons.load(db, link.person)
    browser = sessions.device_id(request.cookies.get(sessions.DEVICE_COOKIE))
    with db.write():
        links.use(db, link)
        device, cookie = devices.enrol(db, person, pin, agents.words(_agent()), browser)
    answer = _signed_in(person.id, device, browser)
    _set_cookie(answer, devices.COOKIE, cookie, bureau.number(db, "device_days"), path=PIN_DOOR)
    return answer


@blueprint.get("/sign-in")
@public
def sign_in() -> Answer:
    return redirect("/", 303) if g.person else _sign_in()


@blueprint.get("/sign-in/passkey")
@public
def sign_in_options() -> Response:
    return jsonify(passkeys.request_options(database(), settings(), "sign-in"))


@blueprint.post("/sign-in")
@public
def recognise() -> Answer:
    """Signs in whoever the passkey belongs to."""
    return _signed_in(passkeys.check(database(), settings(), _credential(), purpose="sign-in"))


@blueprint.post("/sign-in/device")
@public
def open_by_pin() -> Answer:
    """Signs in whose phone this is, by its PIN; such a session captures and sends only."""
    tried = devices.knock(database(), request.cookies.get(devices.COOKIE), pins.typed(request.form.get("pin", "")))
    if tried.device:
        return _signed_in(tried.device.person, tried.device.id)
    if tried.ended:
        answer = _sign_in(403, N_("There were too many wrong PINs, so this phone is no longer enrolled."))
        answer.delete_cookie(devices.COOKIE, path=PIN_DOOR)
        return answer
    if tried.held_until:
        return _sign_in(429, N_("There were too many wrong PINs in a row. None is taken until the time below."))
    return _sign_in(403, N_("That is not the PIN of this phone, or this phone is no longer enrolled."))


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


@blueprint.after_app_request
def renew(answer: Response) -> Response:
    """Once a day the cookie of a session in use gets its full time again, so that only unused ones run out."""
    if g.get("renewed") and "Set-Cookie" not in answer.headers:
        _set_cookie(answer, sessions.COOKIE, request.cookies[sessions.COOKIE], int(settings().session_days))
    return answer


def _invitation(token: str, link: links.Link, wrong: tuple[Place, ...] = ()) -> Response:
    db, agent = database(), _agent()
    guest = persons.load(db, link.person)
    return page(
        "people/invitation.html",
        status=422 if wrong else 200,
        guest=guest,
        token=token,
        expires_at=link.expires_at,
        by_pin=devices.may_enrol(guest),
        within=agents.within_an_app(agent),
        days=bureau.number(db, "device_days"),
        wrong={place.pointer: place.detail for place in wrong},
    )


def _sign_in(status: int = 200, wrong: str = "") -> Response:
    """The page of signing in; on an enrolled phone its PIN comes first, and the phone is not told whose it is."""
    db = database()
    device = devices.known(db, request.cookies.get(devices.COOKIE))
    return page(
        "people/sign_in.html",
        status=status,
        device=device,
        wrong=say(wrong),
        tries=bureau.number(db, "pin_tries"),
        most=bureau.number(db, "pin_most"),
    )


def _signed_in(person: str, enrolment: str | None = None, browser: str = "") -> Answer:
    """Opens a session in place of the one that this browser had, and goes to the first page."""
    device = browser or sessions.device_id(request.cookies.get(sessions.DEVICE_COOKIE))
    token = sessions.open_session(database(), person, _agent(), device, instead_of=g.session, enrolment=enrolment)
    answer = redirect("/", 303)
    _set_cookie(answer, sessions.COOKIE, token, int(settings().session_days))
    _set_cookie(answer, sessions.DEVICE_COOKIE, device, DEVICE_DAYS)
    _set_cookie(answer, sessions.PERSON_COOKIE, persons.load(database(), person).opaque, DEVICE_DAYS, scripts=True)
    return answer


def _set_cookie(answer: Answer, name: str, value: str, days: int, path: str = "/", *, scripts: bool = False) -> None:
    lasting, secure = timedelta(days=days), not _plain_loopback()
    answer.set_cookie(name, value, max_age=lasting, path=path, httponly=not scripts, samesite="Lax", secure=secure)


def _plain_loopback() -> bool:
    """Whether this is http on the machine itself, where a Secure cookie would not come back."""
    host = request.host.rsplit(":", 1)[0].strip("[]")
    return request.scheme == "http" and host in LOOPBACK and settings().site_origin.startswith("http:")


def _agent() -> str:
    return request.headers.get("User-Agent", "")


def _credential() -> str:
    """What the browser's ceremony put into the form. Raises Invalid without it."""
    response = request.form.get("credential", "")
    if not response:
        raise Invalid(N_("The passkey did not come along. Please use the button on the page, with scripts allowed."))
    return response
