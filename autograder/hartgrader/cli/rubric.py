"""`hartgrader rubric export`: the rubric in another platform's form."""

from __future__ import annotations

from pathlib import Path

import click
from hartcity.errors import WorkspaceError


@click.group()
def rubric() -> None:
    """The rubric outside of this course."""


@rubric.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--for", "platform", type=click.Choice(["canvas"]), default="canvas", show_default=True)
@click.option("--title", default="", help="What the rubric is called there. Default: the assignment's title.")
def export(file: Path | None, platform: str, title: str) -> None:
    """Write the rubric to FILE, or to the terminal: in Canvas, Rubrics, then Import Rubric."""
    from hartcity import settings

    from hartgrader.lms import rubrics
    from hartgrader.rubric import load_rubrics

    text = rubrics.canvas(title or settings.load().title, load_rubrics().criteria.values())
    if file is None:
        click.echo(text, nl=False)
        return
    try:
        file.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise WorkspaceError(f"{file}: can't be written ({error.strerror}).") from None
    click.echo(f"{file}: seven criteria with their levels and points.", err=True)
