"""`hartgrader policy` and `hartgrader regrade`: what the class agreed on, and scores that change after the fact."""

from __future__ import annotations

from pathlib import Path

import click
from hartcity.cli.open import default_root

_FOLDER = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds course/ and workspace/. Default: where `hartcity open` keeps it.",
)


@click.command()
@click.argument("assignment", default="hart-city")
@_FOLDER
def policy(assignment: str, folder: Path | None) -> None:
    """Apply course/policy.yml to ASSIGNMENT, and say whose grade it changes and why.

    Due date, extensions and late penalties go into nbgrader's records. Grading, feedback and export do the same by
    themselves; this shows what it comes to.
    """
    from hartgrader.gradebook.grades import rows

    changed = 0
    for row in rows((folder or default_root()).absolute(), assignment):
        if row.adjusted:
            changed += 1
            raw = "–" if row.raw is None else f"{row.raw:g}"
            total = "–" if row.total is None else f"{row.total:g}"
            click.echo(f"{row.student}: {raw} → {total} of {row.max_total:g}: {'; '.join(row.adjusted)}")
    if not changed:
        click.echo("The policy changes nobody's grade. It stands in course/policy.yml.")


@click.command()
@click.argument("student", required=False)
@click.argument("criterion", required=False)
@click.argument("points", required=False, type=float)
@click.option("--reason", default="", help="Why; stands in the history and in exports.")
@click.option("--assignment", default="hart-city", show_default=True)
@_FOLDER
def regrade(
    student: str | None, criterion: str | None, points: float | None, reason: str, assignment: str, folder: Path | None
) -> None:
    """Give STUDENT other POINTS for CRITERION, and keep what was changed, when and why.

    The points count as a person's score and survive grading again. Without arguments: the history; with a student, that
    student's.
    """
    from hartgrader.gradebook import history, regrades

    root = (folder or default_root()).absolute()
    if criterion is None:
        lines = [r for r in regrades.done(root / "course") if student in (None, r.student)]
        for r in lines:
            click.echo(f"{r.when}  {r.assignment}  {r.student}  {r.criterion}: {r.words}")
        if not lines:
            click.echo("Nothing was regraded yet.")
        return
    if student is None or points is None or not reason.strip():
        raise click.UsageError("say whom, which criterion, how many points, and --reason “why”.")
    done = regrades.regrade(root, student, criterion, points, reason, assignment)
    click.echo(f"{student}, {criterion}: {done.before:g} → {done.after:g} points. Written down in {history.FILE}.")
