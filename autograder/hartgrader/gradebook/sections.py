"""Sections of a class and when each gets its feedback: ``course/sections.yml``, written by hand or from a roster."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import attrs
import yaml
from hartcity import yamlfile
from hartcity.errors import ContentError
from hartcity.policy import moment

from hartgrader.gradebook.files import locked, replace

FILE = "sections.yml"
_HEAD = """\
# Who is in which section, and from when each gets its feedback, by assignment. A time names its zone:
#   feedback: {hart-city: 2026-12-01 08:00 America/Chicago}
# `others` holds for students in no section. Without a time, feedback goes out whenever you release it.
"""


@attrs.frozen
class Section:
    """A group of students; `feedback` maps an assignment to the time from which its feedback may go out."""

    name: str
    students: tuple[str, ...] = ()
    feedback: dict[str, str] = attrs.field(factory=dict)
    line: int = 0


@attrs.frozen
class _Others:
    feedback: dict[str, str] = attrs.field(factory=dict)
    line: int = 0


@attrs.frozen
class _File:
    schema: Literal[1]
    sections: tuple[Section, ...] = ()
    others: _Others = attrs.field(factory=_Others)


@attrs.frozen
class Sections:
    """The sections of a course by name, who is in which, and the times.

    Attributes
    ----------
    by_name : the sections.
    of : student → the name of their section.
    others : assignment → time, for students in no section.
    """

    by_name: dict[str, Section] = attrs.field(factory=dict)
    of: dict[str, str] = attrs.field(factory=dict)
    others: dict[str, datetime.datetime] = attrs.field(factory=dict)
    times: dict[str, dict[str, datetime.datetime]] = attrs.field(factory=dict)

    def opens(self, student: str, assignment: str) -> datetime.datetime | None:
        """Return when this student's feedback may go out; None when there is no such time."""
        name = self.of.get(student)
        return (self.times[name] if name else self.others).get(assignment)


def load(course: Path) -> Sections:
    """Return the sections of a course; none when it has no file.

    Raises
    ------
    ContentError : with path and line.
    """
    path = course / FILE
    if not path.exists():
        return Sections()
    data = yamlfile.load(path, _File)
    of: dict[str, str] = {}
    for section in data.sections:
        for student in section.students:
            if student in of and of[student] != section.name:
                raise ContentError(
                    path, section.line, f"{student} is in “{of[student]}” and in “{section.name}”: one section each."
                )
            of[student] = section.name
    by_name = {s.name: s for s in data.sections}
    if len(by_name) < len(data.sections):
        raise ContentError(path, None, "two sections have the same name.")
    times = {s.name: _times(path, s) for s in data.sections}
    return Sections(by_name, of, _times(path, data.others), times)


def _times(path: Path, section: Section | _Others) -> dict[str, datetime.datetime]:
    try:
        return {assignment: moment(text) for assignment, text in section.feedback.items()}
    except ValueError as error:
        raise ContentError(path, section.line, f"feedback: {error}") from None


def assign(course: Path, students: Mapping[str, str]) -> None:
    """Put students into sections (id → section's name), as a roster says; times and other students stay.

    An empty name takes a student out of their section.
    """
    with locked(course / ".hart" / "sections.lock"):
        known = load(course)
        of = {**known.of, **students}
        names = [*known.by_name, *sorted({n for n in students.values() if n and n not in known.by_name})]
        rows = []
        for name in names:
            row: dict = {"name": name, "students": sorted(s for s, n in of.items() if n == name)}
            if name in known.by_name and known.by_name[name].feedback:
                row["feedback"] = dict(known.by_name[name].feedback)
            rows.append(row)
        data: dict = {"schema": 1, "sections": rows}
        if known.others:
            data["others"] = {"feedback": {a: t.isoformat(sep=" ") for a, t in known.others.items()}}
        replace(course / FILE, _HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110))
