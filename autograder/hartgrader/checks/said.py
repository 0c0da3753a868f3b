"""Whether some sentence says a thing: tags that stand together, in order, and aren't denied."""

from __future__ import annotations

import attrs

from hartgrader.context import Context, Result
from hartgrader.tags import Hit, Tagged


@attrs.frozen
class Way:
    """One way of saying it, within a sentence.

    Attributes
    ----------
    all : each of these must stand there; ``a|b`` is one of several tags.
    none : none of these may stand there.
    follows : two tags, the second at most `gap` words after the first.
    then : one of these must stand there too, or in the next sentence.
    reach : a tag counts only when none of so many words before it denies it; 0 asks nothing.
    words : so many words the sentence must have at least.
    met : how much this way of saying it is worth, 0 to 1.
    """

    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    gap: int = 2
    reach: int = 0
    words: int = 0
    met: float = 1.0


def find(text: Tagged, ways: tuple[Way, ...], skip: tuple[str, ...] = ()) -> tuple[float, list[tuple[int, int]]]:
    """Return how well it is said, 0 to 1, and the tokens of the first sentence that says it best.

    A sentence that has a tag in `skip` (a wish, say) doesn't count.
    """
    best: tuple[float, list[tuple[int, int]]] = (0.0, [])
    for number, tags in enumerate(text.sentences):
        if any(tag in tags for tag in skip):
            continue
        for way in ways:
            if way.met > best[0] and (hits := _hits(text, number, way)):
                best = way.met, [(h.start, h.end) for h in hits]
                if best[0] >= 1:
                    return best
    return best


def _hits(text: Tagged, number: int, way: Way) -> list[Hit]:
    tags = text.sentences[number]
    if any(tag in tags for tag in way.none):
        return []
    start, end = text.words.sentences[number]
    if end - start < way.words:
        return []
    hits: list[Hit] = []
    for options in way.all:
        found = _one(text, number, options.split("|"), way.reach)
        if found is None:
            return []
        hits.append(found)
    if way.then and not any(tag in near for tag in way.then for near in text.sentences[number : number + 2]):
        return []
    if way.follows:
        pair = _pair(text, number, way)
        if not pair:
            return []
        hits += pair
    return hits


def _one(text: Tagged, number: int, options: list[str], reach: int) -> Hit | None:
    start = text.words.sentences[number][0]
    for tag in options:
        for hit in text.sentences[number].get(tag, ()):
            if not reach or not text.words.negated(hit.start, reach, start):
                return hit
    return None


def _pair(text: Tagged, number: int, way: Way) -> list[Hit]:
    tags, start = text.sentences[number], text.words.sentences[number][0]
    for first_tag in way.follows[0].split("|"):
        for first in tags.get(first_tag, ()):
            for second in tags.get(way.follows[1], ()):
                near = 0 <= second.start - first.end <= way.gap
                if near and not (way.reach and text.words.negated(second.start, way.reach, start)):
                    return [first, second]
    return []


@attrs.frozen
class Said:
    """Whether a text says a thing, in one of the given ways.

    Attributes
    ----------
    field : the text to read.
    lexicon : the tags it is read with.
    ways : ways of saying it; the best one counts.
    skip : tags whose sentences don't count.
    unless : ways of taking it back anywhere in the text: then nothing is said.
    """

    field: str
    lexicon: str
    ways: tuple[Way, ...]
    skip: tuple[str, ...] = ()
    unless: tuple[Way, ...] = ()

    def run(self, context: Context) -> Result:
        text = context.tagged(self.field, self.lexicon)
        if self.unless:
            denied, places = find(text, self.unless)
            if denied:
                return Result(0.0, context.spans(self.field, text, places))
        met, places = find(text, self.ways, self.skip)
        return Result(met, context.spans(self.field, text, places))
