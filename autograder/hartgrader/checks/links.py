"""Whether a text ties a feature of a service to a need, goal or strength of a person, and tells what would change."""

from __future__ import annotations

from typing import Literal

import attrs
from hartcity.city import Service

from hartgrader.context import Context, Result
from hartgrader.tags import Tagged, Words

_COPIED = 0.8
_CONCRETE = 3


def stem(word: str) -> str:
    """Return a word without its ending, so that *sleeping*, *sleeps* and *sleep* meet."""
    for ending in ("ations", "ation", "ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@attrs.frozen
class Known:
    """The words that the directory and the case bring, as stems.

    Attributes
    ----------
    feature : what this service has of its own: hours, cost, wait, papers, notes.
    name : its and its organization's name.
    directory : everything the directory says of it.
    person : what the case says of this person; `names` the names and pronouns.
    stop : words without content. anybody : outcomes that fit anybody.
    """

    feature: frozenset[str]
    name: frozenset[str]
    directory: frozenset[str]
    person: frozenset[str]
    names: frozenset[str]
    stop: frozenset[str]
    anybody: frozenset[str]


@attrs.frozen
class Link:
    """How far a text links, each 0 to 1, with the tokens it stands on."""

    feature: float
    person: float
    change: float
    feature_at: tuple[int, int] | None = None
    person_at: tuple[int, int] | None = None
    change_at: tuple[int, int] | None = None


def read(text: Tagged, known: Known) -> Link:
    """Return what a text about one service links."""
    words = text.words.words
    stems = [None if w in known.stop or (len(w) < 3 and not w.isdigit()) else stem(w) for w in words]
    own = known.person - known.name - known.feature
    feature_at = _first(stems, known.feature)
    name_words = {s for s in stems if s in known.name}
    feature = 1.0 if feature_at or len(name_words) >= 3 else 0.5 if name_words else 0.0
    people: list[tuple[int, int, bool]] = []
    changes: list[tuple[int, tuple[int, int]]] = []
    change = 0.0
    for number, (start, end) in enumerate(text.words.sentences):
        here = {s for s in stems[start:end] if s} - known.names
        tags = text.sentences[number]
        leads, general = "leads-to" in tags, "general" in tags
        mine = here & own
        copied = bool(here) and (
            len(here - known.person) < (1 - _COPIED) * len(here)
            or len(here - known.directory) < (1 - _COPIED) * len(here)
        )
        if mine:
            linked = not copied and (leads or bool(here & (known.feature | known.name)))
            people.append((number, len(mine), linked))
        if copied or not (leads or general) or not ("someone" in tags or "person" in tags or mine):
            continue
        concrete = here - known.directory - known.anybody - known.person
        if leads and not general and ((mine and concrete) or len(concrete) >= _CONCRETE):
            change = 1.0
            changes.append((number, (start, end)))
        else:
            change = max(change, 0.5)
    near = {n + d for n, _ in changes for d in (-1, 0, 1)}
    tied = sum(count for number, count, linked in people if linked or number in near)
    person = max(min(2, tied) / 2, 0.5 if people else 0.0)
    return Link(feature, person, change, feature_at, _first(stems, own), changes[0][1] if changes else None)


def _first(stems: list[str | None], known: frozenset[str]) -> tuple[int, int] | None:
    return next(((i, i + 1) for i, s in enumerate(stems) if s in known), None)


@attrs.frozen
class Links:
    """One link, or all three together, over the texts about the chosen services.

    Attributes
    ----------
    link : ``feature``, ``person``, ``change``; ``all`` is the mean of the three; ``text`` whether anything is written.
    over : how the services are put together: their ``mean``, or the ``least`` or the ``best`` of them.
    """

    lexicon: str
    link: Literal["feature", "person", "change", "all", "text"]
    over: Literal["mean", "least", "best"] = "mean"

    def run(self, context: Context) -> Result:
        values, spans = [], []
        for service in context.answers.services:
            field = f"benefits.{service}"
            found = context.once(("link", service), lambda s=service: _of(context, s, self.lexicon))
            if found is None:
                values.append(0.0)
                continue
            if self.link == "text":
                values.append(1.0)
                continue
            three = (found.feature, found.person, found.change)
            values.append(sum(three) / 3 if self.link == "all" else getattr(found, self.link))
            at = None if self.link == "all" else getattr(found, f"{self.link}_at")
            if at:
                spans += context.spans(field, context.tagged(field, self.lexicon), [at])
        together = {"mean": lambda v: sum(v) / len(v), "least": min, "best": max}[self.over]
        return Result(together(values) if values else 0.0, tuple(spans))


def _of(context: Context, service_id: str, lexicon: str) -> Link | None:
    service = context.city.services.get(service_id)
    field = f"benefits.{service_id}"
    if service is None or not context.text(field).strip():
        return None
    key = ("known", context.user.id, service_id)
    known = context.library.once(key, context.city, lambda: _known(context, service, lexicon))
    return read(context.tagged(field, lexicon), known)


def _known(context: Context, service: Service, lexicon: str) -> Known:
    """Return the words that the directory and the case bring for one service and one person."""
    words, user = context.lexicon(lexicon), context.user
    stop = frozenset(words["stop"])

    def stems(*things: object) -> frozenset[str]:
        tokens = (w for thing in things for w in Words(str(thing)).words)
        return frozenset(stem(w) for w in tokens if (len(w) > 2 or w.isdigit()) and w[0].isalnum() and w not in stop)

    organization = context.city.organizations[service.organization_id]
    feature = stems(
        service.cost,
        service.hours,
        *service.documents,
        service.note,
        service.available,
        service.maximum,
        service.unit,
        service.wait_days,
        *words["offers"],
        service.description,
    )
    name = stems(service.name, organization.name)
    directory = stems(
        service.eligibility_description,
        organization.description,
        organization.accessibility,
        organization.transit,
        organization.sector,
        *service.needs,
        *(language.name for language in organization.languages),
    )
    person = stems(
        user.situation,
        *user.strengths,
        *user.barriers,
        user.insurance,
        user.language,
        user.annual_income_cents // 100,
        user.age,
        *(n.label for n in user.needs),
        *(n.id.replace("_", " ") for n in user.needs),
        user.quote,
    )
    pronouns = frozenset(stem(w) for w in words["pronouns"])
    names = stems(user.name) | pronouns
    return Known(
        feature, name, feature | name | directory, person - stems(user.name), names, stop, stems(*words["anybody"])
    )
