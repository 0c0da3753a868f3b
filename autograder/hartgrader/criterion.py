"""What a rubric is: criteria with levels and indicators, the caps and cuts between them, and the rules for flags."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from math import fsum
from pathlib import Path
from typing import Any

import attrs
from hartcity.coach import Finding

from hartgrader.library import Library


@attrs.frozen
class Level:
    """A level: its number, name and descriptor; `share` is the percentage of the maximum, `points` follows from it."""

    level: int
    name: str
    share: int
    descriptor: str
    points: float = attrs.field(default=0.0, metadata={"made": True})


@attrs.frozen
class Indicator:
    """A small observable thing.

    Attributes
    ----------
    label : two to five words for a checklist.
    check : the kind of check with its parameters.
    weight : how much it counts toward the level; 0 when it only serves a cap or is shown to the student.
    yes, no : the sentence to the student when it is met, and when it isn't.
    partly : the sentence when it is met in part; without it `no` is said then, too.
    suggestion : how to go on, when it isn't met.
    fault : whether what it finds is something to change.
    source : where the rule comes from.
    hidden : whether it only serves a cap and says nothing new to a student.
    said : what is said to everybody alike, by how far it is met; filled as it is needed.
    """

    id: str
    label: str
    yes: str
    no: str
    suggestion: str = ""
    partly: str = ""
    weight: float = 0.0
    fault: bool = False
    source: str = ""
    hidden: bool = False
    check: Any = attrs.field(default=None, metadata={"made": True})
    line: int = 0
    said: dict[float, Finding] = attrs.field(factory=dict, init=False, eq=False, repr=False, metadata={"made": True})


@attrs.frozen
class Cap:
    """Without this, no higher level: applies when every indicator in `below` is met less than its number."""

    below: dict[str, float]
    level: int
    because: str
    line: int = 0


@attrs.frozen
class Scale:
    """How indicators become a level.

    The weighted share of what is met, 0 to 100, is held against `cuts`: the least share for levels 2, 3 and 4 (1 is
    what remains). Then the lowest cap that applies holds. `confidence` gives for each level the chance that the median
    reader gives it too, by the distance to the nearest boundary: pairs of (points of share, chance), rising. From the
    chance `sure` on, a level is called sure.
    """

    cuts: dict[str, float]
    caps: tuple[Cap, ...] = ()
    confidence: dict[str, tuple[tuple[float, ...], ...]] = attrs.field(factory=dict)
    sure: float = 0.85
    line: int = 0


@attrs.frozen(slots=False)
class Criterion:
    """One criterion, as its file gives it; `fields` are the answers it reads."""

    id: str
    title: str
    asks: str
    max_points: float
    fields: tuple[str, ...]
    levels: tuple[Level, ...]
    scale: Scale
    indicators: tuple[Indicator, ...] = attrs.field(default=(), metadata={"made": True})
    line: int = 0
    hash: str = attrs.field(default="", metadata={"made": True})

    @cached_property
    def by_id(self) -> dict[str, Indicator]:
        return {i.id: i for i in self.indicators}

    @cached_property
    def shown(self) -> list[str]:
        """The indicators that a student is shown."""
        return [i.id for i in self.indicators if not i.hidden]

    @cached_property
    def heaviest(self) -> list[str]:
        """Those that count and are shown, what weighs most first."""
        return sorted([name for name in self.shown if self._weights[name]], key=lambda name: -self._weights[name])

    @cached_property
    def deeds(self) -> list[str]:
        """The same without the faults: that one isn't there decides no low level."""
        return [name for name in self.heaviest if not self.by_id[name].fault]

    @cached_property
    def _caps(self) -> list[Cap]:
        return sorted(self.scale.caps, key=lambda cap: cap.level)

    @cached_property
    def _begun(self) -> dict[str, list[tuple[int, float, dict[str, float]]]]:
        """For each indicator the caps that name it first: their place, its number and the others'."""
        found: dict[str, list] = {}
        for place, cap in enumerate(self._caps):
            (first, least), *others = cap.below.items()
            found.setdefault(first, []).append((place, least, dict(others)))
        return found

    @cached_property
    def _weights(self) -> dict[str, float]:
        return {i.id: i.weight for i in self.indicators}

    @cached_property
    def total_weight(self) -> float:
        return fsum(self._weights.values())

    @cached_property
    def cuts(self) -> list[float]:
        """The least share of what is met for the levels 2, 3 and 4."""
        return [self.scale.cuts[level] for level in ("2", "3", "4")]

    @cached_property
    def places(self) -> frozenset[str]:
        """The answers it reads: ``services``, ``email``, ``benefits`` …"""
        return frozenset(f.partition(".")[0] for f in self.fields)

    @cached_property
    def highest(self) -> int:
        """The highest level."""
        return len(self.cuts) + 1

    def share(self, met: Mapping[str, float]) -> float:
        """Return how much of what counts is met, by weight, 0 to 100."""
        weights = self._weights
        # `sum` rounds differently in other versions of Python.
        return 100 - 100 * fsum([(1.0 - part) * weights[name] for name, part in met.items()]) / self.total_weight

    def reached(self, share: float) -> int:
        """Return the level of a share, whatever caps it."""
        return 1 + bisect_right(self.cuts, share + 1e-9)

    def caps(self, met: Mapping[str, float]) -> list[Cap]:
        """Return the caps that apply when the indicators are met so far, the lowest level first."""
        begun, places = self._begun, []
        for name, part in met.items():
            for place, least, others in begun.get(name, ()):
                if part < least and not (others and [n for n in others if met.get(n, 1.0) >= others[n]]):
                    places.append(place)
        return [self._caps[place] for place in sorted(places)]

    def level(self, number: int) -> Level:
        return self.levels[-1 - number]


@attrs.frozen
class FlagRule:
    """When a person should look first.

    Attributes
    ----------
    kind : a word for the flag.
    reason : a sentence to the instructor.
    below : it is raised when the check is met less than this.
    criteria : whose levels it may make unsure, all when empty; of these it concerns those that read the answer in
        which the check found something.
    at_most : the highest level these criteria may have then.
    because : the sentence to the student when it lowered a level.
    suggestion : what the student can do about it then.
    """

    kind: str
    reason: str
    below: float = 1.0
    at_most: int | None = None
    criteria: tuple[str, ...] = ()
    because: str = ""
    suggestion: str = ""
    check: Any = attrs.field(default=None, metadata={"made": True})
    line: int = 0


@attrs.frozen
class Rubrics:
    """All criteria by id in the order of the assignment, the rules for flags, and the lexicons they read."""

    criteria: dict[str, Criterion]
    flags: tuple[FlagRule, ...]
    library: Library
    path: Path

    def __getitem__(self, criterion: str) -> Criterion:
        return self.criteria[criterion]

    @property
    def hashes(self) -> dict[str, str]:
        return {c.id: c.hash for c in self.criteria.values()}
