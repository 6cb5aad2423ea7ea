"""The operator's commands for what the bureau decides; the rules of scoring have a page and a file of their own."""

import json

import click

from app import bureau
from app.choices import CHOICES
from app.commanding import opened, plain, reading, refusable, somebody
from app.errors import Refused


@click.group(name="bureau", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
@refusable
def bureau_(context: click.Context, as_json: bool) -> None:
    """Lists what this bureau decides: name, value, unit, default, meaning."""
    if context.invoked_subcommand:
        return
    with reading() as db:
        rows = [_row(name, value) for name, value in bureau.values(db).items()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            click.echo("\t".join(plain(str(value)) for value in row.values()))


@bureau_.command(name="set")
@click.argument("name")
@click.argument("value")
@click.option("--by", required=True, help="Id of the administrator who decides it; `mingcha people` lists it.")
@refusable
def set_(name: str, value: str, by: str) -> None:
    """Changes one of them, in the name of an administrator; the value that is its default takes the choice back."""
    with opened() as db:
        person = somebody(db, by)
        if "admin" not in person.roles or person.disabled_at:
            raise Refused(f"{person.name} is no administrator in service, and so does not set this.")
        changed = bureau.set_(db, person.id, name, value)
        click.echo(f"{name} is {bureau.text(db, name) or 'empty'}{'' if changed else ', as it was'}.")


def _row(name: str, value: str) -> dict[str, str]:
    choice = CHOICES[name]
    return {"name": name, "value": value, "unit": choice.unit, "default": choice.default, "meaning": choice.meaning}
