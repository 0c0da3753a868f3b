"""Whether an answer, or a paragraph of it, is what the course shows a student, with other names in it."""

from __future__ import annotations

from bisect import bisect_left
from itertools import compress, count, filterfalse, pairwise
from typing import ClassVar

import attrs

from hartgrader import samples
from hartgrader.context import BODY, MET, SUBJECT, Context, Result, fall
from hartgrader.words import SIGNS

# When every fourth run is looked at, names and all, one stands for so many words.
_LIKELY = 5 * samples.RUN
# Two of them in a copied paragraph stand so close to each other.
_NEAR = 8


@attrs.frozen(eq=False)
class Copied:
    """How little of an answer, or of the email's most copied paragraph, stands in what the course shows a student.

    That is the samples, the directory, the cases and the level texts; names and figures aside.

    Attributes
    ----------
    fine : the share of a text's runs of words that they and anybody may have in common.
    worst : the share from which it is a copy.
    words : so many runs a text must have to be looked at, and a paragraph twice as many.
    """

    TELLS: ClassVar = ("measured",)

    fine: float
    worst: float
    words: int

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.fine < self.worst <= 1:
            raise ValueError("check: “fine” must be less than “worst”, both from 0 to 1.")

    def run(self, context: Context) -> Result:
        shares = context.once(("copied", self.words), lambda: self._shares(context))
        most = max(shares.values(), default=0.0)
        if most <= self.fine:
            return MET
        copied = tuple([f for f in shares if shares[f] > self.fine])
        return Result(fall(most, self.fine, self.worst), detail={"measured": str(round(100 * most))}, fields=copied)

    def _shares(self, context: Context) -> dict[str, float]:
        """Return for each long enough text of the answers the largest share of its runs that stand somewhere else."""
        known = context.library.once(("samples",), context.city, lambda: samples.of_city(context.city))
        found = {}
        for field in context.fields:
            if field == SUBJECT:
                continue
            if not self._is_likely(context.words(field).words, field, known):
                continue
            places, runs = samples.runs(context.words(field))
            copied = list(map(known.__contains__, runs))
            if len(copied) < self.words:
                continue
            pieces = [copied]
            for p in context.letter.paragraphs if field == BODY else ():
                first, last = bisect_left(places, p.start), bisect_left(places, p.end) - samples.RUN
                if last - first + 1 >= 2 * self.words:
                    pieces.append(copied[first : last + 1])
            found[field] = max([sum(piece) / len(piece) for piece in pieces])
        return found

    def _is_likely(self, words: list[str], field: str, known: frozenset[tuple[str, ...]]) -> bool:
        """Whether so much of every fourth run stands somewhere else that half of the text, or of a paragraph, may."""
        fourth = zip(*[filterfalse(SIGNS.__contains__, words)] * samples.RUN, strict=False)
        found = list(compress(count(), map(known.__contains__, fourth)))
        if _LIKELY * len(found) >= len(words):
            return True
        return field == BODY and any(b - a < _NEAR for a, b in pairwise(found))
