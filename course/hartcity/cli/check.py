"""`hartcity check`: everything an author may have got wrong, each mistake with its file, line and what is allowed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

import click

from hartcity import certificate, content, drills, policy, settings
from hartcity.checking import Remark, check_city
from hartcity.city import City, find_city, load_city
from hartcity.cli import lessons
from hartcity.cli.build import drift
from hartcity.cli.open import default_root
from hartcity.cli.words import number
from hartcity.errors import ContentError
from hartcity.money import assumptions, poverty_guidelines, programs, snap, state
from hartcity.service_user import ServiceUser, load_service_users
from hartcity.variants import cases, vary
from hartcity.widgets.person_data import help_lines
from hartcity.yamlfile import suggest


def _folder() -> Path:
    return find_city(settings.load().city, content.locate(settings.FILE_NAME).parent)


@cache
def _city() -> City:
    return load_city(_folder())


@cache
def _users() -> dict[str, ServiceUser]:
    return load_service_users(_city())


MOST_OF_A_KIND = 3


def _people() -> str:
    wanted = settings.load()
    remarks = check_city(_folder())
    wrong = [r for r in remarks if r.level == "mistake"]
    if wrong:
        for remark in wrong[1:]:
            click.echo(str(remark), err=True)
        raise ContentError(wrong[0].path, wrong[0].line, wrong[0].message)
    city, people = _city(), _users()
    unknown = [i for i in wanted.service_users if i not in people]
    if unknown:
        raise ContentError(
            content.locate(settings.FILE_NAME), None, f"service_users: “{unknown[0]}” is unknown.", tuple(people)
        )
    return f"{len(city.organizations)} organizations, {len(city.services)} services, {len(people)} service users"


def _assignments() -> str:
    """Every assignment beside the first has a city, and its people live there."""
    found = settings.assignments(content.locate(settings.FILE_NAME).parent)
    for path in list(found.values())[1:]:
        wanted = settings.load(path)
        people = load_service_users(load_city(find_city(wanted.city, path.parent)))
        for name in wanted.service_users:
            if name not in people:
                hint = suggest(name, people)
                raise ContentError(path, None, f"service_users: “{name}” is unknown.{hint}", tuple(people))
    return "1 assignment" if len(found) == 1 else f"{len(found)} assignments"


def _policy() -> str:
    """Due dates, late work and exceptions can be read; whether their students exist only the gradebook knows."""
    course = default_root() / "course"
    names = settings.assignments(content.locate(settings.FILE_NAME).parent) | settings.assignments(course)
    found = policy.check(course, tuple(names), certificate.CRITERIA)
    dates = sum(bool(rules.due) for rules in found.values())
    return f"policy with {dates} due dates, {sum(len(r.extensions) for r in found.values())} extensions"


def _money() -> str:
    """The tables are there, and know every program and kind of paper that the city and its people name."""
    city = _city()
    for service in city.services.values():
        path = city.path / "organizations" / f"{service.organization_id}.yml"
        kinds = [*service.x_gives, *(d.x_kind for d in service.required_documents or () if d.x_kind)]
        _known(path, service.line, f"{service.id}: x_programs", service.x_programs, [p.id for p in programs().programs])
        _known(path, service.line, f"{service.id}: paper", kinds, state().papers)
    for person in _users().values():
        path = city.path / "service-users" / f"{person.id}.yml"
        _known(path, person.line, "papers", [*person.papers.have, *person.papers.missing], state().papers)
        _known(path, person.line, "help_lines", person.help_lines, help_lines())
        _known(path, person.line, "benefits", person.benefits, [p.id for p in programs().programs])
    tables = f"poverty guidelines {poverty_guidelines().year}, SNAP {snap().year}, programs {programs().year}"
    return f"{tables}, {state().name} (fictional) {state().year}, assumptions {assumptions().year}"


def _known(path: Path, line: int, what: str, words: Iterable[str], known: Collection[str]) -> None:
    for word in words:
        if word not in known:
            raise ContentError(path, line, f"{what}: “{word}” is unknown.{suggest(word, known)}", tuple(known))


def _variants() -> str:
    """Every template makes somebody whose case can be solved."""
    city = _city()
    found = cases(city)
    for case in found:
        for seed in range(1, 4):
            vary(city, seed, case)
    return f"{len(found)} templates for new people"


def _drills() -> str:
    kinds = drills.load().values()
    return f"{sum(len(kind.items) for kind in kinds)} drills of {len(kinds)} kinds"


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
    """Check the city, the people, the money tables, settings and policy, the lessons, the drills and the notebooks."""
    said: set[str] = set()
    for part in (_people, _assignments, _policy, _money, _variants, lessons.check, _drills, _notebooks):
        try:
            click.echo(f"ok: {part()}")
        except ContentError as error:
            if str(error) not in said:  # parts rest on each other: one mistake, one line
                click.echo(str(error), err=True)
            said.add(str(error))
    if said:
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
        click.echo(f"{number(len(mistakes), 'mistake')}, {number(len(warnings), 'warning')}.")
        sys.exit(1)
    loaded = load_city(folder)
    size = f"{number(len(loaded.organizations), 'organization')}, {number(len(loaded.services), 'service')}"
    click.echo(f"ok: {size}, {number(len(warnings), 'warning')}.")


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
