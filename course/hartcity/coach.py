"""What a coach is: a draft goes in, findings come out; and a reader: answers go in, levels with evidence come out.

The notebook gives a desk its coach and its reader; this package only knows the shape, so a course can run without one.
All offsets are in code points of the field's text, end exclusive.

Nobody changes a span or a finding once it is made, but they aren't frozen: a hundred are made for each submission, and
attrs takes three times as long to make a frozen object.
"""

from __future__ import annotations

from typing import Any, Protocol

import attrs

from hartcity.answers import Answers


@attrs.define(unsafe_hash=True)
class Span:
    """A place in a field: ``email.body``, ``email.subject``, ``coordination``, ``finances``, ``benefits.<service>``."""

    field: str
    start: int
    end: int


@attrs.define(unsafe_hash=True)
class Finding:
    """One thing a careful reader would notice.

    Attributes
    ----------
    indicator : id of the indicator in the rubric, e.g. ``concrete-next-step``.
    criterion : id of the criterion, e.g. ``collaboration``.
    label : two to five words for a checklist.
    met : 0.0 (missing, or a fault present) to 1.0.
    message : what was found, or what a reader would miss, in a sentence to the student.
    suggestion : how to go on, in a sentence; empty when there is nothing to change.
    spans : the words this stands on.
    replacement : what the first span could be replaced with; None when there is no such thing.
    kind : ``evidence`` (found something asked for), ``missing``, or ``fault`` (found something to change).
    consent : whether it is about what this person asked to keep from this reader; that is marked as soon as it is
        typed, also where the coach keeps only a checklist.
    """

    indicator: str
    criterion: str
    label: str
    met: float
    message: str
    suggestion: str = ""
    spans: tuple[Span, ...] = ()
    replacement: str | None = None
    kind: str = "evidence"
    consent: bool = False

    def at(self, spans: tuple[Span, ...], replacement: str | None = None) -> Finding:
        """Return the same finding at other places."""
        return Finding(
            self.indicator,
            self.criterion,
            self.label,
            self.met,
            self.message,
            self.suggestion,
            spans,
            replacement,
            self.kind,
            self.consent,
        )


class Coach(Protocol):
    """Reads a draft as a careful reader would."""

    def __call__(self, answers: Answers, criteria: tuple[str, ...]) -> list[Finding]:
        """Return the findings on these answers for these criteria; never raises on what a student typed."""
        ...


class Reader(Protocol):
    """Rates answers as a careful reader would, criterion by criterion."""

    def __call__(self, answers: Answers) -> list[dict[str, Any]]:
        """Return one panel of plain JSON data for each criterion, in the order of the assignment.

        Its keys: ``criterion``, ``title``, ``asks``, ``answered``, ``level`` (0 to 4), ``levels``, ``sure``,
        ``because``, ``next``, ``findings``, ``parts``, ``digest``.
        """
        ...
