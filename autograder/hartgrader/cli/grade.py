"""`hartgrader grade`: judge every hand-in, with progress, a line for each troubled one and a summary."""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import click
from hartcity.cli.open import default_root
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


@click.command()
@click.argument("assignment", default="hart-city")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds course/ and workspace/. Default: where `hartcity open` keeps it.",
)
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this student; may be given again.")
@click.option("--force", is_flag=True, help="Grade everything again; a person's scores and comments stay.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def grade(assignment: str, folder: Path | None, students: tuple[str, ...], force: bool, form: str) -> None:
    """Grade what students handed in for ASSIGNMENT.

    Does the same as the formgrader's Autograde button, for everybody and in one go: no student's code runs, and what is
    broken about one hand-in harms no other. Only hand-ins that are new are graded, so a run that was stopped goes on
    where it was. Exit code 1 when a hand-in could not be graded.
    """
    from hartgrader.gradebook import course

    root = (folder or default_root()).absolute()
    with Progress(
        TextColumn("Grading {task.fields[student]:<20.20}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=form == "json",
    ) as bars:
        task = bars.add_task("grading", student="", total=None)

        def show(done: int, total: int, student: str) -> None:
            bars.update(task, completed=done, total=total, student=student)

        results = course.grade(root, assignment, show, students=students, force=force)
    if form == "json":
        click.echo(json.dumps([attrs.asdict(r) for r in results], ensure_ascii=False, indent=1))
    else:
        _summary(results, Console())
    if any(r.state == "failed" for r in results):
        raise SystemExit(1)


def _summary(results: list, console: Console) -> None:
    if not results:
        console.print("Nothing was handed in yet: collect first, in the formgrader or with `nbgrader collect`.")
        return
    for row in results:
        for line in row.lines:
            mark = "[red]failed[/]" if row.state == "failed" else "[yellow]look[/]"
            console.print(f"{mark}  {escape(row.student)}: {escape(line)}", soft_wrap=True)
    state = {key: sum(r.state == key for r in results) for key in ("graded", "kept", "failed")}
    waiting = sum(bool(r.waiting) for r in results)
    parts = [f"{state['graded']} graded"]
    if state["kept"]:
        parts.append(f"{state['kept']} kept from before")
    parts += [f"{waiting} with something for a person to look at", f"{state['failed']} failed"]
    console.print(f"{len(results)} hand-ins: {', '.join(parts)}.")
