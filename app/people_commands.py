"""The operator's command for people: the first administrator, and whoever cannot be invited from the page."""

import sys

import click

from app import config
from app.commanding import opened, refusable, somebody
from app.db import Database
from app.errors import Refused
from app.people import changing, persons, qr
from app.people.persons import Person


@click.command()
@click.argument("name", required=False)
@click.option("--role", "roles", multiple=True, default=("inspector",), show_default=True)
@click.option("--person", help="Id of an account that there is, for a new link to it; `mingcha people` lists it.")
@click.option("--another", is_flag=True, help="Adds somebody although an account of this name is in service.")
@click.option("--lost", is_flag=True, help="With --person: removes its passkeys and phones and ends its sessions.")
@refusable
def invite(name: str | None, roles: tuple[str, ...], person: str | None, another: bool, lost: bool) -> None:
    """Adds a person and prints the link with which they make their passkey; on a terminal as a QR code, too.

    The first administrator comes from here, and so does the way back for one who lost every passkey.
    """
    if (name is None) == (person is None):
        raise Refused("Give a name for a new account, or --person with the id of one that there is.")
    with opened(new=person is None) as db, db.write():
        someone = somebody(db, person) if person is not None else persons.add(db, name or "", *roles)
        if person is None and not another:
            _alone(db, someone)
        token = changing.invite(db, someone, None, lost=lost)
    link = f"{config.read().site_origin}/enter/{token}"
    click.echo(link)
    if sys.stdout.isatty():
        click.echo(qr.signs(link))


def _alone(db: Database, new: Person) -> None:
    """Refuses a second account of a name: mostly the first link was lost, and its account only needs a new one."""
    others = [each for each in persons.everyone(db) if each.id != new.id and not each.disabled_at]
    same = [each for each in others if changing.alike(each.name) == changing.alike(new.name)]
    if same:
        told = [
            "There is an account of this name already. For a new link to it:",
            *(f"  mingcha invite --person {each.id}" for each in same),
            "If this is somebody else of the same name, add --another.",
        ]
        raise Refused("\n".join(told))
