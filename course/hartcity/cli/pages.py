"""What a page doesn't have to repeat: its opening, its sources, the way on, and the list of lessons.

A unit says ``{{ opening }}``, ``{{ sources }}``, ``{{ next }}`` or ``{{ lessons }}``, each alone on its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from hartcity import content, outline

_PLACE = re.compile(r"^\{\{ (\w+) \}\}$", re.MULTILINE)


def _bullets(lines: list[str] | tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def opening(unit: str, front: dict[str, Any]) -> str:
    """Return how long a lesson takes, what a learner can do afterwards, and the questions to begin with."""
    return (
        f"*About {front['minutes']} minutes. What you choose and write is kept for you. Nothing here is graded.*\n\n"
        f"**By the end you can**\n\n{_bullets(front['objectives'])}\n\n"
        f"**Questions to begin with**\n\n{_bullets(front['questions'])}"
    )


def sources(unit: str, front: dict[str, Any]) -> str:
    """Return the full references of the works a page cites, in the order of their authors."""
    cited = next(entry.sources for entry in outline.units() if entry.unit == unit)
    return _bullets(sorted((outline.works()[id_].reference for id_ in cited), key=lambda r: r.strip("*").lower()))


def next_page(unit: str, front: dict[str, Any]) -> str:
    """Return the link to the lesson after this one; after the last, to the assignment."""
    lessons = [entry.unit for entry in outline.lessons()]
    after = lessons[lessons.index(unit) + 1 :]
    if not after:
        part_1, practice = "../hart-city/part-1-services.ipynb", "../practice/practice.ipynb"
        return f"**Next:** [Part 1: services]({part_1}), or [practice]({practice}) first."
    return f"**Next:** [{title(after[0])}]({after[0]}.ipynb)"


def lesson_list(unit: str, front: dict[str, Any]) -> str:
    """Return the lessons in their order, with their minutes and a first question."""
    rows = []
    for at, entry in enumerate(outline.lessons(), 1):
        front = front_of(entry.unit)
        link = f"[{front['title']}](lessons/{entry.unit}.ipynb)"
        rows.append(f"| {at} | {link} | {front['questions'][0]} | {entry.minutes} |")
    return "\n".join(["| | lesson | a question it asks | minutes |", "|---|---|---|---|", *rows])


def front_of(unit: str) -> dict[str, Any]:
    """Return the ``hart`` part of a unit's front matter."""
    return yaml.safe_load(content.locate("units", f"{unit}.md").read_text("utf-8").split("\n---\n")[0])["hart"]


def title(unit: str) -> str:
    """Return a unit's title."""
    return front_of(unit)["title"]


FILL: dict[str, Callable[[str, dict[str, Any]], str]] = {
    "opening": opening,
    "sources": sources,
    "next": next_page,
    "lessons": lesson_list,
}


def fill(text: str, unit: str, front: dict[str, Any]) -> str:
    """Return a Markdown cell with its places filled.

    Raises
    ------
    ValueError : a place has a name that isn't known.
    """

    def put(match: re.Match[str]) -> str:
        if match[1] not in FILL:
            raise ValueError(f"{{{{ {match[1]} }}}} is unknown: say {', '.join(FILL)}.")
        return FILL[match[1]](unit, front)

    return _PLACE.sub(put, text)
