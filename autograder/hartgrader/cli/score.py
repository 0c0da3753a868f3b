"""`hartgrader score`: the judgment of answers files, for a person or a program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--city", default="hart-city", show_default=True, help="The city the answers are about.")
def score(paths: tuple[Path, ...], form: str, city: str) -> None:
    """Score answers files, each shaped like answers.json whatever its name; a folder stands for its *.json files.

    A file that can't be read gets a line that says why, and the others are scored. Exit code 1 when no file could be
    scored.
    """
    from hartgrader.bench import Bench

    bench = Bench.open(city)
    entries = [_entry(path, bench) for path in bench.files(paths)]
    if form == "json":
        click.echo(json.dumps(entries, ensure_ascii=False, indent=1))
    else:
        _show(entries, Console())
    if not any("criteria" in e for e in entries):
        raise SystemExit(1)


def _entry(path: Path, bench: Any) -> dict[str, Any]:
    from hartcity.errors import HartError

    try:
        sheet = bench.score(bench.read(path))
    except HartError as error:
        return {"file": str(path), "error": str(error)}
    return {"file": str(path), **sheet.to_dict()}


def _show(entries: list[dict[str, Any]], console: Console) -> None:
    scored = [e for e in entries if "criteria" in e]
    if scored:
        names = list(scored[0]["criteria"])
        table = Table(title="Levels 0–4; ? = look at it first", title_justify="left")
        table.add_column("file")
        for name in names:
            table.add_column(name, justify="right")
        table.add_column("points", justify="right")
        for entry in scored:
            cells = [f"{c['level']}{'' if c['sure'] else ' ?'}" for c in entry["criteria"].values()]
            points = sum(c["points"] for c in entry["criteria"].values())
            table.add_row(escape(Path(entry["file"]).name), *cells, f"{points:g}")
        console.print(table)
    for entry in scored:
        for flag in entry["flags"]:
            console.print(
                f"{escape(Path(entry['file']).name)}: {flag['kind']}: {escape(flag['reason'])}", soft_wrap=True
            )
    for entry in entries:
        if "error" in entry:
            click.echo(f"{entry['error']}", err=True)
