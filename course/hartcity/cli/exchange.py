"""`hartcity city export`, `import` and `template`: a directory in the field's own standard, or as a spreadsheet."""

from __future__ import annotations

import datetime
import json
import time
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from hartcity import content
from hartcity.city import load_city
from hartcity.cli.words import number
from hartcity.errors import WorkspaceError
from hartcity.hsds import clean
from hartcity.hsds import export as hsds_export
from hartcity.hsds.reading import REPORT, Imported, import_city
from hartcity.hsds.sheet import write_template

AGAIN = 12


def default_shelf() -> Path:
    """Return where a new city goes: ``scenarios/`` of the checkout, else of this folder."""
    checkout = content.checkout()
    return (checkout or Path.cwd()) / "scenarios"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--city", default="hart-city", show_default=True, help="Name of a city, or its folder.")
@click.option("--with-confidential", is_flag=True, help="Also write where confidential places are.")
def export(folder: Path, city: str, with_confidential: bool) -> None:
    """Write a city's directory to FOLDER as an HSDS 3.1 package (CSV files and datapackage.json)."""
    path = Path(city)
    loaded = load_city(path if (path / "city.yml").is_file() else city, Path.cwd())
    if folder.is_dir() and any(p.name != "datapackage.json" and p.suffix != ".csv" for p in folder.iterdir()):
        raise WorkspaceError(f"{folder}: this folder holds other files; choose an empty one.")
    try:
        rows = hsds_export.write_package(loaded, folder, with_confidential)
    except OSError as error:
        raise WorkspaceError(f"{folder}: can't be written ({error.strerror}).") from None
    hidden = sum(p.x_confidential for o in loaded.organizations.values() for p in o.locations)
    click.echo(
        f"{loaded.name}: {rows['organization']} organizations and {rows.get('service', 0)} services, "
        f"{len(rows)} tables in {folder}. Service users are never exported."
    )
    if hidden and not with_confidential:
        click.echo(f"The whereabouts of {hidden} confidential places were left out (--with-confidential keeps them).")


@click.command(name="import")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--name", default="", help="What the city is called; its folder's name is made from it.")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="Where its folder goes.")
@click.option("--with-confidential", is_flag=True, help="Keep addresses of places that may have to stay unknown.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def import_(source: Path, name: str, into: Path | None, with_confidential: bool, form: str) -> None:
    """Make a city of SOURCE.

    SOURCE is an HSDS package of version 1.1, 2 or 3 (a folder, a .zip, a datapackage.json or a .json file), or a
    spreadsheet with one row a service (.csv or .xlsx; see `hartcity city template`).
    """
    folder = (into or default_shelf()) / clean.slug(name or source.resolve().stem.removesuffix(".datapackage"))
    started = time.monotonic()
    with Console(stderr=True).status("Reading the directory …"):
        done = import_city(source, folder, datetime.date.today().isoformat(), name, with_confidential)
    _show(done, time.monotonic() - started, form)


def _show(done: Imported, seconds: float, form: str) -> None:
    city, counts = done.city, done.report.counts()
    unstated = {
        "cost": sum(not s.fees_description and not s.cost_options for s in city.services.values()),
        "eligibility": sum(s.x_eligibility is None and not s.eligibility_description for s in city.services.values()),
    }
    if form == "json":
        record = {
            "city": city.id, "folder": str(city.path), "name": city.name, "as_of": city.as_of,
            "organizations": len(city.organizations), "services": len(city.services), "needs": len(city.needs),
            "not_stated": unstated, "rows_read": dict(done.report.rows), "report": str(city.path / REPORT),
            "problems": counts,
        }  # fmt: skip
        click.echo(json.dumps(record, indent=1, ensure_ascii=False))
        return
    click.echo(
        f"{city.name}: {number(len(city.services), 'service')} of {number(len(city.organizations), 'organization')}, "
        f"in {city.path} ({seconds:.0f} s)."
    )
    if any(unstated.values()):
        click.echo(
            f"Shown as “not stated: call”: the cost of {number(unstated['cost'], 'service')}, "
            f"the eligibility of {unstated['eligibility']:,}."
        )
    if counts:
        table = Table(title="What was not taken over as it was", title_justify="left")
        for heading in ("rows", "", "because", "in"):
            table.add_column(heading, justify="right" if heading == "rows" else "left")
        for row in counts[:AGAIN]:
            table.add_row(f"{row['count']:,}", row["action"], row["means"], _places(row["tables"]))
        rest = sum(row["count"] for row in counts[AGAIN:])
        if rest:
            table.add_row(f"{rest:,}", "", f"{len(counts) - AGAIN} other reasons", "")
        Console(soft_wrap=False).print(table)
        click.echo(f"Every row of these is in {city.path / REPORT}")
    click.echo(f"Next: `hartcity city check {city.path}`, then `hartcity user new NAME --city {city.path}`,")
    click.echo(f"then “city: {city.id}” in course/assignment.yml. Read the license of the data before you pass it on.")


def _places(tables: dict[str, int]) -> str:
    """The tables in which something was met, those with most first: “service 340, phone 2, …”."""
    if len(tables) == 1:
        return next(iter(tables))
    shown = [f"{table} {count:,}" for table, count in list(tables.items())[:3]]
    return ", ".join([*shown, "…"] if len(tables) > 3 else shown)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def template(file: Path) -> None:
    """Write an empty spreadsheet (.csv or .xlsx) with one row a service and two examples."""
    write_template(file)
    click.echo(f"{file}: replace the two examples by your services, then `hartcity city import {file}`.")
