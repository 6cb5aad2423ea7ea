"""The entrance hall: `/` leads to the page of one's role, `/healthz` says whether the house can work."""

from flask import Blueprint, g, jsonify, redirect
from werkzeug.wrappers import Response

from app import navigation
from app.config import version
from app.db import writable
from app.errors import Unavailable
from app.pages import database, public
from app.schema import schema

blueprint = Blueprint("hall", __name__)


@blueprint.get("/")
@public
def start() -> Response:
    return redirect(navigation.start(g.person.roles) if g.person else "/sign-in", 303)


@blueprint.get("/healthz")
@public
def health() -> Response:
    """200 with version and schema when the database can be written. Raises Unavailable."""
    db = database()
    if not writable(db):
        raise Unavailable
    return jsonify({"status": "ok", "version": version(), "schema": schema(db)})
