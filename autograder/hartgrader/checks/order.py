"""Whether the words stand in an order that English allows."""

from __future__ import annotations

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
        opens, never, unfinished = (self._listed(context, key) for key in ("opens", "never", "unfinished"))
        count: dict[str, int] = {}
        odd: dict[str, list[tuple[str, int, int]]] = {}
        for field in context.fields:
            if field == SUBJECT:
                continue
            answer, text = field.partition(".")[0], context.words(field)
            words = text.words
            for start, end in text.sentences:
                count[answer] = count.get(answer, 0) + sum(map(str.isalpha, words[start:end]))
                at = [i for i in range(start, end - 1) if words[i] in opens and words[i + 1] in never]
                if words[end - 1] in unfinished:
                    at.append(end - 1)
                for i in at:
                    odd.setdefault(answer, []).append((field, *text.place(i, min(i + 2, end))))
        shares = {answer: len(at) / count[answer] for answer, at in odd.items() if len(at) >= _FEWEST}
        faulty = [answer for answer, share in shares.items() if share > self.fine]
        worst = max(shares.values(), default=0.0)
        met = 1.0 - min(1.0, max(0.0, (worst - self.fine) / (self.worst - self.fine)))
        spans = tuple(context.span(*place) for answer in faulty for place in odd[answer][:3])
        return Result(met, spans, round(100 * worst, 1))

    def _listed(self, context: Context, key: str) -> frozenset[str]:
        words = context.lexicon(self.lexicon)[key]
        return context.library.once((key, self.lexicon), context.city, lambda: frozenset(words))
