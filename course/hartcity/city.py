"""A city: its vocabulary, its map and its directory of organizations, read from a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import attrs

from hartcity import content, yamlfile
from hartcity.directory import Organization, Service
from hartcity.errors import ContentError, WorkspaceError


@attrs.frozen
class Spot:
    """A named place on the map; `at` is across and down."""

    id: str
    name: str
    at: tuple[int, ...]


@attrs.frozen
class BusLine:
    """A bus line: the points of its way, each across and down, and how often it runs."""

    id: str
    name: str
    path: tuple[tuple[int, ...], ...]
    runs: str = ""


@attrs.frozen
class CityMap:
    """A stylized map; all points are across and down, from the upper left, within `width` and `height`."""

    width: int
    height: int
    river: tuple[tuple[int, ...], ...] = ()
    neighborhoods: tuple[Spot, ...] = ()
    landmarks: tuple[Spot, ...] = ()
    lines: tuple[BusLine, ...] = ()


@attrs.frozen
class CityFile:
    """What ``city.yml`` holds."""

    name: str
    as_of: str
    description: str
    needs: dict[str, str]
    tags: dict[str, str]
    map: CityMap | None = None


@attrs.frozen(slots=False)
class City:
    """A city's directory.

    Attributes
    ----------
    id : the folder's name, e.g. ``hart-city``.
    as_of : date on which capacity and waiting times were true, ISO 8601.
    needs, tags : the vocabulary: id → label.
    map : None when the city has none.
    organizations, services : by id, in the files' order.
    """

    id: str
    name: str
    as_of: str
    description: str
    needs: dict[str, str]
    tags: dict[str, str]
    organizations: dict[str, Organization]
    path: Path
    map: CityMap | None = None

    @property
    def head(self) -> CityFile:
        """What its ``city.yml`` holds."""
        return CityFile(**{a.name: getattr(self, a.name) for a in attrs.fields(CityFile)})

    @cached_property
    def services(self) -> dict[str, Service]:
        return {s.id: s for o in self.organizations.values() for s in o.services}

    def organization_of(self, service_id: str) -> Organization:
        """Return the organization that offers a service."""
        return self.organizations[self.services[service_id].organization_id]


def clause(label: str) -> str:
    """Return a tag's label as what follows “who”: labels without a verb get one."""
    return label if re.match(r"(?:is|was|has|have|had|lives|came|served|studies|raises)\b", label) else f"is {label}"


def find_city(name: str | Path, near: Path | None = None) -> Path:
    """Return a city's folder.

    Parameters
    ----------
    name : a Path or an absolute path is the folder itself; a name is looked for in the ``scenarios/`` of every folder
        above `near`, then in the course's own.
    near : the assignment's folder.

    Raises
    ------
    WorkspaceError : there is no such city; says which there are.
    """
    place = Path(name).expanduser()
    if isinstance(name, Path) or place.is_absolute():
        if (place / "city.yml").is_file():
            return place
        raise WorkspaceError(f"{place}: this is no city's folder (there is no city.yml in it).")
    above = [near.absolute(), *near.absolute().parents] if near else []
    shelves = [*(folder / "scenarios" for folder in above), content.locate("scenarios")]
    for shelf in shelves:
        if (shelf / name / "city.yml").is_file():
            return shelf / name
    known = dict.fromkeys(p.parent.name for shelf in shelves for p in sorted(shelf.glob("*/city.yml")))
    raise WorkspaceError(
        f"there is no city “{name}”.{yamlfile.suggest(name, known)} Cities here: {', '.join(known)}. "
        "`hartcity city import` and `hartcity city new` make one."
    )


def load_city(name: str | Path = "hart-city", near: Path | None = None) -> City:
    """Load and check a city; `name` and `near` as in `find_city`.

    Raises
    ------
    ContentError : with path, line and the allowed words.
    WorkspaceError : there is no such city.
    """
    folder = find_city(name, near)
    head = yamlfile.load(folder / "city.yml", CityFile)
    organizations: dict[str, Organization] = {}
    services: dict[str, Path] = {}
    for path in sorted((folder / "organizations").glob("*.yml")):
        organization = yamlfile.load_named(path, Organization)
        places = {place.id for place in organization.locations}
        for service in organization.services:
            for error in wrong_words(path, service, head, services, places):
                raise error
            services[service.id] = path
        organizations[organization.id] = attrs.evolve(
            organization,
            services=tuple(attrs.evolve(s, organization_id=organization.id) for s in organization.services),
        )
    if not organizations:
        raise ContentError(folder / "organizations", None, "there is no organization here (*.yml).")
    return City(
        folder.name, head.name, head.as_of, head.description, head.needs, head.tags, organizations, folder, head.map
    )


def wrong_words(
    path: Path, service: Service, head: CityFile, taken: dict[str, Path], places: set[str]
) -> Iterator[ContentError]:
    """Yield what a service names and the city doesn't know, and an id that is taken; `taken` holds each id's file."""
    if service.id in taken:
        yield ContentError(path, service.line, f"the service id “{service.id}” stands in {taken[service.id].name} too.")
    for words, known, what in (
        (service.x_needs, head.needs, "need"),
        (service.rules.any_tag, head.tags, "tag"),
        (service.x_unsafe_with, head.tags, "tag"),
        ([at.location_id for at in service.service_at_locations], places, "location of this organization"),
    ):
        for word in words:
            if word not in known:
                hint = yamlfile.suggest(word, known)
                yield ContentError(path, service.line, f"{service.id}: “{word}” is not a {what}.{hint}", tuple(known))
