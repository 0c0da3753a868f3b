"""`hartgrader preview`: see what a change of the rubric does, while it is being made."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path

import click
from hartcity import content
from hartcity.cli.open import default_root
from hartcity.errors import HartError

_DIR = click.Path(exists=True, file_okay=False, path_type=Path)
_LOOK_SECONDS = 0.5


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option("--rubrics", "folder", type=_DIR, help="The rubrics to try. Default: those the course grades by.")
@click.option("--against", type=_DIR, help="The rubrics to compare with. Default: as last committed, if git knows.")
@click.option("--criterion", "only", multiple=True, metavar="ID", help="Only this criterion; may be given again.")
@click.option("--city", default="hart-city", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Every text, not only those that change.")
@click.option("--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Also write a page to look at.")
@click.option("--watch", is_flag=True, help="Go on: after each save, show what changes since the start.")
def preview(
    paths: tuple[Path, ...],
    folder: Path | None,
    against: Path | None,
    only: tuple[str, ...],
    city: str,
    everything: bool,
    page: Path | None,
    watch: bool,
) -> None:
    """Show the levels and findings that sample texts get, before and after a change of rubrics/ or its word lists.

    PATH is a file or a folder with answers (.json) or cases (.yml); default: the cases in rubrics/cases. A mistake in a
    rubric is answered with its path, its line and what is allowed. Nothing is changed and nobody's grade moves.
    """
    from hartgrader.bench import Bench

    own = default_root() / "course" / "rubrics"
    folder = folder or (own if own.is_dir() else content.locate("rubrics"))
    cases = folder / "cases"
    paths = paths or (cases if cases.is_dir() else content.locate("rubrics", "cases"),)
    with tempfile.TemporaryDirectory() as scratch:
        if watch and against is None:
            before = Bench.open(city, folder)
        else:
            old = against or _committed(folder, Path(scratch))
            before = Bench.open(city, old) if old else None
        state = None
        while True:
            now = _state(folder, paths)
            if now != state:
                state = now
                _once(paths, folder, before, only, city, everything, page, watch)
            if not watch:
                return
            time.sleep(_LOOK_SECONDS)


def _once(paths, folder, before, only, city, everything, page, watch) -> None:
    from hartgrader import preview as looking
    from hartgrader.bench import Bench

    try:
        after = Bench.open(city, folder)
        rows = looking.compare(after, before, looking.samples(paths), only)
        lines = looking.summary(rows, after, before)
    except HartError as error:
        if not watch:
            raise
        click.echo(f"{time.strftime('%H:%M:%S')}  {error}", err=True)  # mend it and save again
        return
    chosen = looking.shown(rows, before is not None, everything)
    if before is None:
        lines.append("Nothing to compare with: give --against DIR, or keep the course in git.")
    if page is not None:
        page.write_text(looking.html(chosen, lines, refresh=watch), encoding="utf-8")
    click.echo(f"{time.strftime('%H:%M:%S')}\n" * watch + looking.text(chosen, lines))


def _state(folder: Path, paths: tuple[Path, ...]) -> tuple:
    files = [p for root in (folder, *paths) for p in (root.rglob("*") if root.is_dir() else [root])]
    found = []
    for path in files:
        try:
            found.append((str(path), path.stat().st_mtime_ns))
        except OSError:
            continue  # an editor is just replacing it
    return tuple(sorted(found))


def _committed(folder: Path, scratch: Path) -> Path | None:
    """Return a copy of a folder as git has it, None when git doesn't have it."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "archive", "HEAD", "."], capture_output=True, check=True, timeout=30
        )
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(scratch, filter="data")
    except (OSError, subprocess.SubprocessError, tarfile.TarError):
        return None
    return scratch if (scratch / "lexicons").is_dir() else None
