"""Whether an answer is one of the course's sample answers, or the directory, with other names in it."""

from __future__ import annotations

import attrs

from hartgrader import samples
from hartgrader.context import SUBJECT, Context, Result


@attrs.frozen(cache_hash=True)
class Copied:
    """How little of an answer stands in the course's samples or the directory, names and figures aside.

    Attributes
    ----------
    fine : the share of a text's runs of words that they and anybody may have in common.
    worst : the share from which it is a copy.
    words : so many runs a text must have to be looked at.
    """

    fine: float
    worst: float
    words: int

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.fine < self.worst <= 1:
            raise ValueError("check: “fine” must be less than “worst”, both from 0 to 1.")

    def run(self, context: Context) -> Result:
        shares = context.once(("copied", self.words), lambda: self._shares(context))
        most = max(shares.values(), default=0.0)
        met = 1.0 - min(1.0, max(0.0, (most - self.fine) / (self.worst - self.fine)))
        return Result(met, measured=round(100 * most), fields=tuple(f for f in shares if shares[f] > self.fine))

    def _shares(self, context: Context) -> dict[str, float]:
        """Return for each long enough text of the answers the share of its runs that stand somewhere else."""
        known = context.library.once(("samples",), context.city, lambda: samples.of_city(context.city))
        found = {}
        for field in context.fields:
            here = samples.runs(context.words(field))
            if len(here) >= self.words and field != SUBJECT:
                found[field] = sum(run in known for run in here) / len(here)
        return found
