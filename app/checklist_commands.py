"""The operator's commands for checklists: lint, and the ways in and out."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from app.checklists import loading, versions
from app.checklists.cells import CellProblem
from app.checklists.exchange import origin
from app.checklists.model import Checklist, from_content
from app.commanding import opened, plain, reading, refusable, show, somebody
from app.db import Database
from app.errors import Refused


@click.group()
def checklists() -> None:
    """The checklists: those shipped in checklists/, and those that the department imports."""


@checklists.command()
@click.option("--json", "as_json", is_flag=True)
@refusable
def lint(as_json: bool) -> None:
    """Reads every checklist and the scoring rules, and tells each problem with file and item."""
    from app.scoring import loading as rules

    rules.load()
    rows = [{"id": c.id, "version": c.version, "items": len(c.items), "title": c.title} for c in loading.load_all()]
    show(rows, as_json)


@checklists.command()
@click.option("--json", "as_json", is_flag=True)
@refusable
def coverage(as_json: bool) -> None:
    """Tells which items of the shipped checklists check each clause of the standards, or why none can. Refused when a
    clause has neither."""
    from app.checklists import coverage as covering

    shipped = loading.load_all()
    told: Any = covering.as_json(shipped)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        rows = [(clause, by.get("reason") or " ".join(by["items"])) for clause, by in told["clauses"].items()]
        show([{"clause": clause, "by": by} for clause, by in rows], as_json)
    if missing := covering.uncovered(shipped):
        raise Refused("\n".join(f"{clause}: no item checks it, and no reason is given." for clause in missing))


@checklists.command(name="list")
@click.option("--json", "as_json", is_flag=True)
@refusable
def list_(as_json: bool) -> None:
    """Lists the checklists of the data folder: version in force, where it comes from, items, title."""
    with reading() as db:
        rows = [
            {
                "id": each.id,
                "version": each.version,
                "source": "retired" if each.retired_at else each.source,
                "items": len((form := versions.get(db, each.id, each.version)).items),
                "title": form.title,
            }
            for each in versions.standings(db)
        ]
    show(rows, as_json)


@checklists.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", "dry", is_flag=True, help="Tells every problem and what would change; imports nothing.")
@click.option("--over", is_flag=True, help="Also when another version was published since the file was made.")
@click.option("--by", help="Id of the planner or publisher who stands behind it, as `mingcha people` lists it.")
@click.option("--json", "as_json", is_flag=True)
@refusable
def import_(file: Path, dry: bool, over: bool, by: str | None, as_json: bool) -> None:
    """Takes a checklist from the Excel workbook and puts it in force: everything, or nothing."""
    from app.checklists.excel.reading import read

    with opened() as db:
        person = somebody(db, by).id if by is not None else None
        body = file.read_bytes()
        content, problems = read(file.name, body, versions.owners(db), partial(versions.ever_used, db))
        not_undone(db, content, body, over=over)
        put_in_force(db, content, problems, dry=dry, by=person, as_json=as_json)


@checklists.command()
@click.argument("checklist", metavar="ID")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Instead of ID.xlsx here.")
@refusable
def export(checklist: str, output: Path | None) -> None:
    """Writes the version in force as the Excel workbook that `import` takes."""
    from app.checklists.excel.writing import workbook

    write(checklist, output, workbook)


@checklists.command(name="import-xlsform")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", "dry", is_flag=True, help="Tells every problem and what would change; imports nothing.")
@click.option("--over", is_flag=True, help="Also when another version was published since the file was made.")
@click.option("--by", help="Id of the planner or publisher who stands behind it, as `mingcha people` lists it.")
@click.option("--json", "as_json", is_flag=True)
@refusable
def import_xlsform(file: Path, dry: bool, over: bool, by: str | None, as_json: bool) -> None:
    """Takes a checklist from an XLSForm (ODK, KoboToolbox) and puts it in force: everything, or nothing."""
    from app.checklists.xlsform.reading import read

    with opened() as db:
        person = somebody(db, by).id if by is not None else None
        body = file.read_bytes()
        content, problems = read(file.name, body, versions.owners(db))
        not_undone(db, content, body, over=over)
        put_in_force(db, content, problems, dry=dry, by=person, as_json=as_json)


@checklists.command(name="export-xlsform")
@click.argument("checklist", metavar="ID")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Instead of ID.xlsx here.")
@refusable
def export_xlsform(checklist: str, output: Path | None) -> None:
    """Writes the version in force as the XLSForm that `import-xlsform` takes."""
    from app.checklists.xlsform.writing import workbook

    write(checklist, output, workbook)


def write(checklist: str, output: Path | None, form: Callable[[Checklist], bytes]) -> None:
    """Writes the version in force to a file that is not there yet. Raises Refused and OSError."""
    with reading() as db:
        version = versions.current_version(db, checklist)
        if version is None:
            raise Refused(f"There is no checklist {checklist}. `mingcha checklists list` lists them.")
        body = form(versions.get(db, checklist, version))
    file = output or Path(f"{checklist}.xlsx")
    with file.open("xb") as stream:
        stream.write(body)
    click.echo(str(file))


def not_undone(db: Database, content: dict[str, Any] | None, body: bytes, *, over: bool) -> None:
    """Raises Refused for a file that was made from an older version than the one in force, unless that is meant."""
    made_from = origin.base(db, content["id"], body) if content and not over else None
    if content and made_from and made_from != versions.current_version(db, content["id"]):
        raise Refused(
            f"The file was made from version {made_from} of {content['id']}; another one was published since and would "
            "be undone. Export it anew and change that, or say --over."
        )


def put_in_force(
    db: Database,
    content: dict[str, Any] | None,
    problems: Sequence[CellProblem],
    *,
    dry: bool,
    by: str | None,
    as_json: bool,
) -> None:
    """Publishes what was read from a file as the department's, unless anything is wrong with it or it is only looked
    at. Raises Refused with every problem."""
    refuse(problems, as_json)
    assert content
    form = from_content(content)
    before = versions.current_version(db, form.id)
    if not dry and before != form.version:
        versions.publish(db, form, by, versions.DEPARTMENT)
    if not as_json:
        new = "as it was" if before == form.version else "changed" if before else "new"
        click.echo(f"{form.id} {form.version}: {len(form.items)} items, {new}.")
        if dry:
            click.echo("Nothing was imported: --dry-run.")


def refuse(problems: Sequence[CellProblem], as_json: bool) -> None:
    """Tells what is wrong with a file, all of it, each with its cell. Raises Refused unless nothing is."""
    if as_json:
        told = [
            {"sheet": each.sheet or None, "row": each.row or None, "column": each.column or None, "detail": each.detail}
            for each in problems
        ]
        click.echo(json.dumps({"problems": told}, ensure_ascii=False, indent=1))
    if problems:
        lines = [plain(f"{each.place}: {each.detail}" if each.place else each.detail) for each in problems]
        raise Refused("\n".join(["Nothing was imported.", *lines]))
