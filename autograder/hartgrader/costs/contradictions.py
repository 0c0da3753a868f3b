"""What a text says of a service's price that the directory contradicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from hartgrader.costs import charges, coverage, limits
from hartgrader.costs.case import Case
from hartgrader.costs.sentences import DENIED_WITHIN, NEAR, NOT_HERE, Place, Sentence
from hartgrader.costs.ties import is_others, is_set_against, is_stranger
from hartgrader.costs.wrong_amounts import WrongAmounts
from hartgrader.tags import Hit, Tagged
from hartgrader.words import number

# "Not totally free"
_JUST = 2
# A share may be told in words (a third), and be off by so many points.
_PARTS = {"half": 50.0, "third": 33.0, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
_ROUND = 3.5
# A share that was worked out from an amount is that of the income but for rounding.
_WORKED_OUT = 0.1
_MAY = ("can", "could", "may", "might")
_PAID = ("priced", "later", "sliding", "coverage")
_FREE = ("free", "plainly-free")
_SHARES = frozenset(["%", "percent"])


def _spared(case: Case, sentence: Sentence) -> set[str]:
    """Return what is said to take no share of the income, or no deposit, though it takes one."""
    wrong = set()
    for hit in sentence.tags.get("no-part", ()):
        if {"hedge", "unknown", "in-general", "pays-part"} & sentence.tags.keys() or sentence.supposes(hit.start):
            continue
        part = sentence.text.words[hit.end - 1]
        for service in sentence.object_of(hit):
            known = case.prices[service]
            if known.kind == "priced" and part in known.nouns and (known.share or known.once):
                wrong.add(service)
    return wrong


def _harmless(case: Case, sentence: Sentence) -> set[str]:
    """Return what is said to pay without an effect on benefits, though its pay counts as income."""
    paying = {s: known for s, known in case.prices.items() if known.counts}
    told = {a.value for a in sentence.amounts}
    spoken = {s for s, known in paying.items() if told & known.given or "stipend" in sentence.words}
    spoken |= paying.keys() & {i for r in sentence.references for i in r.ids}
    open_still = all(sentence.supposes(h.start, but=_MAY) for h in sentence.tags["no-effect"])
    return set() if open_still or sentence.is_open("unsure") else spoken


def _percent(case: Case, sentence: Sentence) -> set[str]:
    """Return what is said to take another share of the income than it does."""
    wrong = set()
    for hit in sentence.tags.get("of-income", ()):
        word = sentence.text.words[hit.start]
        base = number(sentence.text.words[hit.end - 1]) if "$" in hit.value else None
        if base and not case.payer.has(base):
            continue
        share, off = (_PARTS[word], _ROUND) if word in _PARTS else (number(word) or 0.0, 0.5)
        if sentence.leaves_open(hit.start) or is_stranger(sentence, hit.start, sentence.clause(hit.start)[0]):
            continue
        # "Four visits are $60, which is 5.5% of their income" is worked out, and no rule.
        before = [a.value for a in sentence.amounts if a.start < hit.start]
        if any(abs(v - share * e / 100) <= _WORKED_OUT * v for v in before for e in case.payer.owned):
            continue
        near = max(sentence.start, hit.start - NEAR), hit.start
        costs = any(sentence.has(tag, *near) for tag in ("is-price", "pays"))
        for service in sentence.object_of(hit):
            known = case.prices[service]
            off_by = min((abs(share - p) for p in known.percents), default=share)
            told = known.percents or (costs and known.kind == "free" and _is_taken(sentence, hit))
            if off_by > off and told:
                wrong.add(service)
    return wrong


def _each_child(case: Case, sentence: Sentence) -> set[str]:
    """Return what is said to take a share of the income for each child."""
    wrong = set()
    shares = {h.end for h in sentence.tags.get("share", ())}
    values = {a.end: a.value for a in sentence.amounts}
    for hit in sentence.tags.get("for-each-child", ()):
        if sentence.leaves_open(hit.start):
            continue
        for service in sentence.told_of(hit.start):
            known = case.prices[service]
            counted = "number" in hit.value
            if known.percents and (counted or hit.start in shares or known.may_be(values.get(hit.start, 0.0))):
                wrong.add(service)
    return wrong


def _base(case: Case, sentence: Sentence) -> set[str]:
    """Return what is said to take its share of a price, though it takes it of the income."""
    wrong = set()
    for hit in sentence.tags.get("of-price", ()):
        share = number(sentence.text.words[hit.start])
        if not sentence.leaves_open(hit.start):
            shares = [(s, case.prices[s].percents) for s in sentence.object_of(hit)]
            wrong |= {s for s, percents in shares if percents and (share is None or share in percents)}
    return wrong


def _step(case: Case, sentence: Sentence) -> set[str]:
    """Return the sliding scale on which the person is said to stand on another step than the income's."""
    wrong = set()
    for name, lowest in (("on-lowest-step", True), ("on-higher-step", False)):
        for hit in sentence.tags.get(name, ()):
            if not sentence.leaves_open(hit.start) and "in-general" not in sentence.tags:
                places = {s: case.prices[s].lowest for s in sentence.told_of(hit.start) or case.prices}
                wrong |= {s for s, own in places.items() if own is not None and own != lowest}
    return wrong


