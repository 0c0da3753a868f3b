"""Whether an answer is one of the course's sample answers, or the directory, with other names in it."""

from __future__ import annotations

import attrs

from hartgrader import samples
from hartgrader.context import Context, Result


@attrs.frozen
class Copied:
    """How little of an answer stands in the course's samples or the directory, names and figures aside.

    Attributes
    ----------
    field : the field to look at; ``benefits`` is each service's, the worst of which counts.
    fine : the share of a field's runs of words that they and anybody may have in common.
    worst : the share from which it is a copy.
    words : so many runs a field must have to be looked at.
    own : whether the example for this very person counts too.
    """

    field: str
    fine: float
    worst: float
    words: int
    own: bool = True

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.fine < self.worst <= 1:
            raise ValueError("check: “fine” must be less than “worst”, both from 0 to 1.")

    def run(self, context: Context) -> Result:
        shares = context.once(("copied", self.field, self.words), lambda: self._shares(context))
        most = max((every if self.own else others for every, others in shares), default=0.0)
        met = 1.0 - min(1.0, max(0.0, (most - self.fine) / (self.worst - self.fine)))
        return Result(met, measured=round(100 * most))

    def _shares(self, context: Context) -> list[tuple[float, float]]:
        """Return for each field the share of its runs that stand anywhere, and in more than this person's example."""
        known = context.library.once(("samples",), context.city, lambda: samples.of_city(context.city))
        found = []
        for field in self._fields(context):
            here = samples.runs(context.words(field))
            if len(here) >= self.words:
                sources = [known[run] for run in here if run in known]
                others = sum(person != context.user.id for person in sources)
                found.append((len(sources) / len(here), others / len(here)))
        return found

    def _fields(self, context: Context) -> list[str]:
        if self.field == "benefits":
            return [f"benefits.{service}" for service in context.answers.services]
        return [self.field]
