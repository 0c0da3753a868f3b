"""`hartgrader insights`: the dashboard's tables and pictures as files, without opening a notebook."""

from __future__ import annotations

from pathlib import Path

import click
from hartcity.cli.open import default_root


@click.command()
@click.argument("assignment", default="hart-city")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds course/ and workspace/. Default: where `hartcity open` keeps it.",
)
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="Default: course/exports/ASSIGNMENT.")
@click.option("--hide-names", is_flag=True, help="Numbers in place of students; their own names taken out of texts.")
def insights(assignment: str, folder: Path | None, into: Path | None, hide_names: bool) -> None:
    """Write what the class dashboard shows: class.xlsx, class.html to print, a CSV for each table, and pictures."""
    from hartgrader.analytics import book
    from hartgrader.gradebook import record

    root = (folder or default_root()).absolute()
    target = into or root / "course" / book.FOLDER / assignment
    files = book.save(record.load(root, assignment), target, hide_names=hide_names)
    click.echo(f"{len(files)} files in {target}: class.xlsx has all tables, class.html prints.")
