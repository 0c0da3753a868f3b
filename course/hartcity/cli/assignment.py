"""`hartcity assignment new` and `list`: more than one assignment in a course, each with its own people and city."""

from __future__ import annotations

from pathlib import Path

import click

from hartcity import content, settings
from hartcity.city import find_city, load_city
from hartcity.cli.open import default_root
from hartcity.errors import WorkspaceError
from hartcity.hsds import clean
from hartcity.service_user import load_service_users
from hartcity.yamlfile import suggest

_FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder that holds course/ and workspace/. Default: where `hartcity open` keeps it.",
)


@click.group()
def assignment() -> None:
    """The assignments of this course."""


@assignment.command()
@click.argument("name")
@click.option("--user", "users", multiple=True, metavar="ID", help="Whom students may help; may be given again.")
@click.option("--city", default="", help="Name or folder of the city. Default: that of the first assignment.")
@click.option("--title", default="", help="What students read as its title.")
@_FOLDER
def new(name: str, users: tuple[str, ...], city: str, title: str, folder: Path | None) -> None:
    """Make an assignment called NAME for other service users, or in another city.

    Everything else is as in the first assignment, whose settings are copied; change them in the new file. The same
    rubric judges it. `hartcity open` releases it.
    """
    course = (folder or default_root()).absolute() / "course"
    first = course / settings.FILE_NAME
    before = settings.load(first)
    id = clean.slug(name)
    path = course / settings.MORE / f"{id}.yml"
    if id != name:
        hint = id or "week-9"
        raise WorkspaceError(f"“{name}”: an assignment's name is lowercase words with hyphens, such as {hint}.")
    if path.exists() or id in settings.assignments(course):
        raise WorkspaceError(f"there is an assignment “{id}” already; choose another name.")
    place = Path(city) if city and (Path(city) / "city.yml").is_file() else city or before.city
    home = find_city(place.absolute() if isinstance(place, Path) else place, path.parent)
    people = load_service_users(load_city(home))
    for user in users:
        if user not in people:
            raise WorkspaceError(
                f"“{user}” doesn't live in {home.name}.{suggest(user, people)} People there: {', '.join(people)}."
            )
    if not people:
        raise WorkspaceError(f"nobody lives in {home.name} yet: `hartcity user new` makes somebody.")
    who = f"[{', '.join(users)}]" if users else "all"
    named = title or before.title + (f": {people[users[0]].name}" if len(users) == 1 else f" ({id})")
    own = {
        "assignment": id,
        "title": '"' + named.replace("\\", "\\\\").replace('"', '\\"') + '"',
        "city": str(home) if isinstance(place, Path) else home.name,
        "service_users": who,
    }
    source = first if first.is_file() else content.locate(settings.FILE_NAME)
    lines = [_line(line, own) for line in source.read_text("utf-8").splitlines()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", "utf-8")
    except OSError as error:
        raise WorkspaceError(f"{path}: can't be written ({error.strerror}).") from None
    settings.load(path)
    click.echo(f"{path}: the new assignment's settings.")
    click.echo("Next: look through them, then `hartcity open` (or `hartgrader prepare` on a server) releases it.")


def _line(line: str, own: dict[str, str]) -> str:
    key = line.split(":")[0]
    return f"{key}: {own[key]}" if key in own else line


@assignment.command(name="list")
@_FOLDER
def list_(folder: Path | None) -> None:
    """Say which assignments there are, for whom, and in which city."""
    for name, path in settings.assignments((folder or default_root()).absolute() / "course").items():
        about = settings.load(path)
        who = ", ".join(about.service_users) or "everybody"
        click.echo(f"{name}: {about.title} · {about.city} · {who}")
