"""Where a text speaks of the chosen services, and of other things that have a price."""

from __future__ import annotations

from collections.abc import Container, Mapping
from itertools import pairwise
from typing import NamedTuple

from hartcity.city import City
from hartcity.directory import Service

from hartgrader.costs.prices import Price
from hartgrader.tags import Hit, Tagged
from hartgrader.vocabulary import stem
from hartgrader.words import CLAUSE_ENDS

# `_new(Reference, (start, end, ids, whole))` skips what a NamedTuple checks.
_new = tuple.__new__
_AFTER, _BESIDE = 4, 2
_NAMING = ("service", "service-kind", "partner", "price-noun", "office", "another")


class Reference(NamedTuple):
    """A place where the text speaks of chosen services (`ids`), or of something else (no ids).

    `whole` when it names an organization, which may have other services too.
    """

    start: int
    end: int
    ids: tuple[str, ...]
    whole: bool = False


class Mentions:
    """What the sentences of a text speak of.

    Tags of the lexicon: ``office`` for what a service may be called when only one of the chosen ones has the word
    (*the clinic*), ``price-noun`` for what is paid (*rent*), ``another`` for other things that have a price.
    """

    def __init__(self, text: Tagged, chosen: tuple[Service, ...], prices: Mapping[str, Price], city: City) -> None:
        """`prices` are those of the chosen services."""
        self.text, self.prices, self.city = text, prices, city
        self.of = {s.id: s.organization_id for s in chosen}

    def read(self, tags: dict[str, list[Hit]]) -> list[Reference]:
        """Return what a sentence speaks of, in its order; a word that could be two offices' services names neither."""
        at: dict[tuple[int, int], set[str]] = {}
        if tags.keys().isdisjoint(_NAMING):
            return []
        services = tags.get("service", ())
        if services:
            self._add_services(at, services)
            # "The parents" are people, and "Lantern drops the visit to $5" doesn't speak of the drop-in center.
            for hit in tags.get("pronoun", ()):
                at.pop(hit[:2], None)
            for hit in tags.get("is-price", ()):
                at.pop((hit.start, hit.start + 1), None)
        elsewhere, offices = set(), set()
        if "partner" in tags:
            # "The rides at Silver Elm" speaks of a service that wasn't chosen, though another one there was.
            elsewhere = {self.city.services[h.value].organization_id for h in services if not at.get(h[:2], True)}
            elsewhere -= {self.of[i] for ids in at.values() for i in ids}
        if "service-kind" in tags:
            self._add_services(at, tags["service-kind"], {place for place, ids in at.items() if ids})
        for hit in tags.get("partner", ()):
            place = hit[:2]
            if place not in at:
                at[place] = set()
                offices.add(place)
            if hit.value not in elsewhere:
                at[place].update([s for s, o in self.of.items() if o == hit.value])
        if "price-noun" in tags:
            named = any(at.values())
            for hit in tags["price-noun"]:
                ids = [s for s, price in self.prices.items() if hit.value in price.nouns]
                # "Legal aid goes by a sliding scale" isn't said of another one's scale.
                if len(ids) == 1 and not (named and "sliding" in hit.value):
                    at.setdefault(hit[:2], set()).update(ids)
        if "office" in tags:
            self._add_offices(at, tags)
        for hit in tags.get("another", ()):
            at.setdefault(hit[:2], set())
        found = sorted(at.items())
        for (place, ids), (after, others) in pairwise(found):
            # "The counseling at Millrace" speaks of one of Millrace's services.
            both = ids & others
            if both and after[0] - place[1] <= _BESIDE:
                ids &= both
                others &= both
                offices.discard(after)
        return [
            _new(Reference, (*place, tuple(sorted(ids)), place in offices))
            for place, ids in found
            if len(ids) < 2 or len({self.of[i] for i in ids}) < 2
        ]

    def _add_services(
        self, at: dict[tuple[int, int], set[str]], hits: list[Hit], but: Container[tuple[int, int]] = ()
    ) -> None:
        """Add the places of some hits that name services, `but` some, with the chosen ones among these."""
        for start, end, service in hits:
            place = start, end
            if place in but:
                continue
            if place not in at:
                at[place] = set()
            if service in self.prices:
                at[place].add(service)

    def _add_offices(self, at: dict[tuple[int, int], set[str]], tags: dict[str, list[Hit]]) -> None:
        """Add what is called by a word that only one of the chosen services has."""
        # "Medicaid pays the van" doesn't name Medicaid's van.
        insurers = {h[:2] for h in tags.get("insured", ())}
        others = [place for place, ids in at.items() if not ids and place not in insurers]
        for hit in tags["office"]:
            words = [*map(stem, hit.value.split())]
            ids = {s for s, price in self.prices.items() if price.called.issuperset(words)}
            if len({self.of[s] for s in ids}) == 1 and not any(0 <= hit.start - end <= 2 for _, end in others):
                at.setdefault(hit[:2], set()).update(ids)

    def nearest(self, references: list[Reference], at: int, last: tuple[str, ...], ahead: int = _AFTER) -> Reference:
        """Return what a price at a token belongs to: what is named last before it, else just after, else `last`.

        Just after is at most `ahead` tokens.
        """
        before, after = None, None
        for reference in references:
            if reference.start < at:
                before = reference
            elif reference.start > at:
                after = reference
                break
        if before:
            return before
        if after:
            apart = self.text.words.words[at : after.start]
            near = after.start - at <= ahead and CLAUSE_ENDS.isdisjoint(apart)
            return after if near else Reference(at, at, ())
        return Reference(at, at, last if len(last) == 1 else ())
