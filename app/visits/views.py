"""Pages of the field and what they keep offline. Every page here is a document that works from a cache."""

import json

from flask import Blueprint, Response, current_app, g, jsonify, make_response, render_template, request

from app import bureau, clock
from app.checklists import clauses, versions
from app.config import version
from app.pages import allow, database, me, page, public
from app.visits import calendar
from app.visits import pack as packing
from app.visits.shell import SCRIPT, assets, shell
from app.visits.today import groups

blueprint = Blueprint("visits", __name__)
blueprint.add_app_template_global(clauses.number, "number")
blueprint.add_app_template_global(packing.checklists_json, "checklists_json")
FIELD = ("inspector", "shopper")


@blueprint.context_processor
def keeping() -> dict[str, object]:
    """Days for which a phone keeps what was received from it, and after which it marks what was not; whether open
    visits offer to note the position; which program it has. Scripts read all of it here."""
    days = {name: bureau.number(database(), name) for name in ("phone_days", "unsent_days", "ask_position")}
    return days | {"version": version()}


@blueprint.get("/field/")
@allow(*FIELD, device=True)
def today() -> Response:
    return page("visits/today.html", groups=groups(database(), me()), today=clock.today())


@blueprint.get("/field/visits.ics")
@allow(*FIELD, device=True)
def calendar_file() -> Response:
    """One's own visits for the phone's calendar, to be taken in once more when they have changed."""
    root = request.url_root.rstrip("/")
    return Response(
        calendar.of(database(), me(), root), mimetype="text/calendar", headers={"Cache-Control": "no-store"}
    )


@blueprint.get("/field/visits/<visit>")
@allow(*FIELD, device=True)
def capture(visit: str) -> Response:
    sheet = packing.sheet(database(), me(), visit)
    covert = sheet.visit is not None and sheet.visit.covert
    return page("visits/covert.html" if covert else "visits/capture.html", sheet=sheet, today=clock.today())


@blueprint.get("/field/visits/<visit>/script")
@allow(*FIELD, device=True)
def script(visit: str) -> Response:
    """The script of one's own visit, to be read before it."""
    return page("visits/script.html", scenario=packing.script(database(), me(), visit))


@blueprint.get("/field/unplanned/")
@allow("inspector", device=True)
def unplanned() -> Response:
    return page("visits/unplanned.html", forms=packing.unplanned(database()))


@blueprint.get("/field/unplanned/<checklist>/<version>")
@allow("inspector", device=True)
def unplanned_capture(checklist: str, version: str) -> Response:
    sheet = packing.unplanned_sheet(database(), checklist, version)
    return page("visits/capture.html", sheet=sheet, today=clock.today())


@blueprint.get("/field/outbox")
@allow(*FIELD, device=True)
def outbox() -> Response:
    return page("visits/outbox.html")


@blueprint.get("/field/offline")
@public
def offline() -> Response:
    """What the worker shows for a page that this phone does not hold."""
    return page("visits/offline.html")


@blueprint.get("/field/sw.js")
@public
def worker() -> Response:
    """The service worker: the build and the shell's files in front of static/js/field/sw.js."""
    static = current_app.extensions["assets"]
    head = f"const BUILD = {json.dumps(static.build)};\nconst SHELL_FILES = {json.dumps(shell(static))};\n"
    answer = make_response(head + static.files[SCRIPT].decode())
    answer.mimetype = "text/javascript"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@blueprint.get("/field/manifest.webmanifest")
@public
def manifest() -> Response:
    answer = make_response(render_template("visits/manifest.json"))
    answer.mimetype = "application/manifest+json"
    return answer


@blueprint.get("/api/pack")
@allow(*FIELD, device=True)
def pack() -> Response:
    found = packing.pack(database(), me(), g.device, assets(current_app.extensions["assets"]))
    return jsonify(found)


@blueprint.get("/api/sites")
@allow(*FIELD, device=True)
def directory() -> Response:
    return jsonify(packing.directory(database()))


@blueprint.get("/api/checklists/<checklist>/<version>")
@allow(*FIELD, "planner", "publisher", device=True)
def checklist(checklist: str, version: str) -> Response:
    return jsonify(_with_version(versions.get(database(), checklist, version).content(), version))


def _with_version(content: dict[str, object], version: str) -> dict[str, object]:
    return content | {"version": version}
