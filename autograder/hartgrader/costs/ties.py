"""What an amount in a sentence on costs belongs to: a chosen service, or something else that has a price."""

from __future__ import annotations

from collections.abc import Mapping

from hartgrader.costs.amounts import Amount
from hartgrader.costs.mentions import Reference
from hartgrader.costs.prices import Price
from hartgrader.costs.sentences import NEAR, Place, Sentence
from hartgrader.words import PERSON

# How far behind an amount what it is for may stand.
_AHEAD = 7
# How far before an amount it may be said that it is only compared with.
_COMPARED = 4
# What tells of another price than that of the service.
_TOLD = ("price-word", "is-price", "they-pay")
# What only says with what a price goes, and has none itself: an income, coverage.
_GROUNDS = ("means", "insured")
# What a bus takes part in.
_RIDES = frozenset(["pass", "ride", "rides", "fare"])


def named(sentence: Sentence, amount: Amount, prices: Mapping[str, Price]) -> tuple[Reference, list[Reference]]:
    """Return what an amount belongs to, and the sentence's references that count for it."""
    references = sentence.references
    for hit in sentence.tags.get("meanwhile", ()):
        # "Somebody for the baby during the lawyer's meetings, $9 an hour" isn't paid to the lawyer.
        _, end = sentence.clause(hit.start)
        references = [r for r in references if not (hit.start < r.start < end <= amount.start)]
    if ")" in sentence.text.words[sentence.start : amount.start]:
        # "The clinic (income limit 200%): $25"
        begin, end = _parenthesis(sentence, amount.start)
        references = [r for r in references if r.ids or not begin < r.start < end]
    if subject := _subject(sentence, amount):
        return subject, [subject]
    if sentence.has("they-pay", max(sentence.start, amount.start - NEAR), amount.start):
        # "Their income is under the limit, so they pay $15" doesn't speak of the limit's price.
        start, _ = sentence.clause(amount.start)
        aside = {h.start for h in sentence.tags.get("another", ()) if h.start < start}
        aside |= {h.start for h in sentence.tags.get("insured", ())}
        references = [r for r in references if r.ids or r.start not in aside]
    if scale := _by_scale(sentence, amount, prices):
        return scale, [scale]
    reference = sentence.mentions.nearest(references, amount.start, sentence.last, _AHEAD)
    if reference.start > amount.start and sentence.has("joins", amount.end, reference.start):
        # "They pay $30 a visit and the desk is free"
        return Reference(amount.start, amount.start, ()), references
    if reference.ids or not (sentence.last or sentence.is_named):
        return reference, references
    left = _with_income_aside(sentence, amount, references)
    other = sentence.mentions.nearest(left, amount.start, sentence.last, _AHEAD)
    # Nobody's income or guideline is paid by the visit, or has steps.
    by_visit = amount.unit == "use" or sentence.has("step", amount.end, amount.end + 1)
    own = any(prices[i].may_be(amount.value) or (by_visit and prices[i].kind == "sliding") for i in other.ids)
    return (other, left) if own else (reference, references)


def _parenthesis(sentence: Sentence, at: int) -> Place:
    """Return between which tokens the last parenthesis stands that ends before a token."""
    words = sentence.text.words
    end = next(i for i in range(at - 1, sentence.start - 1, -1) if words[i] == ")")
    return next((i for i in range(end, sentence.start - 1, -1) if words[i] == "("), end), end


def _by_scale(sentence: Sentence, amount: Amount, prices: Mapping[str, Price]) -> Reference | None:
    """Return the one service that goes by income, for a price per visit beside a share: *At 82% a visit is $15*."""
    if "share" not in sentence.tags:
        return None
    sliding = [s for s, known in prices.items() if known.kind == "sliding"]
    means = {h.start for t in (*_GROUNDS, "step") for h in sentence.tags.get(t, ())}
    if len(sliding) != 1 or not means.issuperset([r.start for r in sentence.references]):
        return None
    # "They miss the $45 step" tells of another step.
    no_step = sentence.has("step", amount.end, amount.end + 1) and amount.value not in prices[sliding[0]].amounts
    by_visit = amount.unit == "use" or no_step
    return Reference(amount.start, amount.start, tuple(sliding)) if by_visit else None


def _subject(sentence: Sentence, amount: Amount) -> Reference | None:
    """Return whose price an amount is when that is told on the way: *An interpreter who comes to the doctor is $20*."""
    if not sentence.ends("is-price", amount.start):
        return None
    nouns = {h.start for h in sentence.tags.get("price-noun", ())}
    for reference in reversed(sentence.references):
        # "The copay for after-school care is $90" tells the copay.
        noun = reference.start in nouns and sentence.has("what-for", reference.end, reference.end + 1)
        if len(reference.ids) == 1 and (noun or sentence.has("relative", reference.end, reference.end + 1)):
            apart = sentence.text.words[reference.end : amount.start]
            return reference if not {",", "and", "but"}.intersection(apart) else None
    return None


