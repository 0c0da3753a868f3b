"""How a text is typed: in capitals, with exclamation marks, contractions or lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import attrs

from hartgrader.context import BODY, MET, Context, Result, fall

_CONTRACTION = re.compile(
    r"\b(?=\w+')(?:\w+n't|(?:i|we|you|they)'(?:m|re|ve|ll|d)|(?:he|she|it)'(?:s|ll|d)|(?:that|here|there|what|who|let)'s)\b",
    re.I,
)
# Every contraction has this in it, and hardly a name. It reaches so far before and behind.
_CONTRACTED = re.compile(r"'(?:(?<=(?:he|it|at|re|ho|et)')s|[^\Ws])", re.I)
_BEFORE, _BEHIND = 8, 2
_EXCLAIMED = {"!": re.compile("!+"), "??": re.compile(r"\?{2,}")}
# That nothing stands before the first letter is asked behind the fourth: so they are found faster.
_CAPITALS = re.compile(r"[A-Z][A-Z]{3}(?<!\w....)[A-Z]*\b")
_BULLET = re.compile(r"[ ]{0,8}(?:[-*•–·]|\(?\d{1,2}[.)])[ ]+\S.*")


@attrs.frozen(eq=False)
class Manner:
    """`about`: ``shouting``, words in capitals; ``exclaiming``, exclamation marks; ``contractions``; ``bullets``, lines
    of a list. `limit`: what is still fine; `worst`: what costs everything.
    """

    about: Literal["shouting", "exclaiming", "contractions", "bullets"]
    lexicon: str
    fields: tuple[str, ...]
    worst: float
    limit: float = 0

    def run(self, context: Context) -> Result:
        find = getattr(self, "_" + self.about)
        spans = [context.span(field, *place) for field in self.fields for place in find(context, field)]
        if not spans:
            return MET
        count = sum(s.end - s.start for s in spans) if self.about == "exclaiming" else len(spans)
        return Result(fall(count, self.limit, self.worst), tuple(spans))

    def _shouting(self, context: Context, field: str) -> Iterator[tuple[int, int]]:
        known = context.lexicon(self.lexicon)["capitals"]
        for match in _CAPITALS.finditer(context.text(field)):
            signed = field == BODY and match.start() >= context.letter.body.end
            if match.group() not in known and not signed:
                yield match.span()

    def _exclaiming(self, context: Context, field: str) -> list[tuple[int, int]]:
        text = context.text(field)
        return sorted([m.span() for sign in _EXCLAIMED if sign in text for m in _EXCLAIMED[sign].finditer(text)])

    def _contractions(self, context: Context, field: str) -> Iterator[tuple[int, int]]:
        """Leave out what somebody is quoted with."""
        text, last = context.text(field), 0
        for sign in _CONTRACTED.finditer(text):
            match = _CONTRACTION.search(text, max(last, sign.start() - _BEFORE), sign.end() + _BEHIND)
            if match:
                last = match.end()
                if text.count('"', 0, match.start()) % 2 == 0:
                    yield match.span()

    def _bullets(self, context: Context, field: str) -> Iterator[tuple[int, int]]:
        start = 0
        for line in context.text(field).split("\n"):
            if match := _BULLET.match(line):
                yield start + match.start(), start + match.end()
            start += len(line) + 1
