"""`hartgrader second`: a blind sample for another reader, their levels, and how far everybody agrees."""

from __future__ import annotations

import json
from pathlib import Path

import click
from hartcity.cli.open import default_root
from rich import box
from rich.console import Console
from rich.table import Table

_FOLDER = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds course/ and workspace/. Default: where `hartcity open` keeps it.",
)


@click.group()
def second() -> None:
    """Have a second person read a part of the class, blind, and see how far you, they and the machine agree."""


@second.command()
@click.argument("reader")
@click.argument("assignment", default="hart-city")
@_FOLDER
@click.option("--number", type=click.IntRange(1, 500), default=20, show_default=True, help="How many texts.")
@click.option("--again", is_flag=True, help="Make a new sample in place of this reader's old one.")
def sample(reader: str, assignment: str, folder: Path | None, number: int, again: bool) -> None:
    """Make a sample of ASSIGNMENT for READER, spread over the whole range of scores.

    Send the file it names: it opens in any browser, without network, names or scores, and gives back a file of ratings.
    """
    from hartgrader.gradebook import second as reading

    where, count = reading.sample((folder or default_root()).absolute(), assignment, reader, number, again=again)
    click.echo(f"{count} texts for {reader}. Send them this file: {where / 'read-and-rate.html'}")
    click.echo(f"When their ratings come back: hartgrader second take {reader} FILE", err=True)


@second.command()
@click.argument("reader")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_FOLDER
def take(reader: str, file: Path, folder: Path | None) -> None:
    """Take in READER's levels from FILE, the CSV that their page saved."""
    from hartgrader.gradebook import second as reading

    came, left = reading.take((folder or default_root()).absolute(), reader, file)
    click.echo(f"{came} levels taken{f', {left} left open' if left else ''}. Now: hartgrader second compare {reader}")


@second.command()
@click.argument("reader")
@_FOLDER
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def compare(reader: str, folder: Path | None, form: str) -> None:
    """Show agreement between you, READER and the machine, and write a page with every answer on which you differ."""
    from hartgrader.gradebook import second as reading

    found = reading.compare_readers((folder or default_root()).absolute(), reader)
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    table = Table(
        title=f"You (first), {reader} (second) and the machine",
        title_justify="left",
        box=box.SIMPLE,
        padding=(0, 1, 0, 0),
    )
    for name in ("criterion", "who"):
        table.add_column(name, no_wrap=True)
    for name in ("QWK", "95 %", "exact", "within 1", "n"):
        table.add_column(name, justify="right", no_wrap=True)
    for criterion, pairs in found["criteria"].items():
        for pair, row in pairs.items():
            low, high = row["interval"]
            table.add_row(
                criterion, pair, f"{row['qwk']:.3f}", f"{low:.2f}–{high:.2f}", f"{row['exact']:.0%}",
                f"{row['adjacent']:.0%}", str(row["n"]),
            )  # fmt: skip
    console = Console()
    console.print(table)
    console.print(f"{len(found['differences'])} answers on which you differ: {found['page']}", soft_wrap=True)
