"""Whether the email speaks of what this person can do and has done, as the case tells it."""

from __future__ import annotations

from itertools import compress, count, pairwise

import attrs

from hartgrader import vocabulary
from hartgrader.context import BODY, MISSING, Context, Result
from hartgrader.words import Words

# Two words of one strength tell it when at most so many words stand between them.
_TOGETHER = 6
# A deed so many words before it makes a strength of a word that isn't one by itself: *never missed probation*.
_NEAR = 2


@attrs.frozen(eq=False)
class Strengths:
    """Whether one of the person's strengths is told, by two of its words that stand together, or by one.

    One is enough behind a word in `deeds`, or when the facts of the case don't use it otherwise (*van*), and it is no
    part of a name (*Hart Community Services*). Words in `stop` don't count.
    """

    lexicon: str

    def run(self, context: Context) -> Result:
        key = ("strengths", context.user.id, self.lexicon)
        strengths, alone, deeds = context.library.once(key, context.city, lambda: self._known(context))
        tokens = context.words(BODY)
        places = compress(count(), map(strengths.__contains__, map(vocabulary.stem, tokens.words)))
        known = [(i, vocabulary.stem(tokens.words[i])) for i in places]
        for (first, one), (second, other) in pairwise(known):
            if one != other and second - first <= _TOGETHER and not strengths[one].isdisjoint(strengths[other]):
                return self._told(context, first, second)
        for i, word in known:
            telling = word in alone or not deeds.isdisjoint(tokens.words[max(0, i - _NEAR) : i])
            if telling and not _is_name(tokens, i):
                return self._told(context, i)
        return MISSING

    def _told(self, context: Context, *places: int) -> Result:
        place = context.words(BODY).place
        return Result(1.0, tuple([context.span(BODY, *place(i, i + 1)) for i in places]))

    def _known(self, context: Context) -> tuple[dict[str, set[int]], set[str], frozenset[str]]:
        """Return for each word of a strength what it tells, those that tell one alone, and the deeds."""
        words, user = context.lexicon(self.lexicon), context.user
        stop, deeds = frozenset(words["stop"]), frozenset(words["deeds"])
        # That *Micah's attendance is 97%* makes no strength of his name.
        names = vocabulary.stems(m.who for m in user.members)
        strengths: dict[str, set[int]] = {}
        for number, strength in enumerate(user.strengths):
            for word in vocabulary.stems([strength], stop, vocabulary.COMMON) - names:
                strengths.setdefault(word, set()).add(number)
        facts = [user.situation, *user.barriers, *user.supports, *(need.why for need in user.needs)]
        return strengths, strengths.keys() - vocabulary.stems(facts), deeds


def _is_name(tokens: Words, at: int) -> bool:
    """Whether a word has a capital that no beginning of a sentence gives it."""
    return tokens.text[tokens.starts[at]].isupper() and all(start != at for start, _ in tokens.sentences)
