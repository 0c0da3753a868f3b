"""`hartgrader agreement` and `hartgrader calibrate`: the judge held against readers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.table import Table

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FORM = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
_CITY = click.option("--city", default="hart-city", show_default=True, help="The city the texts are about.")


@click.command()
@click.argument("folders", type=_FOLDER, metavar="[DIR]...", nargs=-1)
@_FORM
@_CITY
def agreement(folders: tuple[Path, ...], form: str, city: str) -> None:
    """Measure the judge against the readers of DIR, of several together; without DIR, against the project's own cases.

    DIR holds submissions shaped like answers.json, named <id>.json, and ratings.csv with the columns id, rater,
    benefits, coordination, finances, collaboration, professionalism, concision (levels 0 to 4).
    """
    from hartgrader import agreement as measuring
    from hartgrader.bench import Bench

    bench = Bench.open(city)
    rated = [t for f in folders for t in measuring.load(f, bench)] or measuring.own_cases(bench)
    found = measuring.measure(rated, bench)
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    console = Console()
    console.print(_table("The judge and the median reader", found["criteria"], found["readers"]))
    for name, row in found["criteria"].items():
        console.print(_confusion(name, row["confusion"]))


@click.command()
@click.argument("folders", type=_FOLDER, metavar="[DIR]...", nargs=-1)
@click.option("--from-class", metavar="ASSIGNMENT", help="Learn from your class's final levels, instead of DIR's.")
@click.option("--folder", "root", type=_FOLDER, help="With --from-class: the folder that holds course/.")
@click.option("--write", is_flag=True, help="Write the new numbers into the rubrics' files.")
@click.option("--keep-cuts", is_flag=True, help="Keep the boundaries; count anew only how sure a level is.")
@click.option("--only", multiple=True, metavar="CRITERION", help="Fit only this criterion; may be given again.")
@_FORM
@_CITY
def calibrate(
    folders: tuple[Path, ...],
    from_class: str | None,
    root: Path | None,
    write: bool,
    keep_cuts: bool,
    only: tuple[str, ...],
    form: str,
    city: str,
) -> None:
    """Fit the levels' boundaries and the confidence to readers: those of DIR, or your class's final levels.

    Several DIRs are taken together. Prints how well that travels: each person's texts are judged by numbers fitted on
    everybody else's. Nothing is changed unless --write is given; with --from-class that makes a new version of the
    rubric for this course alone. How sure the judge may be is best counted with --keep-cuts on texts that nobody read
    who chose its words.
    """
    if bool(folders) == bool(from_class):
        raise click.UsageError("give either DIR or --from-class ASSIGNMENT.")
    if from_class and keep_cuts:
        raise click.UsageError("--keep-cuts goes with DIR.")
    if from_class:
        from hartcity.cli.open import default_root

        from hartgrader.cli.from_class import run

        run((root or default_root()).absolute(), from_class, only, write, form)
        return
    from hartgrader import agreement as measuring
    from hartgrader import calibration
    from hartgrader.bench import Bench

    bench = Bench.open(city)
    rated = [t for f in folders for t in measuring.load(f, bench)]
    found = calibration.calibrate(rated, bench, keep_cuts=keep_cuts)
    if only:
        found = {name: row for name, row in found.items() if name in only}
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        console = Console()
        console.print(_table("Leaving whole service users out", {k: v["left_out"] for k, v in found.items()}, {}))
        for name, row in found.items():
            console.print(
                f"{name}: cuts {row['present']} → {row['cuts']}; confidence {row['confidence']}", soft_wrap=True
            )
    for name, row in found.items():
        if write:
            click.echo(f"{calibration.write(bench.rubrics.path, name, row)} written.", err=True)
    if not write:
        click.echo("Nothing was written; --write puts these numbers into the rubrics.", err=True)


def _table(title: str, criteria: dict[str, Any], readers: dict[str, Any]) -> Table:
    # No column may be cut off in a terminal of 80 characters.
    table = Table(title=title, title_justify="left", box=box.SIMPLE, padding=0)
    table.add_column("criterion", no_wrap=True)
    for name in ("QWK", "95 %", "exact", "within\n1", "mean\noff", "n", "sure", "exact\nthen", "readers'\nQWK"):
        table.add_column(name, justify="right", no_wrap=True)
    for name, row in criteria.items():
        among = readers.get(name, {}).get("qwk")
        table.add_row(
            name,
            f"{row['qwk']:.3f}",
            f"{row['interval'][0]:.2f}–{row['interval'][1]:.2f}",
            f"{row['exact']:.0%}",
            f"{row['adjacent']:.0%}",
            f"{row['mean_difference']:+.2f}",
            str(row["n"]),
            f"{row['sure']:.0%}",
            "–" if row["sure_exact"] is None else f"{row['sure_exact']:.0%}",
            "–" if among is None else f"{among:.3f}",
        )
    return table


def _confusion(name: str, counts: list[list[int]]) -> Table:
    table = Table(title=f"{name}: reader's level down, judge's across", title_justify="left")
    table.add_column("")
    for level in range(len(counts)):
        table.add_column(str(level), justify="right")
    for level, row in enumerate(counts):
        table.add_row(str(level), *(str(n) if n else "·" for n in row))
    return table
