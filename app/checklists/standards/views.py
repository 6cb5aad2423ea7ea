"""Pages of the standards: documents, their clauses word by word, and what checks each."""

from flask import Blueprint, Response, request

from app.checklists.standards import reading
from app.pages import ROLES, allow, database, page

blueprint = Blueprint("standards", __name__, url_prefix="/standards")


@blueprint.get("/")
@allow(*ROLES)
def index() -> Response:
    """The documents, or the clauses that a search finds in all of them."""
    query = request.args.get("q", "").strip()
    found = reading.found(database(), query) if query else []
    return page("standards/index.html", shelves=reading.shelves(database()), query=query, entries=found)


@blueprint.get("/<document>")
@allow(*ROLES)
def document(document: str) -> Response:
    """One document, clause by clause."""
    return page(
        "standards/document.html",
        document=reading.document(document),
        entries=reading.entries(database(), document),
    )
