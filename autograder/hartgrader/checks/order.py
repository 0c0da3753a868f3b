"""Whether the words stand in an order that English allows."""

from __future__ import annotations

import attrs

from hartgrader.context import Context, Result

# Fewer such places are slips.
_FEWEST = 3


@attrs.frozen(cache_hash=True)
class WordOrder:
    """How few places a text has where no English sentence has these words beside one another.

    An article before *of*, *and* or *they*; a sentence that ends with *the*. The lexicon lists which words open a
    phrase (`opens`), which can't follow these (`never`), and which can't end a sentence (`unfinished`). Missing
    articles and wrong endings, as people write who learned English later, count nothing.

    Attributes
    ----------
    fine, worst : share of such places among all words that costs nothing, and everything.
    """

    field: str
    lexicon: str
    fine: float
    worst: float

    def run(self, context: Context) -> Result:
        lists = context.lexicon(self.lexicon)
        opens, never, unfinished = (frozenset(lists[key]) for key in ("opens", "never", "unfinished"))
        fields = [f"benefits.{s}" for s in context.answers.services] if self.field == "benefits" else [self.field]
        count, odd, spans = 0, 0, []
        for field in fields:
            text = context.words(field)
            words = text.words
            for start, end in text.sentences:
                for i in range(start, end):
                    if not words[i].isalpha():
                        continue
                    count += 1
                    last = i + 1 == end
                    if (words[i] in unfinished and last) or (words[i] in opens and not last and words[i + 1] in never):
                        odd += 1
                        if len(spans) < 3:
                            spans.append(context.span(field, *text.place(i, min(i + 2, end))))
        share = odd / count if odd >= _FEWEST else 0.0
        met = 1.0 - min(1.0, max(0.0, (share - self.fine) / (self.worst - self.fine)))
        return Result(met, tuple(spans), round(100 * share, 1))
