"""Whether the email speaks of what this person can do and has done, as the case tells it."""

from __future__ import annotations

from itertools import compress, count

import attrs

from hartgrader import vocabulary
from hartgrader.context import BODY, Context, Result


@attrs.frozen(eq=False)
class Strengths:
    """Whether words of the person's strengths stand in the email, `wanted` different ones, without those in `stop`."""

    lexicon: str
    wanted: int = 1

    def run(self, context: Context) -> Result:
        user = context.user
        known = context.library.once(("strengths", user.id, self.lexicon), context.city, lambda: self._known(context))
        tokens = context.words(BODY)
        found: dict[str, int] = {}
        for i in compress(count(), map(known.__contains__, map(vocabulary.stem, tokens.words))):
            found.setdefault(vocabulary.stem(tokens.words[i]), i)
            if len(found) == self.wanted:
                break
        places = (tokens.place(i, i + 1) for i in found.values())
        return Result(len(found) / self.wanted, tuple(context.span(BODY, *place) for place in places))

    def _known(self, context: Context) -> frozenset[str]:
        stop = frozenset(context.lexicon(self.lexicon)["stop"])
        # That *Micah's attendance is 97%* makes no strength of his name.
        names = vocabulary.stems(m.who for m in context.user.members)
        return vocabulary.stems(context.user.strengths, stop, vocabulary.COMMON) - names
