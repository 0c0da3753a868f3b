"""The judge as a coach: the same checks, on a draft, while a student writes."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from hartcity.answers import Answers
from hartcity.coach import Coach, Finding

if TYPE_CHECKING:
    from hartcity.city import City
    from hartcity.service_user import ServiceUser

    from hartgrader.criterion import Rubrics


@functools.cache
def rubrics() -> Rubrics:
    """Return the course's rubrics, read once."""
    # Loaded with the first draft, so that opening a notebook doesn't wait for it.
    from hartgrader.rubric import load_rubrics

    return load_rubrics()


def load(city: City, user: ServiceUser) -> Coach:
    """Return a coach for drafts about one person of a city; nothing is read from disk before the first draft."""

    def coach(answers: Answers, criteria: tuple[str, ...]) -> list[Finding]:
        from hartgrader.context import Context
        from hartgrader.score import finding, results

        known = rubrics()
        context = Context(answers, city, user, known.library)
        found: list[Finding] = []
        for name in criteria:
            criterion = known.criteria.get(name)
            if criterion is None:
                continue
            by_indicator = results(context, criterion)
            for indicator in criterion.indicators:
                if indicator.hidden:
                    continue
                result = by_indicator[indicator.id]
                whole = finding(criterion, indicator, result)
                found += _one_by_one(whole, result.replacements)
        return found

    return coach


def _one_by_one(whole: Finding, replacements: tuple[str | None, ...]) -> list[Finding]:
    """Return a finding for each place that has its own replacement, so that each can be taken or left."""
    if not any(replacements):
        return [whole]
    pairs = list(zip(whole.spans, replacements, strict=True))
    single = [whole.at((span,), new) for span, new in pairs if new]
    others = tuple(span for span, new in pairs if not new)
    return [*single, whole.at(others)] if others else single
