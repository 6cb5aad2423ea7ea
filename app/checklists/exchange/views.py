"""Downloading a checklist as a workbook, and uploading one, which begins a draft."""

from urllib.parse import quote

from flask import Blueprint, Response, make_response, redirect, request
from werkzeug.wrappers import Response as Answer

from app.checklists import versions
from app.checklists.exchange import receiving
from app.checklists.model import Checklist
from app.errors import N_, Invalid, NotFound, TooLarge
from app.org.reading import MOST_BYTES
from app.pages import allow, database, me, page

blueprint = Blueprint("exchange", __name__, url_prefix="/checklists")
WRITERS = ("planner", "publisher")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 500


@blueprint.get("/template.xlsx")
@allow(*WRITERS)
def template() -> Response:
    """The workbook with its explanations in front and as the example a checklist in force, `of` or the first. Raises
    NotFound."""
    from app.checklists.excel import writing  # here: what writes spreadsheets weighs 9 MB, and few fetch one

    form: Checklist | None = None
    if of := request.args.get("of", ""):
        form = _current(of)
    else:
        form = next(iter(versions.offered(database()) or versions.current(database())), None)
    if form is None:
        raise NotFound
    return _file(writing.template(form), form.id, f"{form.id} {form.title}")


@blueprint.get("/<checklist>/workbook.xlsx")
@allow(*WRITERS)
def workbook(checklist: str) -> Response:
    """The version in force as a workbook, to be changed and uploaded. Raises NotFound."""
    from app.checklists.excel import writing

    form = _current(checklist)
    return _file(writing.workbook(form), form.id, f"{form.id} {form.title}")


@blueprint.get("/<checklist>/xlsform.xlsx")
@allow(*WRITERS)
def xlsform(checklist: str) -> Response:
    """The version in force in the field's common format. Raises NotFound."""
    from app.checklists.xlsform import writing

    form = _current(checklist)
    return _file(writing.workbook(form), f"{form.id}-xlsform", f"{form.id} {form.title} XLSForm")


@blueprint.post("/uploads")
@allow(*WRITERS)
def upload() -> Answer:
    """Begins a draft of what the file holds and leads to its difference; or shows every problem with its cell and
    changes nothing. Raises Invalid and TooLarge."""
    request.max_content_length = MOST_BYTES + 100_000
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid(N_("Please choose a file first."))
    body = file.stream.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise TooLarge(N_("The file is larger than 20 MB. Please split it into several files."))
    draft, found = receiving.receive(database(), me(), file.filename[-200:], body)
    if not draft:
        return page(
            "checklists/upload.html",
            status=422,
            name=file.filename[-200:],
            problems=found[:SHOWN],
            count=len(found),
            examples=versions.offered(database()),
        )
    return redirect(f"/checklists/drafts/{draft}/difference", 303)


def _current(checklist: str) -> Checklist:
    db = database()
    return versions.get(db, checklist, versions.standing(db, checklist).version)


def _file(body: bytes, plain: str, name: str) -> Response:
    answer = make_response(body)
    answer.mimetype = XLSX
    answer.headers["Content-Disposition"] = f"attachment; filename={plain}.xlsx; filename*=UTF-8''{quote(name)}.xlsx"
    return answer
