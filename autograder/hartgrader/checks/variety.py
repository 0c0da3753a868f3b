"""Whether an email goes on: the share of its words that are new, for its length."""

from __future__ import annotations

from bisect import bisect_left
from math import log

import attrs

from hartgrader.context import BODY, MET, Context, Result

_SHORTEST = 4


@attrs.frozen(eq=False)
class Variety:
    """Whether the words of the email's paragraphs don't come again and again.

    Attributes
    ----------
    least : the share of different words among its longer ones (four letters and more), at the length `words`; for a
        text of another length it is lower by `slope` with every time that the length is multiplied by e.
    words : a text with fewer longer words is too short to tell.
    """

    least: float
    slope: float
    words: int

    def run(self, context: Context) -> Result:
        paragraphs, words = context.letter.paragraphs, context.words(BODY)
        first, last = (paragraphs[0].start, paragraphs[-1].end) if paragraphs else (0, 0)
        told = words.written[bisect_left(words.starts, first) : bisect_left(words.starts, last)]
        long = [w for w in told if len(w) >= _SHORTEST]
        if len(long) < self.words:
            return MET
        share = len(set(long)) / len(long)
        wanted = self.least - self.slope * log(len(long) / self.words)
        return Result(float(share >= wanted), fields=(BODY,))
