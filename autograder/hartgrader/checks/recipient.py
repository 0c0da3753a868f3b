"""Whether the email asks the right office: one of the chosen organizations, for something it offers."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Literal

import attrs
from hartcity.coach import Span
from hartcity.directory import Organization

from hartgrader.context import BODY, MET, MISSING, SUBJECT, Context, Result
from hartgrader.tags import READER, Hit, Tagged
from hartgrader.vocabulary import COMMON, frequencies, of_case, of_offers, offered, pairs, stem, stems, telling
from hartgrader.words import Words

# So many different words of one other office's services, and none of the reader's, speak of the wrong office; one is
# enough when nothing of the reader's was chosen.
_SURELY = 2
# So many more telling words of another office than of the reader's say that another one is asked.
_MORE = 3
# Among more organizations than this some other one tells of itself in any words.
_SURVEYED = 60
# What names an office's service.
_SERVICES = ("service", "service-kind")
# Who may consent.
_WHO = ("person", "person-word")
# Somebody besides the reader.
_ELSE = ("partner", "helping", "in-touch")
# A word that English uses more often than this names an office only with a capital.
_ANY_WORD = 5_000


@attrs.frozen(eq=False)
class Recipient:
    """What the email has to do with the directory.

    `about`: ``chosen``, whether it goes to an organization of Part 1; ``offers``, whether it names something that
    this organization offers (1 for a service of its own by name, by what it is for or by two words of its description,
    0.5 for its name only);
    ``others``, whether another organization of the city is named; ``right``, whether no other office's services
    are named instead, in sentences that have the tag `asking`; ``asked``, whether the first thing that is asked for is
    something of theirs and not another office's; ``consent``, whether what the person agreed to (a sentence with the
    tag `asking`) isn't for another office alone; ``no-conflict``, whether the person's file knows of no
    conflict of interest; ``theirs``, whether the words of the requests and of the reasons (tags `asking` and `reason`)
    aren't those in which the directory tells of another office.
    """

    about: Literal["chosen", "offers", "others", "right", "asked", "consent", "no-conflict", "theirs"]
    lexicon: str
    asking: str = ""
    reason: str = ""
    courtesy: str = ""
    writer: str = ""

    def run(self, context: Context) -> Result:
        to = context.recipient
        if to is None:
            return MISSING
        if self.about == "no-conflict":
            return MISSING if to.id in context.user.conflicts else MET
        if self.about == "right":
            return self._right(context, to.id)
        if self.about == "asked":
            return self._asked(context, to)
        if self.about == "consent":
            return self._consent(context, to)
        if self.about == "theirs":
            return self._theirs(context, to)
        if self.about == "others":
            return self._others(context, to.id)
        if self.about == "chosen":
            return MET if any(s.organization_id == to.id for s in context.chosen) else MISSING
        return self._offers(context, to)

    def _offers(self, context: Context, to: Organization) -> Result:
        own, texts = set(to.service_ids), [(f, context.tagged(f, self.lexicon)) for f in (SUBJECT, BODY)]
        named = [(f, h) for f, text in texts for hits in _services(context, f, text).values() for h in hits]
        services = [(f, h) for f, h in named if h.value in own]
        services = services or [(f, h) for f, text in texts for h in _described(context, to, text)]
        found = services or [(f, h) for f, text in texts for h in _reader(text)]
        # What names more of it is better evidence.
        most = max((h.end - h.start for _, h in found), default=0)
        shown = [(f, h) for f, h in found if h.end - h.start == most][:3]
        spans = tuple([context.span(f, *context.words(f).place(h.start, h.end)) for f, h in shown])
        return Result(1.0 if services else 0.5 if found else 0.0, spans)

    def _others(self, context: Context, to: str) -> Result:
        """Look for another office by name, and for helpers where it is said what they do."""
        tagged = context.tagged(BODY, self.lexicon)
        words, signed = tagged.words, context.letter.signature
        ours = context.lexicon("names")["ours"]
        found: list[Hit] = []
        for number in tagged.having(_ELSE):
            tags, (start, _) = tagged.sentences[number], words.sentences[number]
            named = tags.get("partner", ()) if "no-part" not in tags else ()
            named = [h for h in named if h.value != to and _names(context, words, h, start)]
            helpers = [h for h in tags.get("helping", ()) if _elses(words.words, h.start, start, ours)]
            found += [*named, *helpers, *tags.get("in-touch", ())]
        found = [h for h in found if not signed.start <= words.starts[h.start] < signed.end]
        if found:
            # A name that two organizations share names neither, nor does what the reader offers, or a part of its name.
            own = set(context.city.organizations[to].service_ids)
            offers = [h for hits in _services(context, BODY, tagged).values() for h in hits if h.value in own]
            mine = _reader(tagged) + offers
            found = [h for h in found if not any(_covers(m, h) or m.start <= h.start < m.end for m in mine)]
        places = [(h.start, h.end) for h in found]
        return Result(float(bool(places)), context.spans(BODY, tagged, places[:3]))

    def _right(self, context: Context, to: str) -> Result:
        named: dict[str, set[str]] = {}
        for field in (SUBJECT, BODY):
            tagged = context.tagged(field, self.lexicon)
            for number, hits in _services(context, field, tagged).items():
                asks = field == SUBJECT or not self.asking or self.asking in tagged.sentences[number]
                for hit in hits:
                    owner = context.city.services[hit.value].organization_id
                    if owner != to and not asks:
                        continue
                    named.setdefault(owner, set()).add(tagged.words.words[hit.start][:5])
        elsewhere = max((len(words) for owner, words in named.items() if owner != to), default=0)
        chosen = any(s.organization_id == to for s in context.chosen)
        return MET if to in named or elsewhere < (_SURELY if chosen else 1) else MISSING

    def _asked(self, context: Context, to: Organization) -> Result:
        """Hold the object of the first request, and the subject, against what the reader offers."""
        vague = frozenset(context.lexicon("names")["no-object"])
        aside = frozenset(context.lexicon("names")["asides"])
        own = context.library.once(("objects", to.id), context.city, lambda: _objects(context, to, vague))
        elsewhere: list[Span] = []
        for field in (SUBJECT, BODY):
            tagged = context.tagged(field, self.lexicon)
            services = _services(context, field, tagged)
            for number, tags in enumerate(tagged.sentences):
                start, end = tagged.words.sentences[number]
                if field == BODY:
                    if self.asking not in tags or self.courtesy in tags:
                        continue
                    start = min(h.start for h in tags[self.asking])
                owners: dict[tuple[int, int], set[str]] = {}
                for hit in services.get(number, ()):
                    if hit.start >= start and tagged.words.words[hit.start] not in vague:
                        owner = context.city.services[hit.value].organization_id
                        owners.setdefault((hit.start, hit.end), set()).add(owner)
                # Where the writer asks for another office's service, what follows that clause is about the person.
                ours = any(h.start <= start for h in tags.get(self.writer, ()))
                ends = (i for i in range(start, end) if ours and tagged.words.words[i] in aside)
                reach = next((i for i in ends if any(place[0] < i for place in owners)), end)
                if any(stem(w) in own for w in tagged.words.words[start:reach]):
                    return MET
                if any(to.id in named for named in owners.values()):
                    return MET
                elsewhere += [context.span(field, *tagged.words.place(*place)) for place in owners]
                if field == BODY:
                    break
        return Result(float(not elsewhere), tuple(elsewhere[:3]))

    def _theirs(self, context: Context, to: Organization) -> Result:
        """Count the telling words of the requests and reasons by the office that the directory tells of in them."""
        if len(context.city.organizations) > _SURVEYED:
            return MET
        tagged = context.tagged(BODY, self.lexicon)
        numbers = tagged.having((self.asking, self.reason))
        words = {w for n in numbers for w in tagged.words.written[slice(*tagged.words.sentences[n])]}
        said = set(map(telling, words))
        owners = context.library.once(("owners",), context.city, lambda: _owners(context))
        user = context.user
        case = context.library.once(("case", user.id), context.city, lambda: of_case(user))
        said &= owners.keys()
        others = [s for s in said if to.id not in owners[s]]
        theirs = len(said) - len(others)
        if len(others) - theirs < _MORE:
            return MET
        most = max(Counter(o for s in others if s not in case for o in owners[s]).values(), default=0)
        return Result(float(most - theirs < _MORE), fields=(BODY,))

    def _consent(self, context: Context, to: Organization) -> Result:
        """Look in every sentence that speaks of consent for whom it is."""
        receivers = context.lexicon("names")
        gives, everybody = frozenset(receivers["reaches"]), frozenset(receivers["everybody"])
        own = set(to.service_ids)
        tagged = context.tagged(BODY, self.lexicon)
        words, services = tagged.words.words, _services(context, BODY, tagged)
        elsewhere: list[tuple[int, int]] = []
        for number in tagged.having((self.asking,)):
            tags, (start, end) = tagged.sentences[number], tagged.words.sentences[number]
            if tags.keys().isdisjoint(_WHO):
                continue
            if not everybody.isdisjoint(words[start:end]) or any(h.value in own for h in services.get(number, ())):
                return MET
            named = [h for tag in ("partner", "helper") for h in tags.get(tag, ())]
            if any(h.value == to.id for h in named):
                return MET
            given = [(h.start, h.end) for h in named if _before(tagged.words, start, h.start) in gives]
            if not given:
                return MET
            elsewhere += given
        return Result(float(not elsewhere), context.spans(BODY, tagged, elsewhere[:3]))


def _reader(tagged: Tagged) -> list[Hit]:
    """Return where the reader's office is named."""
    return [h for tags in tagged.those_with((READER,)) for h in tags[READER]]


