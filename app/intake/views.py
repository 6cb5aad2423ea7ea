"""The sync API, and the form that takes in what a phone exported."""

from flask import Blueprint, Response, current_app, g, jsonify, make_response, redirect, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answer

from app.intake import announcements, importing, openapi, parsing, photos, receipts, submissions
from app.pages import allow, database, me, page, public, settings
from app.photos.store import Store

blueprint = Blueprint("intake", __name__)
SENDERS = ("inspector", "shopper")
READERS = (*SENDERS, *sorted(photos.REVIEWERS))


@blueprint.put("/api/photos/<sha256>")
@allow(*SENDERS, device=True)
def put_photo(sha256: str) -> tuple[Response, int]:
    new = photos.take(database(), store(), me().id, sha256, request.stream, announced=request.content_length)
    return jsonify(sha256=sha256, held=True), 201 if new else 200


@blueprint.get("/api/photos/<sha256>")
@allow(*READERS, device=True)
def get_photo(sha256: str) -> Response:
    return exact(photos.exact(database(), store(), me(), sha256).read_bytes(), "application/octet-stream")


@blueprint.put("/api/submissions/<submission>")
@allow(*SENDERS, device=True)
def put_submission(submission: str) -> tuple[Response, int]:
    body, sent_at = parsing.whole(request.stream), request.headers.get("Mingcha-Device-Time")
    signer()  # without the key there is no receipt, and then nothing is taken
    new = submissions.take(database(), me().id, submission, body, sent_at)
    return jsonify(receipt(submission)), 201 if new else 200


@blueprint.get("/api/submissions/<submission>")
@allow(*READERS, device=True)
def get_submission(submission: str) -> Response:
    return exact(submissions.exact(database(), me(), submission), "application/json")


@blueprint.get("/api/submissions/<submission>/receipt")
@allow(*READERS, device=True)
def get_receipt(submission: str) -> Response:
    submissions.readable(database(), me(), submission)
    return jsonify(receipt(submission))


@blueprint.get("/api/holdings")
@allow(*SENDERS, device=True)
def get_holdings() -> Response:
    """What is remembered of this device, so that it announces again to a server that was restored."""
    return jsonify(mark=announcements.mark(database(), me().id, g.device))


@blueprint.put("/api/holdings")
@allow(*SENDERS, device=True)
def put_holdings() -> Response:
    body, sent_at = parsing.whole(request.stream), request.headers.get("Mingcha-Device-Time")
    return jsonify(announcements.take(database(), store(), me().id, g.device, body, sent_at))


@blueprint.get("/api/receipt-key")
@public
def receipt_key() -> Response:
    return jsonify(signer().public_key())


@blueprint.get("/api/openapi.json")
@public
def description() -> Response:
    return jsonify(openapi.document())


@blueprint.get("/intake/import")
@allow("planner")
def import_form() -> Response:
    return page("intake/import.html", candidates=importing.candidates(database()))


@blueprint.post("/intake/import")
@allow("planner")
def import_unsent() -> Answer:
    file, person = request.files.get("file") or FileStorage(), request.form.get("person") or None
    done = importing.import_unsent(database(), store(), file.stream, person, by=me().id)
    return redirect(url_for("intake.imported", entry=done.entry), 303)


@blueprint.get("/intake/import/<int(max=999999999999):entry>")
@allow("planner")
def imported(entry: int) -> Response:
    return page("intake/imported.html", summary=importing.summary(database(), me().id, entry))


def exact(content: bytes, media_type: str) -> Response:
    """Bytes as they came; a photo is never of a type that a browser would show as a page."""
    answer = make_response(content)
    answer.mimetype = media_type
    return answer


def receipt(submission: str) -> dict[str, object]:
    return receipts.receipt(database(), store(), signer(), submission)


def signer() -> receipts.Signer:
    return receipts.signer(settings().secrets)


def store() -> Store:
    found: Store = current_app.extensions["photos"]
    return found
