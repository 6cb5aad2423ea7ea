"""The operator's commands for checklists: lint, and the ways in and out."""

import json
from collections.abc import Callable, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import Any

import click

from app.checklists import loading, versions
from app.checklists.cells import CellProblem
from app.checklists.difference import Difference
from app.checklists.exchange import origin
from app.checklists.exchange.origin import Origin
from app.checklists.model import Checklist, from_content
from app.commanding import opened, plain, reading, refusable, show, somebody
from app.db import Database
from app.errors import Refused

Read = tuple[dict[str, Any] | None, list[CellProblem]]


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


_IMPORTING = (
    click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    click.option("--dry-run", "dry", is_flag=True, help="Tells every problem and what would change; imports nothing."),
    click.option("--over", is_flag=True, help="Also when another version was published since the file was made."),
    click.option("--by", help="Id of the planner or publisher who stands behind it, as `mingcha people` lists it."),
    click.option("--json", "as_json", is_flag=True),
    refusable,
)


def importing(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A command that takes a checklist from a file, whatever the format; what it decorates reads that."""

    def dressed(read: Callable[[Database, str, bytes], Read]) -> Callable[..., Any]:
        @wraps(read)
        def command(file: Path, *, dry: bool, over: bool, by: str | None, as_json: bool) -> None:
            with opened() as db:
                person = somebody(db, by).id if by is not None else None
                body = file.read_bytes()
                content, problems = read(db, file.name, body)
                made_from = origin.of(db, body, content["id"] if content else "")
                refuse(problems, [] if over else undone(db, made_from), as_json=as_json)
                assert content
                put_in_force(db, content, made_from, dry=dry, by=person, quiet=as_json)

        for dress in reversed(_IMPORTING):
            command = dress(command)
        return checklists.command(name=name)(command)

    return dressed


@importing("import")
def import_(db: Database, name: str, body: bytes) -> Read:
    """Takes a checklist from the Excel workbook and puts it in force: everything, or nothing."""
    from app.checklists.excel.reading import read

    return read(name, body, versions.owners(db), partial(versions.ever_used, db))


@importing("import-xlsform")
def import_xlsform(db: Database, name: str, body: bytes) -> Read:
    """Takes a checklist from an XLSForm (ODK, KoboToolbox) and puts it in force: everything, or nothing."""
    from app.checklists.xlsform.reading import read

    return read(name, body, versions.owners(db))


@checklists.command()
@click.argument("checklist", metavar="ID")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Instead of ID.xlsx here.")
@refusable
def export(checklist: str, output: Path | None) -> None:
    """Writes the version in force as the Excel workbook that `import` takes."""
    from app.checklists.excel.writing import workbook

    write(checklist, output, workbook)


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


def undone(db: Database, made_from: Origin) -> list[str]:
    """What is to be said of a file that was made from an older version than the one in force."""
    current = versions.current_version(db, made_from.checklist)
    if made_from.version in {None, current}:
        return []
    return [
        f"The file was made from version {made_from.version} of {made_from.checklist}; version {current} was published "
        "since and would be undone. Export it anew and change that, or say --over."
    ]


def put_in_force(
    db: Database, content: dict[str, Any], made_from: Origin, *, dry: bool, by: str | None, quiet: bool
) -> None:
    """Publishes what was read from a file as the department's, unless it is only looked at, and tells what changes."""
    form = from_content(content)
    before = versions.current_version(db, form.id)
    old = versions.get(db, form.id, before) if before else None
    if not dry and before != form.version:
        versions.publish(db, form, by, versions.DEPARTMENT)
    if quiet:
        return
    new = "as it was" if before == form.version else "changed" if before else "new"
    click.echo(f"{form.id} {form.version}: {len(form.items)} items, {new}.")
    if old and before != form.version:
        if made_from.version is None:
            click.echo("The file does not say from which version it was made: what others changed since may be undone.")
        tell(Difference(old, form))
    if dry:
        click.echo("Nothing was imported: --dry-run.")


def tell(difference: Difference) -> None:
    """What is different, by the ids of items; what else changed only in one word."""
    for word in ("added", "removed", "moved", "changed"):
        if names := [line.id for line in getattr(difference, word)]:
            click.echo(f"{word}: {' '.join(names)}")
    if difference.head or difference.sections:
        click.echo("changed: title, particulars or sections")


def refuse(problems: Sequence[CellProblem], older: Sequence[str], *, as_json: bool) -> None:
    """Tells what is wrong with a file, all of it, each with its cell; and that it is `older` than what is in force.
    Raises Refused unless nothing is."""
    if as_json:
        told: dict[str, Any] = {
            "problems": [
                {"sheet": p.sheet or None, "row": p.row or None, "column": p.column or None, "detail": p.detail}
                for p in problems
            ]
        }
        click.echo(json.dumps(told | ({"older": older[0]} if older else {}), ensure_ascii=False, indent=1))
    if problems or older:
        lines = [plain(f"{each.place}: {each.detail}" if each.place else each.detail) for each in problems]
        raise Refused("\n".join(["Nothing was imported.", *lines, *older]))
