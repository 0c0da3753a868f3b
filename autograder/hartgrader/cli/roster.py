"""`hartgrader roster import`: a class list from Canvas, Moodle, Blackboard or a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import click
from hartcity.cli.open import default_root
from hartcity.errors import WorkspaceError


@click.group()
def roster() -> None:
    """Who is in the class, and in which section."""


@roster.command(name="import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds course/ and workspace/. Default: where `hartcity open` keeps it.",
)
def import_(file: Path, folder: Path | None) -> None:
    """Add the students in FILE to the gradebook and to their sections; nobody is removed.

    FILE is what Canvas (gradebook export), Moodle (participants or grade export) or Blackboard (grade download) gives
    you, or any CSV with a login, a student number or an email for each student. Encoding and delimiter don't matter.
    """
    from hartgrader.gradebook import enrolling
    from hartgrader.lms import roster as rosters

    try:
        raw = file.read_bytes()
    except OSError as error:
        raise WorkspaceError(f"{file}: can't be read ({error.strerror}).") from None
    try:
        found = rosters.read(raw)
    except WorkspaceError as error:
        raise WorkspaceError(f"{file}: {error}") from None
    done = enrolling.enroll((folder or default_root()).absolute(), found)
    for line in found.skipped:
        click.echo(f"left out, {line}", err=True)
    named = sorted({p.section for p in found.people if p.section})
    click.echo(
        f"{len(found.people)} students: {len(done.new)} new, {len(done.changed)} changed"
        + (f"; sections: {', '.join(named)}." if named else ".")
    )
    if done.elsewhere:
        some = ", ".join(done.elsewhere[:5]) + (", …" if len(done.elsewhere) > 5 else "")
        click.echo(f"In the gradebook but not in this file, and kept: {some}", err=True)