def _is_taken(sentence: Sentence, hit: Hit) -> bool:
    """Whether a share of the income is told of what is named in its clause, or before: *They pay 30% for it*."""
    if sentence.is_named:
        return sentence.names_in_clause(hit.start)
    after = hit.end == sentence.end or sentence.begins("for-it", hit.end)
    settled = "hedge" not in sentence.tags or "from-start" in sentence.tags
    return after and settled and sentence.told_of(hit.start) == sentence.last


def _from_start(case: Case, sentence: Sentence) -> set[str]:
    """Return what is said to cost from the first day though it is free at first."""
    wrong = set()
    for hit in sentence.tags.get("from-start", ()):
        for service in sentence.named_at(hit.start) or case.prices:
            known = case.prices[service]
            if known.kind == "later" and not sentence.is_free and any(a.value == known.later for a in sentence.amounts):
                wrong.add(service)
    return wrong


def _eased(case: Case, sentence: Sentence) -> set[str]:
    """Return what is said to be cheaper for somebody, though the directory doesn't say so."""
    wrong = set()
    shared = "other-half" in sentence.tags
    half = [h for h in sentence.tags.get("half", ()) if sentence.ends_at(h.end) and not shared]
    for hit in [*sentence.tags.get("discount", ()), *half]:
        if sentence.leaves_open(hit.start) or any(sentence.has(t, *sentence.part(hit.start)) for t in NOT_HERE):
            continue
        for service in sentence.object_of(hit):
            known = case.prices[service]
            # What is waived up to an income is waived wholly.
            cut = not known.eased or (known.kind == "waiver" and ("half" in hit.value or "%" in hit.value))
            if cut and not (known.kind == "free" and "waive" in hit.value):
                wrong.add(service)
    return wrong


# What finds it, and the tags where it is asked.
FINDERS = {
    _harmless: ("no-effect",),
    _percent: ("of-income",),
    _from_start: ("from-start",),
    _eased: ("discount", "half"),
    _spared: ("no-part",),
    _each_child: ("for-each-child",),
    _base: ("of-price",),
    _step: ("on-lowest-step", "on-higher-step"),
}
ASKED: dict[str, list[Callable[[Case, Sentence], set[str]]]] = {}
for _find, _tags in (FINDERS | charges.FINDERS | coverage.FINDERS | limits.FINDERS).items():
    for _tag in _tags:
        ASKED.setdefault(_tag, []).append(_find)


