"""`hartcity user vary`: new people for practice, from a seed."""

from __future__ import annotations

from pathlib import Path

import click

from hartcity.cli.user import open_city
from hartcity.errors import WorkspaceError

MOST = 10_000


@click.command()
@click.option("--from", "base", default=None, help="The case to vary, by the person's id (default: the seed chooses).")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same person.")
@click.option("--count", type=click.IntRange(1, MOST), default=1, show_default=True, help="How many people.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=None, help="Write a file for each person here."
)
@click.option("--key", is_flag=True, help="Add what is open, what is closed and why: for instructors.")
@click.option("--city", default=None, help="Name or folder of the city (default: the assignment's).")
def vary(base: str | None, seed: int, count: int, out: Path | None, key: bool, city: str | None) -> None:
    """Make new, invented people whose cases can be solved; print them, or write them to a folder.

    A file can be put in the city's service-users/ folder as it is.
    """
    from hartcity import variants
    from hartcity.answer_key import as_text

    place = open_city(city)
    if out:
        out.mkdir(parents=True, exist_ok=True)
    written = left = 0
    for made in variants.many(place, seed, count, base):
        text, answers = variants.as_yaml(made), as_text(made.user, place) if key else ""
        if out is None:
            click.echo(text + (f"\n{answers}" if answers else ""))
            continue
        done = _write(out / f"{made.user.id}.yml", text)
        if answers:
            done = _write(out / "keys" / f"{made.user.id}.txt", answers) or done
        written, left = written + done, left + (not done)
    if out is not None:
        already = f"; {left} were there already" if left else ""
        click.echo(f"{written} people written to {out}{already}.")


def _write(path: Path, text: str) -> bool:
    """Write a new file; say False when the same stands there, and refuse to replace another."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            if path.read_text("utf-8") == text:
                return False
            raise WorkspaceError(f"{path}: there is another file of that name; it is left as it is.")
        path.write_text(text, "utf-8")
    except OSError as error:
        raise WorkspaceError(f"{path}: can't be written ({error.strerror}).") from None
    return True
