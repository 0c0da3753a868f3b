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
    stop : lexicon key with the words that don't count.
    """

    lexicon: str
    alike: float
    worst: int
    field: str = BODY

    def run(self, context: Context) -> Result:
        tagged = context.tagged(self.field, self.lexicon)
        stop = context.once("stop", lambda: frozenset(context.lexicon(self.lexicon)["stop"]))
        seen: list[set[str]] = []
        twice: list[tuple[int, int]] = []
        for start, end in tagged.words.sentences[:_SENTENCES]:
            words = {w for w in tagged.words.words[start:end] if w[0].isalnum() and w not in stop}
            if len(words) < 4:
                continue
            if any(len(words & other) >= self.alike * min(len(words), len(other)) for other in seen):
                twice.append((start, end))
            seen.append(words)
        met = 1.0 - min(1.0, len(twice) / self.worst)
        return Result(met, context.spans(self.field, tagged, twice[:3]), len(twice))
