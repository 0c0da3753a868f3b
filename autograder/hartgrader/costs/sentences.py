"""One sentence of a text on costs: what it speaks of, and what stands where in it."""

from __future__ import annotations

from collections.abc import Container

import attrs

from hartgrader.costs.amounts import Amount
from hartgrader.costs.mentions import Mentions, Reference
from hartgrader.tags import Hit
from hartgrader.words import CLAUSE_ENDS, Words

Place = tuple[int, int]
# So many words before and after a word belong to it: what denies it, and what it is of.
FAR = 9
NEAR = 5
# So many words before a word may deny it.
DENIED_WITHIN = 4
# So many words may follow in a name that was known by its first.
_NAME = 2
# What is no part of a name: a word that joins, and what another price is paid for.
_NO_NAME = ("joins", "what-for", "stands-for", "pronoun", "way-there", "another")
# What is told of another place, or of what isn't so.
NOT_HERE = ("elsewhere", "other-than")


@attrs.define
class Sentence:
    """A sentence at tokens `start` to `end` (exclusive); `last` is what the sentence before spoke of.

    `is_named` is whether one of its references names chosen services.
    """

    text: Words
    mentions: Mentions
    tags: dict[str, list[Hit]]
    start: int
    end: int
    references: list[Reference]
    is_named: bool
    amounts: list[Amount]
    is_free: bool
    every: bool
    last: tuple[str, ...]

    @property
    def place(self) -> Place:
        return self.start, self.end

    @property
    def words(self) -> list[str]:
        return self.text.words[self.start : self.end]

    def has(self, tag: str, start: int, end: int) -> bool:
        """Whether a tag stands within some tokens."""
        return tag in self.tags and any([start <= at and to <= end for at, to, _ in self.tags[tag]])

    def begins(self, tag: str, at: int) -> bool:
        """Whether a tag begins at a token."""
        return tag in self.tags and at in [h.start for h in self.tags[tag]]

    def ends(self, tag: str, at: int) -> bool:
        """Whether a tag ends right before a token."""
        return tag in self.tags and at in [h.end for h in self.tags[tag]]

    def is_open(self, *tags: str, but: Container[str] = ()) -> bool:
        """Whether one of some tags makes a condition: not *when they see the doctor*, nor *no matter if*, nor `but`."""
        told = [h for tag in ("each-time", "whatever") for h in self.tags.get(tag, ())]
        hits = [h for tag in tags for h in self.tags.get(tag, ()) if h.value not in but]
        return any(not any(t.start <= h.start < t.end for t in told) for h in hits)

    def clause(self, at: int) -> Place:
        """Return the tokens of the clause around a token."""
        return self.text.clause(at, at, self.start, self.end)

    def part(self, at: int) -> Place:
        """Return the tokens around one, up to a *but* on each side: *Normally $18, but half of that for them*."""
        words = self.text.words
        start = next((i for i in range(at, self.start, -1) if words[i - 1] == "but"), self.start)
        return start, next((i for i in range(at, self.end) if words[i] == "but"), self.end)

    def denied(self, at: int, reach: int) -> bool:
        """Whether one of so many words before a token denies it."""
        return self.text.negated(at, reach, self.start)

    def supposes(self, at: int, but: Container[str] = ()) -> bool:
        """Whether the clause around a token asks or supposes instead of telling, by other words than `but`."""
        start, end = self.clause(at)
        return any(start <= h.start and h.end <= end and h.value not in but for h in self.tags.get("supposed", ()))

    def leaves_open(self, at: int) -> bool:
        """Whether the clause around a token asks, supposes or denies instead of telling."""
        return self.supposes(at) or self.denied(at, FAR)

    def named_at(self, at: int) -> tuple[str, ...]:
        """Return the services that something at a token belongs to."""
        return self.mentions.nearest(self.references, at, self.last).ids

    def object_of(self, hit: Hit) -> tuple[str, ...]:
        """Return what is named within a few words after a phrase, or last before it."""
        after = next((r for r in self.references if r.ids and 0 <= r.start - hit.end <= NEAR), None)
        if after and not CLAUSE_ENDS.isdisjoint(self.text.words[hit.end : after.start]):
            after = None
        return after.ids if after else self.told_of(hit.start)

    def told_of(self, at: int) -> tuple[str, ...]:
        """Return the services that a token belongs to, when an income is told between: *With no income it is half*."""
        aside = {h.start for h in self.tags.get("means", ())}
        told = [r for r in self.references if r.ids or r.start not in aside]
        return self.mentions.nearest(told, at, self.last).ids

    def ends_at(self, at: int) -> bool:
        """Whether what is said ends at a token, or goes on with a reason or another thing."""
        return at == self.end or self.begins("goes-on", at)

    def is_met(self, at: int) -> bool:
        """Whether something before a token pays for it: *The fund can pay back lost wages and bills*."""
        if "meets" not in self.tags:
            return False
        start, _ = self.part(at)
        payers = {h.end for h in self.tags.get("they-pay", ())}
        return any(start <= h.start and h.end <= at and h.end not in payers for h in self.tags["meets"])

    def holds_noun(self, hit: Hit) -> bool:
        """Whether a phrase has what is paid in it: *no deposit*."""
        return any(hit.start <= r.start < hit.end for r in self.references)

    def names_in_clause(self, at: int) -> bool:
        """Whether what is named last before a token stands in its clause."""
        before = [r.end for r in self.references if r.start < at]
        return bool(before) and CLAUSE_ENDS.isdisjoint(self.text.words[before[-1] : at])

    def names_to(self, reference: Reference, at: int) -> bool:
        """Whether the name of what is spoken of goes on to a token: *Peer support is*, *Drop-in center:*."""
        words = self.text.words[reference.end : at]
        other = any(self.has(tag, reference.end, at) for tag in _NO_NAME)
        return reference.end <= at and len(words) <= _NAME and all(w.isalpha() for w in words) and not other

    def begins_with_price(self) -> bool:
        """Whether a sentence that names no service begins with what stands for one: *It is $5*, *The fee is $5*."""
        return any(h.start <= self.start + 1 for h in self.tags.get("price-word", ()))
