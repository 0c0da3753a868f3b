"""`hartgrader grade`: judge every hand-in, with progress, a line for each troubled one and a summary."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import attrs
import click
from hartcity.cli.open import default_root
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


@click.command()
@click.argument("assignment", default="hart-city")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds course/ and workspace/. Default: where `hartcity open` keeps it.",
)
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this student; may be given again.")
@click.option("--force", is_flag=True, help="Grade everything again; a person's scores and comments stay.")
@click.option("--new-version", is_flag=True, help="The rubric's structure was changed on purpose: count a new version.")
@click.option("--processes", type=click.IntRange(1, 64), help="How many at once. Default: as many as are worth it.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def grade(
    assignment: str,
    folder: Path | None,
    students: tuple[str, ...],
    force: bool,
    new_version: bool,
    processes: int | None,
    form: str,
) -> None:
    """Grade what students handed in for ASSIGNMENT.

    Does the same as the formgrader's Autograde button, for everybody and in one go: no student's code runs, and what is
    broken about one hand-in harms no other. Only hand-ins that are new are graded, so a run that was stopped goes on
    where it was. Exit code 1 when a hand-in could not be graded.
    """
    from hartgrader.gradebook import course

    root = (folder or default_root()).absolute()
    with Progress(
        TextColumn("Grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("about"),
        TimeRemainingColumn(),
        TextColumn("left  {task.fields[student]:.20}", markup=False),
        console=Console(stderr=True),
        speed_estimate_period=120,
        disable=form == "json",
    ) as bars:
        task = bars.add_task("grading", student="", total=None)

        def show(done: int, total: int, student: str) -> None:
            bars.update(task, completed=done, total=total, student=student)

        try:
            results = course.grade(
                root, assignment, show, students=students, force=force, processes=processes, new_version=new_version
            )
        except KeyboardInterrupt:
            bars.stop()
            click.echo("Stopped. What is graded stays graded; the same command goes on where this one was.", err=True)
            raise SystemExit(130) from None
    if form == "json":
        click.echo(json.dumps({"summary": summary(results), "students": list(map(attrs.asdict, results))}, indent=1))
    else:
        _print(results, Console())
    if any(r.state == "failed" for r in results):
        raise SystemExit(1)


def summary(results: list) -> dict[str, int]:
    """Return how many were handed in, graded now, kept from before, need a look, and failed."""
    state = Counter(r.state for r in results)
    return {
        "handed_in": len(results),
        **{key: state[key] for key in ("graded", "kept", "failed")},
        "to_look_at": sum(bool(r.waiting) for r in results),
        "answers_to_look_at": sum(len(r.waiting) for r in results),
    }


def _print(results: list, console: Console) -> None:
    if not results:
        console.print("Nothing was handed in yet: collect first, in the formgrader or with `nbgrader collect`.")
        return
    for row in sorted(results, key=lambda r: r.state != "failed"):
        if row.lines:
            mark = "[red]failed[/]" if row.state == "failed" else "[yellow]look[/]  "
            console.print(
                f"{mark} {escape(row.student)}: {escape(' '.join(row.lines))}", soft_wrap=True, highlight=False
            )
    unsure = Counter(c for r in results if not r.lines for c, why in r.waiting.items() if why.startswith("not sure"))
    stale = [r.student for r in results if any("under your score" in why for why in r.waiting.values())]
    if unsure:
        each = ", ".join(f"{c} {n}" for c, n in unsure.most_common())
        console.print(f"[yellow]look[/]   not sure of the level in {unsure.total()} answers: {each}", soft_wrap=True)
    if stale:
        console.print(f"[yellow]look[/]   handed in again under your score: {escape(', '.join(stale))}", soft_wrap=True)
    n = summary(results)
    parts = [f"{n['graded']} graded"]
    if n["kept"]:
        parts.append(f"{n['kept']} kept from before")
    parts += [f"{n['to_look_at']} with something for a person to look at", f"{n['failed']} failed"]
    console.print(f"{n['handed_in']} hand-ins: {', '.join(parts)}.", soft_wrap=True)
    if n["to_look_at"]:
        console.print("Go through them by need: formgrader, Grading queue.")
