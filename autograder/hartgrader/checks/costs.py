"""What is said of each service's price, held against the directory."""

from __future__ import annotations

from typing import Literal

import attrs
from hartcity import money
from hartcity.city import City
from hartcity.directory import Service

from hartgrader.context import Context, Result
from hartgrader.prices import Price, price
from hartgrader.tags import Hit, Tagged
from hartgrader.words import number

_NEAR = 9
_PER = frozenset(["per", "each", "copay", "fee", "deposit", "visit", "consultation", "ride", "session"])
_COPULA = frozenset(["costs", "cost", "charges", "is", "its", "it", "copay"])
_DOLLARS = frozenset(["dollar", "dollars"])
_DENIED_WITHIN = 4
_LOW = frozenset(["low", "cheap", "affordable", "inexpensive", "reasonable"])
# A price told in so few words needs no verb.
_FEW = 5
# What stands for the price before "is $3", when the sentence names no service.
_IT = frozenset(["it", "this", "cost", "costs", "price", "fee", "copay", "charge", "rate"])


@attrs.frozen
class Reference:
    """A place where the text speaks of chosen services (`ids`), or of something else (no ids)."""

    start: int
    end: int
    ids: tuple[str, ...]


@attrs.frozen
class Claims:
    """What a text says of prices.

    Attributes
    ----------
    told : chosen service → tokens of the sentence that tells its price as the directory does.
    wrong : (service, tokens) of what the directory contradicts.
    income : tokens that hold a price against what the person earns.
    general : in how many sentences something is said of prices or of who need not pay, however vaguely.
    """

    told: dict[str, tuple[int, int]]
    wrong: list[tuple[str, tuple[int, int]]]
    income: list[tuple[int, int]]
    general: int


def read(text: Tagged, chosen: tuple[Service, ...], city: City, poverty_percent: float) -> Claims:
    """Return what a text says of the chosen services' prices.

    `poverty_percent` is the household's income in percent of the poverty guideline.
    """
    return _Reader(text, chosen, city, poverty_percent).claims()


@attrs.frozen(cache_hash=True)
class Costs:
    """What is said of the chosen services' prices.

    `about`: ``told`` is the share of services whose price is told as the directory has it; ``right`` is 1 when nothing
    contradicts the directory; ``income`` whether a price is held against earnings; ``any`` in how many sentences
    prices are spoken of, however vaguely, of two.
    """

    lexicon: str
    about: Literal["told", "right", "income", "any"]
    field: str = "finances"

    def run(self, context: Context) -> Result:
        text = context.tagged(self.field, self.lexicon)

        def claims() -> Claims:
            percent = money.percent_of_poverty(context.user.annual_income_cents, context.user.household).value
            return read(text, context.chosen, context.city, float(percent))

        found = context.once(("claims", self.field), claims)
        names = {s.id: s.name for s in context.chosen}
        if self.about == "told":
            left = ", ".join(names[s] for s in names if s not in found.told)
            share = len(found.told) / max(1, len(context.answers.services))
            return Result(share, context.spans(self.field, text, list(found.told.values())), detail={"services": left})
        if self.about == "right":
            wrong = ", ".join(dict.fromkeys(f"{names[s]}: {context.city.services[s].cost}" for s, _ in found.wrong))
            places = [place for _, place in found.wrong]
            return Result(float(not places), context.spans(self.field, text, places), detail={"services": wrong})
        if self.about == "income":
            return Result(float(bool(found.income)), context.spans(self.field, text, found.income[:1]))
        return Result(min(1.0, found.general / 2), measured=found.general)


