"""What a text says of a service's price that the directory contradicts."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from hartgrader.amounts import Amount
from hartgrader.mentions import Mentions, Reference
from hartgrader.prices import Price, counted, fits
from hartgrader.tags import Hit, Tagged
from hartgrader.words import CLAUSE_ENDS, number

Place = tuple[int, int]
# So many words before and after a word belong to it: what denies it, what it is of, what comes after an amount.
_DENIED_WITHIN = 4
_FAR = 9
_NEAR = 5
_AHEAD = 7
# An income may be rounded by so much, and a share told in words (a third) by so many points.
_EARNED_OFF = 0.06
_PARTS = {"half": 50.0, "third": 33.0, "quarter": 25.0, "tenth": 10.0}
_ROUND = 3.5
# What tells of another price than that of the service.
_NOT_HERE = ("elsewhere", "other-than")


@attrs.frozen
class Sentence:
    """One sentence as this module reads it; `last` is what the sentence before spoke of."""

    tags: dict[str, list[Hit]]
    start: int
    end: int
    references: list[Reference]
    amounts: list[Amount]
    is_free: bool
    every: bool
    last: tuple[str, ...]


class Contradictions:
    """Finds (service, tokens) of what can't be so; see `find`."""

    def __init__(
        self,
        text: Tagged,
        mentions: Mentions,
        prices: Mapping[str, Price],
        poverty_percent: float,
        earned: list[float],
    ) -> None:
        """`earned` is the person's income, by the month and by the year."""
        self.text, self.words = text, text.words.words
        self.mentions, self.prices, self.poverty, self.earned = mentions, prices, poverty_percent, earned
        self.waives = bool(set(self.words) & {"waive", "waived", "waives", "waiver"})
        self.slides = "sliding" in text.tags
        self.stated: dict[str, list[tuple[float, Place]]] = {}

    def find(self, sentence: Sentence, told: Mapping[str, Place]) -> list[tuple[str, Place]]:
        """Return the chosen services of whose price a sentence says something else than the directory."""
        wrong = {s for amount in sentence.amounts for s in self._amount(sentence, amount)}
        wrong |= self._free(sentence, told) | self._ceiling(sentence) | self._days(sentence) | self._percent(sentence)
        wrong |= self._from_start(sentence) | self._insured(sentence) | self._eased(sentence) | self._waiver(sentence)
        if not sentence.is_free and "spared" not in sentence.tags:
            wrong |= self._charged(sentence)
        return [(s, (sentence.start, sentence.end)) for s in sorted(wrong)]

    # What a place in a sentence belongs to

    def _services(self, sentence: Sentence, at: int) -> tuple[str, ...]:
        return self.mentions.nearest(sentence.references, at, sentence.last).ids

    def _has(self, sentence: Sentence, tag: str, start: int, end: int) -> bool:
        return any(start <= h.start and h.end <= end for h in sentence.tags.get(tag, ()))

    def _clause(self, sentence: Sentence, at: int) -> Place:
        """Return the tokens of the clause around a token."""
        return self.text.words.clause(at, at, sentence.start, sentence.end)

    def _open(self, sentence: Sentence, at: int) -> bool:
        """Whether the clause around a token asks, supposes or denies instead of telling."""
        start, end = self._clause(sentence, at)
        return self._has(sentence, "supposed", start, end) or self.text.words.negated(at, _FAR, sentence.start)

    # Amounts

    def _amount(self, sentence: Sentence, amount: Amount) -> list[str]:
        pays = self._has(sentence, "pays", max(sentence.start, amount.start - _NEAR), amount.end)
        references = sentence.references
        if self._has(sentence, "they-pay", max(sentence.start, amount.start - _NEAR), amount.start):
            # "Their income is under the limit, so they pay $15" doesn't speak of the limit's price.
            start, _ = self._clause(sentence, amount.start)
            aside = {h.start for h in sentence.tags.get("another", ()) if h.start < start}
            references = [r for r in references if r.ids or r.start not in aside]
        reference = self.mentions.nearest(references, amount.start, sentence.last, _AHEAD)
        if len(reference.ids) != 1 or not amount.value or not self._asked(sentence, amount, reference, references):
            return []
        service = reference.ids[0]
        known = self.prices[service]
        far = amount.start - reference.end > _FAR
        if known.kind == "free" and (far or "spared" in sentence.tags):
            return []
        if known.kind == "free" and amount.value in known.amounts:
            return [service] if amount.value in known.given and pays else []
        if known.kind == "free" and reference.whole and amount.value in known.beside:
            return []
        if amount.value in known.common or "mistaken" in sentence.tags:
            return []
        if not fits(known, amount, pays, [a.value for a in sentence.amounts]):
            return [service]
        if "range" not in sentence.tags:
            self.stated.setdefault(service, []).append((amount.value, (sentence.start, sentence.end)))
        return []

    def not_own(self, values: set[float]) -> list[tuple[str, Place]]:
        """Return what is told at another price than this person's, when the text has this person's nowhere.

        `values` are the amounts of the whole text.
        """
        found = []
        for service, stated in self.stated.items():
            known = self.prices[service]
            own = known.own - {0.0} if known.kind != "coverage" else known.own
            if not own or known.percents or any(counted(v, own) for v in values if v or 0.0 in own):
                continue
            found += [(service, place) for value, place in stated if value in known.amounts - known.own]
        return found

    def _asked(self, sentence: Sentence, amount: Amount, reference: Reference, references: list[Reference]) -> bool:
        """Whether an amount is told as the price of what is named last, of the sentence's references that count."""
        words, before = self.words, amount.start
        while before > sentence.start and self._has(sentence, "roughly", before - 1, before):
            before -= 1
        is_free = self.prices[reference.ids[0]].kind == "free"
        verbs = [h for h in sentence.tags.get("is-price", ()) if h.end == before]
        if is_free:
            # "Eight visits and two meetings at school are around $40" isn't said of the school.
            verbs = [h for h in verbs if h.start == reference.end or not self._has(sentence, "copula", *h[:2])]
        told = bool(verbs)
        told = told or any(h.start == amount.end for h in sentence.tags.get("fee-noun", ()))
        named = any(r.ids for r in sentence.references)
        bare = named and set(words[reference.end : before]) <= {":", ",", "(", "="} and reference.end <= before
        per = amount.unit and (not is_free or amount.start - reference.end <= 4)
        if not (per or told or bare) or (not named and not self._has_subject(sentence)):
            return False
        if amount.unit == "hour" and self.prices[reference.ids[0]].kind != "free":
            return False
        if any(abs(amount.value - e) <= _EARNED_OFF * e for e in self.earned):
            return False
        start, _ = self._clause(sentence, amount.start)
        if self._has(sentence, "if-money", sentence.start, amount.start) and start == sentence.start:
            return False
        # "That is $400 more" is told of an income.
        if any(self._has(sentence, "no-price", at, at + 1) for at in (amount.start - 1, amount.end)):
            return False
        # "What is left after rent would be $764"
        if self._has(sentence, "what-is-left", start, amount.start):
            return False
        # "Without it, two days are $330"
        if any(h.start == sentence.start for t in _NOT_HERE for h in sentence.tags.get(t, ())):
            return False
        near = max(start, amount.start - _FAR), min(sentence.end, amount.end + _NEAR)
        # "$18 instead of $60": the first is the price.
        if self._has(sentence, "elsewhere", *near) or self._has(sentence, "other-than", near[0], amount.start):
            return False
        if any(not r.ids and r.start < amount.start for r in references) or self._for_another(sentence, amount):
            return False
        return not self.text.words.negated(amount.start, _FAR, sentence.start)

    def _for_another(self, sentence: Sentence, amount: Amount) -> bool:
        """Whether an amount is for something else: *$60 bus fare*, *$3.50 for the bus*."""
        for_it = amount.end < sentence.end and self._has(sentence, "what-for", amount.end, amount.end + 1)
        ours = {r.start for r in sentence.references if r.ids}
        return any(
            0 <= h.start - amount.end <= (3 if for_it else 1) and h.start not in ours
            for h in sentence.tags.get("another", ())
        )

    def _has_subject(self, sentence: Sentence) -> bool:
        """Whether a sentence that names no service begins with what stands for one: *It is $5*, *The fee is $5*."""
        return self._has(sentence, "price-word", sentence.start, min(sentence.end, sentence.start + 2))

    # Words

    def _free(self, sentence: Sentence, told: Mapping[str, Place]) -> set[str]:
        """Return what is called free and isn't."""
        if any(a.value for a in sentence.amounts) or any(w in ("%", "percent") for w in self._sentence(sentence)):
            return set()
        wrong = set()
        zero = [Hit(a.start, a.end, "$ 0") for a in sentence.amounts]
        plain = [*sentence.tags.get("plainly-free", ()), *zero]
        for hit in plain or sentence.tags.get("free", ()):
            if self.text.words.negated(hit.start, 1, sentence.start):
                continue
            services = tuple(self.prices) if sentence.every else self._services(sentence, hit.start)
            for service in services:
                known = self.prices[service]
                hedged = "hedge" in sentence.tags or (known.insured and "insured" in sentence.tags)
                if plain and known.kind in ("priced", "later") and service not in told and not hedged:
                    wrong.add(service)
                sliding = known.kind == "sliding" and known.own and 0.0 not in known.own and service not in told
                if (
                    sliding
                    and not self.slides
                    and len(services) == 1
                    and not {"hedge", "medicaid"} & sentence.tags.keys()
                ):
                    wrong.add(service)
        return wrong

    def _sentence(self, sentence: Sentence) -> list[str]:
        return self.words[sentence.start : sentence.end]

    def _ceiling(self, sentence: Sentence) -> set[str]:
        """Return what is said to give more or less than it does."""
        wrong = set()
        for amount in sentence.amounts:
            if any(h.end == amount.start for h in sentence.tags.get("up-to", ())):
                for service in self._services(sentence, amount.start):
                    known = self.prices[service]
                    if known.kind == "free" and known.ceiling and amount.value != known.ceiling:
                        wrong.add(service)
        return wrong

    def _days(self, sentence: Sentence) -> set[str]:
        """Return what is said to be free for another time than it is."""
        wrong = set()
        for hit in sentence.tags.get("free-days", ()):
            told = [w for w in self.words[hit.start : hit.end] if number(w) is not None]
            times = {"week": 7, "weeks": 7, "month": 30, "months": 30}
            unit = next((times[w] for w in self.words[hit.start : hit.end] if w in times), 1)
            for service in self._services(sentence, hit.start):
                days = self.prices[service].free_days
                if days and told and abs(unit * number(told[0]) - days) > unit / 2:
                    wrong.add(service)
        return wrong

    def _percent(self, sentence: Sentence) -> set[str]:
        """Return what is said to take another share of the income than it does."""
        wrong = set()
        for hit in sentence.tags.get("of-income", ()):
            word = self.words[hit.start]
            share, off = (_PARTS[word], _ROUND) if word in _PARTS else (number(word) or 0.0, 0.5)
            if self._open(sentence, hit.start):
                continue
            near = max(sentence.start, hit.start - _NEAR), hit.start
            costs = any(self._has(sentence, tag, *near) for tag in ("is-price", "pays"))
            for service in self._object(sentence, hit):
                known = self.prices[service]
                off_by = min((abs(share - p) for p in known.percents), default=share)
                told = known.percents or (costs and known.kind == "free" and self._same_clause(sentence, hit.start))
                if off_by > off and told:
                    wrong.add(service)
        return wrong

    def _same_clause(self, sentence: Sentence, at: int) -> bool:
        """Whether what is named last before a token stands in its clause."""
        before = [r.end for r in sentence.references if r.start < at]
        return bool(before) and CLAUSE_ENDS.isdisjoint(self.words[before[-1] : at])

    def _from_start(self, sentence: Sentence) -> set[str]:
        """Return what is said to cost from the first day though it is free at first."""
        wrong = set()
        for hit in sentence.tags.get("from-start", ()):
            for service in self._services(sentence, hit.start) or self.prices:
                known = self.prices[service]
                if (
                    known.kind == "later"
                    and not sentence.is_free
                    and any(a.value == known.later for a in sentence.amounts)
                ):
                    wrong.add(service)
        return wrong

    def _insured(self, sentence: Sentence) -> set[str]:
        """Return what coverage is said to pay for, though the directory doesn't know of any."""
        wrong = set()
        for hit in sentence.tags.get("insurer-pays", ()):
            unsure = "unknown" in sentence.tags or self._open(sentence, hit.start)
            if unsure or self.text.words.negated(hit.end - 1, _DENIED_WITHIN, hit.start):
                continue
            after = next((r for r in sentence.references if 0 <= r.start - hit.end <= _NEAR), None)
            passive = self._has(sentence, "passive", hit.start, hit.end)
            # "The parents' plan covers it" speaks of what is named before.
            if not after and self._has(sentence, "pointed-at", hit.end, hit.end + 1):
                after = next((r for r in reversed(sentence.references) if r.ids and r.start < hit.start), None)
            services = after.ids if after else self._services(sentence, hit.start) if passive else ()
            wrong |= {s for s in services if not self._may_be_insured(self.prices[s], hit)}
        return wrong

    def _may_be_insured(self, known: Price, hit: Hit) -> bool:
        """Whether coverage can pay for a service; where a scale goes by income, only Medicaid pays all."""
        if known.kind == "sliding" and known.own and 0.0 not in known.own:
            return "medicaid" in hit.value
        return known.insured

    def _object(self, sentence: Sentence, hit: Hit) -> tuple[str, ...]:
        """Return what is named within a few words after a phrase, or last before it."""
        after = next((r for r in sentence.references if r.ids and 0 <= r.start - hit.end <= _NEAR), None)
        if after:
            return after.ids
        return self._services(sentence, hit.start)

    def _eased(self, sentence: Sentence) -> set[str]:
        """Return what is said to be cheaper for somebody, though the directory doesn't say so."""
        wrong = set()
        for hit in sentence.tags.get("discount", ()):
            if self._open(sentence, hit.start) or not sentence.tags.keys().isdisjoint(_NOT_HERE):
                continue
            for service in self._object(sentence, hit):
                known = self.prices[service]
                if not known.eased and not (known.kind == "free" and "waive" in hit.value):
                    wrong.add(service)
        return wrong

    def _waiver(self, sentence: Sentence) -> set[str]:
        """Return what is said to be owed though it is waived for this person."""
        wrong, here = set(), set(self._sentence(sentence))
        values = {a.value for a in sentence.amounts}
        for service in {i for r in sentence.references for i in r.ids}:
            known = self.prices[service]
            if known.kind == "waiver" and known.waived_to is not None and self.poverty <= known.waived_to:
                denied = "no" in here and "waiver" in here
                if denied or (values & known.amounts and not self.waives and not sentence.is_free):
                    wrong.add(service)
        return wrong

    def _charged(self, sentence: Sentence) -> set[str]:
        """Return the free services of which a charge, a share or a sliding scale is told."""
        wrong: set[str] = set()
        named = any(r.ids for r in sentence.references)
        if not named and not self._has_subject(sentence):
            return wrong
        for tag in ("charging", "sliding"):
            for hit in sentence.tags.get(tag, ()):
                start, end = max(sentence.start, hit.start - _NEAR), min(sentence.end, hit.end + 2)
                spared = any(self._has(sentence, t, start, end) for t in (*_NOT_HERE, "paid-for"))
                if not spared and not self.text.words.negated(hit.start, _DENIED_WITHIN, sentence.start):
                    reference = self.mentions.nearest(sentence.references, hit.start, sentence.last)
                    wrong |= {s for s in reference.ids if self._is_wrongly_charged(sentence, reference, s)}
        return wrong

    def _is_wrongly_charged(self, sentence: Sentence, reference: Reference, service: str) -> bool:
        """Whether a service is free, and what is charged isn't another service of its organization."""
        known = self.prices[service]
        told = {a.value for a in sentence.amounts}
        return known.kind == "free" and not (reference.whole and told & known.beside)
