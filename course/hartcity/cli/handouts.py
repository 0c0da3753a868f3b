"""`hartcity handouts`: what can be printed, as PDF."""

from __future__ import annotations

from pathlib import Path

import click

from hartcity import handout
from hartcity.errors import WorkspaceError


@click.command()
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("dist/handouts"), show_default=True
)
def handouts(folder: Path) -> None:
    """Write the handouts as PDF, made from the text of the lessons."""
    if not handout.can_print():
        raise WorkspaceError("a PDF needs fpdf2 and matplotlib: run `make env`, or pip install 'hartcity[lab]'.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{handout.NAME}.pdf"
        path.write_bytes(handout.pdf(handout.sample()))
    except OSError as error:
        raise WorkspaceError(f"{folder}: can't be written ({error.strerror}). Choose another: --to DIR") from None
    click.echo(str(path))
