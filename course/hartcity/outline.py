"""The order of the pages, and the works they stand on."""

from __future__ import annotations

from functools import cache

import attrs

from hartcity import content, yamlfile
from hartcity.errors import ContentError


@attrs.frozen
class Work:
    """A source: how a sentence names it, such as ``Linden, 2002``, and the full reference in Markdown."""

    cite: str
    reference: str
    line: int = 0


@attrs.frozen
class Unit:
    """A page: the minutes it takes, and the ids of the works it cites. A `lesson` has exercises of its own."""

    unit: str
    minutes: int
    lesson: bool = False
    sources: tuple[str, ...] = ()
    line: int = 0


@cache
def works() -> dict[str, Work]:
    """Return every work that a page may cite, by id, in the order of the file."""
    return yamlfile.load(content.locate("units", "references.yml"), dict[str, Work])


@cache
def units() -> tuple[Unit, ...]:
    """Return the pages in the order in which a course meets them.

    Raises
    ------
    ContentError : a unit has no page, or a source is unknown; with the line.
    """
    path = content.locate("units", "outline.yml")
    found = yamlfile.load(path, tuple[Unit, ...])
    for unit in found:
        if not (path.parent / f"{unit.unit}.md").is_file():
            raise ContentError(path, unit.line, f"there is no page {unit.unit}.md beside this file.")
        for source in unit.sources:
            if source not in works():
                hint = yamlfile.suggest(source, works())
                raise ContentError(path, unit.line, f"sources: “{source}” is unknown.{hint}", tuple(works()))
    return found


def lessons() -> tuple[Unit, ...]:
    """Return the lessons, in their order."""
    return tuple(unit for unit in units() if unit.lesson)
