"""What wants to look better than it is: disguised words, words to the grader, the level texts' words, nonsense."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from math import ceil
from typing import ClassVar, Literal

import attrs

from hartgrader.context import MET, Context, Place, Result, fall
from hartgrader.words import NEGATIONS, every, small

# A sentence that denies what it tells does so in its first words.
_BEGINNING = 7
# Letters set apart (r e h a b): words of their own, at least two of these. An *i*, *a.m.* and *p.m.* are no sign of it.
_APART = re.compile(r"\b[A-Za-z](?:([ .*_-])[a-z])(?:\1[a-z]){2,}\b(?!')")
_ALONE = frozenset("bcdefghjklnoqrstuvwxyz")
# Signs in place of letters (tre@tment, f**k); an address has a period behind it.
_SIGNS = re.compile(
    r"(?<![\w.+/#-])[01345]{1,2}[a-z]{1,3}[01345]{1,3}(?!th|st|nd|rd|am|pm)[a-z]{1,10}"
    r"|(?<![\w.+/-])[A-Za-z]{1,20}(?:[@$][a-z]{2,}|\*{1,4}[a-z]{1,6}|[01345](?!th|st|nd|rd|am|pm)[a-z]{3,})\b"
    r"(?![\w.-]*\.[a-z]|@|\*)",
)
# They have this in them, which is found faster; *4th* and *3pm* don't.
_IN_PLACE = "@$*01345"
_SIGN = re.compile(r".(?!(?<=\d)(?:th|st|nd|rd|am|pm))[A-Za-z*](?!(?<=@.)[\w.-]*\.[a-z])")
# A score sheet as a program writes it.
_SHEET = re.compile(r"[\"'](?:level|score|points|grade|confidence|criterion|met)[\"']\s?:\s?[\"'\d]")


@attrs.frozen(eq=False)
class Tricks:
    """`about`: ``invisible`` characters and ``look-alikes``; words that are ``disguised``; ``instructions`` to the
    grader; ``fantastic`` words, of a fairy tale; ``level-words``, those of the level texts; ``no-benefit``, a good that
    is called none; ``denials``, the share of sentences that deny something.
    `fields`: the fields read, all when empty. `limit`: what is still fine. `words`: shorter texts are left out.
    """

    TELLS: ClassVar = ("measured",)

    about: Literal[
        "invisible", "look-alikes", "disguised", "instructions", "fantastic", "level-words", "no-benefit", "denials"
    ]
    lexicon: str
    limit: float = 0
    worst: float = 1
    words: int = 60
    fields: tuple[str, ...] = ()

    def run(self, context: Context) -> Result:
        fields = [f for f in context.written if f in self.fields] if self.fields else context.written
        return getattr(self, "_" + self.about.replace("-", "_"))(context, fields)

    def _counted(self, counts: dict[str, int]) -> Result:
        if not counts:
            return MET
        count = sum(counts.values())
        return Result(fall(count, self.limit, self.worst), detail={"measured": str(count)}, fields=tuple(counts))

    def _found(self, context: Context, found: list[Place]) -> Result:
        if not found:
            return MET
        spans = tuple([context.span(*place) for place in found])
        return Result(fall(len(found), self.limit, self.worst), spans, detail={"measured": str(len(found))})

    def _invisible(self, context: Context, fields: Sequence[str]) -> Result:
        return self._counted({f: n for f in fields if (n := context.clean(f).invisible)})

    def _look_alikes(self, context: Context, fields: Sequence[str]) -> Result:
        return self._counted({f: n for f in fields if (n := context.clean(f).look_alikes)})

    def _disguised(self, context: Context, fields: Sequence[str]) -> Result:
        found = context.once("disguised", lambda: self._disguises(context))
        return self._found(context, [place for place in found if place[0] in fields])

    def _disguises(self, context: Context) -> list[Place]:
        apart = [f for f in context.written if len(_ALONE & context.written_words(f)) > 1]
        found = [(f, *m.span()) for f in apart for m in _APART.finditer(context.text(f))]
        signs = [f for f in context.written if _may_replace(context.text(f))] if _may_replace(context.whole) else []
        return [*found, *((f, *m.span()) for f in signs for m in _SIGNS.finditer(context.text(f)))]

    def _instructions(self, context: Context, fields: Sequence[str]) -> Result:
        found = self._tagged(context, "to-grader", fields)
        signs, sheet = context.once(("signs", self.lexicon), lambda: self._signs(context))
        for field in fields if signs or sheet else ():
            text = small(context.text(field))
            found += [(field, at, at + len(sign)) for sign in signs if (at := text.find(sign)) >= 0]
            found += [(field, *m.span()) for m in _SHEET.finditer(text)]
        return self._found(context, found)

    def _signs(self, context: Context) -> tuple[list[str], bool]:
        """Return what speaks to the grader anywhere in the answers, and whether a score sheet stands there."""
        small, anywhere = context.small, context.lexicon(self.lexicon)["anywhere"]
        sheet = any(_SHEET.match(small, at) for at in every(small, "\"'"))
        # A single character is found faster.
        return [sign for sign in anywhere if sign[0] in small and sign in small], sheet

    def _fantastic(self, context: Context, fields: Sequence[str]) -> Result:
        """Count the different words; one sentence of them is a child's game."""
        return self._different(context, "fantastic", fields)

    def _level_words(self, context: Context, fields: Sequence[str]) -> Result:
        return self._different(context, "level-words", fields)

    def _different(self, context: Context, tag: str, fields: Sequence[str]) -> Result:
        """Count the different phrases with a tag in the field that has most, when two sentences or more have one."""
        most: list[Place] = []
        for field in context.having(self.lexicon).get(tag, ()):
            tagged = context.tagged(field, self.lexicon)
            if tagged.tags[tag].bit_count() > 1 and field in fields:
                hits = {h.value: h for tags in tagged.those_with((tag,)) for h in tags[tag]}
                most = max(most, [(field, *tagged.words.place(h.start, h.end)) for h in hits.values()], key=len)
        return self._found(context, most)

    def _no_benefit(self, context: Context, fields: Sequence[str]) -> Result:
        return self._found(context, self._tagged(context, "no-benefit", fields))

    def _tagged(self, context: Context, tag: str, fields: Sequence[str]) -> list[Place]:
        return [place for place in context.places(self.lexicon, tag) if place[0] in fields]

    def _denials(self, context: Context, fields: Sequence[str]) -> Result:
        """Measure the share of a longer text's sentences that begin with a denial: *The navigator doesn't …*."""
        shares = {f: self._denied(context, f) for f in fields}
        most = max(shares.values(), default=0.0)
        return Result(fall(most, self.limit, self.worst), fields=tuple([f for f in shares if shares[f] > self.limit]))

    def _denied(self, context: Context, field: str) -> float:
        text = context.words(field)
        if len(text.words) < self.words:
            return 0.0
        starts = (text.words[a : min(a + _BEGINNING, b)] for a, b in text.sentences)
        enough = ceil((1 - self.limit) * len(text.sentences))
        # Once so many deny nothing, the rest may.
        plain = len(list(islice(filter(NEGATIONS.isdisjoint, starts), enough)))
        return 1 - plain / len(text.sentences) if plain < enough else 0.0


def _may_replace(text: str) -> bool:
    """Whether a sign or figure in a text may stand in place of a letter."""
    return any(_SIGN.match(text, at) for at in every(text, _IN_PLACE))
