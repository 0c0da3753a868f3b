"""The shape of the email: paragraphs, length, length of sentences, and where the request stands."""

from __future__ import annotations

from typing import ClassVar

import attrs

from hartgrader.context import BODY, MET, MISSING, Context, Result, fall
from hartgrader.ways import Way, find


def body_words(context: Context) -> int:
    """Return the number of words in the paragraphs, without salutation, close and signature."""

    return context.once("body words", lambda: sum(sentence_words(context)))


def sentence_words(context: Context) -> list[int]:
    """Return the number of words in each of the body's sentences."""

    def count() -> list[int]:
        text = context.text(BODY)
        if "  " in text:
            return [len(s.of(text).split()) for s in context.body_sentences]
        # Where nothing else parts two words, counting spaces is faster.
        return [text.count(" ", s.start, s.end) + 1 for s in context.body_sentences]

    return context.once("sentence words", count)


@attrs.frozen(eq=False)
class Paragraphs:
    """Whether the body has exactly so many paragraphs; one more or less is worth `near`.

    With `most`, any count from `wanted` to `most` is right; a body of fewer than `small` words is right as it is.
    A last line of courtesy of at most `courtesy` words (*Thank you for your time.*) is no paragraph of its own.
    """

    TELLS: ClassVar = ("count",)

    wanted: int = 2
    near: float = 0.5
    courtesy: int = 25
    most: int | None = None
    small: int = 0

    def run(self, context: Context) -> Result:
        text, paragraphs = context.text(BODY), list(context.letter.paragraphs)
        if len(paragraphs) == self.wanted + 1 and len(paragraphs[-1].of(text).split()) <= self.courtesy:
            paragraphs.pop()
        count = len(paragraphs)
        right = self.wanted <= count <= (self.most or self.wanted) or body_words(context) < self.small
        met = 1.0 if right else self.near if abs(count - self.wanted) == 1 else 0.0
        spans = tuple(context.span(BODY, p.start, p.end) for p in paragraphs) if met < 1 else ()
        return Result(met, spans, detail={"count": str(count)})


@attrs.frozen(eq=False)
class Length:
    """Words in the body: 1 within `good`, 0.5 within `fair`, else 0, falling evenly between the bounds."""

    TELLS: ClassVar = ("words",)

    good: tuple[int, ...]
    fair: tuple[int, ...]

    def __attrs_post_init__(self) -> None:
        if not (len(self.good) == len(self.fair) == 2 and self.fair[0] <= self.good[0] < self.good[1] <= self.fair[1]):
            raise ValueError("check: “fair” and “good” are two numbers each, “good” inside “fair”.")

    def run(self, context: Context) -> Result:
        count = body_words(context)
        if count < self.good[0]:
            met = max(0.0, 1 - (self.good[0] - count) / max(1, self.good[0] - self.fair[0]))
        else:
            met = max(0.0, 1 - max(0, count - self.good[1]) / max(1, self.fair[1] - self.good[1]))
        return Result(met, detail={"words": str(count)})


@attrs.frozen(eq=False)
class SentenceLength:
    """How few sentences are overlong: more than `words` words; `worst` of them cost everything."""

    TELLS: ClassVar = ("words",)

    words: int
    worst: float

    def run(self, context: Context) -> Result:
        sizes = sentence_words(context)
        long = [s for s, n in zip(context.body_sentences, sizes, strict=True) if n > self.words]
        if not long:
            return MET
        spans = tuple(context.span(BODY, s.start, s.end) for s in long[:3])
        met = fall(len(long), 0, self.worst)
        return Result(met, spans, detail={"words": str(max(sizes))})


@attrs.frozen(eq=False)
class Fragments:
    """Whether the sentences are whole ones: at least `words` words on average."""

    words: float

    def run(self, context: Context) -> Result:
        sentences = len(context.body_sentences)
        average = body_words(context) / sentences if sentences else 0.0
        return MET if average >= self.words else MISSING


@attrs.frozen(eq=False)
class RequestPlace:
    """Where the request begins, told in one of the `ways`: 1 within the first `early` words, 0.5 within `late`."""

    lexicon: str
    ways: tuple[Way, ...]
    early: int
    late: int

    def run(self, context: Context) -> Result:
        tagged, body, text = context.tagged(BODY, self.lexicon), context.letter.body, context.text(BODY)
        found = [place for way in self.ways for place in find(tagged, (way,))[1]]
        if not found:
            return MISSING
        first = min(found)
        start = max(body.start, tagged.words.place(*first)[0])
        before = len(text[body.start : start].split())
        met = 1.0 if before <= self.early else 0.5 if before <= self.late else 0.0
        return Result(met, context.spans(BODY, tagged, [first]))
