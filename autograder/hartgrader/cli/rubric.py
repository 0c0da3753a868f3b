"""`hartgrader rubric export`: the rubric in another platform's form."""

from __future__ import annotations

from pathlib import Path

import click
from hartcity.cli.open import default_root
from hartcity.errors import WorkspaceError


@click.group()
def rubric() -> None:
    """The rubric outside of this course."""


@rubric.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--for", "platform", type=click.Choice(["canvas"]), default="canvas", show_default=True)
@click.option("--title", default="", help="What the rubric is called there. Default: the assignment's title.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds course/ and workspace/. Default: where `hartcity open` keeps it.",
)
def export(file: Path | None, platform: str, title: str, folder: Path | None) -> None:
    """Write the rubric the course grades by to FILE, or to the terminal: in Canvas, Rubrics, then Import Rubric."""
    from hartcity import settings

    from hartgrader.gradebook.judge import rubrics_of
    from hartgrader.lms import rubrics
    from hartgrader.rubric import load_rubrics

    criteria = load_rubrics(rubrics_of((folder or default_root()) / "course")).criteria.values()
    text = rubrics.canvas(title or settings.load().title, criteria)
    if file is None:
        click.echo(text, nl=False)
        return
    try:
        file.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise WorkspaceError(f"{file}: can't be written ({error.strerror}).") from None
    click.echo(f"{file}: {len(criteria)} criteria with their levels and points.", err=True)
