"""The operator's command for notices on paper."""

from pathlib import Path

import click

from app.commanding import opened, refusable
from app.errors import NotFound, Refused
from app.notices import archive
from app.notices.paper import papers


@click.command()
@click.argument("slug")
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), help="File to write the PDF into.")
@click.option("--docx", type=click.Path(dir_okay=False, path_type=Path), help="File to write the Word document into.")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="File to write the score table into.")
@refusable
def notice(slug: str, pdf: Path | None, docx: Path | None, xlsx: Path | None) -> None:
    """Writes a published notice into files, as its page hands them out. SLUG is the end of the page's address."""
    wanted = {form: file for form, file in (("pdf", pdf), ("docx", docx), ("xlsx", xlsx)) if file}
    if not wanted:
        raise click.UsageError("Name at least one file: --pdf, --docx or --xlsx.")
    with opened() as db:
        try:
            found = archive.by_slug(db, slug)
        except NotFound:
            raise Refused(f"There is no published notice {slug}.") from None
        for form, file in wanted.items():
            file.write_bytes(papers.of_published(db, found, form).body)
            click.echo(file)
