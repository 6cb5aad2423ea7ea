"""The operator's command for the roster."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from app import jobs
from app.commanding import opened, plain, refusable
from app.errors import Refused
from app.language import say
from app.org import importing, planning
from app.org.planning import Preview


@click.command(name="import-roster")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", "dry", is_flag=True, help="Tells what would change and imports nothing.")
@click.option("--json", "as_json", is_flag=True)
@refusable
def import_roster(file: Path, dry: bool, as_json: bool) -> None:
    """Imports units, sites, posts, employees, holders and accounts from .xlsx or .csv: everything, or nothing."""
    with opened(new=True) as db:
        preview = importing.straight(db, file.name, file.read_bytes(), dry=dry)
        jobs.follow(db)
    problems = [_told(each) for each in preview.problems]
    if as_json:
        counts = [asdict(each) for each in preview.counted]
        told = {"problems": problems, "imported": not problems and not dry, "sheets": counts}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    elif not problems:
        _show(preview, dry)
    if problems:
        lines = [" ".join(filter(None, (_place(each), str(each["detail"])))) for each in problems]
        more = preview.count - len(problems)
        raise Refused("\n".join(["Nothing was imported.", *map(plain, lines), *([f"{more} more."] if more else [])]))


def _told(each: dict[str, object]) -> dict[str, object]:
    problem = planning.problem_of(each)
    place = problem.place
    return {
        "sheet": place.sheet or None,
        "row": place.row or None,
        "column": place.column or None,
        "detail": say(problem.sentence, **problem.values),
    }


def _place(each: dict[str, object]) -> str:
    return " ".join(str(each[name]) for name in ("sheet", "row", "column") if each[name]) + ":" if each["sheet"] else ""


def _show(preview: Preview, dry: bool) -> None:
    for each in preview.counted:
        row = (each.sheet or "-", each.kind, f"{each.new} new", f"{each.changed + each.follows} changed")
        click.echo("\t".join((*row, f"{each.same} as they were")))
    click.echo("Nothing was imported: --dry-run." if dry else "Imported.")
