"""`hartgrader prepare`: generate and release the assignments, put the student's copies in the workspace."""

from __future__ import annotations

from pathlib import Path

import click

from hartgrader.gradebook import course


@click.command()
@click.argument("root", type=click.Path(path_type=Path, file_okay=False), default=Path())
def prepare(root: Path) -> None:
    """Set up the class in ROOT; what a person changed is never replaced."""
    done = course.prepare_all(root)
    if done.put:
        click.echo(f"Put in the workspace: {', '.join(done.put)}.")
    if done.left:
        click.echo(f"Left as you changed it: {', '.join(done.left)}.")
