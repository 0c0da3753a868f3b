"""`hartgrader demo`: an invented class goes through the whole cycle, to have something to look at."""

from __future__ import annotations

from pathlib import Path

import click
from hartcity import content
from hartcity.cli.open import default_root
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table


@click.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds course/ and workspace/; made when missing. Default: where `hartcity open` keeps it.",
)
def demo(folder: Path | None) -> None:
    """Take an invented class of 24 through the whole grading cycle.

    Releases the assignment, hands in 24 submissions as 24 students (some excellent, some weak, ten of them broken),
    collects, grades, writes feedback and prints the grades. `hartcity open` then shows this class in the formgrader.
    Safe to repeat. Refuses when the folder holds hand-ins of your own students.
    """
    from hartgrader.gradebook import demo as cycle

    root = (folder or default_root()).absolute()
    console = Console()
    klass = cycle.load_class()
    with Progress(
        TextColumn("{task.description:<24}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    ) as bars:
        tasks: dict[str, int] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done)

        graded = cycle.run(root, show, klass)
    console.print(_table(graded, klass))
    for row in graded:
        if row.lines:
            console.print(f"[yellow]look[/] {escape(row.student)}: {escape(' '.join(row.lines))}", soft_wrap=True)
    waiting = sum(bool(g.waiting) for g in graded)
    failed = [g.student for g in graded if g.state == "failed"]
    console.print(
        f"{len(graded)} hand-ins, {waiting} with something for a person to look at, {len(failed)} not graded."
        " Invented students; their answers were written by language models."
    )
    start = f"hartcity open --folder {folder}" if folder else "make lab" if content.checkout() else "hartcity open"
    console.print(f"To see this class: {start}, then Instructor, Open the formgrader, Grading Queue.", soft_wrap=True)


def _table(graded: list, klass) -> Table:
    students = {s.id: s for s in klass.students}
    table = Table(title="The demo class", title_justify="left", show_lines=False)
    table.add_column("student", no_wrap=True)
    table.add_column("written as")
    table.add_column("points", justify="right")
    table.add_column("to look at", justify="right")
    for row in graded:
        student = students.get(row.student)
        points = "–" if row.state == "failed" else f"{row.points:g} / {row.max_points:g}"
        table.add_row(
            row.student,
            student.kind if student else "",
            points,
            str(len(row.waiting)) if row.waiting else "",
        )
    return table
