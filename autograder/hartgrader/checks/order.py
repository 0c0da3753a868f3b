"""Whether the words stand in an order that English allows."""

from __future__ import annotations

import attrs

from hartgrader.context import MET, SUBJECT, Context, Place, Result, fall

# Fewer such places are slips.
_FEWEST = 3


@attrs.frozen(eq=False)
class WordOrder:
    """How few places the worst answer has where no English sentence has these words beside one another.

    An article before *of*, *and* or *they*; a sentence that ends with *the*. The lexicon tags such pairs ``no-order``
    and lists which words can't end a sentence (`never-last`). Missing articles and wrong endings, as people write who
    learned English later, count nothing.

    Attributes
    ----------
    fine, worst : share of such places among all words of an answer that costs nothing, and everything.
    """

    lexicon: str
    fine: float
    worst: float

    def run(self, context: Context) -> Result:
        odd: dict[str, list[Place]] = {}
        for place in self._odd(context):
            odd.setdefault(place[0].partition(".")[0], []).append(place)
        shares = {answer: len(at) / self._words(context, answer) for answer, at in odd.items() if len(at) >= _FEWEST}
        faulty = [answer for answer, share in shares.items() if share > self.fine]
        if not faulty:
            return MET
        spans = tuple(context.span(*place) for answer in faulty for place in odd[answer][:3])
        return Result(fall(max(shares.values()), self.fine, self.worst), spans)

    def _words(self, context: Context, answer: str) -> int:
        """Return the number of words in the sentences of an answer."""
        texts = [context.words(f) for f in context.fields if f != SUBJECT and f.partition(".")[0] == answer]
        return sum(w.isalpha() for text in texts for a, b in text.sentences for w in text.words[a:b])

    def _odd(self, context: Context) -> list[Place]:
        """Return the places where the words of an answer stand in no order."""
        never = frozenset(context.lexicon(self.lexicon)["never-last"])
        found = [place for place in context.places(self.lexicon, "no-order") if place[0] != SUBJECT]
        for field in context.written:
            text = context.words(field)
            words = text.words
            last = [end for _, end in text.sentences if words[end - 1] in never] if field != SUBJECT else ()
            found += [(field, *text.place(end - 1, end)) for end in last]
        return sorted(found)