def _covers(mine: Hit, other: Hit) -> bool:
    """Whether a hit lies within another, an article before two words or more aside."""
    article = int(mine.end - mine.start > 1)
    return mine.start <= other.start + article and other.end <= mine.end


def _before(words: Words, start: int, at: int) -> str:
    """Return the word before a name, its article and other capitals aside."""
    at -= 1
    while at > start and (words.words[at] in ("the", "a") or words.text[words.starts[at]].isupper()):
        at -= 1
    return words.words[at] if at >= start else ""


def _names(context: Context, words: Words, hit: Hit, start: int) -> bool:
    """Whether a hit names an office, and is neither only a word nor a part of a longer name (*Acorn Park*)."""
    name = words.text[slice(*words.place(hit.start, hit.end))]
    if hit.start == start and hit.end == start + 1:
        name = name.lower()
    if _is_common(name) or name.lower() == context.city.name.lower():
        return False
    whole = context.city.organizations[hit.value].name.lower()
    city = context.city.name.lower().split()[0]
    if whole.startswith(name.lower()) and not whole.startswith(city):
        return True
    around = [i for i in (hit.start - 1, hit.end) if start < i < len(words.words)]
    return all(words.words[i] in whole or not words.text[words.starts[i]].isupper() for i in around)


def _elses(words: list[str], at: int, start: int, ours: list[str]) -> bool:
    """Whether there is a helper, neither one's own nor the writer (*your nurse*, *I am a nurse aide who …*)."""
    return set(words[max(start, at - 3) : at]).isdisjoint(ours) and "am" not in words[max(start, at - 8) : at]


