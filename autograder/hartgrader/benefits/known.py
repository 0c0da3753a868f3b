"""The words that the directory and the case bring to a text about a service, and how they are weighed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Set
from functools import cached_property

import attrs
from hartcity.directory import Service

from hartgrader import vocabulary
from hartgrader.context import Context
from hartgrader.words import PERSON, Words

# A word that more services have tells of none of them.
_FEW = 4
# Among more services than this some other one has any words.
_SURVEYED = 300


@attrs.frozen(slots=False)
class Known:
    """What is known of a service and a person before a word is written, as stems.

    Attributes
    ----------
    feature : what tells this service from most others: hours, price, wait, papers, how to get in.
    name : its and its organization's name.
    directory : everything the directory says of it.
    person : what the case says of this person and of few others; `case` all the facts it names;
        `told` these and its story, from which a sentence may be copied.
    plain : what is no content: names, pronouns, and what `stem` gives for a word without any.
    kin : the names of those who live with the person, in small letters.
    stem : a word's stem; an empty one for a word without content.
    anybody : outcomes that fit anybody.
    copied : the share of a sentence's words that come from one source when it is copied.
    concrete : so many words of the student's own make a change concrete.
    vague : the most that the change is worth when another sentence leaves it general.
    particular : from how many of its words on a text is particular about a service or a person: half, three quarters,
        and wholly so.
    owners : for each word that few services have, which ones do.
    """

    feature: frozenset[str]
    name: frozenset[str]
    directory: frozenset[str]
    person: frozenset[str]
    case: frozenset[str]
    told: frozenset[str]
    plain: frozenset[str]
    kin: frozenset[str]
    stem: Callable[[str], str]
    anybody: frozenset[str]
    copied: float
    concrete: int
    vague: float
    particular: tuple[int, int, int]
    owners: Mapping[str, tuple[str, ...]]

    @cached_property
    def own(self) -> frozenset[str]:
        """What only this person has."""
        return self.person - self.name - self.feature

    @cached_property
    def story(self) -> frozenset[str]:
        """What is told of this person and not of the service."""
        return self.told - self.directory

    @cached_property
    def said(self) -> frozenset[str]:
        """What the directory or the case says, or anybody might."""
        return self.directory | self.anybody | self.case

    @cached_property
    def service(self) -> frozenset[str]:
        """What tells the service from others."""
        return self.feature | self.name

    @cached_property
    def offer(self) -> frozenset[str]:
        """What the directory says of the service beside its name."""
        return self.directory - self.name

    def elsewhere(self, said: Set[str]) -> tuple[int, str]:
        """Return how many more words of another service than of this one are said, and which service that is."""
        rest, own = (self.owners.keys() & said) - self.directory - self.told, len(said & self.service)
        # No other service has more than these.
        if len(rest) <= own:
            return len(rest) - own, ""
        counts = Counter([o for stem in rest for o in self.owners[stem]])
        most, other = max(zip(counts.values(), counts, strict=True))
        return most - own, other


def known_of(context: Context, service: Service, lexicon: str) -> Known:
    """Return what is known of one service and of the person, with the words and limits of a lexicon."""
    key = ("known", context.user.id, service.id)
    return context.library.once(key, context.city, lambda: _known(context, service, lexicon))


def _known(context: Context, service: Service, lexicon: str) -> Known:
    user, words = context.user, context.lexicon(lexicon)
    stop = frozenset(words["stop"])
    organization = context.city.organizations[service.organization_id]
    name, feature = _own(context, service, stop)
    case = vocabulary.of_person(user)
    story = vocabulary.told_of(user)
    person = vocabulary.stems([*case, *story], stop, vocabulary.COMMON) - vocabulary.stems([user.name])
    pronouns = frozenset(vocabulary.stem(w) for w in words["pronouns"])
    directory = [*vocabulary.of_service(service), *vocabulary.of_organization(organization), *service.needs]
    return Known(
        feature=feature,
        name=name,
        directory=name | vocabulary.stems(directory, stop),
        person=person,
        case=vocabulary.stems(case, stop),
        told=vocabulary.stems([*case, *story], stop),
        plain=vocabulary.stems([user.name, PERSON]) | pronouns | {""},
        kin=frozenset(w for m in user.members for w in Words(m.who).written),
        stem=context.library.once(("stem", lexicon), context.city, lambda: _stemmer(stop)),
        anybody=frozenset(vocabulary.stem(w) for w in words["anybody"]),
        owners=context.library.once(("owners of words",), context.city, lambda: _owners(context, stop)),
        **words["limits"],
    )


def _stemmer(stop: frozenset[str]) -> Callable[[str], str]:
    """Return a function that gives a word's stem, and an empty one for a word without content."""

    @vocabulary.remembered
    def stem(word: str) -> str:
        without = word in stop or len(word) < (2 if word[0].isdigit() else 3)
        return "" if without else vocabulary.stem(word)

    return stem


def _own(context: Context, service: Service, stop: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of a service's and its organization's name, and of what tells it from most others."""
    organization = context.city.organizations[service.organization_id]
    common = context.library.once(("shared",), context.city, lambda: vocabulary.shared(context.city, stop))
    name = vocabulary.stems([service.name, organization.name], stop)
    return name, vocabulary.distinctive(service, stop, common) - name


def _owners(context: Context, stop: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Return for each stem that few of the city's services have, in their names or beside, the ids of these."""
    services = context.city.services.values()
    owners: dict[str, list[str]] = {}
    for service in services if len(services) <= _SURVEYED else ():
        for stem in frozenset().union(*_own(context, service, stop)):
            owners.setdefault(stem, []).append(service.id)
    return {stem: tuple(ids) for stem, ids in owners.items() if len(ids) <= _FEW}
