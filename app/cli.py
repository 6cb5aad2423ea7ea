"""`mingcha`: everything an operator does. Exits 0, 1 (refused, with the reason on stderr) or 2 (usage)."""

import json
import sys
from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from pathlib import Path
from typing import Any

import click

from app import clock, config, errors, jobs, journal
from app.checklists import loading
from app.db import Database, Databases, migrate
from app.photos.store import Store


def refusable(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turns a refusal into its sentence on stderr and exit status 1."""

    @wraps(command)
    def run(*args: Any, **values: Any) -> Any:
        try:
            return command(*args, **values)
        except errors.Refused as refusal:
            click.echo(str(refusal), err=True)
        except errors.Problem as problem:
            text = problem.sentence % problem.values if problem.values else problem.sentence
            click.echo("\n".join([text, *(f"{p.pointer}: {p.detail}" for p in problem.places)]), err=True)
        sys.exit(1)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """明察 Mingcha: service inspections, from a visit on a phone to a published notice."""


@main.command()
@click.option("--port", help="Port to listen on.")
@click.option("--demo", is_flag=True, help="Fill an empty data folder with the demo world; loopback only.")
@refusable
def serve(port: str | None, demo: bool) -> None:
    """Migrates the data folder and serves it, with the timetable, as one process."""
    from app import serving

    serving.serve(config.read(port=port) if port else config.read(), demo)


@main.command(name="migrate")
@refusable
def migrate_() -> None:
    """Brings the database up to this version."""
    for step in migrate(config.read().database):
        click.echo(step)


@main.command()
@click.option("--json", "as_json", is_flag=True)
@refusable
def settings(as_json: bool) -> None:
    """Lists the settings: variable, value, default, meaning."""
    now = config.read()
    rows = [
        {
            "variable": config.PREFIX + f.name.upper(),
            "value": getattr(now, f.name),
            "default": f.default,
            "meaning": f.metadata["meaning"],
        }
        for f in fields(now)
    ]
    show(rows, as_json)


@main.group()
def audit() -> None:
    """The journal."""


@audit.command()
@click.option("--json", "as_json", is_flag=True)
@refusable
def verify(as_json: bool) -> None:
    """Checks the journal's chain from the first entry to the last."""
    db = opened()
    breaks = list(journal.verify(db))
    if as_json:
        click.echo(json.dumps({"entries": journal.last(db), "breaks": breaks}))
    elif not breaks:
        click.echo(f"{journal.last(db)} entries, unbroken.")
    if breaks:
        raise errors.Refused("\n".join(breaks))


@main.group()
def checklists() -> None:
    """The checklists in checklists/."""


@checklists.command()
@click.option("--json", "as_json", is_flag=True)
@refusable
def lint(as_json: bool) -> None:
    """Reads every checklist and the scoring rules, and tells each problem with file and item."""
    from app.scoring import loading as rules

    rules.load()
    rows = [{"id": c.id, "version": c.version, "items": len(c.items), "title": c.title} for c in loading.load_all()]
    show(rows, as_json)


@main.command()
@click.option("--month", required=True, metavar="YYYY-MM")
@click.option("--json", "as_json", is_flag=True, help="The whole ledger; without it the ranking only.")
@refusable
def ledger(month: str, as_json: bool) -> None:
    """Every point of a month, line by line."""
    from app.scoring import export

    found = export.as_json(opened(), month)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        show([{k: unit[k] for k in ("name", "score", "grade", "visits")} for unit in found["units"]], as_json)


@main.command(name="close-month")
@click.argument("month", metavar="YYYY-MM")
@click.option("--by", required=True, help="Id of the publisher who closes it.")
@refusable
def close_month(month: str, by: str) -> None:
    """Closes a month on the publisher's word, when the page cannot be used."""
    from app.people import persons
    from app.scoring import months

    db = opened()
    months.close(db, persons.load(db, by), month)
    units, waiting = len(months.table(db, month)), months.waiting(db, month)
    click.echo(f"{month} is closed; units with a score: {units}, checks that still wait for review: {waiting}.")
    jobs.follow(db)


@main.command()
@click.argument("name")
@click.option("--role", "roles", multiple=True, default=("inspector",), show_default=True)
@refusable
def invite(name: str, roles: tuple[str, ...]) -> None:
    """Adds a person and prints the link with which they make their passkey. The first admin comes from here."""
    from app.people import links, persons

    here = config.read()
    migrate(here.database)
    db = opened()
    person = persons.add(db, name, *roles)
    click.echo(f"{here.site_origin}/enter/{links.invite(db, person, None)}")


@main.command(name="import-unsent")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--person", help="Id of the sender, for unplanned checks in the file.")
@click.option("--json", "as_json", is_flag=True)
@refusable
def import_unsent(file: Path, person: str | None, as_json: bool) -> None:
    """Takes in what a phone exported because it could not send it."""
    from app.intake import importing

    db = opened()
    with file.open("rb") as stream:
        taken = importing.import_unsent(db, Store(config.read().photos), stream, person)
    jobs.follow(db)
    show(importing.as_rows(taken), as_json)


def opened() -> Database:
    """The migrated database of the data folder. Raises Refused when there is none."""
    here = config.read()
    clock.set_zone(here.zone)
    if not here.database.exists():
        raise errors.Refused(f"There is no data in {here.folder}. Set MINGCHA_DATA, or run `mingcha serve` first.")
    migrate(here.database)
    return Databases(here.database).here()


def show(rows: list[dict[str, Any]], as_json: bool) -> None:
    """Prints rows as JSON or as tab-separated text."""
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            click.echo("\t".join(str(value) for value in row.values()))


if __name__ == "__main__":
    main()
