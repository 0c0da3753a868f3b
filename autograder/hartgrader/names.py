"""What a student may call the city's organizations, services and people: names for the lexicons, from the data."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

from hartcity.city import City
from hartcity.directory import Organization, Service
from hartcity.errors import ContentError
from hartcity.service_user import ServiceUser, load_service_users

from hartgrader.words import Words

Name = tuple[str, str, str]
_LONGEST = 4
_PLAIN = re.compile(r"[a-z0-9]+")
_POSSESSIVE = re.compile("['’]s\\b")
# A word in the names of more organizations tells none from the others.
_TELLING = 20


def _tokens(name: str) -> list[str]:
    return [w for w in Words(name).words if w[0].isalnum()]


def _number(word: str) -> str:
    """Return the other number of a noun: *bed* for *beds*, *pantries* for *pantry*."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s"):
        return word[:-1]
    return word[:-1] + "ies" if word.endswith("y") else word + "s"


def organization_names(organization: Organization, common: Iterable[str]) -> set[str]:
    """Return the ways to call an organization: its name, parts of it that tell it apart, its initials."""
    # Who writes fast leaves out the apostrophe.
    ways = {organization.name, _POSSESSIVE.sub("s", organization.name)}
    return {name for way in ways for name in _parts(_tokens(way), set(common))}


def _parts(words: list[str], common: set[str]) -> set[str]:
    names = {" ".join(words), " ".join(words[:2])}
    for size in range(1, _LONGEST + 1):
        for start in range(len(words) - size + 1):
            part = words[start : start + size]
            # Three words in a row tell it apart, however common each is.
            if size > 2 or any(w not in common and len(w) > 2 for w in part):
                names.add(" ".join(part))
    if len(words) > 2:
        names.add("".join(w[0] for w in words))
    return names


def service_names(service: Service, common: Iterable[str]) -> set[str]:
    """Return the ways to call a service: words of its name and of its price's unit that tell it apart."""
    common = set(common)
    words = [w for w in _tokens(service.name) if w not in common and len(w) > 2]
    fee = Words(service.cost).words
    units = [fee[i + 1] for i, w in enumerate(fee[:-1]) if w == "per"]
    names = {*words, *units, " ".join(_tokens(service.name))}
    names |= {_number(w) for w in (*words, *units)}
    return names


def index_of(city: City) -> dict[str, set[str]]:
    """Return which organizations have a word in their name or in the name of a service; common words have none."""
    index: dict[str, set[str]] = {}
    for organization in city.organizations.values():
        for name in (organization.name, *(s.name for s in organization.services)):
            for word in _PLAIN.findall(name.lower()):
                index.setdefault(word, set()).add(organization.id)
    return {word: ids for word, ids in index.items() if len(ids) <= _TELLING}


def names_of(city: City, lexicon: Mapping, only: frozenset[str] | None = None) -> list[Name]:
    """Return (tag, phrase, id) for everything that has a name.

    Tags: ``partner`` (an organization), ``service`` and ``service-kind`` (what a service is for).
    With `only`, of these organizations.
    """
    common, by_need = lexicon["common"], lexicon["needs"]
    found: list[Name] = []
    for organization in city.organizations.values():
        if only is not None and organization.id not in only:
            continue
        found += [("partner", name, organization.id) for name in organization_names(organization, common)]
        for service in organization.services:
            found += [("service", name, service.id) for name in service_names(service, common)]
            kinds = (name for need in service.needs for name in by_need.get(need, ()))
            found += [("service-kind", name, service.id) for name in kinds]
    return sorted(set(found))


@functools.lru_cache(maxsize=100)
def person_names(name: str) -> frozenset[str]:
    """Return the parts of a person's name, in small letters, with what their family is called (*the Yusufs*)."""
    parts = [w for w in Words(name).written if w[0].isalnum() and w != "and"]
    return frozenset([*parts, f"{parts[-1]}s"] if parts else ())


def everybody(city: City) -> dict[str, ServiceUser]:
    """Return the people of a city's cases by id; nobody when there are none, or when a file of one isn't finished."""
    try:
        return load_service_users(city)
    except ContentError:
        return {}
