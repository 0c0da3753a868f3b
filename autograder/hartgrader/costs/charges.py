"""What a text says is asked for a service that the directory doesn't ask: a fee, a deposit, the money back."""

from __future__ import annotations

from hartgrader.costs.case import Case
from hartgrader.costs.mentions import Reference
from hartgrader.costs.sentences import DENIED_WITHIN, NEAR, NOT_HERE, Sentence
from hartgrader.tags import Hit


def _charged(case: Case, sentence: Sentence) -> set[str]:
    """Return the free services of which a charge, a share or a sliding scale is told."""
    wrong: set[str] = set()
    if "spared" in sentence.tags or (not sentence.is_named and not sentence.begins_with_price()):
        return wrong
    for tag in ("charging", "sliding"):
        for hit in sentence.tags.get(tag, ()):
            if sentence.is_free and not _takes_back(sentence, hit):
                continue
            # "The copay is 7 %" speaks of who takes one.
            itself = next((r for r in sentence.references if r.ids and r.start == hit.start), None)
            # "There is a fee at the shelter"
            at = hit.start if any(r.start < hit.start for r in sentence.references) else hit.end - 1
            reference = itself or sentence.mentions.nearest(sentence.references, at, sentence.last)
            charged = {s for s in reference.ids if _is_wrongly_charged(case, sentence, reference, s)}
            if not charged or sentence.is_met(hit.start) or sentence.denied(hit.start, DENIED_WITHIN):
                continue
            start, end = min(sentence.clause(hit.start)[0], hit.start - NEAR), min(sentence.end, hit.end + 2)
            start = max(sentence.start, start)
            if not any(sentence.has(tag, start, end) for tag in (*NOT_HERE, "paid-for")):
                wrong |= charged
    return wrong


def _takes_back(sentence: Sentence, hit: Hit) -> bool:
    """Whether a charge is told after what is free, against it: *It is free but there is a copay*."""
    free = [h.end for h in sentence.tags.get("free", ()) if h.end <= hit.start]
    return bool(free) and "but" in sentence.text.words[free[-1] : hit.start]


def _is_wrongly_charged(case: Case, sentence: Sentence, reference: Reference, service: str) -> bool:
    """Whether a service is free, and what is charged isn't another service of its organization."""
    known = case.prices[service]
    if known.kind != "free":
        return False
    told = {a.value for a in sentence.amounts}
    # "It is free, but the medical card is $30" is what the directory says, and "$2 a ride" is everybody's bus.
    right = (known.amounts - {0.0} if sentence.is_free else set()) | known.common
    if not sentence.is_named:
        # "It is $15" may be said of another one.
        right = right.union(*(p.own for s, p in case.prices.items() if s != service))
    return not told & right and not (reference.whole and told & known.beside)


def _deposit(case: Case, sentence: Sentence) -> set[str]:
    """Return what is said to take a deposit though it takes none."""
    wrong = set()
    for hit in sentence.tags.get("deposit-of", ()):
        if sentence.leaves_open(hit.start) or not sentence.tags.keys().isdisjoint((*NOT_HERE, "own-place")):
            continue
        for service in sentence.told_of(hit.start):
            known = case.prices[service]
            # Who helps with a share of the rent isn't the one who asks for a deposit.
            if known.kind != "free" and not known.nouns & {"deposit", "share"}:
                wrong.add(service)
    return wrong


def _borne(case: Case, sentence: Sentence) -> set[str]:
    """Return the free services of which a deposit is told that the person brings: *He leaves a $50 deposit*."""
    wrong: set[str] = set()
    elsewhere = any(not r.ids and sentence.has("partner", r.start, r.end) for r in sentence.references)
    elsewhere = elsewhere or any("deposit" in known.nouns for known in case.prices.values())
    if elsewhere or _is_open(sentence) or "own-place" in sentence.tags:
        return wrong
    for hit in sentence.tags["deposit-of"]:
        ours = [r.ids for r in sentence.references if r.ids and r.start < hit.start]
        services = ours[-1] if ours else sentence.last
        supposed = sentence.leaves_open(hit.start) and "on-use" not in sentence.tags
        start, end = sentence.part(hit.start)
        bears = [h for h in sentence.tags.get("bears", ()) if start <= h.start < end]
        borne = any(not sentence.denied(h.start, NEAR) for h in bears)
        # A fund may give a part of what another place asks.
        if borne and not supposed and all(_asks_nothing(case, s) for s in services):
            wrong |= set(services)
    return wrong


def _asks_nothing(case: Case, service: str) -> bool:
    return case.prices[service].kind == "free" and not case.prices[service].given


def _later_share(case: Case, sentence: Sentence) -> set[str]:
    """Return the free services that are said to take a share later: *Free at first, then 30% of her pay*."""
    wrong: set[str] = set()
    for hit in sentence.tags["free-days"]:
        after = [h.end for h in sentence.tags.get("afterwards", ()) if h.start >= hit.end]
        shares = [h for h in sentence.tags.get("of-income", ()) if any(0 <= h.start - end < NEAR for end in after)]
        if shares and not sentence.leaves_open(shares[0].start):
            wrong |= {s for s in sentence.object_of(hit) if case.prices[s].kind == "free"}
    return wrong


def _then_charged(case: Case, sentence: Sentence) -> set[str]:
    """Return the free services of which a price is told for later: *Free for 30 days, then $20 a night*."""
    wrong: set[str] = set()
    if not sentence.is_free or _is_open(sentence):
        return wrong
    for hit in sentence.tags.get("then-price", ()):
        values = {a.value for a in sentence.amounts if hit.start <= a.start < hit.end}
        for service in sentence.named_at(hit.start):
            known = case.prices[service]
            right = known.amounts | known.common | known.beside
            if known.kind == "free" and values and not values & right and not sentence.leaves_open(hit.start):
                wrong.add(service)
    return wrong


def _repaid(case: Case, sentence: Sentence) -> set[str]:
    """Return the free services whose help is said to be a loan."""
    wrong: set[str] = set()
    if not sentence.is_named:
        return wrong
    for hit in sentence.tags.get("repaid", ()):
        if not sentence.leaves_open(hit.start) and not _is_open(sentence):
            found = {s: case.prices[s] for s in sentence.object_of(hit)}
            wrong |= {s for s, known in found.items() if known.kind == "free" and not known.lends}
    return wrong


def _on_scale(case: Case, sentence: Sentence) -> set[str]:
    """Return what has one price for all and is said to go by income."""
    wrong: set[str] = set()
    for hit in sentence.tags.get("on-scale", ()):
        if not sentence.leaves_open(hit.start) and not _is_open(sentence):
            found = {s: case.prices[s] for s in sentence.told_of(hit.start)}
            flat = {s for s, known in found.items() if known.kind in ("priced", "later") and not known.percents}
            wrong |= flat
    return wrong


def _is_open(sentence: Sentence) -> bool:
    return not sentence.tags.keys().isdisjoint(NOT_HERE)


# What finds it, and the tags where it is asked.
FINDERS = {
    _charged: ("charging", "sliding"),
    _deposit: ("deposit-of",),
    _borne: ("deposit-of",),
    _then_charged: ("then-price",),
    _later_share: ("free-days",),
    _repaid: ("repaid",),
    _on_scale: ("on-scale",),
}
