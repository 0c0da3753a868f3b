"""How many different things are named: days in a plan, or people who each do something. Repeating adds nothing."""

from __future__ import annotations

from operator import itemgetter

import attrs

from hartgrader.context import Context, Result
from hartgrader.tags import Hit, Tagged

_start = itemgetter(0)


def named(text: Tagged, tag: str, beside: tuple[str, ...], skip: tuple[str, ...] = ()) -> dict[str, Hit]:
    """Return the different phrases with a tag, each with its first place.

    Only sentences that have one of the tags `beside` and none in `skip` count.
    """
    found: dict[str, Hit] = {}
    for tags in text.those_with((tag,)):
        if not tags.keys().isdisjoint(skip) or tags.keys().isdisjoint(beside):
            continue
        for hit in tags[tag]:
            key = hit.value if " " in hit.value else hit.value[:3]
            found.setdefault(key, hit)
    return found


def actors(
    text: Tagged,
    who: tuple[str, ...],
    does: tuple[str, ...],
    gap: int,
    skip: tuple[str, ...] = (),
    lump: tuple[str, ...] = (),
    turns: frozenset[str] = frozenset(),
) -> dict[str, Hit]:
    """Return the different people and offices that do something, each with its first place.

    An actor is a tag in `who` with a tag in `does` at most `gap` words after it, not denied between. Tags in `lump`
    (pronouns) count as one actor, whoever is meant. One of the words in `turns` between them gives the deed to another.
    """
    found: dict[str, Hit] = {}
    for number in text.having(does):
        tags = text.sentences[number]
        if not tags.keys().isdisjoint(skip):
            continue
        start = text.words.sentences[number][0]
        ends: dict[int, tuple[Hit, str]] = {}
        for tag in who:
            for hit in tags.get(tag, ()):
                ends.setdefault(hit.end, (hit, tag if tag in lump else hit.value))
        for deed in sorted([h for tag in does for h in tags.get(tag, ())], key=_start) if ends else ():
            end = next(filter(ends.__contains__, range(deed.start, deed.start - gap - 1, -1)), None)
            if end is None or ends[end][1] in found or not turns.isdisjoint(text.words.words[end : deed.start]):
                continue
            actor, key = ends[end]
            if not text.words.negated(deed.start, gap, start):
                found[key] = Hit(actor.start, deed.end, key)
    return found


@attrs.frozen(eq=False)
class Things:
    """How many different phrases with a tag are named, of `wanted`; see `named`."""

    field: str
    lexicon: str
    tag: str
    beside: tuple[str, ...]
    wanted: int
    skip: tuple[str, ...] = ()

    def run(self, context: Context) -> Result:
        text = context.tagged(self.field, self.lexicon)
        found = named(text, self.tag, self.beside, self.skip)
        places = [(h.start, h.end) for h in found.values()]
        return Result(min(1.0, len(found) / self.wanted), context.spans(self.field, text, places))


@attrs.frozen(eq=False)
class Actors:
    """How many different people and offices do something, of `wanted`; see `actors`."""

    field: str
    lexicon: str
    who: tuple[str, ...]
    does: tuple[str, ...]
    gap: int
    wanted: int
    skip: tuple[str, ...] = ()
    lump: tuple[str, ...] = ()

    def run(self, context: Context) -> Result:
        text = context.tagged(self.field, self.lexicon)
        turns = frozenset(context.lexicon(self.lexicon).get("turns", ()))
        found = actors(text, self.who, self.does, self.gap, self.skip, self.lump, turns)
        places = [(h.start, h.end) for h in found.values()]
        return Result(min(1.0, len(found) / self.wanted), context.spans(self.field, text, places))
