"""What a class agreed on besides the rubric: ``course/policy.yml``, read strictly. hartgrader applies it."""

from __future__ import annotations

import datetime
import math
from collections.abc import Collection
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs

from hartcity import yamlfile
from hartcity.errors import ContentError
from hartcity.yamlfile import ensure

FILE = "policy.yml"


def moment(text: str) -> datetime.datetime:
    """Return a time such as “2026-12-01 08:00 America/Chicago” or “2026-12-01 08:00 +00:00”, with its zone.

    Raises
    ------
    ValueError : saying what is missing.
    """
    hint = "give a time with its zone, such as 2026-12-01 08:00 America/Chicago"
    parts = text.split()
    zone = parts[-1] if len(parts) > 1 and not parts[-1][0].isdigit() and parts[-1][0] not in "+-" else ""
    try:
        stated = datetime.datetime.fromisoformat(_joined(parts[:-1] if zone else parts))
    except ValueError:
        raise ValueError(f"“{text}” is not a time: {hint}.") from None
    if zone:
        try:
            return stated.replace(tzinfo=ZoneInfo(zone))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"“{zone}” is not a time zone: {hint}.") from None
    if stated.tzinfo is None:
        raise ValueError(f"“{text}” has no time zone: {hint}.")
    return stated


def _joined(parts: list[str]) -> str:
    # fromisoformat takes an offset only without a space before it.
    return parts[0] + ("T" + "".join(parts[1:]) if len(parts) > 1 else "")


@attrs.frozen
class Late:
    """What late work loses.

    Attributes
    ----------
    grace_minutes : late by no more than this is in time.
    percent_per_day : of the points, for each day begun.
    most_percent : and never more than this.
    last_day : work later than so many days gets no points; 0 means there is no such day.
    """

    grace_minutes: float = 0.0
    percent_per_day: float = 0.0
    most_percent: float = 100.0
    last_day: int = 0

    def __attrs_post_init__(self) -> None:
        for name in ("percent_per_day", "most_percent"):
            ensure(0 <= getattr(self, name) <= 100, f"{name}: a percentage is from 0 to 100.")
        ensure(self.grace_minutes >= 0 and self.last_day >= 0, "minutes and days can't be negative.")

    def share(self, seconds: float) -> float:
        """Return the share of the points, 0 to 1, that work so many seconds late loses."""
        beyond = seconds - 60 * self.grace_minutes
        if beyond <= 0:
            return 0.0
        # Days count from the due date: the grace period only forgives, it doesn't move the date.
        days = math.ceil(seconds / 86_400)
        if self.last_day and days > self.last_day:
            return 1.0
        return min(days * self.percent_per_day, self.most_percent) / 100


@attrs.frozen
class Extension:
    """More time for one student; `until` names its zone."""

    student: str
    until: str
    reason: str = ""
    line: int = 0

    def __attrs_post_init__(self) -> None:
        moment(self.until)


@attrs.frozen
class Extra:
    """Points on top for one student, or off when negative."""

    student: str
    points: float
    reason: str
    line: int = 0


@attrs.frozen
class Drop:
    """A criterion that doesn't count, for all or for some."""

    criterion: str
    reason: str
    students: tuple[str, ...] = ()
    line: int = 0


@attrs.frozen
class Excuse:
    """A student whose grade for this assignment doesn't count at all."""

    student: str
    reason: str
    line: int = 0


@attrs.frozen
class Rules:
    """What holds for one assignment."""

    due: str = ""
    late: Late | None = None
    extensions: tuple[Extension, ...] = ()
    extra_credit: tuple[Extra, ...] = ()
    drop: tuple[Drop, ...] = ()
    excused: tuple[Excuse, ...] = ()
    line: int = 0

    def __attrs_post_init__(self) -> None:
        if self.due:
            moment(self.due)
        ensure(
            bool(self.due) or not self.extensions,
            "extensions need a due date here: “until” is counted from it.",
        )
        students = [e.student for e in self.extensions]
        twice = next((s for s in students if students.count(s) > 1), None)
        ensure(twice is None, f"extensions: {twice} stands there twice.")


@attrs.frozen
class _File:
    schema: Literal[1]
    assignments: dict[str, Rules] = attrs.field(factory=dict)


def load(course: Path) -> dict[str, Rules]:
    """Return the rules by assignment; none when the course has no file.

    Raises
    ------
    ContentError : with path and line.
    """
    path = course / FILE
    return yamlfile.load(path, _File).assignments if path.exists() else {}


def check(course: Path, assignments: Collection[str], criteria: Collection[str]) -> dict[str, Rules]:
    """Return the rules as `load` does, after a look at the names in them that need no gradebook.

    Raises
    ------
    ContentError : also for an assignment or a criterion that isn't there.
    """
    found = load(course)
    for name, rules in found.items():
        named = [("assignment of this course", name, assignments, rules.line)]
        named += [("criterion", d.criterion, criteria, d.line) for d in rules.drop]
        for kind, word, known, line in named:
            if word not in known:
                hint = yamlfile.suggest(word, known)
                raise ContentError(course / FILE, line, f"“{word}” is no {kind}.{hint}", tuple(known))
    return found
