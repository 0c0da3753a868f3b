"""Whether a text goes on: the share of its words that are new, for its length."""

from __future__ import annotations

from math import log

import attrs

from hartgrader.context import Context, Result
from hartgrader.vocabulary import stem

_SHORTEST = 4


@attrs.frozen(cache_hash=True)
class Variety:
    """Whether the words of a text don't come again and again.

    Attributes
    ----------
    field : the text to read.
    least : the share of different words among its longer ones (four letters and more), at the length `words`; for a
        text of another length it is lower by `slope` with every time that the length is multiplied by e.
    words : a text with fewer longer words is too short to tell.
    """

    field: str
    least: float
    slope: float
    words: int

    def run(self, context: Context) -> Result:
        stems = [stem(w) for w in context.words(self.field).written if len(w) >= _SHORTEST and w.isalpha()]
        if len(stems) < self.words:
            return Result(1.0)
        share = len(set(stems)) / len(stems)
        wanted = self.least - self.slope * log(len(stems) / self.words)
        return Result(float(share >= wanted), measured=round(share, 3), fields=(self.field,))
