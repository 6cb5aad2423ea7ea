"""The entrance hall: `/` leads to the page of one's role, `/healthz` says whether the house can work."""

from flask import Blueprint, g, jsonify, redirect, request
from werkzeug.wrappers import Response

from app import navigation
from app.config import version
from app.db import writable
from app.errors import NotFound, Unavailable
from app.language import COOKIE, COOKIE_DAYS, LANGUAGES
from app.pages import database, public, settings
from app.schema import schema

blueprint = Blueprint("hall", __name__)


@blueprint.get("/")
@public
def start() -> Response:
    return redirect(navigation.start(g.person.roles) if g.person else "/sign-in", 303)


@blueprint.post("/language")
@public
def choose_language() -> Response:
    """Remembers in this browser which language its pages speak, and shows the page again. Raises NotFound for one that
    the house does not speak."""
    code, back = request.form.get("lang", ""), request.form.get("back", "")
    if code not in LANGUAGES:
        raise NotFound
    local = back.startswith("/") and not back.startswith(("//", "/\\"))
    answer = redirect(back if local else "/", 303)
    secure = settings().site_origin.startswith("https:")
    answer.set_cookie(COOKIE, code, max_age=COOKIE_DAYS * 86400, secure=secure, httponly=True, samesite="Lax")
    return answer


@blueprint.get("/healthz")
@public
def health() -> Response:
    """200 with version and schema when the database can be written. Raises Unavailable."""
    db = database()
    if not writable(db):
        raise Unavailable
    return jsonify({"status": "ok", "version": version(), "schema": schema(db)})
