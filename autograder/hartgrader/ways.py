"""Ways of saying a thing: tags that stand together in a sentence, in order, and aren't denied."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import attrs

from hartgrader.tags import Hit, Tagged, numbers
from hartgrader.words import CLAUSE_ENDS

# What stands so many words from the first tag of `all` is a condition, and shown to nobody as evidence.
_FAR = 8


@attrs.frozen(slots=False)
class Way:
    """One way of saying it, within a sentence.

    Attributes
    ----------
    all : each of these must stand there; ``a|b`` is one of several tags.
    none : none of these may stand there.
    order : tags that must follow one another, each at most `gap` words after the one before; with `clause` no comma
        may stand between them.
    then : one of these must stand there too, or in the next sentence.
    sentences : over how many sentences `all` may be spread.
    reach : a tag counts only when none of so many words before it in its clause denies it; 0 asks nothing.
    open : tags that leave open whether it is so (*if*, *will*), when they stand there in place of a denial.
    words : so many words the sentence must have at least.
    met : how much this way of saying it is worth, 0 to 1.
    """

    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    sentences: int = 1
    clause: bool = False
    gap: int = 2
    reach: int = 0
    words: int = 0
    met: float = 1.0

    @functools.cached_property
    def needs(self) -> list[tuple[str, ...]]:
        """The tags of which one each must stand there, those without a choice first."""
        return sorted(map(_options, (*self.all, *self.order)), key=len)

    @functools.cached_property
    def first(self) -> str:
        """A tag that must stand there, or "" when there is a choice for each."""
        return self.needs[0][0] if self.needs and len(self.needs[0]) == 1 else ""


def find(
    text: Tagged, ways: tuple[Way, ...], skip: tuple[str, ...] = (), last: bool = False
) -> tuple[float, list[tuple[int, int]]]:
    """Return how well it is said, 0 to 1, and the tokens of the first or `last` sentence that says it in the best way.

    Of ways that are worth the same the one named first is the plainest. A sentence that has a tag in `skip` (a wish,
    say) doesn't count.
    """
    best: tuple[float, list[tuple[int, int]]] = (0.0, [])
    tags = text.tags
    for way in ways:
        if way.met > best[0] and (not way.first or way.first in tags):
            likely = numbers(_likely(text, way, skip))
            for number in reversed(likely) if last else likely:
                if hits := _hits(text, number, way):
                    best = way.met, [(h.start, h.end) for h in hits]
                    break
    return best


def _likely(text: Tagged, way: Way, skip: tuple[str, ...]) -> int:
    """Return as bits the sentences that have what a way needs and nothing that it may not have.

    When what it needs may be spread over several, these are all but those with what it may not have.
    """
    where, found = text.tags, (1 << len(text.sentences)) - 1
    for options in way.needs:
        here = 0
        for tag in options:
            if tag in where:
                here |= where[tag]
        if not here:
            return 0
        if way.sentences == 1:
            found &= here
    for tag in (*way.none, *skip) if found else ():
        if tag in where:
            found &= ~where[tag]
    return found


@functools.cache
def _options(options: str) -> tuple[str, ...]:
    return tuple(options.split("|"))


def _hits(text: Tagged, number: int, way: Way) -> list[Hit]:
    start, end = text.words.sentences[number]
    if end - start < way.words:
        return []
    hits: list[Hit] = []
    for options in way.all:
        near = range(number, min(number + way.sentences, len(text.sentences)))
        found = next((h for n in near for h in _counted(text, n, options, way)), None)
        if found is None:
            return []
        hits.append(found)
    if way.then and not any(tag in near for tag in way.then for near in text.sentences[number : number + 2]):
        return []
    if way.sentences == 1:
        hits = [h for h in hits if abs(h.start - hits[0].start) <= _FAR]
    if way.order:
        row = _row(text, number, way)
        if not row:
            return []
        hits += row
    return hits


def _counted(text: Tagged, number: int, options: str, way: Way) -> Iterator[Hit]:
    """Yield the hits of the tags in a sentence that are neither denied nor left open."""
    start = text.words.sentences[number][0]
    tags = text.sentences[number]
    for tag in _options(options):
        for hit in tags.get(tag, ()):
            denied = way.reach and text.words.negated(hit.start, way.reach, start)
            if not denied and not (way.open and _left_open(text, number, hit, way)):
                yield hit


def _left_open(text: Tagged, number: int, hit: Hit, way: Way) -> bool:
    words, tags = text.words.words, text.sentences[number]
    for tag in way.open:
        for before in tags.get(tag, ()):
            if 0 <= hit.start - before.end < way.reach and CLAUSE_ENDS.isdisjoint(words[before.end : hit.start]):
                return True
    return False


def _row(text: Tagged, number: int, way: Way) -> list[Hit]:
    """Return hits of the tags of `way.order` in a row, or nothing."""
    words = text.words.words

    def near(before: Hit, after: Hit) -> bool:
        apart = after.start - before.end
        within = 0 <= apart <= way.gap
        return within and (not way.clause or CLAUSE_ENDS.isdisjoint(words[before.end : after.start]))

    rows = [[h] for tag in _options(way.order[0]) for h in text.sentences[number].get(tag, ())]
    for options in way.order[1:]:
        after = list(_counted(text, number, options, way))
        # Of the rows that end at the same word one is enough.
        rows = list({h.end: [*row, h] for row in rows for h in after if near(row[-1], h)}.values())
    return rows[0] if rows else []
