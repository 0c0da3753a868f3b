"""`hartgrader preview`: see what a change of the rubric does, while it is being made."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path

import click
from hartcity import content, policy, settings
from hartcity.cli.open import default_root
from hartcity.errors import HartError, WorkspaceError

_DIR = click.Path(exists=True, file_okay=False, path_type=Path)
_LOOK_SECONDS = 0.5


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option("--rubrics", "folder", type=_DIR, help="The rubrics to try. Default: those the course grades by.")
@click.option("--against", type=_DIR, help="The rubrics to compare with. Default: as last committed, if git knows.")
@click.option("--criterion", "only", multiple=True, metavar="ID", help="Only this criterion; may be given again.")
@click.option("--assignment", default="hart-city", show_default=True, help="Whose settings and dates to show.")
@click.option("--city", default="", help="Default: the assignment's.")
@click.option("--all", "everything", is_flag=True, help="Every text, not only those that change.")
@click.option("--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Also write a page to look at.")
@click.option("--watch", is_flag=True, help="Go on: after each save, show what changes since the start.")
def preview(
    paths: tuple[Path, ...],
    folder: Path | None,
    against: Path | None,
    only: tuple[str, ...],
    assignment: str,
    city: str,
    everything: bool,
    page: Path | None,
    watch: bool,
) -> None:
    """Show what students and you meet: settings, dates, and what sample texts get before and after a change.

    For each text that changes: level and points, findings, what the coach shows while somebody writes it, and the flags
    that put it in front of you.

    PATH is a file or a folder with answers (.json) or cases (.yml); default: the cases in rubrics/cases. A mistake in a
    rubric, in assignment.yml or policy.yml is answered with its path, its line and what is allowed. Nothing is changed
    and nobody's grade moves.
    """
    from hartgrader.bench import Bench

    course = default_root() / "course"
    own = course / "rubrics"
    folder = folder or (own if own.is_dir() else content.locate("rubrics"))
    cases = folder / "cases"
    paths = paths or (cases if cases.is_dir() else content.locate("rubrics", "cases"),)
    with tempfile.TemporaryDirectory() as scratch:
        before, state = None, None
        while True:
            now = _state((folder, *paths, *course.glob("*.yml"), *course.glob("assignments/*.yml")))
            if now != state:
                state = now
                try:
                    about, rules = _settings(course, assignment)
                    place = city or about.city
                    if before is None:
                        old = against or (folder if watch else _committed(folder, Path(scratch)))
                        before = Bench.open(place, old) if old else None
                    _show(paths, folder, before, only, place, everything, page, watch, about, rules)
                except HartError as error:
                    if not watch:
                        raise
                    click.echo(f"{time.strftime('%H:%M:%S')}  {error}", err=True)  # mend it and save again
            if not watch:
                return
            time.sleep(_LOOK_SECONDS)


def _settings(course: Path, assignment: str):
    """Return an assignment's settings and policy."""
    known = settings.assignments(course)
    if assignment not in known:
        raise WorkspaceError(f"there is no assignment “{assignment}”: {', '.join(known)}.")
    return settings.load(known[assignment]), policy.load(course).get(assignment, policy.Rules())


def _show(paths, folder, before, only, city, everything, page, watch, about, rules) -> None:
    from hartgrader import meeting
    from hartgrader import preview as looking
    from hartgrader.bench import Bench

    after = Bench.open(city, folder)
    rows = looking.compare(after, before, looking.samples(paths), only, about.coach)
    lines = looking.summary(rows, after, before)
    chosen = looking.shown(rows, before is not None, everything)
    if before is None:
        lines.append("Nothing to compare with: give --against DIR, or keep the course in git.")
    told = [*meeting.students(about, rules), *meeting.instructor(about)]
    if page is not None:
        page.write_text(looking.html(chosen, lines, told, refresh=watch), encoding="utf-8")
    click.echo(f"{time.strftime('%H:%M:%S')}\n" * watch + looking.text(chosen, lines, told))


def _state(paths: tuple[Path, ...]) -> tuple:
    files = [p for root in paths for p in (root.rglob("*") if root.is_dir() else [root])]
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
