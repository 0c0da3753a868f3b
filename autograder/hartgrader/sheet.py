"""A score sheet: what was decided about one submission, and on which words. Plain data, frozen."""

from __future__ import annotations

from typing import Any

import attrs
from hartcity.coach import Finding


@attrs.frozen(slots=False)
class CriterionScore:
    """The level of one criterion.

    Attributes
    ----------
    criterion : id, e.g. ``collaboration``.
    level : 0 to 4.
    points, max_points : points of that level and of the criterion.
    confidence : 0.0 to 1.0, the calibrated chance that a careful reader gives exactly this level.
    sure : whether the confidence is high enough to not need a person.
    because : one sentence each for the two or three findings that decided the level.
    findings : every indicator's finding, in the rubric's order.
    raises : suggestions, what counts most first; all of them together come to a higher level.
    """

    criterion: str
    level: int
    points: float
    max_points: float
    confidence: float
    sure: bool
    because: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    raises: tuple[str, ...] = ()


@attrs.frozen
class Flag:
    """A reason for a person to look first.

    Attributes
    ----------
    kind : a word.
    reason : a sentence to the instructor.
    criteria : whose levels it makes unsure.
    """

    kind: str
    reason: str
    criteria: tuple[str, ...] = ()


@attrs.frozen
class ScoreSheet:
    """The judgment of one submission; `rubrics` maps each rubric's id to its content hash."""

    rubrics: dict[str, str]
    criteria: dict[str, CriterionScore]
    flags: tuple[Flag, ...] = ()

    @property
    def points(self) -> float:
        return sum(c.points for c in self.criteria.values())

    @property
    def max_points(self) -> float:
        return sum(c.max_points for c in self.criteria.values())

    def to_dict(self) -> dict[str, Any]:
        """Return the sheet as plain JSON data; criteria and flags as `hartgrader score --format json` prints them."""
        return attrs.asdict(self, value_serializer=lambda _i, _a, v: list(v) if isinstance(v, tuple) else v)
