"""The part of `hartgrader calibrate` that learns from a class's final levels."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table


def run(root: Path, assignment: str, only: tuple[str, ...], write: bool, form: str) -> None:
    """Fit to the class, show agreement before and after, and make a new rubric version if asked."""
    from hartgrader.gradebook import finals

    found = finals.calibrate(root, assignment)
    if only:
        found = {name: row for name, row in found.items() if name in only}
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        _print(found, Console(), finals.ENOUGH)
    fitted = {name: row for name, row in found.items() if "cuts" in row and row["cuts"] != row["present"]}
    if not write:
        click.echo("Nothing was written; --write makes a new version of the rubric for this course.", err=True)
    elif not fitted:
        click.echo("There is nothing to change; no new version was made.", err=True)
    else:
        folder, number = finals.write_version(root, assignment, fitted)
        click.echo(
            f"Version {number} of the rubric stands in {folder}, with new numbers for {', '.join(fitted)}. What is "
            "graded keeps its version; new hand-ins get this one.",
            err=True,
        )


def _print(found: dict, console: Console, enough: int) -> None:
    table = Table(title="The machine and your final levels", title_justify="left", box=box.SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("criterion", no_wrap=True)
    for name in (
        "your\nlevels",
        "over-\nruled",
        "QWK\nbefore",
        "\nafter",
        "exact\nbefore",
        "\nafter",
        "cuts before\nand after",
    ):
        table.add_column(name, justify="right")
    for name, row in found.items():
        if row.get("too_few"):
            table.add_row(name, str(row["n"]), str(row["changed"]), *["–"] * 4, f"too few, {enough} are needed")
            continue
        old, new = (" ".join(f"{v:g}" for _, v in sorted(row[k].items())) for k in ("present", "cuts"))
        before, after = row["before"], row["left_out"]
        table.add_row(
            name, str(row["n"]), str(row["changed"]), f"{before['qwk']:.3f}", f"{after['qwk']:.3f}",
            f"{before['exact']:.0%}", f"{after['exact']:.0%}", f"{old}\n{new}",
        )  # fmt: skip
    console.print(table)
    console.print(
        "“After” is measured on answers the fit had not seen (five parts, each left out in turn). Levels you accepted "
        "as proposed agree by how they came about: the fewer you overruled, the less there is to learn.",
        soft_wrap=True,
    )
