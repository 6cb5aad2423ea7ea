"""What happens to every request before and after its view: who may enter, whose write it is, headers, refusals."""

import sqlite3
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, jsonify, make_response, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from app.errors import N_, Forbidden, NotFound, Problem, SignedOut, TooLarge, Unavailable
from app.language import say
from app.pages import database, door_of, settings
from app.people import devices, sessions

ON_BEHALF = "Mingcha-Me"  # whose store the phone is sending from
SAFE = {"GET", "HEAD", "OPTIONS"}
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=()",
}


def install(app: Flask) -> None:
    app.before_request(own_name_only)
    app.before_request(to_localhost)
    app.before_request(own_pages_only)
    app.before_request(enter)
    app.after_request(headers)
    app.register_error_handler(Problem, refuse)
    app.register_error_handler(HTTPException, refuse_http)
    app.register_error_handler(sqlite3.OperationalError, refuse_database)
    app.register_error_handler(Exception, refuse_unexpected)


def own_name_only() -> None:
    """Refuses a request under a name that is not ours: whoever lets a name of theirs point here would otherwise be of
    our origin. `/healthz` answers under any, since what asks there may know an address only. Raises Forbidden.
    """
    if request.path != "/healthz" and _name_asked_for() not in settings().hosts:
        raise Forbidden(
            N_("This site answers at %(origin)s only. Another name is set with MINGCHA_ORIGIN."),
            origin=settings().site_origin,
        )


def to_localhost() -> Answer | None:
    """Passkeys need the name: a page asked for as 127.0.0.1 is fetched again as localhost."""
    if request.method not in SAFE or _for_programs() or _name_asked_for() != "127.0.0.1":
        return None
    return redirect(request.url.replace("127.0.0.1", "localhost", 1), 302)


def own_pages_only() -> None:
    """Refuses a write that another site's page caused. Raises Forbidden."""
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        own = site == "same-origin"
    elif origin is not None:
        own = origin in settings().origins
    else:
        own = request.endpoint == "people.enter"
    if not own:
        raise Forbidden


def enter() -> Answer | None:
    """Finds who is signed in and whether the route lets them in.

    A route that is not for somebody's roles is answered like one that does not exist. By the PIN of an enrolled phone
    somebody has the roles that capture and no other, and the routes that say so. Raises SignedOut and NotFound.
    """
    g.person = g.session = g.enrolment = None
    token = request.cookies.get(sessions.COOKIE)
    session = sessions.find(database(), token, int(settings().session_days)) if token else None
    if session:
        g.person, g.session, g.device = session.person, session.token_hash, session.device
        g.renewed, g.enrolment = session.renewed, session.enrolment
        if session.enrolment:
            g.person = replace(session.person, roles=session.person.roles & devices.ROLES)
    door = door_of(request.endpoint or "")
    if door is None:
        raise NotFound
    if g.person and request.headers.get(ON_BEHALF, g.person.opaque) != g.person.opaque:
        raise SignedOut(N_("Somebody else is signed in on this phone. What waits here is sent once its own person is."))
    if door.public or (g.person and g.person.roles & door.roles and (door.device or not g.enrolment)):
        return None
    if g.person:
        raise NotFound
    raise SignedOut


def headers(answer: Response) -> Response:
    if request.path.startswith("/field/"):
        answer.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
    held = {name.lower() for name, _ in answer.headers}
    for name, value in HEADERS.items():
        if name.lower() not in held:
            answer.headers.add(name, value)
    # Phones are shared: what the field shows is kept by its worker, for its own person, and not by the browser's
    # history. At a desk going back must find what was typed.
    desk = answer.mimetype == "text/html" and not request.path.startswith(("/field/", "/me"))
    answer.headers.setdefault("Cache-Control", "private, no-cache" if desk else "no-store")
    return answer


def refuse(problem: Problem) -> Answer:
    """A problem as a page, or as a problem document (RFC 9457) for programs."""
    if (
        isinstance(problem, SignedOut)
        and not _for_programs()
        and request.method in SAFE
        and "HX-Request" not in request.headers
    ):
        return redirect("/sign-in", 303)
    sentence = say(problem.sentence, **problem.values)
    if not _for_programs():
        page = render_template("problem.html", problem=problem, sentence=sentence, title=say(problem.title))
        return make_response(page, problem.status)
    document: dict[str, object] = {
        "type": f"urn:mingcha:problem:{problem.code}",
        "title": say(problem.title),
        "status": problem.status,
        "detail": sentence,
    }
    if problem.places:
        document["errors"] = [{"pointer": p.pointer, "detail": say(p.detail)} for p in problem.places]
    answer = jsonify(document)
    answer.mimetype = "application/problem+json"
    answer.status_code = problem.status
    return answer


def refuse_http(error: HTTPException) -> Answer:
    """What Flask itself refuses, in our own words."""
    if error.code == 413:
        return refuse(TooLarge())
    if error.code in {404, 405}:
        return refuse(NotFound())
    problem = Problem(error.description or "")
    problem.status = error.code or 500
    problem.code = (error.name or "error").lower().replace(" ", "-")
    problem.title = error.name or ""
    return refuse(problem)


def refuse_database(error: sqlite3.OperationalError) -> Answer:
    """A busy, full or read-only disk is no fault of the request: it may be sent again."""
    _log(error)
    return refuse(Unavailable())


def refuse_unexpected(error: Exception) -> Answer:
    _log(error)
    return refuse(Problem())


def _name_asked_for() -> str:
    """The name in the request's Host, without the port; empty when it is none."""
    with suppress(ValueError):
        return urlsplit(f"//{request.host}").hostname or ""
    return ""


def _log(error: Exception) -> None:
    current_app.logger.error("%s %s", request.method, request.path, exc_info=error)


def _for_programs() -> bool:
    return request.path.startswith("/api/") or request.path == "/healthz"
