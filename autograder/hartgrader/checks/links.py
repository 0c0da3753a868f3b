"""Whether a text ties a feature of a service to a need, goal or strength of a person, and tells what would change."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Set
from itertools import compress, count
from math import fsum
from typing import ClassVar, Literal, NamedTuple

import attrs

from hartgrader.benefits.known import Known, known_of
from hartgrader.benefits.telling import GENERAL, TELLING, Telling
from hartgrader.context import MET, MISSING, Context, Result
from hartgrader.tags import Tagged

# What a change is worth that is told, but of which nothing is concrete.
_HALF = 0.5


class Link(NamedTuple):
    """How far a text links, each 0 to 1, with the tokens it stands on; `specific` is 0 where it praises in general.

    `detail` says how particular it is about the service; `text` whether anything is written; `elsewhere` how many more
    words of another service it has than of its own, and which service that is.
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
    text: float = 1.0
    elsewhere: tuple[int, str] = (0, "")


# What isn't written praises nothing.
_UNWRITTEN = Link(feature=0.0, detail=0.0, person=0.0, change=0.0, specific=1.0, text=0.0)
_TOGETHER = {"mean": lambda values: fsum(values) / len(values), "least": min, "best": max}


def read(text: Tagged, known: Known) -> Link:
    """Return what a text about one service links."""
    if not known.kin.isdisjoint(text.words.written):
        text.add("kin", known.kin)
    stems = list(map(known.stem, text.words.words))
    said = set(stems) - known.plain
    phrases = {h.value for tags in text.sentences for h in tags.get("feature", ())}
    features, own = said & known.feature, said & known.own
    particulars = len(features) + len(phrases)
    change, change_at = _change(text, stems, known)
    praise = _tagged(text, "general")
    return Link(
        feature=1.0 if particulars else _HALF * bool(said & known.name),
        detail=_particular(particulars + bool(said & known.offer), known.particular),
        # What only this person has counts once more than what is told of them at all.
        person=_particular(len(own) + len(said & known.story), known.particular),
        change=change,
        # A fact of the person may be in the directory's words, too; a child's name alone is no need.
        feature_at=_fullest(text, stems, features - known.told or features) or _tagged(text, "feature"),
        person_at=_fullest(text, stems, own - known.kin or own),
        change_at=change_at,
        specific=float(praise is None),
        specific_at=praise,
        elsewhere=known.elsewhere(said),
    )


def _change(text: Tagged, stems: list[str], known: Known) -> tuple[float, tuple[int, int] | None]:
    """Return how much of a change a text tells, and the last sentence that tells a concrete one."""
    change, last, vague = 0.0, None, False
    for (start, end), tags in zip(reversed(text.words.sentences), reversed(text.sentences), strict=True):
        # Once a change is concrete, only what is general can take from it.
        if tags.keys().isdisjoint(GENERAL if last else TELLING):
            continue
        sentence = Telling(tags, set(stems[start:end]) - known.plain, known)
        if not sentence.tells():
            continue
        if sentence.concretely():
            change, last = 1.0, last or (start, end)
        else:
            change, vague = max(change, _HALF), vague or sentence.general
    return min(change, known.vague) if vague else change, last


def _particular(many: int, steps: tuple[int, int, int]) -> float:
    """Return how particular so many words are: 0, a half, three quarters or 1."""
    return (0.0, _HALF, 0.75, 1.0)[bisect_right(steps, many)]


def _fullest(text: Tagged, stems: list[str], found: Set[str]) -> tuple[int, int] | None:
    """Return the clauses with what was found, in the first sentence that has most of it."""
    if not found:
        return None
    at = list(compress(count(), map(found.__contains__, stems)))
    most, here, place = 0, 0, (0, 0, 0, 0)
    for start, end in text.words.sentences:
        past = bisect_left(at, end, here)
        if past - here > most:
            most, place = past - here, (at[here], at[past - 1] + 1, start, end)
        here = past
    return text.words.clause(*place)


def _tagged(text: Tagged, tag: str) -> tuple[int, int] | None:
    return next(((h.start, h.end) for tags in text.sentences for h in tags.get(tag, ())), None)


@attrs.frozen(eq=False)
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
        links = _links(context, self.lexicon)
        if not links:
            return MISSING
        met = _TOGETHER[self.over]([getattr(link, self.link) for link in links.values()])
        at = f"{self.link}_at"
        places = [(field, getattr(link, at, None)) for field, link in links.items()]
        spans = [s for f, place in places if place for s in context.spans(f, context.tagged(f, self.lexicon), [place])]
        return Result(met, tuple(spans))


@attrs.frozen(eq=False)
class ToldOfIt:
    """Whether the texts are about the services they stand under.

    They aren't when one of them, or all together, have `more` more words of other services than of their own.
    """

    TELLS: ClassVar = ("services",)

    lexicon: str
    more: int

    def run(self, context: Context) -> Result:
        excess = {field: link.elsewhere for field, link in _links(context, self.lexicon).items()}
        most = max((n for n, _ in excess.values()), default=0)
        if max(most, sum(n for n, _ in excess.values())) < self.more:
            return MET
        others = {context.city.services[other].name for n, other in excess.values() if n > 0}
        fields = tuple(field for field, (n, _) in excess.items() if n > 0)
        return Result(0.0, detail={"services": "; ".join(sorted(others))}, fields=fields)


def _links(context: Context, lexicon: str) -> dict[str, Link]:
    """Return for each field of a chosen service what its text links."""
    services = context.answers.services
    return context.once("links", lambda: {f"benefits.{s}": _read(context, s, lexicon) for s in services})


def _read(context: Context, service_id: str, lexicon: str) -> Link:
    service = context.city.services.get(service_id)
    field = f"benefits.{service_id}"
    if service is None or context.blank(field):
        return _UNWRITTEN
    return read(context.tagged(field, lexicon), known_of(context, service, lexicon))
