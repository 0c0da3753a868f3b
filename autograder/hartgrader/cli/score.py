"""`hartgrader score`: the judgment of answers files, for a person or a program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

_WIDE = 120


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
        console.print("Levels 0–4; ? = look at it first")
    # Eight columns would be cut off in a narrow terminal.
    table = Table(box=box.SIMPLE) if console.width >= _WIDE else None
    for entry in scored:
        levels = {name: f"{c['level']}{'' if c['sure'] else ' ?'}" for name, c in entry["criteria"].items()}
        points = sum(c["points"] for c in entry["criteria"].values())
        file = escape(Path(entry["file"]).name)
        if table is None:
            told = ", ".join(f"{name} {level}" for name, level in levels.items())
            console.print(f"{file}: {points:g} points; {told}", soft_wrap=True, highlight=False)
            continue
        if not table.columns:
            table.add_column("file")
            for name in (*levels, "points"):
                table.add_column(name, justify="right")
        table.add_row(file, *levels.values(), f"{points:g}")
    if table and scored:
        console.print(table)
    for entry in scored:
        for flag in entry["flags"]:
            console.print(
                f"{escape(Path(entry['file']).name)}: {flag['kind']}: {escape(flag['reason'])}", soft_wrap=True
            )
    for entry in entries:
        if "error" in entry:
            click.echo(f"{entry['error']}", err=True)
