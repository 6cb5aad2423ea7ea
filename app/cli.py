"""`mingcha`: everything an operator does. Exits 0, 1 (refused, with the reason on stderr) or 2 (usage)."""

import json
from dataclasses import fields
from pathlib import Path

import click

from app import (
    bureau_commands,
    checklist_commands,
    config,
    copy_commands,
    errors,
    jobs,
    journal,
    notice_commands,
    people_commands,
    roster_commands,
)
from app.commanding import opened, plain, reading, refusable, show, somebody
from app.people import persons
from app.photos.store import Store
from app.schema import migrate


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


@main.group(name="audit")
def audit_() -> None:
    """The journal."""


@audit_.command()
@click.option("--json", "as_json", is_flag=True)
@refusable
def verify(as_json: bool) -> None:
    """Checks the journal's chain, and what it tells against what is kept.

    Compared are submissions with their reviews and findings, closings with their scores, notices with their signatures,
    and roles. Words of decisions, photos, the roster and months under way are not.
    """
    from app import audit

    with reading() as db:
        breaks, entries = list(audit.breaks(db)), journal.last(db)
    if as_json:
        click.echo(json.dumps({"entries": entries, "breaks": breaks}, ensure_ascii=False))
    elif not breaks:
        click.echo(f"{entries} entries, unbroken; submissions, closings and notices are as they were recorded.")
    if breaks:
        raise errors.Refused("\n".join(breaks))


@main.command()
@click.option("--month", required=True, metavar="YYYY-MM")
@click.option("--json", "as_json", is_flag=True, help="The whole ledger; without it the ranking only.")
@refusable
def ledger(month: str, as_json: bool) -> None:
    """Every point of a month, line by line."""
    from app.scoring import export

    with reading() as db:
        found = export.as_json(db, month)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        show([{k: unit[k] for k in ("name", "score", "grade", "visits")} for unit in found["units"]], as_json)


@main.command(name="close-month")
@click.argument("month", metavar="YYYY-MM")
@click.option("--by", required=True, help="Id of the publisher who closes it, as `mingcha people` lists it.")
@refusable
def close_month(month: str, by: str) -> None:
    """Closes a month on the publisher's word, when the page cannot be used."""
    from app.scoring import months

    with opened() as db:
        months.close(db, somebody(db, by), month)
        units, waiting = len(months.table(db, month)), months.waiting(db, month)
        jobs.follow(db)
    click.echo(f"{month} is closed; units with a score: {units}, checks that still wait for review: {waiting}.")


@main.command()
@click.option("--json", "as_json", is_flag=True)
@refusable
def people(as_json: bool) -> None:
    """Lists the persons: id, name, roles. Never the codes: together with the names they would unseal the inspectors."""
    with reading() as db:
        rows = [{"id": p.id, "name": p.name, "roles": sorted(p.roles)} for p in persons.everyone(db)]
    show(rows if as_json else [row | {"roles": " ".join(row["roles"])} for row in rows], as_json)


@main.command(name="import-unsent")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--person", help="Id of the sender, for unplanned checks in the file; `mingcha people` lists it.")
@click.option("--json", "as_json", is_flag=True)
@refusable
def import_unsent(file: Path, person: str | None, as_json: bool) -> None:
    """Takes in what a phone exported because it could not send it. Refused parts are named, and the rest is taken."""
    from app.intake import importing

    with opened() as db, file.open("rb") as stream:
        sender = somebody(db, person).id if person is not None else None
        taken = importing.import_unsent(db, Store(config.read().photos), stream, sender)
        jobs.follow(db)
    show(importing.as_rows(taken), as_json)
    refused = [line for line in taken.lines if line.outcome == "refused"]
    if refused:
        named = [" ".join(filter(None, (plain(f"{r.member}:"), r.pointer, r.detail))) for r in refused]
        raise errors.Refused("\n".join(["Not everything was taken.", *named]))


main.add_command(bureau_commands.bureau_)
main.add_command(checklist_commands.checklists)
main.add_command(copy_commands.backup)
main.add_command(copy_commands.restore)
main.add_command(notice_commands.notice)
main.add_command(people_commands.invite)
main.add_command(roster_commands.import_roster)

if __name__ == "__main__":
    main()