def _with_income_aside(sentence: Sentence, amount: Amount, references: list[Reference]) -> list[Reference]:
    """Return the references without what an earlier clause says of income: *With no income they can, it is $18*."""
    start, _ = sentence.clause(amount.start)
    if any(sentence.has(t, amount.end, amount.end + 1) for t in ("fee-noun", "step")):
        # "That is 150 percent of poverty, so the $45 step"
        aside = {h.start for t in _GROUNDS for h in sentence.tags.get(t, ()) if h.start < amount.start}
    elif amount.unit == "use" or any(sentence.has(t, start, amount.start) for t in _TOLD):
        aside = {h.start for h in sentence.tags.get("means", ()) if h.start < start}
        if sentence.has("they-pay", start, amount.start):
            priced = {h.start for t in ("another", "partner") for h in sentence.tags.get(t, ())}
            aside |= {r.start for r in references if r.start < start} - priced
    else:
        return references
    return [r for r in references if r.ids or r.start not in aside]


def is_stranger(sentence: Sentence, at: int, start: int) -> bool:
    """Whether what stands at a token is told of something new: *where a rented room is $700*, *Now a room is $700*."""
    verb = max((h.start for h in sentence.tags.get("is-price", ()) if start < h.start < at), default=0)
    joins = [h.end for h in sentence.tags.get("joins", ()) if start <= h.start < verb]
    begin = joins[-1] if joins else start
    if begin >= verb or not any(sentence.has("indefinite", i, i + 1) for i in (begin, begin + 1)):
        return False
    # "A restaurant's delivery" isn't the service's.
    ours = any(r.ids and begin <= r.start < verb and not _is_whose(sentence, r.start) for r in sentence.references)
    return not ours and not any(sentence.has(t, begin, verb) for t in ("one-visit", "fee-noun", "price-word"))


def _is_whose(sentence: Sentence, at: int) -> bool:
    """Whether what is named at a token is told as that of something that has no name here."""
    whose, text = at - 1, sentence.text
    possessive = at > sentence.start and text.ends[whose] - text.starts[whose] > len(text.written[whose])
    return possessive and text.words[whose] != PERSON and not any(r.start <= whose < r.end for r in sentence.references)


def of_another(
    sentence: Sentence, amount: Amount, reference: Reference, references: list[Reference], known: Price
) -> bool:
    """Whether something else is named before an amount: *The bus to Millrace*, not *At her income Millrace*."""
    grounds = {h.start for t in _GROUNDS for h in sentence.tags.get(t, ())} if amount.value in known.amounts else ()
    rides = not known.nouns.isdisjoint(_RIDES)
    start, _ = sentence.clause(amount.start)

    def aside(other: Reference) -> bool:
        if other.start < start <= reference.start:
            # "He lost his job, so at Lantern he pays $5"
            return True
        bus_pass = (rides or other.end == reference.start) and sentence.has("travel", other.start, other.end)
        led_in = sentence.has("lead-in", max(sentence.start, other.start - 2), other.end)
        return bus_pass or led_in or (other.start in grounds and other.end < reference.start)

    return any(not r.ids and r.start < amount.start and not aside(r) for r in references)


def is_sum(sentence: Sentence, amount: Amount, reference: Reference, known: Price) -> bool:
    """Whether an amount is for several things together: *A visit and the pass are $48*."""
    start, end = sentence.clause(amount.start)
    if sentence.has("together", start, end):
        return True
    # "The bus is $2, and a visit is $15" begins anew.
    begin = start if known.kind == "free" else start + 1
    added = [i for i in range(begin, reference.start) if sentence.text.words[i] in ("and", "plus")]
    if added and {r.ids for r in sentence.references if begin <= r.start < added[-1]} == {reference.ids}:
        # "The ID and the certificate come to $42"
        return False
    return bool(added) and not any(sentence.has(t, start, added[-1]) for t in ("is-price", "free"))


def for_another(sentence: Sentence, amount: Amount, reference: Reference) -> bool:
    """Whether an amount is for something else: *$60 bus fare*, *$3.50 for the bus*, *$24 a month in rides*."""
    after = amount.end
    for_it = after < sentence.end and sentence.has("what-for", after, after + 1)
    ours = {r.start for r in sentence.references if r.ids}
    near = 3 if for_it else 0 if sentence.text.words[after : after + 1] == [","] else 1
    if any(0 <= h.start - after <= near and h.start not in ours for h in sentence.tags.get("another", ())):
        return True
    later = next((r for r in sentence.references if r.start >= after), None)
    if later is None or later.start - after > NEAR or not set(later.ids).isdisjoint(reference.ids):
        return False
    # "$15 a visit at their income" says why.
    grounds = any(h.start == later.start for t in _GROUNDS for h in sentence.tags.get(t, ()))
    before = {"in", "for"} if grounds else {"in", "for", "at"}
    return not before.isdisjoint(sentence.text.words[max(after, later.start - 2) : later.start])


def is_set_against(sentence: Sentence, amount: Amount) -> bool:
    """Whether an amount is only compared with: *instead of $60*, *not $60*."""
    before = max(sentence.start, amount.start - _COMPARED), amount.start
    return sentence.has("other-than", *before) or sentence.text.words[amount.start - 1] == "not"


def is_others(sentence: Sentence, amount: Amount) -> bool:
    """Whether an amount is what others pay: *Normally $75*, *$75 for most people*."""
    start, end = sentence.clause(amount.start)
    return sentence.has("elsewhere", start, min(end, amount.end + NEAR))
