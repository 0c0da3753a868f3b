"""`hartcity check`: everything an author may have got wrong, each mistake with its file, line and what is allowed."""

from __future__ import annotations

import sys

import click

from hartcity import content, settings
from hartcity.city import load_city
from hartcity.cli import lessons
from hartcity.cli.build import drift
from hartcity.errors import ContentError
from hartcity.money import poverty_guidelines
from hartcity.service_user import load_service_users


def _people() -> str:
    city = load_city(settings.load().city)
    people = load_service_users(city)
    unknown = [i for i in settings.load().service_users if i not in people]
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
