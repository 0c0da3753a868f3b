"""`hartcity check`: everything an author may have got wrong, each mistake with its file, line and what is allowed."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from hartcity import content, settings
from hartcity.checking import Remark, check_city
from hartcity.city import find_city, load_city
from hartcity.cli import lessons
from hartcity.cli.build import drift
from hartcity.errors import ContentError
from hartcity.money import poverty_guidelines
from hartcity.service_user import load_service_users

MOST_OF_A_KIND = 3


def _people() -> str:
    wanted = settings.load()
    folder = find_city(wanted.city, content.locate(settings.FILE_NAME).parent)
    remarks = check_city(folder)
    wrong = [r for r in remarks if r.level == "mistake"]
    if wrong:
        for remark in wrong[1:]:
            click.echo(str(remark), err=True)
        raise ContentError(wrong[0].path, wrong[0].line, wrong[0].message)
    city = load_city(folder)
    people = load_service_users(city)
    unknown = [i for i in wanted.service_users if i not in people]
    if unknown:
        raise ContentError(
            content.locate(settings.FILE_NAME), None, f"service_users: “{unknown[0]}” is unknown.", tuple(people)
        )
    return f"{len(city.organizations)} organizations, {len(city.services)} services, {len(people)} service users"


def _money() -> str:
    return f"poverty guidelines of {poverty_guidelines().year}"


def _notebooks() -> str:
    checkout = content.checkout()
    changed = drift(content.locate("units"), checkout / "notebooks") if checkout else {}
    if changed:
        names = ", ".join(p.name for p in changed)
        raise ContentError(next(iter(changed)), None, f"not built from course/units/: {names}. Run `hartcity build`.")
    return "notebooks are as their text"


@click.command()
@click.option("--lessons", "measure", is_flag=True, help="Also print how long and how hard to read each lesson is.")
def check(measure: bool) -> None:
    """Check the city, the people, the money tables, the settings, the lessons and the notebooks."""
    failed = False
    for part in (_people, _money, lessons.check, _notebooks):
        try:
            click.echo(f"ok: {part()}")
        except ContentError as error:
            failed = True
            click.echo(str(error), err=True)
    if failed:
        sys.exit(1)
    if measure:
        click.echo(lessons.table())


@click.command(name="check")
@click.argument("city", default="")
@click.option("--all", "everything", is_flag=True, help="Show every warning, not only some of each kind.")
def check_one(city: str, everything: bool) -> None:
    """Say all that is wrong or doubtful in a CITY: a name or a folder (default: the course's own)."""
    path = Path(city)
    if city:
        folder = find_city(path if (path / "city.yml").is_file() else city, Path.cwd())
    else:
        folder = find_city(settings.load().city, content.locate(settings.FILE_NAME).parent)
    remarks = check_city(folder)
    mistakes = [r for r in remarks if r.level == "mistake"]
    for remark in mistakes:
        click.echo(f"mistake  {remark}")
    warnings = [r for r in remarks if r.level == "warning"]
    for line in _some(warnings, everything):
        click.echo(f"warning  {line}")
    if mistakes:
        click.echo(f"{len(mistakes)} mistakes, {len(warnings)} warnings.")
        sys.exit(1)
    loaded = load_city(folder)
    size = f"{len(loaded.organizations):,} organizations, {len(loaded.services):,} services"
    click.echo(f"ok: {size}, {len(warnings):,} warnings.")


def _some(warnings: list[Remark], everything: bool) -> list[str]:
    """The warnings as lines; of one kind only some, and how many more there are."""
    counts, shown, lines = Counter(w.kind for w in warnings), Counter(), []
    for warning in warnings:
        shown[warning.kind] += 1
        if everything or shown[warning.kind] <= MOST_OF_A_KIND:
            lines.append(str(warning))
        elif shown[warning.kind] == counts[warning.kind]:
            lines.append(f"… {warning.kind}: {counts[warning.kind] - MOST_OF_A_KIND:,} more (--all shows them)")
    return lines