class Contradictions:
    """Finds (service, tokens) of what can't be so; see `find`."""

    def __init__(self, text: Tagged, case: Case) -> None:
        self.text, self.case, self.amounts = text, case, WrongAmounts(case)
        self.paid = {s for s, price in case.prices.items() if price.kind in _PAID}
        self.waived = [s for s, price in case.prices.items() if price.is_waived(case.payer.poverty)]

    def find(self, sentence: Sentence, told: Mapping[str, Place]) -> list[tuple[str, Place]]:
        """Return the chosen services of whose price a sentence says something else than the directory."""
        wrong: set[str] = set()
        for amount in sentence.amounts:
            wrong.update(self.amounts.of(sentence, amount))
        if not sentence.tags.keys().isdisjoint(_FREE) and (untold := self.paid - told.keys()):
            wrong |= self._free(sentence, untold)
        for service in self.waived:
            if self._is_owed(sentence, service):
                wrong.add(service)
        for tag in filter(sentence.tags.__contains__, ASKED):
            for find in ASKED[tag]:
                wrong |= find(self.case, sentence)
        return [(s, sentence.place) for s in sorted(wrong)] if wrong else []

    def _free(self, sentence: Sentence, untold: set[str]) -> set[str]:
        """Return what of the services that aren't free, and whose price isn't told, is called free."""
        zero = [Hit(a.start, a.end, "$ 0") for a in sentence.amounts if not a.value]
        plain = [*sentence.tags.get("plainly-free", ()), *zero]
        wrong = set()
        # "Free instead of $60" tells no price.
        owed = {a.value for a in sentence.amounts if not is_set_against(sentence, a)}
        shares = not _SHARES.isdisjoint(sentence.words)
        for hit in plain or sentence.tags["free"]:
            if sentence.denied(hit.start, _JUST) or sentence.has("elsewhere", *sentence.clause(hit.start)):
                continue
            # "There is no copay at Millrace" speaks of what comes after.
            noun = sentence.holds_noun(hit)
            named = sentence.object_of(hit) if noun else sentence.named_at(hit.start) or sentence.object_of(hit)
            services = tuple(self.case.prices) if sentence.every else named
            for service in untold.intersection(services):
                known = self.case.prices[service]
                if "deposit" in sentence.text.words[hit.start : hit.end] and "deposit" not in known.nouns:
                    continue
                if any(known.may_be(v) for v in owed) or (shares and known.percents) or sentence.is_open("hedge"):
                    continue
                if known.kind in ("priced", "later"):
                    in_part = (noun and "pays-part" in sentence.tags) or (known.insured and "insured" in sentence.tags)
                    told = plain and not in_part
                else:
                    told = len(services) == 1 and known.own and 0.0 not in known.own and not self._is_eased(sentence)
                if told:
                    wrong.add(service)
        return wrong

    def _is_eased(self, sentence: Sentence) -> bool:
        """Whether the text speaks of a scale, or the sentence of Medicaid that pays."""
        covers = [h for h in sentence.tags.get("insured", ()) if not sentence.denied(h.start, DENIED_WITHIN)]
        medicaid = "medicaid" in sentence.tags or any(h.value == "medicaid" for h in covers)
        return medicaid or "sliding" in self.text.tags

    def _is_owed(self, sentence: Sentence, service: str) -> bool:
        """Whether a service that is waived for this person is said to be owed."""
        if not any(service in r.ids for r in sentence.references):
            return False
        # "Others pay $75" isn't told of them.
        values = {a.value for a in sentence.amounts if not is_others(sentence, a)}
        denied = {"no", "waiver"}.issubset(sentence.words)
        owed = not values.isdisjoint(self.case.prices[service].amounts) and not sentence.is_free
        return denied or (owed and not self._waives)

    @cached_property
    def _waives(self) -> bool:
        """Whether the text says anywhere that a price is waived."""
        waived = [h for tags in self.text.sentences for tag in ("waived", "waives") for h in tags.get(tag, ())]
        return any(not self.text.words.negated(h.start, DENIED_WITHIN) for h in waived)
