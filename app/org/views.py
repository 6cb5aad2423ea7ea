"""The administrator's room of the roster: what there is, the template, and importing a file after its preview."""

from flask import Blueprint, Response, make_response, redirect, request
from werkzeug.wrappers import Response as Answer

from app.errors import N_, Invalid, TooLarge
from app.org import importing, overview, planning, reading, units
from app.pages import allow, database, me, page, session_hash, settings
from app.people import assertions

blueprint = Blueprint("org", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KIND_NAMES = {
    "units": N_("Units"),
    "sites": N_("Sites"),
    "posts": N_("Posts"),
    "employees": N_("Employees"),
    "holders": N_("Times at posts"),
    "inspectors": N_("Accounts"),
}
SHOWN = 50


@blueprint.get("/roster/")
@allow("admin")
def roster() -> Response:
    """The tree with its counts, the search, and the way to import."""
    db, text = database(), request.args.get("q", "").strip()
    return page(
        "org/roster.html",
        "org/_found.html",
        text=text,
        found=overview.found(db, text, SHOWN) if text else None,
        most=SHOWN,
        tree=overview.tree(db),
        imports=importing.imports(db),
        names=overview.names(db),
        imported=request.args.get("imported", ""),
    )


@blueprint.get("/roster/units/<unit>")
@allow("admin")
def unit(unit: str) -> Response:
    """A unit's sites with their posts and who holds them today, and its employees. Raises NotFound."""
    db = database()
    return page("org/unit.html", unit=units.get(db, unit), **overview.of_unit(db, unit))


@blueprint.get("/roster/template.xlsx")
@allow("admin")
def download() -> Response:
    from app.org import template  # here: what writes spreadsheets weighs 9 MB, and the template is fetched once

    answer = make_response(template.workbook())
    answer.mimetype = XLSX
    answer.headers["Content-Disposition"] = (
        "attachment; filename=roster.xlsx; filename*=UTF-8''%E8%8A%B1%E5%90%8D%E5%86%8C.xlsx"
    )
    return answer


@blueprint.post("/roster/previews/")
@allow("admin")
def preview() -> Answer:
    """Reads an uploaded file and leads to its preview; nothing is imported. Raises TooLarge and Invalid."""
    request.max_content_length = reading.MOST_BYTES + 100_000
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid(N_("Please choose a file first."))
    body = file.stream.read(reading.MOST_BYTES + 1)
    if len(body) > reading.MOST_BYTES:
        raise TooLarge(N_("The file is larger than 20 MB. Please split it into several files."))
    return redirect(f"/roster/previews/{importing.keep(database(), me().id, file.filename[-200:], body)}", 303)


@blueprint.get("/roster/previews/<file>")
@allow("admin")
def previewed(file: str) -> Response:
    """Raises NotFound for another person's, and for one that was imported."""
    found = importing.get(database(), me().id, file)
    problems = [planning.problem_of(each) for each in found.preview.problems]
    return page("org/preview.html", file=found, preview=found.preview, problems=problems, kinds=KIND_NAMES)


@blueprint.post("/roster/previews/<file>/import")
@allow("admin")
def carry_out(file: str) -> Answer:
    """Imports what was previewed; with a fresh passkey where it touches accounts. Raises NotFound, Forbidden, Invalid
    and Conflict."""
    db = database()
    if importing.get(db, me().id, file).preview.accounts:
        confirmation = request.form.get("assertion", "")
        assertions.demand(db, settings(), session_hash(), me().id, f"roster:{file}", confirmation)
    importing.carry_out(db, me().id, file)
    return redirect("/roster/?imported=1", 303)
