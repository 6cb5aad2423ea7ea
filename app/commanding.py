"""What the operator's commands share: refusals as sentences, the database opened, rows printed."""

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import wraps
from typing import Any

import click

from app import clock, config, errors
from app.config import Settings
from app.db import Database
from app.people import persons
from app.people.persons import Person
from app.schema import migrate, read_only


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
        except (OSError, sqlite3.Error) as error:
            click.echo(f"That could not be done: {error}.", err=True)
        sys.exit(1)

    return run


@contextmanager
def opened(*, new: bool = False) -> Iterator[Database]:
    """The migrated database of the data folder. Raises Refused when there is none, unless it may be `new`."""
    here = _found(new=new)
    migrate(here.database)
    with closing(Database(here.database)) as db:
        yield db


@contextmanager
def reading() -> Iterator[Database]:
    """The database of the data folder as it is, also of a copy that cannot be written. Raises Refused."""
    with closing(read_only(_found().database)) as db:
        yield db


def somebody(db: Database, person: str) -> Person:
    """The person with this id. Raises Refused."""
    try:
        return persons.load(db, person)
    except errors.NotFound:
        raise errors.Refused(f"There is no person with the id {person}. `mingcha people` lists them.") from None


def show(rows: list[dict[str, Any]], as_json: bool) -> None:
    """Prints rows as JSON or as tab-separated text."""
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            click.echo("\t".join(plain(str(value)) for value in row.values()))


def plain(text: str) -> str:
    """The text on one line; what a terminal would obey or could not print is written out."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def _found(*, new: bool = False) -> Settings:
    here = config.read()
    clock.set_zone(here.zone)
    if not new and not here.database.exists():
        raise errors.Refused(f"There is no data in {here.folder}. Set MINGCHA_DATA, or run `mingcha serve` first.")
    return here
