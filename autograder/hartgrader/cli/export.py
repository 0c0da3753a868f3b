"""`hartgrader export`: the grades as a table that opens in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import click
from hartcity.cli.open import default_root
from hartcity.errors import WorkspaceError


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--assignment", default="hart-city", show_default=True)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds course/ and workspace/. Default: where `hartcity open` keeps it.",
)
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
def export(file: Path | None, assignment: str, folder: Path | None, form: str) -> None:
    """Write the grades to FILE, or to the terminal when there is none.

    One row for each student: a column for each criterion, the total, whether a person has looked, what waits for one,
    when it was handed in and how many days late. Text that a spreadsheet would take for a formula gets an apostrophe.
    """
    from hartgrader import table

    frame = table.load((folder or default_root()).absolute(), assignment)
    text = frame.to_json(orient="records", force_ascii=False, indent=1) if form == "json" else None
    try:
        if file is None:
            click.echo(text if text is not None else table.write_csv(frame, None), nl=form == "json")
        elif text is not None:
            file.write_text(text, encoding="utf-8")
        else:
            table.write_csv(frame, file)
    except OSError as error:
        raise WorkspaceError(f"{file}: can't be written ({error.strerror}).") from None
    if file is not None:
        click.echo(f"{len(frame)} students written to {file}.", err=True)
        standing = frame["standing"].value_counts() if len(frame) else {}
        if standing.get("withheld"):
            click.echo(
                f"{standing['withheld']} of them have scores that wait for you; those cells are empty.",
                err=True,
            )
        if standing.get("provisional"):
            click.echo(
                f"{standing['provisional']} of them are provisional: see the columns “standing” and “waiting”.",
                err=True,
            )
