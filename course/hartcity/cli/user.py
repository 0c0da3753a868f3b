"""`hartcity user`: one person's money, and new persons made from a seed."""

from __future__ import annotations

import json
from pathlib import Path

import click

from hartcity import content, settings
from hartcity.city import City, find_city, load_city
from hartcity.cli.commands import LazyGroup
from hartcity.errors import WorkspaceError
from hartcity.yamlfile import suggest


@click.group(
    cls=LazyGroup,
    lazy={"money": "hartcity.cli.user:money", "new": "hartcity.cli.begin:new_user", "vary": "hartcity.cli.vary:vary"},
    context_settings={"help_option_names": ["-h", "--help"]},
)
def user() -> None:
    """The people of the city: what a plan costs them, and new people for practice."""


def open_city(name: str | None) -> City:
    """Return the city of that name or folder, or the one of the assignment."""
    if not name:
        return load_city(find_city(settings.load().city, content.locate(settings.FILE_NAME).parent))
    path = Path(name)
    return load_city(find_city(path if (path / "city.yml").is_file() else name, Path.cwd()))


@click.command()
@click.argument("person")
@click.argument("services", nargs=-1)
@click.option("--days", type=click.IntRange(1, 365), default=None, help="How long the plan runs (default: 90).")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--city", default=None, help="Name or folder of the city (default: the assignment's).")
def money(person: str, services: tuple[str, ...], days: int | None, shape: str, city: str | None) -> None:
    """What a plan of SERVICES costs PERSON over 90 days, what it saves, and which limits are near.

    Every figure stands with its rule and its source. Without services: income, programs and limits alone.
    """
    from hartcity.money import plan as plans
    from hartcity.service_user import load_service_user

    place = open_city(city)
    who = load_service_user(place, person)
    unknown = [s for s in services if s not in place.services]
    if unknown:
        raise WorkspaceError(f"“{unknown[0]}” is not a service of {place.name}.{suggest(unknown[0], place.services)}")
    found = plans.plan(who, [place.services[s] for s in dict.fromkeys(services)], place, days or 0)
    if shape == "json":
        click.echo(json.dumps(plans.as_json(found), ensure_ascii=False, indent=1))
    else:
        _print(who, found)


def _print(who, found) -> None:
    from rich.console import Console
    from rich.table import Table

    from hartcity.money import assumptions, cents, dollars, percent_of_poverty, programs

    console = Console(highlight=False)
    people = f"{who.household} people" if who.household > 1 else "1 person"
    percent = percent_of_poverty(who.annual_income_cents, who.household)
    income = dollars(cents(who.monthly_income))
    console.print(f"[bold]{who.name}[/bold]: {income} a month for {people}, {percent} of the poverty guideline")
    console.print(f"[dim]{percent.source}[/dim]")
    if found.lines:
        table = Table("", "times", "each", "together", "rule and source")
        shown = ""
        for line in found.lines:
            if line.service != shown:
                shown = line.service
                table.add_section()
                table.add_row(f"[bold]{shown}[/bold]")
            saved = line.kind == "saving"
            amount = "ask" if line.cents is None else dollars(-line.cents if saved else line.cents)
            each = "" if line.each is None else dollars(line.each)
            what = f"[green]saves[/green] {line.what}" if saved else line.what
            table.add_row(what, str(line.times), each, amount, f"{line.rule} [dim]({line.source})[/dim]")
        console.print(table)
        unknown = f"; not known yet: {len(found.unknown)}" if found.unknown else ""
        console.print(f"Over {found.days} days: costs [bold]{dollars(found.cost)}[/bold]", end=", ")
        console.print(f"saves [bold]{dollars(found.saves)}[/bold]{unknown}")
        console.print(f"[dim]Uses are assumed where nobody knows better ({assumptions().source})[/dim]")
    passed = {c.program.id for c in found.passed}
    near = [c for c in found.cliffs if c.near or c.program.id in passed]
    console.print("\n[bold]Limits that are near[/bold]" if near else "\nNo limit is near.")
    for cliff in near:
        mark = "[bold red]this plan passes it:[/bold red] " if cliff.program.id in passed else ""
        console.print(f"- {mark}{cliff.sentence} [dim]({cliff.source})[/dim]")
    for label, rest in (
        ("Farther away", [c for c in found.cliffs if c.room >= 0 and c not in near]),
        ("Passed already", [c for c in found.cliffs if c.room < 0]),
    ):
        if rest:
            console.print(f"{label}: " + ", ".join(f"{c.program.name} ({dollars(c.limit)})" for c in rest))
    console.print(f"[dim]{programs().source}. Not legal advice.[/dim]")
