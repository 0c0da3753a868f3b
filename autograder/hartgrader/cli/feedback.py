"""`hartgrader feedback`: write each student's page, and release those that may go out."""

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
@click.option("--release", is_flag=True, help="Also give the pages to the students, as far as dates allow.")
def feedback(assignment: str, folder: Path | None, release: bool) -> None:
    """Write the feedback pages of ASSIGNMENT.

    What waits for a person is marked as provisional, or kept back where `unseen: refuse` stands in assignment.yml. With
    --release the pages go to the students, but to a section only from the time that course/sections.yml gives it; say
    it again later, and the others follow.
    """
    from hartgrader.gradebook import course

    root = (folder or default_root()).absolute()
    lines = course.feedback(root, assignment, release=release)
    for line in lines:
        click.echo(line)
    done = "written and released" if release else "written"
    click.echo(f"Feedback {done}{f', except for {len(lines)}' if lines else ''}.", err=True)
