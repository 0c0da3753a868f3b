"""Whether the words stand in an order that English allows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import compress, count

import attrs

from hartgrader.context import SUBJECT, Context, Result

# Fewer such places are slips.
_FEWEST = 3


@attrs.frozen(cache_hash=True)
class WordOrder:
    """How few places the worst answer has where no English sentence has these words beside one another.

    An article before *of*, *and* or *they*; a sentence that ends with *the*. The lexicon lists which words open a
    phrase (`opens`), which can't follow these (`never`), and which can't end a sentence (`unfinished`). Missing
    articles and wrong endings, as people write who learned English later, count nothing.

    Attributes
    ----------
    fine, worst : share of such places among all words of an answer that costs nothing, and everything.
    """

    lexicon: str
    fine: float
    worst: float

    def run(self, context: Context) -> Result:
        odd: dict[str, list[tuple[str, int, int]]] = {}
        listed = [self._listed(context, key) for key in ("opens", "never", "unfinished")]
        for field in context.fields:
            if field != SUBJECT:
                odd.setdefault(field.partition(".")[0], []).extend(_odd(context, field, *listed))
        shares = {answer: len(at) / self._words(context, answer) for answer, at in odd.items() if len(at) >= _FEWEST}
        faulty = [answer for answer, share in shares.items() if share > self.fine]
        worst = max(shares.values(), default=0.0)
        met = 1.0 - min(1.0, max(0.0, (worst - self.fine) / (self.worst - self.fine)))
        spans = tuple(context.span(*place) for answer in faulty for place in odd[answer][:3])
        return Result(met, spans, round(100 * worst, 1))

    def _words(self, context: Context, answer: str) -> int:
        """Return the number of words in the sentences of an answer."""
        texts = [context.words(f) for f in context.fields if f != SUBJECT and f.partition(".")[0] == answer]
        return sum(w.isalpha() for text in texts for a, b in text.sentences for w in text.words[a:b])

    def _listed(self, context: Context, key: str) -> frozenset[str]:
        words = context.lexicon(self.lexicon)[key]
        return context.library.once((key, self.lexicon), context.city, lambda: frozenset(words))


def _odd(
    context: Context, field: str, opens: frozenset[str], never: frozenset[str], unfinished: frozenset[str]
) -> Iterator[tuple[str, int, int]]:
    """Yield the places where the words of a text stand in no order."""
    text = context.words(field)
    words = text.words
    opening = [i for i in compress(count(), map(opens.__contains__, words[:-1])) if words[i + 1] in never]
    for start, end in text.sentences:
        at = opening[bisect_left(opening, start) : bisect_left(opening, end - 1)] if opening else []
        if words[end - 1] in unfinished:
            at.append(end - 1)
        for i in at:
            yield field, *text.place(i, min(i + 2, end))
