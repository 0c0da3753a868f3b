"""What is said of each service's price, held against the directory."""

from __future__ import annotations

from itertools import compress
from typing import ClassVar, Literal

import attrs
from hartcity.directory import Service

from hartgrader.context import MET, MISSING, Context, Result
from hartgrader.costs.amounts import Amount, Amounts
from hartgrader.costs.case import Case, payer
from hartgrader.costs.contradictions import ASKED, Contradictions
from hartgrader.costs.free import is_free
from hartgrader.costs.mentions import Mentions, Reference
from hartgrader.costs.prices import SHARES, Price, counting, price
from hartgrader.costs.sentences import Sentence
from hartgrader.tags import Hit
from hartgrader.vocabulary import stems
from hartgrader.words import PERSON, number

_NO = 3
# What speaks of prices without telling one.
_VAGUE = ("cheap", "rule", "sliding")
# Where no price is told, and none of these tags and words stands, no service's price is told or denied.
_SAID = frozenset([*ASKED, "free", "plainly-free", "paid-for", "waived"])
_SPOKEN = ("copay", "waiver")
# What is told beside a price.
_BESIDE = ("indirect", "remedy")
# So many words are no more than a name.
_NAME = 2
# A service without a name that we know is told of in so many words.
_SHORT = 25
# So often a price may be paid in a month.
_USES = 60
# A share of the income may be off by so much, and a share of the poverty guideline by so many points.
_SHARE_OFF, _POINTS = 0.05, 3


@attrs.frozen
class Claims:
    """What a text says of prices.

    Attributes
    ----------
    told : chosen service → tokens of the sentence that tells its price as the directory does.
    wrong : (service, tokens) of what the directory contradicts.
    income : tokens that first hold a price against what the person earns.
    general : in how many sentences something is said of prices or of who need not pay, however vaguely.
    indirect, remedy : the first clause that names a cost beside the fees, and a way to meet a cost.
    """

    told: dict[str, tuple[int, int]]
    wrong: list[tuple[str, tuple[int, int]]]
    income: tuple[int, int] | None
    general: int
    indirect: tuple[int, int] | None
    remedy: tuple[int, int] | None


@attrs.frozen(eq=False)
class Costs:
    """What is said of the chosen services' prices.

    `about`: ``told`` is the share of services whose price is told as the directory has it; ``right`` is 1 when nothing
    contradicts the directory; ``income`` whether a price is held against earnings; ``any`` in how many sentences
    prices are spoken of, however vaguely, of two; ``indirect`` whether a cost beside the fees is named, ``remedy`` a
    way to meet a cost: what a chosen service is called is neither.
    """

    TELLS: ClassVar = ("services",)

    lexicon: str
    about: Literal["told", "right", "income", "any", "indirect", "remedy"]
    field: str = "finances"

    def run(self, context: Context) -> Result:
        found = context.once(("claims", self.field), lambda: _Reader(context, self.field, self.lexicon).claims())
        if self.about == "any":
            return Result(min(1.0, found.general / 2))
        text = context.tagged(self.field, self.lexicon)
        if self.about == "told":
            left = ", ".join([s.name for s in context.chosen if s.id not in found.told])
            share = len(found.told) / max(1, len(context.answers.services))
            return Result(share, context.spans(self.field, text, list(found.told.values())), detail={"services": left})
        if self.about == "right":
            if not found.wrong:
                return MET
            wrong = ", ".join(dict.fromkeys(_as_listed(context.city.services[s]) for s, _ in found.wrong))
            places = list(dict.fromkeys(place for _, place in found.wrong))
            return Result(0.0, context.spans(self.field, text, places), detail={"services": wrong})
        place = getattr(found, self.about)
        return Result(1.0, context.spans(self.field, text, [place])) if place else MISSING


def _near(share: float, values: set[float]) -> bool:
    return any(abs(v - share) <= _SHARE_OFF * share for v in values)


def _as_listed(service: Service) -> str:
    """Return what the directory has on a service's price, with what it says of benefits."""
    return " ".join(filter(None, [f"{service.name}: {service.cost}", counting(service)]))


def _price(context: Context, service: Service) -> Price:
    organization = context.city.organizations[service.organization_id]
    others = [s for s in organization.services if s.id != service.id]
    told = context.library.once(("told of all",), context.city, lambda: _descriptions(context))
    called = stems([service.name, organization.name, service.description])
    return attrs.evolve(price(service, context.user, others, told), called=called)


def _descriptions(context: Context) -> str:
    """Return what the city's organizations tell of themselves: a bus fare, say, that everybody pays."""
    return " ".join(o.description for o in context.city.organizations.values())


