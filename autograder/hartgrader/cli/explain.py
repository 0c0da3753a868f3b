"""`hartgrader explain`: one submission's judgment in words."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--html", "as_html", is_flag=True, help="A page for the student instead of text.")
@click.option("--city", default="hart-city", show_default=True, help="The city the answers are about.")
def explain(file: Path, as_html: bool, city: str) -> None:
    """Say what was found in FILE, where, what was missing, and how each level came about."""
    from hartgrader import explain as words
    from hartgrader.bench import Bench

    bench = Bench.open(city)
    answers = bench.read(file)
    sheet = bench.score(answers)
    click.echo((words.html if as_html else words.text)(bench, answers, sheet), nl=False)
