"""Whether some sentence says a thing, in one of the given ways."""

from __future__ import annotations

import attrs

from hartgrader.context import Context, Result
from hartgrader.ways import Way, find


@attrs.frozen(eq=False)
class Said:
    """Whether a text says a thing, in one of the given ways.

    Attributes
    ----------
    field : the text to read.
    lexicon : the tags it is read with.
    ways : ways of saying it; the best one counts.
    skip : tags whose sentences don't count.
    unless : ways of taking it back anywhere in the text: then nothing is said.
    last : whether the last sentence that says it is shown, not the first: what an email leads to stands at its end.
    better_unsaid : whether it is met when nobody says it.
    """

    field: str
    lexicon: str
    ways: tuple[Way, ...]
    skip: tuple[str, ...] = ()
    unless: tuple[Way, ...] = ()
    last: bool = False
    better_unsaid: bool = False

    def run(self, context: Context) -> Result:
        text = context.tagged(self.field, self.lexicon)
        if self.unless:
            denied, places = find(text, self.unless)
            if denied:
                return Result(0.0, context.spans(self.field, text, places))
        met, places = find(text, self.ways, self.skip, self.last)
        if self.better_unsaid:
            met = 1.0 - met
        return Result(met, context.spans(self.field, text, places))
