"""Whether a text ties a feature of a service to a need, goal or strength of a person, and tells what would change."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from math import fsum
from typing import Any, Literal

import attrs
from hartcity.directory import Service

from hartgrader import vocabulary
from hartgrader.context import Context, Result
from hartgrader.tags import Hit, Tagged
from hartgrader.words import PERSON

# What a change is worth that is told, but of which nothing is concrete.
_HALF = 0.5
_PEOPLE = ("someone", "person")
# A sentence without one of these tags tells of no change.
_TELLING = frozenset(
    ["leads-to", "reason", "opens", "given", "result", "foresees", "outcome", "by-then", "ahead", "general"]
)


@attrs.frozen(slots=False)
class Known:
    """The words that the directory and the case bring, as stems, and how they are weighed.

    Attributes
    ----------
    feature : what tells this service from most others: hours, price, wait, papers, how to get in.
    name : its and its organization's name.
    directory : everything the directory says of it.
    person : what the case says of this person and of few others; `case` all the facts it names;
        `told` these and its story, from which a sentence may be copied; `names` names and pronouns.
    stop : words without content. anybody : outcomes that fit anybody.
    copied : the share of a sentence's words that come from one source when it is copied.
    concrete : so many words of the student's own make a change concrete.
    vague : the most that the change is worth when another sentence leaves it general.
    particular : from how many of its words on a text is particular about a service or a person: half, three quarters,
        and wholly so.
    """

    feature: frozenset[str]
    name: frozenset[str]
    directory: frozenset[str]
    person: frozenset[str]
    case: frozenset[str]
    told: frozenset[str]
    names: frozenset[str]
    stop: frozenset[str]
    anybody: frozenset[str]
    copied: float
    concrete: int
    vague: float
    particular: tuple[int, int, int]

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


@attrs.frozen
class Link:
    """How far a text links, each 0 to 1, with the tokens it stands on; `specific` is 0 where it praises in general.

    `detail` says how particular it is about the service.
    """

    feature: float
    detail: float
    person: float
    change: float
    feature_at: tuple[int, int] | None = None
    person_at: tuple[int, int] | None = None
    change_at: tuple[int, int] | None = None
    specific: float = 1.0
    specific_at: tuple[int, int] | None = None


def read(text: Tagged, known: Known) -> Link:
    """Return what a text about one service links."""
    words = text.words.words
    stems = [None if w in known.stop or len(w) < (2 if w[0].isdigit() else 3) else vocabulary.stem(w) for w in words]
    said = {s for s in stems if s} - known.names
    phrases = {h.value for tags in text.sentences for h in tags.get("feature", ())}
    particulars = len(said & known.feature) + len(phrases)
    feature = 1.0 if particulars else _HALF * bool(said & known.name)
    # What only this person has counts once more than what is told of them at all.
    person = _particular(len(said & known.own) + len(said & known.story), known.particular)
    place: tuple[int, int] | None = None
    change, vague = 0.0, False
    for (start, end), tags in zip(text.words.sentences, text.sentences, strict=True):
        if tags.keys().isdisjoint(_TELLING):
            continue
        here = {s for s in stems[start:end] if s} - known.names
        follows = _follows(tags, _PEOPLE, "outcome")
        reason, general = "reason" in tags, "general" in tags
        leads = "leads-to" in tags or (reason and any(_follows(tags, _PEOPLE, then) for then in ("ahead", "can")))
        mine = here & known.own
        # What follows from a fact is told in that fact's words; it is copied only when there is no other word in it.
        strict = "leads-to" in tags or "ahead" in tags
        copied = any(_copied(here, source, known, strict) for source in (known.told, known.directory))
        about = "someone" in tags or "person" in tags or mine
        result = "result" in tags
        concrete = here - known.said
        linked = here & known.service
        new = bool(here - known.told - known.directory) or (mine and not linked)
        # "In two weeks he starts at the warehouse" needs no other word.
        then = "by-then" in tags and new and (follows or _follows(tags, _PEOPLE, "act"))
        # "The next crew would know to talk trains": whoever does it, it is about this person and not the service.
        ahead = "ahead" in tags and len(concrete) > 1 and len(concrete | mine) > max(2, len(linked))
        # "She eats toast on Sunday" is the case; a change in the present tense brings a word that it doesn't have.
        follows = follows and bool(concrete - known.told)
        opens = "opens" in tags and len(concrete) > 1
        leads = leads or opens or ("given" in tags and "outcome" in tags and len(concrete) > 1)
        told = leads or result or "foresees" in tags or follows or then or ahead
        if copied or not (told or general) or not (about or result or opens):
            continue
        # Of this person, this service and an outcome of its own, two make it concrete.
        enough = bool(mine) + bool(linked) + bool(concrete) > 1 or len(concrete) >= known.concrete
        if not (leads or result):
            enough = len(concrete) >= known.concrete - 1 and len(concrete | mine) >= known.concrete
        if told and not general and (enough or then or ahead):
            change = 1.0
            place = place or (start, end)
        else:
            vague = vague or general
            change = max(change, _HALF)
    if vague:
        change = min(change, known.vague)
    praise = _tagged(text, "general")
    feature_at = _first(stems, known.feature) or _tagged(text, "feature")
    detail = _particular(particulars + bool(said & known.offer), known.particular)
    return Link(
        feature, detail, person, change, feature_at, _first(stems, known.own), place, float(praise is None), praise
    )


def _particular(count: int, steps: tuple[int, int, int]) -> float:
    """Return how particular so many words are: 0, a half, three quarters or 1."""
    return (0.0, _HALF, 0.75, 1.0)[bisect_right(steps, count)]


def _follows(tags: Mapping[str, list[Hit]], first: tuple[str, ...], then: str, gap: int = 2) -> bool:
    """Whether one tag stands at most `gap` words after another."""
    after = [h.start for h in tags.get(then, ())]
    return any(0 <= at - hit.end <= gap for tag in first for hit in tags.get(tag, ()) for at in after)


def _copied(here: set[str], source: frozenset[str], known: Known, whole: bool) -> bool:
    """Whether most words of a sentence, or the `whole` of it, come from one source."""
    left = len(here - source)
    return len(here) > known.concrete and (not left if whole else left < (1 - known.copied) * len(here))


def _first(stems: list[str | None], known: frozenset[str]) -> tuple[int, int] | None:
    return next(((i, i + 1) for i, s in enumerate(stems) if s in known), None)


def _tagged(text: Tagged, tag: str) -> tuple[int, int] | None:
    return next(((h.start, h.end) for tags in text.sentences for h in tags.get(tag, ())), None)


@attrs.frozen(cache_hash=True)
class Links:
    """One link over the texts about the chosen services.

    Attributes
    ----------
    link : ``feature``, ``detail``, ``person``, ``change``; ``specific`` whether nothing is praised in general words;
        ``text`` whether anything is written.
    over : how the services are put together: their ``mean``, or the ``least`` or the ``best`` of them.
    """

    lexicon: str
    link: Literal["feature", "detail", "person", "change", "specific", "text"]
    over: Literal["mean", "least", "best"] = "mean"

    def run(self, context: Context) -> Result:
        values, spans = [], []
        for service in context.answers.services:
            field = f"benefits.{service}"
            found = context.once(("link", service), lambda s=service: _of(context, s, self.lexicon))
            if found is None:
                # What isn't written praises nothing.
                values.append(float(self.link == "specific"))
                continue
            if self.link == "text":
                values.append(1.0)
                continue
            values.append(getattr(found, self.link))
            at = getattr(found, f"{self.link}_at", None)
            if at:
                spans += context.spans(field, context.tagged(field, self.lexicon), [at])
        together = {"mean": lambda v: fsum(v) / len(v), "least": min, "best": max}[self.over]
        return Result(together(values) if values else 0.0, tuple(spans))


def _of(context: Context, service_id: str, lexicon: str) -> Link | None:
    service = context.city.services.get(service_id)
    field = f"benefits.{service_id}"
    if service is None or context.blank(field):
        return None
    words = context.lexicon(lexicon)
    key = ("known", context.user.id, service_id)
    known = context.library.once(key, context.city, lambda: _known(context, service, words))
    return read(context.tagged(field, lexicon), known)


def _known(context: Context, service: Service, words: Mapping[str, Any]) -> Known:
    """Return the words that the directory and the case bring for one service and one person."""
    user, stop = context.user, frozenset(words["stop"])
    organization = context.city.organizations[service.organization_id]
    common = context.library.once(("shared",), context.city, lambda: vocabulary.shared(context.city, stop))
    name = vocabulary.stems([service.name, organization.name], stop)
    case = vocabulary.of_person(user)
    story = vocabulary.told_of(user)
    person = vocabulary.stems([*case, *story], stop, vocabulary.COMMON) - vocabulary.stems([user.name])
    pronouns = frozenset(vocabulary.stem(w) for w in words["pronouns"])
    directory = [*vocabulary.of_service(service), *vocabulary.of_organization(organization), *service.needs]
    return Known(
        feature=vocabulary.distinctive(service, stop, common) - name,
        name=name,
        directory=name | vocabulary.stems(directory, stop),
        person=person,
        case=vocabulary.stems(case, stop),
        told=vocabulary.stems([*case, *story], stop),
        names=vocabulary.stems([user.name, PERSON]) | pronouns,
        stop=stop,
        anybody=frozenset(vocabulary.stem(w) for w in words["anybody"]),
        **words["limits"],
    )
