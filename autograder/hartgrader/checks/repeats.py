"""Whether things are said twice: sentences that share most of their words, or text copied from elsewhere."""

from __future__ import annotations

import attrs

from hartgrader.context import BODY, MET, SUBJECT, Context, Result
from hartgrader.words import SIGNS

# So many sentences are compared with each other; nobody writes a longer email in two paragraphs.
_SENTENCES = 60
# A text with fewer sentences says nothing again and again.
_FEWEST = 3


@attrs.frozen(eq=False)
class Repeats:
    """How little a text repeats itself.

    Attributes
    ----------
    alike : share of content words two sentences must have in common to say the same.
    worst : so many repeated sentences cost everything.
    words : so many content words a sentence must have to count.
    whole : whether the two must be the same size, or one may be part of the other.
    everywhere : whether every field is read, each for itself; the field with most repetition counts.
    """

    lexicon: str
    alike: float
    worst: int
    words: int = 5
    whole: bool = False
    everywhere: bool = False

    def run(self, context: Context) -> Result:
        if not self.everywhere:
            return self._of(context, BODY)
        fields = [f for f in context.written if f != SUBJECT and len(context.words(f).sentences) >= _FEWEST]
        return min([self._of(context, f) for f in fields], key=lambda r: r.met, default=MET)

    def _same(self, one: set[str], other: set[str]) -> bool:
        shared = len(one & other)
        return shared >= self.alike * (len(one) + len(other) - shared if self.whole else min(len(one), len(other)))

    def _of(self, context: Context, field: str) -> Result:
        tokens = context.words(field)
        twice: list[tuple[int, int]] = []
        content = context.once(("content", field, self.lexicon), lambda: self._content(context, field))
        for number, (place, words, known) in enumerate(content):
            # No sentence says the same when too few of the words were there before.
            if len(words) < self.words or known < self.alike * (len(words) if self.whole else self.words):
                continue
            if any(self._same(words, other) for _, other, _ in content[:number] if len(other) >= self.words):
                twice.append(place)
        if not twice:
            return MET
        met = 1.0 - min(1.0, len(twice) / self.worst)
        return Result(met, tuple(context.span(field, *tokens.place(a, b)) for a, b in twice[:3]))

    def _content(self, context: Context, field: str) -> list[tuple[tuple[int, int], set[str], int]]:
        """Return the first sentences of a text, the words of each that say something, and how many were said before."""
        listed = context.lexicon(self.lexicon)["stop"]
        empty = context.library.once(("empty", self.lexicon), context.city, lambda: SIGNS.union(listed))
        tokens = context.words(field)
        sentences = tokens.sentences[:_SENTENCES]
        if field == BODY and (body := context.letter.body):
            # A name under the letter may well stand in it too.
            sentences = [s for s in sentences if body.start <= tokens.starts[s[0]] < body.end]
        said: set[str] = set()
        content = []
        for start, end in sentences:
            words = set(tokens.words[start:end]) - empty
            content.append(((start, end), words, len(words & said)))
            said |= words
        return content
