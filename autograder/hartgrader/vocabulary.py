"""Which words tell one thing from another: a service from the other services, a person from anybody."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from itertools import pairwise

from hartcity.city import City
from hartcity.directory import Organization, Service
from hartcity.service_user import ServiceUser

from hartgrader.words import Words, remembered

# Two services in seven may share a word, and it still says something of each.
_SHARED_BY = 1 / 7
# Organizations tell more of themselves: three in eighteen may share a word.
_OFFERED_BY = 1 / 6
# A larger city is known well enough from so many of its services.
_COUNTED = 150
# Words that English uses more often than this (in a corpus of a billion and a half words) tell nothing on their own.
COMMON = 200_000
# A word that it uses less often than this tells whose text it is.
TELLING = 80_000
_SHORTEST = 3
_ENDING = re.compile(r"(?:ations?|ings?|edly|ied|ies|ed|es|ly|s|e|y)\Z")


@functools.cache
def frequencies() -> dict[str, int]:
    """Return English words with their frequency; read once, when a first text is checked."""
    from spellchecker import SpellChecker

    # Sets are held against a plain dictionary much faster than against one that counts.
    return dict(SpellChecker(language="en").word_frequency.dictionary)


@remembered
def stem(word: str) -> str:
    """Return a word without its ending, so that *sleeping*, *sleeps* and *sleep* meet."""
    ending = _ENDING.search(word, _SHORTEST)
    word = word[: ending.start()] if ending else word
    return word[:-1] if len(word) > _SHORTEST and word[-1] == word[-2] else word


def stems(things: Iterable[object], leave: frozenset[str] = frozenset(), most: int | None = None) -> frozenset[str]:
    """Return the stems of the words of some texts, without those in `leave`, short ones and too common ones.

    Too common is what English uses more often than `most`.
    """
    found = set()
    for thing in things:
        for word in Words(str(thing)).words:
            if word[0].isdigit():
                if len(word) > 1:
                    found.add(word)
            elif len(word) < _SHORTEST or not word.isalpha() or word in leave:
                continue
            elif most is None or frequencies().get(word, 0) <= most:
                found.add(stem(word))
    return frozenset(found)


@remembered
def telling(word: str) -> str | None:
    """Return the stem of a word in small letters that English doesn't use all the time, and None for another one."""
    tells = word.isalpha() and len(word) > 2 and frequencies().get(word, 0) <= TELLING
    return stem(word) if tells else None


def of_service(service: Service) -> list[object]:
    """Return what the directory says of a service itself: price, hours, papers, wait, how to get in."""
    return [
        service.cost,
        service.hours,
        *service.documents,
        service.note,
        service.available,
        service.maximum,
        service.unit,
        service.wait_days,
        service.wait_time,
        service.description,
        service.application_process,
        service.eligibility_description,
        service.x_bridge,
        service.interpretation_services,
        *(o.option for o in service.cost_options),
    ]


def of_organization(organization: Organization) -> list[object]:
    return [
        organization.description,
        organization.accessibility,
        organization.transit,
        organization.sector,
        *(language.name for language in organization.languages),
    ]


def of_person(user: ServiceUser) -> list[object]:
    """Return the facts that the case names of a person, apart from the name."""
    return [
        user.situation,
        *user.strengths,
        *user.barriers,
        *user.supports,
        user.insurance,
        user.language,
        user.annual_income_cents // 100,
        user.annual_income_cents // 1200,
        user.age,
        *(n.label for n in user.needs),
        *(n.id.replace("_", " ") for n in user.needs),
        *(d.what for d in user.dates),
        *(f"{m.who} {m.relation} {m.age}" for m in user.members),
    ]


def told_of(user: ServiceUser) -> list[object]:
    """Return what the case tells of a person in its own words."""
    return [user.story, user.quote, *(n.why for n in user.needs)]


def of_case(user: ServiceUser) -> frozenset[str]:
    """Return the stems of all that a case says of its person: the facts and the story."""
    return stems([*of_person(user), *told_of(user)])


def of_offers(organization: Organization) -> list[object]:
    """Return what an organization says of itself and of what it offers."""
    return [organization.description, *(f"{s.name} {s.description}" for s in organization.services)]


def pairs(organization: Organization) -> frozenset[tuple[str, str]]:
    """Return the stems of two words side by side that describe a service: *caregiver affidavit*, *grab bars*.

    Neither is short or one that English uses all the time, and one of them tells.
    """
    rows = (Words(s.description).words for s in organization.services)
    said = (pair for words in rows for pair in pairwise(words) if all(map(_counts, pair)))
    return frozenset((stem(a), stem(b)) for a, b in said if telling(a) or telling(b))


def _counts(word: str) -> bool:
    return word.isalpha() and len(word) > _SHORTEST and frequencies().get(word, 0) <= COMMON


def shared(city: City, leave: frozenset[str]) -> frozenset[str]:
    """Return the stems that many of a city's services share."""
    return _common([of_service(s) for s in city.services.values()], leave, _SHARED_BY)


def offered(city: City) -> frozenset[str]:
    """Return the stems of what many of a city's organizations offer."""
    return _common([of_offers(o) for o in city.organizations.values()], frozenset(), _OFFERED_BY)


def _common(things: list[list[object]], leave: frozenset[str], share: float) -> frozenset[str]:
    """Return the stems that more than a share of them have, counted on at most `_COUNTED`."""
    some = things[:: max(1, len(things) // _COUNTED)]
    count: dict[str, int] = {}
    for thing in some:
        for word in stems(thing, leave, COMMON):
            count[word] = count.get(word, 0) + 1
    most = max(1, int(share * len(some)))
    return frozenset(w for w, times in count.items() if times > most)


def distinctive(service: Service, leave: frozenset[str], common: frozenset[str]) -> frozenset[str]:
    """Return the stems of a service that few others share; `common` are those that many do."""
    return stems(of_service(service), leave, COMMON) - common
