"""`hartgrader history`: every decision a person took on an answer, in order."""

from __future__ import annotations

from pathlib import Path

import click
from hartcity.cli.open import default_root


@click.command()
@click.argument("student", required=False)
@click.option("--criterion", default="", help="Only decisions on this question.")
@click.option("--assignment", default="hart-city", show_default=True)
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds course/ and workspace/. Default: where `hartcity open` keeps it.",
)
def history(student: str | None, criterion: str, assignment: str, form: str, folder: Path | None) -> None:
    """Print what was decided about each answer: who, when, from what to what, and on which version of the text.

    Every score, level and comment given in the formgrader and every regrade is in it, also those that a later one
    replaced. With STUDENT, only theirs. A workbook of grades has the same as a sheet of its own.
    """
    from hartgrader import table

    root = (folder or default_root()).absolute()
    frame = table.decisions(root, assignment)
    if student is not None:
        frame = frame[frame["student"] == student]
    if criterion:
        frame = frame[frame["criterion"] == criterion]
    if form == "csv":
        click.echo(table.write_csv(frame, None), nl=False)
    elif form == "json":
        click.echo(frame.to_json(orient="records", force_ascii=False, indent=1))
    elif frame.empty:
        click.echo("Nobody has decided anything here yet.")
    else:
        for row in frame.itertuples():
            click.echo(f"{row.when}  {row.who}  {row.student}, {row.criterion}: {' '.join(row.words.split())}")