class _Reader:
    def __init__(self, text: Tagged, chosen: tuple[Service, ...], city: City, poverty_percent: float) -> None:
        self.text, self.words, self.city = text, text.words.words, city
        self.prices = {s.id: price(s) for s in chosen}
        self.of = {s.id: s.organization_id for s in chosen}
        self.poverty = poverty_percent
        self.told: dict[str, tuple[int, int]] = {}
        self.wrong: list[tuple[str, tuple[int, int]]] = []
        self.income: list[tuple[int, int]] = []
        self.general = 0
        self.loose: list[tuple[set[float], set[float], set[str], bool, tuple[int, int]]] = []
        self.last: tuple[str, ...] = ()
        self.before: tuple[set[float], set[float]] = (set(), set())

    def claims(self) -> Claims:
        whole = set(self.words)
        self.waives = bool(whole & {"waive", "waived", "waives", "waiver"})
        for tags, (start, end) in zip(self.text.sentences, self.text.words.sentences, strict=True):
            self._sentence(tags, start, end)
        self._adopt_loose()
        return Claims(self.told, self.wrong, self.income, self.general)

    def references(self, tags: dict[str, list[Hit]]) -> list[Reference]:
        """Return what a sentence speaks of, in its order; a word that could be two offices' services names neither."""
        at: dict[tuple[int, int], set[str]] = {}
        kinds: dict[tuple[int, int], set[str]] = {}
        owners: dict[tuple[int, int], set[str]] = {}
        for hit in tags.get("service", ()):
            at.setdefault((hit.start, hit.end), set()).update({hit.value} & self.prices.keys())
            owners.setdefault((hit.start, hit.end), set()).add(self.city.services[hit.value].organization_id)
        # "The rides at Silver Elm" speaks of a service that wasn't chosen, though another one there was.
        elsewhere = {o for place, named in owners.items() if not at[place] for o in named}
        elsewhere -= {self.of[i] for ids in at.values() for i in ids}
        for hit in tags.get("service-kind", ()):
            if not at.get((hit.start, hit.end)):
                kinds.setdefault((hit.start, hit.end), set()).update({hit.value} & self.prices.keys())
        at.update(kinds)
        for hit in tags.get("partner", ()):
            ids = () if hit.value in elsewhere else (s for s, o in self.of.items() if o == hit.value)
            at.setdefault((hit.start, hit.end), set()).update(ids)
        for hit in tags.get("another", ()):
            at.setdefault((hit.start, hit.end), set())
        found = []
        for (start, end), ids in sorted(at.items()):
            if len({self.of[i] for i in ids}) > 1:
                continue
            found.append(Reference(start, end, tuple(sorted(ids))))
        return found

    def _sentence(self, tags: dict[str, list[Hit]], start: int, end: int) -> None:
        words = self.words
        here = set(words[start:end])
        references = self.references(tags)
        named = tuple(dict.fromkeys(i for r in references for i in r.ids))
        amounts = [
            (i, amount)
            for i in range(start, end - 1)
            if words[i] == "$" and (amount := number(words[i + 1])) is not None
        ]
        # "Three dollars a ride"
        amounts += [
            (i - 1, float(words[i])) for i in range(start, end - 1) if words[i].isdecimal() and words[i + 1] in _DOLLARS
        ]
        values = {a for _, a in amounts}
        percents = {
            percent
            for i in range(start + 1, end)
            if words[i] in ("%", "percent") and (percent := number(words[i - 1])) is not None
        }
        free = [h for h in tags.get("free", ()) if words[h.start - 1] != "not" or h.start == 0]
        is_free = bool(free) or ("paid-for" in tags and bool(amounts) and "person-pays" not in tags)
        is_free = is_free or ("neither" in here and bool(here & {"charge", "cost", "bill", "fee", "costs"}))
        is_free = is_free or self._nothing(start, end)
        every = "all-services" in tags and (len(named) != 1 or "included" in here)
        if not named and not self.last and len(self.prices) == 1 and here & {"program", "service", "it"}:
            every = True
        other = any(not r.ids for r in references)
        targets = tuple(self.prices) if every else named or (() if other else self.last)
        if every and not values and not here.isdisjoint(_LOW):
            # "Low-cost or free" tells no price of any.
            targets = ()
        for service in targets:
            if self._right(service, values, percents, tags, here, is_free):
                self.told.setdefault(service, (start, end))
        speaks = sum(w.isalpha() for w in here) > 1
        if not targets and speaks and (is_free or values or percents):
            self.loose.append((values, percents, set(tags), is_free, (start, end)))
        self.general += bool(is_free or {"cheap", "rule", "sliding"} & tags.keys() or (named and values))
        self._contradictions(tags, references, here, amounts, percents, free, is_free, every, (start, end))
        self._against_income(tags, values, percents, (start, end))
        self.last = named or self.last

    def _nothing(self, start: int, end: int) -> bool:
        """Whether a few words say it, without a verb: *Shelter, nothing*, *Clinic 0*."""
        while end > start and not self.words[end - 1][0].isalnum():
            end -= 1
        return end - start <= _FEW and self.words[end - 1] in ("nothing", "0", "zero", "none")

    def _against_income(self, tags: dict, values: set[float], percents: set[float], place: tuple[int, int]) -> None:
        """Note a price that is held against earnings, in one sentence or two in a row."""
        both = values | self.before[0]
        mine = both & set().union(*(p.amounts for p in self.prices.values())) - {0.0}
        if (values and mine and max(both) > max(mine) and "earns" in tags) or (
            len(values) > 2 and (percents or self.before[1])
        ):
            self.income.append(place)
        self.before = values, percents

    def _right(self, service: str, values: set, percents: set, tags: dict, here: set, free: bool) -> bool:
        known = self.prices[service]
        if known.kind == "free":
            return free or 0.0 in values
        if known.kind == "sliding":
            return "sliding" in tags or bool(values & known.amounts)
        if known.kind == "coverage":
            return bool(values & known.amounts) or "copay" in here
        if known.kind == "waiver":
            return (
                free or bool(here & {"waived", "waiver"}) or (bool(values & known.amounts) and not self._waived(known))
            )
        if known.kind == "later":
            return known.later in values
        return bool(values & known.amounts) or bool(percents & known.percents)

    def _waived(self, known: Price) -> bool:
        return known.waived_to is not None and self.poverty <= known.waived_to

    def _adopt_loose(self) -> None:
        """Give a price told without a name we know ("RRH: $0") to a service of which nothing else is told."""
        for service in [s for s in self.prices if s not in self.told]:
            for i, (values, percents, tags, free, place) in enumerate(self.loose):
                if self._right(service, values, percents, {key: [] for key in tags}, set(), free):
                    self.told[service] = place
                    del self.loose[i]
                    break

    def _nearest(self, references: list[Reference], at: int) -> tuple[str, ...]:
        """Return the services that a price at a token belongs to: the ones named last before it, else just after."""
        before = [r for r in references if r.start < at]
        if before:
            return before[-1].ids if at - before[-1].end <= _NEAR else ()
        after = [r for r in references if r.start > at]
        if after:
            return after[0].ids if after[0].start - at <= 4 else ()
        return self.last if len(self.last) == 1 else ()

    def _contradictions(self, tags, references, here, amounts, percents, free, is_free, every, place) -> None:
        values = {a for _, a in amounts}
        if "hedge" not in tags and not values and not percents:
            for hit in tags.get("plainly-free", ()):
                if self.text.words.negated(hit.start, 1, place[0]):
                    continue
                for service in tuple(self.prices) if every else self._nearest(references, hit.start):
                    if self.prices[service].kind in ("priced", "later") and service not in self.told:
                        self.wrong.append((service, place))
        if "if-money" not in tags:
            for at, amount in amounts:
                self._amount(references, at, amount, percents, place)
        if not is_free and not {"elsewhere", "paid-for"} & tags.keys():
            self._charged(tags, references, place)
        if not {"elsewhere", "if-money"} & tags.keys():
            self._pays(tags, references, place)
        for service in dict.fromkeys(i for r in references for i in r.ids):
            known = self.prices[service]
            if known.kind == "waiver" and self._waived(known):
                denied = "no" in here and "waiver" in here
                if denied or (values & known.amounts and not self.waives and not is_free):
                    self.wrong.append((service, place))

    def _charged(self, tags, references, place) -> None:
        """Note a charge, a share or a sliding scale that is told of a free service."""
        for tag in ("charging", "sliding"):
            for hit in tags.get(tag, ()):
                if self.text.words.negated(hit.start, _DENIED_WITHIN, place[0]):
                    continue
                for service in self._nearest(references, hit.start):
                    if self.prices[service].kind == "free":
                        self.wrong.append((service, place))

    def _pays(self, tags, references: list[Reference], place) -> None:
        """Note a price that the person is said to pay for a free service."""
        for hit in tags.get("person-pays", ()):
            after = next((r for r in references if 0 <= r.start - hit.end <= _FEW), None)
            what_for = any(h.start == hit.end for h in tags.get("what-for", ()))
            denied = self.text.words.negated(hit.end, _NEAR, place[0])
            services = after.ids if after else () if what_for else self._nearest(references, hit.end)
            wrong = [s for s in services if self.prices[s].kind == "free"]
            if not denied and number(self.words[hit.end - 1]):
                self.wrong += [(s, place) for s in wrong]

    def _amount(self, references: list[Reference], at: int, amount: float, percents: set, place) -> None:
        words = self.words
        services = self._nearest(references, at)
        if amount == 0 or len(services) != 1 or any(not r.ids and r.start < at for r in references):
            return
        after = words[at + 2] if at + 2 < len(words) else ""
        unit = words[at + 3] if at + 3 < len(words) else ""
        if not any(r.ids for r in references) and words[at - 1] == "is" and words[at - 2] not in _IT:
            return
        asked = after in _PER or words[at - 1] in _COPULA or (after in ("a", "an") and unit in _PER | {"hour"})
        asked = asked or bool({"deposit", "copay", "charges"} & set(words[max(place[0], at - 3) : at]))
        known = self.prices[services[0]]
        if not asked or amount in known.amounts:
            return
        multiple = any(a and amount % a == 0 for a in known.amounts)
        if known.kind == "free":
            self.wrong.append((services[0], place))
        elif known.kind not in ("priced", "coverage", "later") or multiple or percents & known.percents:
            return
        elif known.amounts - {0.0} or after in _PER:
            # "$103 a month" can be the person's share of a percentage; "$7 copay" can't.
            self.wrong.append((services[0], place))
