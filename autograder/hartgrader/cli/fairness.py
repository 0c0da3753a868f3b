"""`hartgrader fairness`: do levels stay when only what must not matter changes?"""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import click
from hartcity import content
from rich.console import Console
from rich.table import Table


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option("--city", default="hart-city", show_default=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def fairness(paths: tuple[Path, ...], city: str, form: str) -> None:
    """Change pronouns, spelling and names in sample texts, and count how many levels stay the same.

    PATH is a file or a folder with answers (.json) or cases (.yml); default: the cases in rubrics/cases. What is
    changed stands in rubrics/fairness.yml.
    """
    from hartgrader import fairness as trying
    from hartgrader.bench import Bench
    from hartgrader.preview import samples

    bench = Bench.open(city)
    found = [s.answers for s in samples(paths or [content.locate("rubrics") / "cases"])]
    known = [a for a in found if a.service_user in bench.users]
    with Console(stderr=True).status(f"Trying {len(known)} texts …"):
        rows = trying.measure(bench, known, trying.load())
    if form == "json":
        click.echo(json.dumps([attrs.asdict(r) for r in rows], ensure_ascii=False, indent=1))
        return
    table = Table(title=f"{len(known)} texts", title_justify="left")
    for name in ("what changes", "levels", "stay", "up", "down", "percent"):
        table.add_column(name, justify="left" if name == "what changes" else "right")
    for r in rows:
        share = f"{100 * r.same / r.of:.1f}" if r.of else "–"
        table.add_row(r.what, str(r.of), str(r.same), str(r.up), str(r.down), share)
    Console().print(table)
