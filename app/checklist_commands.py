"""The operator's commands for checklists: lint, and the ways in and out."""

import json
from collections.abc import Sequence

import click

from app.checklists import loading
from app.checklists.cells import CellProblem
from app.commanding import plain, refusable, show
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
