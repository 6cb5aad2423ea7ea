"""The page inside of the frame in which a draft of a checklist is tried: the capture page itself, bound to nothing."""

from flask import Blueprint, Response, request

from app import clock
from app.checklists import drafts
from app.checklists.model import APPROACHES, COVERT
from app.checklists.words import SITE_KIND_NAMES
from app.errors import NotFound
from app.pages import allow, database, page
from app.visits import previews

blueprint = Blueprint("previews", __name__)
FRAMED = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)


@blueprint.get("/checklists/drafts/<draft>/phone")
@allow("planner", "publisher")
def phone(draft: str) -> Response:
    """The draft as a capture page of the approach; only our own pages may frame it, it answers as on the phone, and
    nothing is stored or leaves it. Raises NotFound and Conflict."""
    approach = request.args.get("approach", "open")
    if approach not in APPROACHES:
        raise NotFound
    sheet = previews.sheet(drafts.get(database(), draft), approach)
    layout = "visits/covert.html" if approach in COVERT else "visits/capture.html"
    template = "visits/previewed.html" if sheet.parts else "visits/nothing.html"
    answer = page(template, sheet=sheet, layout=layout, today=clock.today(), site_names=SITE_KIND_NAMES)
    answer.headers["Content-Security-Policy"] = FRAMED
    return answer
