"""The page of services, for the department: halls, hotline, website, and what nobody has looked at yet."""

from flask import Blueprint, Response

from app import bureau, clock
from app.pages import allow, database, page
from app.review.services import reading

blueprint = Blueprint("services", __name__)


@blueprint.get("/services/")
@allow("planner", "publisher")
def index() -> Response:
    """Three tables, and where to give the checks that are missing."""
    db, month = database(), clock.month_of(clock.now())
    return page(
        "services/index.html",
        halls=reading.matrix(db, reading.HALLS),
        hotline=reading.matrix(db, reading.HOTLINE),
        website=reading.matrix(db, reading.WEBSITE),
        tried=reading.tried(db, month),
        slots=reading.SLOTS,
        month=month,
        night=bureau.number(db, "hotline_night"),
        evening=bureau.number(db, "hotline_evening"),
    )
