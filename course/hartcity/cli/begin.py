"""`hartcity city new` and `hartcity user new`: a commented file to begin with, that loads as it is."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from hartcity import content
from hartcity.cli.exchange import default_shelf
from hartcity.cli.user import open_city
from hartcity.errors import WorkspaceError
from hartcity.hsds import clean


def _write(path: Path, template: Path, **words: str) -> None:
    if path.exists():
        raise WorkspaceError(f"{path}: this is there already; choose another name.")
    text = template.read_text("utf-8")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(**words) if words else text, "utf-8")
    except OSError as error:
        raise WorkspaceError(f"{path}: can't be written ({error.strerror}).") from None


def _one_line(name: str) -> str:
    """A name as it can stand in a YAML file: one line, without signs that mean something there."""
    plain = " ".join(clean.plain(name).split())
    if not plain or any(sign in plain for sign in "{}[]:#&*!|>'\"%@`") or len(plain) > 80:
        raise WorkspaceError(f"“{name}”: a name is letters, spaces, hyphens and periods, at most 80 of them.")
    return plain


@click.command(name="new")
@click.argument("name")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="Where its folder goes.")
def new_city(name: str, into: Path | None) -> None:
    """Begin a city called NAME: one organization with one service, every key explained."""
    name = _one_line(name)
    folder = (into or default_shelf()) / clean.slug(name)
    if folder.exists():
        raise WorkspaceError(f"{folder}: this is there already; choose another name.")
    template = content.locate("scenarios", "templates", "city")
    words = {"name": name, "today": datetime.date.today().isoformat()}
    _write(folder / "city.yml", template / "city.yml", **words)
    first = Path("organizations") / "first-organization.yml"
    # The organization's file is full of {} of its own.
    _write(folder / first, template / first)
    path = folder / first
    text = path.read_text("utf-8")
    path.write_text(text.replace("{name}", name).replace("{today}", words["today"]), "utf-8")
    click.echo(f"{folder}: city.yml and one organization, with every key explained.")
    click.echo(f"Next: edit them, `hartcity city check {folder}`, then `hartcity user new NAME --city {folder}`.")


@click.command(name="new")
@click.argument("name")
@click.option("--city", default="", help="Name or folder of the city (default: the assignment's).")
def new_user(name: str, city: str) -> None:
    """Begin a service user called NAME in a city: one person's file, every part explained."""
    name = _one_line(name)
    place = open_city(city)
    id = clean.slug(name)
    offered = next(n for s in place.services.values() for n in s.needs)
    target = place.path / "service-users" / f"{id}.yml"
    _write(
        target, content.locate("scenarios", "templates", "service-user.yml"),
        id=id, name=name, first=name.split()[0], need=offered, organization=next(iter(place.organizations)),
    )  # fmt: skip
    click.echo(f"{target}: replace the invented facts by your own, then `hartcity city check {place.path}`.")
