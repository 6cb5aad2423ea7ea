"""The operator's commands for copies of the database."""

from contextlib import closing
from pathlib import Path

import click

from app import clock, config, copies
from app.commanding import plain, refusable
from app.db import Database
from app.errors import Refused


@click.command()
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Folder to write it into.")
@refusable
def backup(folder: Path | None) -> None:
    """Copies the database while the server runs, restores the copy on trial and checks it; prints its path.

    Without --to it goes to the copies of the data folder, beside those of the nights.
    """
    here = config.read()
    clock.set_zone(here.zone)
    if not here.database.exists():
        raise Refused(f"There is no data in {here.folder}. Set MINGCHA_DATA.")
    with closing(Database(here.database)) as db:
        click.echo(copies.make(db, here, folder).path)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@refusable
def restore(file: Path) -> None:
    """Puts a checked copy in the place of the database. The server must be stopped; the former database is kept."""
    here = config.read()
    clock.set_zone(here.zone)
    former = copies.restore(here, file)
    click.echo(f"{plain(file.name)} is restored." + (f" The former database is kept as {former}." if former else ""))