class _Reader:
    def __init__(self, context: Context, field: str, lexicon: str) -> None:
        text = context.tagged(field, lexicon)
        user, city, once, chosen = context.user, context.city, context.library.once, context.chosen
        self.text, self.words = text, text.words.words
        self.amounts = once(("amounts", lexicon), city, lambda: Amounts(context.lexicon(lexicon)))
        self.prices = {s.id: once(("price", user.id, s.id), city, lambda s=s: _price(context, s)) for s in chosen}
        self.payer = once(("payer", user.id), city, lambda: payer(user))
        prices = self.prices.values()
        self.due = frozenset().union(*[p.due for p in prices])
        self.known = frozenset().union(*[p.amounts for p in prices]) - {0.0}
        self.common = frozenset().union(*[p.common for p in prices])
        self.mentions = Mentions(text, chosen, self.prices, city)
        self.contradictions = Contradictions(text, Case(self.prices, self.payer))
        self.told: dict[str, tuple[int, int]] = {}
        self.wrong: list[tuple[str, tuple[int, int]]] = []
        self.income: tuple[int, int] | None = None
        self.first: dict[str, tuple[int, int] | None] = dict.fromkeys(_BESIDE)
        self.general = 0
        self.values: set[float] = set()
        self.is_figure = frozenset([figure for figure in text.words.figures if figure[0].isdigit()]).__contains__
        self.loose: list[tuple[set[float], set[float], set[str], bool, tuple[int, int]]] = []
        self.last: tuple[str, ...] = ()
        self.before: set[float] = set()

    def claims(self) -> Claims:
        for tags, place in zip(self.text.sentences, self.text.words.sentences, strict=True):
            self._sentence(tags, *place)
        self._adopt_loose()
        self.wrong += self.contradictions.amounts.not_own(self.values, "insured" in self.text.tags)
        return Claims(self.told, self.wrong, self.income, self.general, **self.first)

    def _sentence(self, tags: dict[str, list[Hit]], start: int, end: int) -> None:
        words = self.words
        if self.payer.insured and "without-cover" in tags:
            tags = {**tags, "elsewhere": [*tags.get("elsewhere", ()), *tags["without-cover"]]}
        tokens = words[start:end]
        here = set(tokens)
        references = self.mentions.read(tags)
        ours = [r for r in references if r.ids] if references else references
        named = tuple(dict.fromkeys([i for r in ours for i in r.ids])) if ours else ()
        figures = list(compress(range(start, end), map(self.is_figure, tokens)))
        found, values = self._amounts(tags, ours, figures, start, end) if figures else ([], set())
        percents = {number(words[h.start]) for h in tags["share"]} - {None} if "share" in tags else set()
        free = is_free(self.text.words, tags, ours, here, bool(values), start, end)
        self.general += bool(free or (named and values) or not tags.keys().isdisjoint(_VAGUE))
        if self.income is None and self._against_income(values, percents, tags):
            self.income = start, end
        for tag in _BESIDE:
            if tag in tags and not self.first[tag] and "consider" not in tags:
                self.first[tag] = self._beside(tag, tags, ours, found, start, end)
        last, self.last = self.last, named or self.last
        if not (values or percents or free) and tags.keys().isdisjoint(_SAID) and here.isdisjoint(_SPOKEN):
            return
        # "Counseling, advice and the loan are all free" speaks of what it names.
        every = "all-services" in tags and (not named or (len(named) == 1 and "included" in here))
        targets = tuple(self.prices) if every else named or (() if references else last)
        unsure = "unsure" in tags and not values
        if unsure or (every and not values and "low" in tags):
            # "Low-cost or free", or "I'd expect it to be free", tells no price.
            targets = ()
        own_subject = not named and tokens[0].isalpha() and not self._stands_for(tags, end)
        again = own_subject and set(targets) <= self.told.keys()
        for service in targets:
            if service not in self.told and self._right(service, values, percents, tags, here, free):
                self.told[service] = start, end
        priced = bool(values or percents) or (free and end - start <= _SHORT)
        # A figure alone speaks of nothing.
        if priced and not unsure and (again or not targets) and sum(map(str.isalpha, here)) > 1:
            self.loose.append((values, percents, set(tags), free, (start, end)))
        if own_subject and here.isdisjoint((PERSON, "there")):
            # "Law students cost nothing" goes on with nothing.
            last = ()
        read = Sentence(
            self.text.words, self.mentions, tags, start, end, references, bool(ours), found, free, every, last
        )
        self.wrong += self.contradictions.find(read, self.told)

    def _amounts(
        self, tags: dict[str, list[Hit]], ours: list[Reference], figures: list[int], start: int, end: int
    ) -> tuple[list[Amount], set[float]]:
        """Return the amounts of a sentence, and the dollars of all its prices."""
        found, values = self.amounts.read(self.words, figures, start, end, self.known, [r.end for r in ours])
        if "so-many" in tags:
            # "2 rides, $6"
            counts = [number(self.words[h.start]) for h in tags["so-many"]]
            values |= self.known.intersection([v / n for v in values for n in counts if n])
        self.values |= values
        return found, values

    def _stands_for(self, tags: dict[str, list[Hit]], end: int) -> bool:
        """Whether a pronoun before the verb takes up what was spoken of: *It is $5*."""
        verb = tags["is-price"][0].start if "is-price" in tags else end
        return "stands-for" in tags and tags["stands-for"][0].start <= verb

    def _beside(
        self, tag: str, tags: dict[str, list[Hit]], ours: list[Reference], found: list[Amount], start: int, end: int
    ) -> tuple[int, int] | None:
        """Return the first clause around what is neither denied nor what a chosen service is called."""
        services = tags.get("service", ())
        for hit in tags[tag]:
            near = any(r.start < hit.end and hit.start < r.end for r in ours)
            # "The fund could pay" says more than its name.
            cost = tag == "indirect"
            own = near and (cost or hit.end - hit.start <= _NAME)
            # "Escorted rides" are another service's name.
            named = any(h.start <= hit.start < h.end for h in services)
            own = own or (named and any(h.end == hit.start for h in services))
            # "A bus pass", when the pass is chosen
            own = own or (cost and any(hit.end == r.start for r in ours))
            clause = self.text.words.clause(hit.start, hit.end, start, end)
            # "A ride there is $2" is what everybody pays.
            own = own and not any(a.value in self.common for a in found if clause[0] <= a.start < clause[1])
            # "Copies are free" tells of no cost, "less than a taxi" of one that isn't theirs.
            apart = [*tags.get("free", ()), *(h for h in tags.get("other-than", ()) if h.end <= hit.start)]
            spared = cost and any(clause[0] <= h.start < clause[1] for h in apart)
            if not own and not spared and not self.text.words.negated(hit.start, _NO, start):
                return clause
        return None

    def _against_income(self, values: set[float], percents: set[float], tags: dict) -> bool:
        """Whether a price is held against earnings, in one sentence or two in a row."""
        values = values - {0.0}
        if not values:
            self.before = values
            return False
        # "$35,400 is 80% of the guideline, so $15" puts them on a scale.
        placed = "guideline-of" in tags or any(abs(p - self.payer.poverty) <= _POINTS for p in percents)
        both = values | self.before
        earned = set(filter(self.payer.earns, both))
        self.before = set() if placed else values
        if percents and any(p.share and percents & p.percents and _near(p.share, values) for p in self.prices.values()):
            return True
        if earned and "can-pay" in tags:
            return True
        if "affords" not in tags and (placed or not (earned or "earns" in tags)):
            return False
        mine = {v for v in both - earned if self._is_due(v, min(earned, default=v + 1))}
        return bool(mine) and ("affords" in tags or bool(earned) or max(both) > max(mine))

    def _is_due(self, value: float, earned: float) -> bool:
        """Whether dollars may be a price, so many times or a share; where none is due, the bus or lost hours."""
        shares = {p.share for p in self.prices.values() if p.share}
        if not (self.due or shares):
            return value < earned and not self.payer.has(value)
        return any(value % p == 0 and value / p <= _USES for p in self.due) or _near(value, shares)

    def _right(self, service: str, values: set, percents: set, tags: dict, here: set, free: bool) -> bool:
        known = self.prices[service]
        if known.kind == "free":
            # "It pays up to $3,000 for a home"
            paid = known.paid and "paid-for" in tags and "they-pay" not in tags
            return free or paid or not values.isdisjoint({0.0, known.ceiling})
        if known.kind == "sliding":
            # "On a scale, so it is affordable" tells no price; where they stand on it does.
            placed = "sliding" in tags and "low-price" not in tags and (values or percents)
            placed = placed or any(abs(p - self.payer.poverty) <= _POINTS for p in percents)
            return bool(
                values & known.amounts or (placed and "sliding" in self.text.tags) or (free and 0.0 in known.own)
            )
        if known.kind == "coverage":
            return bool(values & (known.own or known.amounts)) or "copay" in here
        if known.kind == "waiver":
            return (
                free or "waived" in tags or (bool(values & known.amounts) and not known.is_waived(self.payer.poverty))
            )
        if known.kind == "later":
            return known.later in values
        parts = [k for per, k in SHARES.items() if per == "month" or per in here]
        share = known.share is not None and any(_near(known.share * k, values) for k in parts)
        # A full fare that others pay isn't the price.
        return bool(values & (known.own - {0.0} or known.amounts) or percents & known.percents or share)

    def _adopt_loose(self) -> None:
        """Give a price told without a name we know ("RRH: $0") to a service of which nothing else is told."""
        for service in [s for s in self.prices if s not in self.told]:
            for i, (values, percents, tags, free, place) in enumerate(self.loose):
                if self._right(service, values, percents, {key: [] for key in tags}, set(), free):
                    self.told[service] = place
                    del self.loose[i]
                    # "The center is free, and a session is $15" tells two prices.
                    if free and values and self.prices[service].kind == "free":
                        self.loose.append((values, percents, tags, False, place))
                    elif free and values:
                        self.loose.append((set(), set(), tags, True, place))
                    break