def _is_common(name: str) -> bool:
    """Whether a name is only a word: *benefits* is an office with a capital."""
    plain = name.removesuffix("'s").removesuffix("’s")
    return plain.islower() and " " not in plain and frequencies().get(plain, 0) > _ANY_WORD


def _objects(context: Context, to: Organization, vague: frozenset[str]) -> frozenset[str]:
    """Return the stems of what an organization offers that few others offer."""
    kinds = context.lexicon("names")["needs"]
    common = context.library.once(("offered",), context.city, lambda: offered(context.city))
    called = (kind for s in to.services for need in s.needs for kind in kinds.get(need, ()))
    own = stems([*of_offers(to), *called], most=COMMON)
    return frozenset(w for w in own - common - stems([*vague, to.name]) if not w[0].isdigit())


def _owners(context: Context) -> dict[str, frozenset[str]]:
    """Return for each telling stem the organizations that the directory tells of with it."""
    vague = frozenset(context.lexicon("names")["no-object"])
    owners: dict[str, set[str]] = {}
    for organization in context.city.organizations.values():
        for word in _objects(context, organization, vague):
            owners.setdefault(word, set()).add(organization.id)
    return {word: frozenset(ids) for word, ids in owners.items()}


def _described(context: Context, to: Organization, text: Tagged) -> list[Hit]:
    """Return where a service goes by two words of its description: *a caregiver affidavit*."""
    told = context.library.once(("pairs", to.id), context.city, lambda: pairs(to))
    said = enumerate(pairwise(map(stem, text.words.words)))
    return [Hit(i, i + 2, "") for i, pair in said if pair in told]


def _services(context: Context, field: str, tagged: Tagged) -> dict[int, list[Hit]]:
    """Return for each sentence of a field that names services which ones, by its number."""
    return context.once(("services", field), lambda: {n: _meant(tagged.sentences[n]) for n in tagged.having(_SERVICES)})


def _meant(tags: dict[str, list[Hit]]) -> list[Hit]:
    """Return the services that a sentence means; *case manager* in a signature is none."""
    named = [*tags.get("service", ()), *tags.get("service-kind", ())]
    taken = {i for tag in ("own-role", "own-agency") for r in tags.get(tag, ()) for i in range(r.start, r.end)}
    return [h for h in named if taken.isdisjoint(range(h.start, h.end))] if taken else named
