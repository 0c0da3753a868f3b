"""Amounts that can't be what a service costs, or not what it costs this person."""

from __future__ import annotations

from hartgrader.costs.amounts import Amount
from hartgrader.costs.case import Case
from hartgrader.costs.mentions import Reference
from hartgrader.costs.prices import Price, counted, fits
from hartgrader.costs.sentences import FAR, NEAR, NOT_HERE, Place, Sentence
from hartgrader.costs.ties import for_another, is_stranger, is_sum, named, of_another
from hartgrader.tags import Hit

# A ride there and back
_BOTH_WAYS = frozenset(["both-ways", "and-back"])
# Between a name and its price there may be no more than these.
_LEADS = frozenset([":", ",", "(", "="])
# So many payments a sum may be cut into.
_BITS = 52
# So many words behind an amount it may be said that it is due once.
_SOON = 3


class WrongAmounts:
    """Finds the amounts that are told as the price of a chosen service and contradict the directory."""

    def __init__(self, case: Case) -> None:
        self.prices, self.payer = case.prices, case.payer
        self.gives = any(price.given for price in case.prices.values())
        self.stated: dict[str, list[tuple[float, str, Place]]] = {}

    def of(self, sentence: Sentence, amount: Amount) -> list[str]:
        """Return the service of which an amount can't be the price."""
        if not amount.value or self.payer.has(amount.value):
            return []
        if self.gives and (wrong := self._given_often(sentence, amount)):
            return wrong
        if not _BOTH_WAYS.isdisjoint(sentence.tags) and (wrong := self._there_and_back(sentence, amount)):
            return wrong
        if sentence.begins("share", amount.start):
            # "30 cents of every dollar"
            return []
        if self.gives and not sentence.is_named and (unnamed := self._paid_by_all(sentence, amount)):
            return unnamed
        if not self._may_be_asked(sentence, amount):
            return []
        reference, references = named(sentence, amount, self.prices)
        if len(reference.ids) != 1 or not self._asked(sentence, amount, reference, references):
            return []
        service = reference.ids[0]
        known = self.prices[service]
        pays = sentence.has("pays", max(sentence.start, amount.start - NEAR), amount.end)
        told_of_other = not sentence.is_named and self._is_owed(amount.value, service)
        if told_of_other or "mistaken" in sentence.tags or self._fare(sentence, amount, known):
            return []
        # "The papers are $42, which he must pay"
        which = range(amount.end, amount.end + 2)
        later = any(sentence.begins("relative", at) for at in which)
        later = later and sentence.has("they-pay", amount.end, amount.end + NEAR)
        spared = known.paid and "spared" in sentence.tags
        if known.kind == "free" and amount.value in known.given and (pays or later) and not spared:
            return [service]
        if self._is_given(sentence, amount, reference):
            return []
        due = known.units.get(amount.value)
        if due in ("week", "month") and amount.unit in ("", "use") and self._is_once(sentence, amount):
            return [service]
        if due == "use" and sentence.begins("both-ways", amount.end):
            return [service]
        doubled = amount.value not in known.amounts and sentence.has("one-ride", amount.end, amount.end + 2)
        single = {a for a, unit in known.units.items() if unit == "use"} - {a.value for a in sentence.amounts}
        if doubled and amount.value / 2 in single:
            return [service]
        if not fits(known, amount, pays, [a.value for a in sentence.amounts]):
            return [service]
        # "Between 100 and 150%" is no range of prices.
        ranges = [h for h in sentence.tags.get("range", ()) if "%" not in sentence.text.words[h.end : h.end + NEAR]]
        if not ranges:
            # "The doctor costs them $60": nothing is counted.
            alone = known.kind == "sliding" and not amount.unit and not {"so-many", "counted"} & sentence.tags.keys()
            unit = "use" if alone or amount.unit == "rate" or self._for_one(sentence, amount) else amount.unit
            self.stated.setdefault(service, []).append((amount.value, unit, sentence.place))
        return []

    def _paid_by_all(self, sentence: Sentence, amount: Amount) -> list[str]:
        """Return the service that pays what the person is said to bring: *They have to bring $42 for the papers*."""
        near = max(sentence.start, amount.start - NEAR), min(sentence.end, amount.end + NEAR)
        brought = any(sentence.has(tag, *near) for tag in ("bears", "they-pay"))
        if not brought or sentence.leaves_open(amount.start) or any(t in sentence.tags for t in NOT_HERE):
            return []
        return [s for s, known in self.prices.items() if known.paid and amount.value in known.given]

    def _is_owed(self, value: float, service: str) -> bool:
        """Whether another chosen service than a free one has a price: *it is $15* may be said of that."""
        free = self.prices[service].kind == "free"
        return free and any(value in known.own for s, known in self.prices.items() if s != service)

    def _is_given(self, sentence: Sentence, amount: Amount, reference: Reference) -> bool:
        """Whether an amount is what a service gives or spares, or else nothing that it asks for."""
        known = self.prices[reference.ids[0]]
        if known.share is not None and sentence.begins("meets", reference.end):
            # "The subsidy pays $800"
            return True
        if known.kind != "free":
            return False
        charged = any(sentence.has(t, amount.start - 4, amount.start) for t in ("they-pay", "they-ask"))
        far = amount.start - reference.end > FAR and not charged
        if far or "spared" in sentence.tags or (known.eased and "optional" in sentence.tags):
            return True
        # "Repairs are free up to $3,000, and a rail is $300"
        costs_less = known.ceiling and sentence.is_free and amount.value < known.ceiling
        if costs_less and not sentence.has("they-pay", sentence.start, amount.start):
            return True
        if amount.value in known.amounts or (reference.whole and amount.value in known.beside):
            return True
        # "The fund pays $500" says how much.
        met = sentence.is_met(amount.start) and not (
            known.ceiling and self._verbs(sentence, self._begins(sentence, amount))
        )
        return met or self._part_of_given(sentence, amount, known)

    def _given_often(self, sentence: Sentence, amount: Amount) -> list[str]:
        """Return the service that is said to give each month, or bit by bit, what it gives once."""
        told = [i for r in sentence.references for i in r.ids if r.start < amount.start]
        if not told and sentence.has("gives", sentence.start, amount.start):
            told = list(sentence.last)
        if not told or not self.prices[told[-1]].given or sentence.has("elsewhere", *sentence.place):
            return []
        # "The fund can give $200 every month" tells what it gives.
        if sentence.supposes(amount.start, but=("can",)) or sentence.denied(amount.start, FAR):
            return []
        known, often = self.prices[told[-1]], amount.unit in ("week", "month")
        given = sentence.has("gives", sentence.start, amount.end)
        bits = known.lump and given and (often or sentence.has("bit-by-bit", *sentence.clause(amount.start)))
        parts = bits and any(
            g % amount.value == 0 and 1 < g / amount.value <= _BITS for g in known.given if amount.value
        )
        return [told[-1]] if parts or ((often or bits) and amount.value in known.given) else []

    def _there_and_back(self, sentence: Sentence, amount: Amount) -> list[str]:
        """Return the service whose price of one ride is told for two: *They drive him there and back for $18*."""
        ours = [i for r in sentence.references for i in r.ids if r.start < amount.start]
        start, end = sentence.clause(amount.start)
        trip = sentence.has("both-ways", start, amount.start) and not sentence.has("counted", amount.end, end)
        both = trip or sentence.ends("and-back", amount.start) or sentence.begins("and-back", amount.end)
        compared = sentence.has("other-than", start, amount.start) or sentence.leaves_open(amount.start)
        compared = compared or any(a.value == amount.value and a is not amount for a in sentence.amounts)
        if not both or not ours or amount.unit or compared:
            return []
        return [ours[-1]] if self.prices[ours[-1]].units.get(amount.value) == "use" else []

    def _for_one(self, sentence: Sentence, amount: Amount) -> bool:
        """Whether an amount is the price of one visit: *the $30 step*, *$30 when they see the doctor*."""
        at = amount.end
        each = not amount.unit and sentence.text.words[at : at + 1] == ["each"]
        if each or sentence.begins("each-time", at):
            return True
        start, _ = sentence.clause(amount.start)
        return sentence.has("fee-noun", at, at + 1) or sentence.has("one-visit", start, amount.start)

    def _is_once(self, sentence: Sentence, amount: Amount) -> bool:
        """Whether an amount is said to be due a single time: *$18 once*, *a one-time fee of $18*."""
        if sentence.ends("once-of", amount.start):
            return True
        after = [h for h in sentence.tags.get("once", ()) if 0 <= h.start - amount.end <= _SOON]
        return any(sentence.ends_at(h.end) or h.value == "1 time" for h in after)

    def _part_of_given(self, sentence: Sentence, amount: Amount, known: Price) -> bool:
        """Whether what a service pays or spares is told in parts: *The ID is $26, the certificate $16, so $42*."""
        rest = {g - amount.value for g in known.given}
        charged = sentence.has("they-pay", sentence.start, amount.start)
        return not charged and any(a.value in rest for a in sentence.amounts)

    def not_own(self, values: set[float], covered: bool) -> list[tuple[str, Place]]:
        """Return what is told at another price than this person's, when the text has this person's nowhere.

        `values` are the amounts of the whole text; `covered` is whether it speaks of coverage that pays all.
        """
        found = []
        for service, stated in self.stated.items():
            known = self.prices[service]
            all_paid = known.kind == "sliding" and known.own == {0.0}
            own = known.own if all_paid or known.kind == "coverage" else known.own - {0.0}
            if not own or known.percents or (all_paid and covered):
                continue
            each = frozenset(v for v, per, _ in stated if per == "use") - own
            left = {v for v in values - each if (v or 0.0 in own) and not counted(v, each) and not self.payer.has(v)}
            # With Medicaid it is $0: that says nothing of what it is without.
            if left & own or any(counted(v, own) for v in left if v and not each):
                continue
            found += [(service, place) for value, _, place in stated if value in known.amounts - known.own]
        return found

    def _may_be_asked(self, sentence: Sentence, amount: Amount) -> bool:
        """Whether an amount stands where `_asked` may find a price, whatever it belongs to."""
        if "share" in sentence.tags:
            return True
        if not sentence.is_named and not sentence.begins_with_price():
            return False
        before = self._begins(sentence, amount)
        if amount.unit or sentence.ends("is-price", before) or sentence.begins("fee-noun", amount.end):
            return True
        led = before == sentence.start or sentence.text.words[before - 1] in _LEADS
        return led or any(r.end == before for r in sentence.references)

    def _asked(self, sentence: Sentence, amount: Amount, reference: Reference, references: list[Reference]) -> bool:
        """Whether an amount is told as the price of what is named last, of the sentence's references that count."""
        words, before = sentence.text.words, self._begins(sentence, amount)
        is_free = self.prices[reference.ids[0]].kind == "free"
        verbs = self._verbs(sentence, before)
        if is_free:
            # "Eight visits and two meetings at school are around $40" isn't said of the school.
            itself = sentence.has("relative", reference.end, reference.end + 1)
            verbs = [
                h
                for h in verbs
                if itself or sentence.names_to(reference, h.start) or not sentence.has("copula", *h[:2])
            ]
        told = bool(verbs)
        told = told or sentence.begins("fee-noun", amount.end)
        here = sentence.is_named or any(r.ids for r in references)
        bare = here and set(words[reference.end : before]) <= _LEADS and reference.end <= before
        bare = bare or (
            here and before > sentence.start and words[before - 1] == ":" and sentence.names_to(reference, before - 1)
        )
        # "SNAP, up to $306 a month" is what it gives.
        gives = sentence.ends("up-to", amount.start)
        per = amount.unit and (not is_free or (amount.start - reference.end <= 4 and not gives))
        if not (per or told or bare) or (not here and not sentence.begins_with_price()):
            return False
        pays = sentence.has("they-pay", max(sentence.start, amount.start - NEAR), amount.start)
        if amount.unit == "rate" and not pays and not (is_free and (told or bare)):
            return False
        if self._is_subsidized(sentence, amount, reference):
            return False
        start, _ = sentence.clause(amount.start)
        supposes = sentence.has("if-money", sentence.start, amount.start) and "without-it" not in sentence.tags
        if supposes and start == sentence.start:
            return False
        # "That is $400 more" is told of an income.
        beside = [amount.end] if verbs else [amount.start - 1, amount.end]
        if any(sentence.has("no-price", at, at + 1) for at in beside):
            return False
        # "What is left after rent would be $764"
        if sentence.has("what-is-left", start, amount.start):
            return False
        # "Without it, two days are $330"
        if any(sentence.begins(tag, sentence.start) for tag in NOT_HERE):
            return False
        near = max(start, amount.start - FAR), min(sentence.end, amount.end + NEAR)
        # "$18 instead of $60": the first is the price.
        full = any(0 <= amount.start - h.end <= 1 for h in sentence.tags.get("pays-full", ()))
        if (not full and sentence.has("elsewhere", *near)) or sentence.has("other-than", near[0], amount.start):
            return False
        # "A bus pass is $18 a week" has the price and not the time.
        due = self.prices[reference.ids[0]].units.get(amount.value, amount.unit)
        if is_stranger(sentence, amount.start, start):
            return False
        known = self.prices[reference.ids[0]]
        aside = due == amount.unit and of_another(sentence, amount, reference, references, known)
        if aside or for_another(sentence, amount, reference) or is_sum(sentence, amount, reference, known):
            return False
        # "She isn't a senior, they take $5" denies no price.
        begins = [h.start for t in ("they-ask", "they-pay") for h in sentence.tags.get(t, ()) if h.end <= amount.start]
        return not sentence.denied(amount.start, min(FAR, amount.start - max(begins, default=sentence.start)))

    def _is_subsidized(self, sentence: Sentence, amount: Amount, reference: Reference) -> bool:
        """Whether what is named is paid in part by a service and has its own price: *Day care is $235 a week*."""
        part = self.prices[reference.ids[0]].nouns & {"copay", "share"}
        paid = sentence.has("fee-noun", amount.end, amount.end + 1) or "net" in sentence.tags
        paid = paid or sentence.has("they-pay", reference.end, amount.start)
        return bool(part) and not paid and sentence.begins("subsidized", reference.start)

    def _begins(self, sentence: Sentence, amount: Amount) -> int:
        """Return where an amount begins with what makes it rough: *about $5*."""
        before = amount.start
        while before > sentence.start and sentence.has("roughly", before - 1, before):
            before -= 1
        return before

    def _verbs(self, sentence: Sentence, before: int) -> list[Hit]:
        """Return what tells right before a token that an amount is a price."""
        return [h for h in sentence.tags.get("is-price", ()) if h.end == before]

    def _fare(self, sentence: Sentence, amount: Amount, known: Price) -> bool:
        """Whether an amount is what everybody pays: for a paper, or for rides where a service has no price for one."""
        if amount.value in known.common | known.papers:
            return True
        start, end = sentence.clause(amount.start)
        if not sentence.has("travel", max(sentence.start, start - FAR), end):
            return False
        # "8 bus rides at $2 would be $16"
        bus = any(not r.ids and start <= r.start < amount.start for r in sentence.references)
        bus = bus and any(a.value in known.common and start <= a.start < amount.start for a in sentence.amounts)
        return (
            (bus or "use" not in known.units.values())
            and amount.value not in known.amounts
            and counted(amount.value, known.common)
        )
