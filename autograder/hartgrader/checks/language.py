"""Whether a text is one at all: English, not endless, not the same words again and again, not a telegram."""

from __future__ import annotations

from itertools import islice
from math import ceil
from typing import ClassVar, Literal

import attrs

from hartgrader.context import MET, Context, Result
from hartgrader.vocabulary import frequencies

# No English word is as long as this.
_NO_WORD = 60
# So many words show whether the same ones come again and again.
_FIRST = 400


@attrs.frozen(eq=False)
class Language:
    """`about`: ``english``, whether enough of the words of every paragraph are English function words, or the share
    `known` of them English at all; ``length``, whether a field is longer than `limit` characters; ``variety``, whether
    enough of a long text's words differ; ``articles``, whether enough of them are *a* or *the*.

    `limit`: what is still fine. `words`: shorter texts are left out. `fields`: the fields read, all when empty.
    """

    TELLS: ClassVar = ("measured",)

    about: Literal["english", "length", "variety", "articles"]
    lexicon: str
    limit: float
    words: int = 60
    known: float = 1
    fields: tuple[str, ...] = ()

    def run(self, context: Context) -> Result:
        fields = self.fields or context.written
        if self.about == "length":
            long = {f: size for f in fields if (size := len(context.raw(f))) > self.limit}
            return Result(0.0, detail={"measured": str(max(long.values()))}, fields=tuple(long)) if long else MET
        share = getattr(self, "_" + self.about)
        few = tuple([f for f in fields if share(context, f) < self.limit])
        return Result(0.0, fields=few) if few else MET

    def _english(self, context: Context, field: str) -> float:
        """Return the least share of common words in a paragraph; a short one is read with the next."""
        least, start, words = 1.0, 0, context.words(field).words
        # A paragraph in another language has at least so many words that the dictionary doesn't.
        foreign = context.once("foreign", lambda: frozenset(filter(str.isalpha, context.unknown)) - context.people)
        if len(foreign & context.written_words(field)) <= (1 - self.known) * self.words:
            return least
        common = self._listed(context)
        for end in [*(i for i, word in enumerate(words) if word == "\n"), len(words)]:
            here = list(filter(str.isalpha, words[start:end]))
            if len(here) < self.words:
                continue
            start, share = end, sum(map(common.__contains__, here)) / len(here)
            # A telegram has few of them too, but English words.
            if share < self.limit and sum(map(frequencies().__contains__, here)) >= self.known * len(here):
                share = self.limit
            least = min(least, share)
        return least

    def _variety(self, context: Context, field: str) -> float:
        """Return the share of different words and signs among the first ones."""
        endless = context.once("endless", lambda: [w for w in context.unknown if len(w) > _NO_WORD])
        if endless and not context.written_words(field).isdisjoint(endless):
            return 0.0
        words = context.words(field).written
        if len(words) < self.words:
            return 1.0
        different = context.written_words(field) if len(words) <= _FIRST else set(words[:_FIRST])
        return len(different) / min(len(words), _FIRST)

    def _articles(self, context: Context, field: str) -> float:
        words = context.words(field).written
        enough = ceil(self.limit * len(words))
        articles = len(list(islice(filter(self._listed(context).__contains__, words), enough)))
        # Only a text that has few of them is counted without its signs and figures.
        if articles == enough:
            return 1.0
        letters = sum(w[0].isalpha() for w in words)
        return articles / letters if letters >= self.words else 1.0

    def _listed(self, context: Context) -> frozenset[str]:
        """Return the lexicon's words for what is looked for."""
        listed = context.lexicon(self.lexicon)[self.about]
        return context.library.once((self.about, self.lexicon), context.city, lambda: frozenset(listed))
