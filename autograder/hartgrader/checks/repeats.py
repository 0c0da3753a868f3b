"""Whether things are said twice: sentences that share most of their words, or text copied from elsewhere."""

from __future__ import annotations

import attrs

from hartgrader.context import BODY, Context, Result

# So many sentences are compared with each other; nobody writes a longer email in two paragraphs.
_SENTENCES = 60


@attrs.frozen
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
        fields = [BODY]
        if self.everywhere:
            fields += ["coordination", "finances", *(f"benefits.{s}" for s in context.answers.services)]
        return min((self._of(context, f) for f in fields), key=lambda r: r.met)

    def _size(self, one: set[str], other: set[str]) -> int:
        return len(one | other) if self.whole else min(len(one), len(other))

    def _of(self, context: Context, field: str) -> Result:
        tokens = context.words(field)
        stop = context.once("stop", lambda: frozenset(context.lexicon(self.lexicon)["stop"]))
        seen: list[set[str]] = []
        twice: list[tuple[int, int]] = []
        body = context.letter.body if field == BODY else None
        for start, end in tokens.sentences[:_SENTENCES]:
            if body and not body.start <= tokens.spans[start][0] < body.end:
                continue  # a name under the letter may well stand in it too
            words = {w for w in tokens.words[start:end] if w[0].isalnum() and w not in stop}
            if len(words) < self.words:
                continue
            if any(len(words & other) >= self.alike * self._size(words, other) for other in seen):
                twice.append((start, end))
            seen.append(words)
        met = 1.0 - min(1.0, len(twice) / self.worst)
        return Result(met, tuple(context.span(field, *tokens.place(a, b)) for a, b in twice[:3]), len(twice))
