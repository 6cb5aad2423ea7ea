"""One's own account: passkeys, where one is signed in, and enrolled phones."""

from flask import Blueprint, Response, g, jsonify, redirect, request
from werkzeug.wrappers import Response as Answer

from app.errors import N_, Conflict, Invalid
from app.pages import allow, database, me, page, session_hash, settings
from app.people import agents, assertions, devices, passkeys, sessions

blueprint = Blueprint("own", __name__)


@blueprint.get("/me")
@allow(device=True)
def account() -> Response:
    """By a phone's PIN only that phone is shown: the rest is changed where one signs in with a passkey."""
    db, person = database(), me()
    known = devices.of(db, person.id)
    if g.enrolment:
        return page("people/phone.html", device=next(each for each in known if each.id == g.enrolment))
    return page(
        "people/me.html",
        passkeys=passkeys.of(db, person.id),
        may_make=assertions.may_make(db, person.id),
        sessions=sessions.of(db, person.id, session_hash()),
        devices={each.id: each for each in known},
        words=agents.words,
        here=agents.words(request.headers.get("User-Agent", "")),
    )


@blueprint.post("/sessions/others/end")
@allow()
def end_others() -> Answer:
    sessions.end_others(database(), me().id, session_hash())
    return redirect("/me", 303)


@blueprint.post("/sessions/<handle>/end")
@allow()
def end_session(handle: str) -> Answer:
    """Ends one of one's own sessions; its own page is left by signing out. Raises NotFound."""
    sessions.end_one(database(), me().id, handle)
    return redirect("/me", 303)


@blueprint.post("/devices/<device>/end")
@allow(device=True)
def end_device(device: str) -> Answer:
    """Ends the enrolment of a phone of one's own; by a PIN that of this phone only."""
    if g.enrolment in {None, device}:
        devices.end(database(), me().id, device, me().id)
    return redirect("/me", 303)


@blueprint.get("/passkeys/creation")
@allow()
def creation_options() -> Response:
    return jsonify(passkeys.creation_options(database(), settings(), me(), session_hash()))


@blueprint.post("/passkeys/")
@allow()
def add_passkey() -> Answer:
    """One more passkey for one's own account; not the first one outside the demo: confirmed by another."""
    db, person = database(), me().id
    credential = request.form.get("credential", "")
    if not credential:
        raise Invalid(N_("The passkey did not come along. Please use the button on the page, with scripts allowed."))
    if not assertions.may_make(db, person):
        _confirmed(assertions.ANOTHER_PASSKEY)
    name = request.form.get("name", "") or agents.words(request.headers.get("User-Agent", ""))
    passkeys.keep(db, person, passkeys.made(db, settings(), person, session_hash(), credential), name)
    return redirect("/me", 303)


@blueprint.post("/passkeys/<passkey>/name")
@allow()
def rename_passkey(passkey: str) -> Answer:
    passkeys.rename(database(), me().id, passkey, request.form.get("name", ""))
    return redirect("/me", 303)


@blueprint.post("/passkeys/<passkey>/removal")
@allow()
def remove_passkey(passkey: str) -> Answer:
    """Takes a passkey away, confirmed by one; the last one only by who has read what follows. Raises Conflict."""
    db, person = database(), me().id
    if [each.id for each in passkeys.of(db, person)] == [passkey] and not request.form.get("last"):
        raise Conflict(
            N_("This is your last passkey. Tick that you know that without it only a new invitation lets you in again.")
        )
    _confirmed(f"remove:{passkey}")
    passkeys.remove(db, person, passkey)
    return redirect("/me", 303)


@blueprint.get("/passkeys/assertion")
@allow()
def assertion_options() -> Response:
    purpose = request.args.get("purpose", "")
    return jsonify(assertions.options(database(), settings(), session_hash(), me().id, purpose))


def _confirmed(purpose: str) -> None:
    confirmation = request.form.get("assertion", "")
    assertions.demand(database(), settings(), session_hash(), me().id, purpose, confirmation)
