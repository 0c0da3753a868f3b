"""What a text says of who pays for a service, that the directory or the person's file contradicts."""

from __future__ import annotations

from hartgrader.costs.case import Case
from hartgrader.costs.prices import Price
from hartgrader.costs.sentences import DENIED_WITHIN, FAR, NEAR, Sentence
from hartgrader.tags import Hit
from hartgrader.words import NEGATIONS, PERSON

# So many words before a sentence may say of whom it speaks.
_FEW = 12
# "With Medicaid it is free" supposes it, "He is on Medicaid" doesn't.
_WITH = frozenset(["with", "on", "under", "through", "for"])
_OPEN = ("hedge", "to-come", "in-general", "unknown")


def _uncovered(case: Case, sentence: Sentence) -> set[str]:
    """Return what is said to be paid by Medicaid that the person hasn't got or that is suspended."""
    wrong: set[str] = set()
    if case.payer.covered or not sentence.is_free:
        return wrong
    for hit in sentence.tags.get("has-medicaid", ()):
        if _of_child(case, sentence, hit):
            continue
        if not sentence.is_open("hedge", "to-come") and not sentence.supposes(hit.start):
            after = next((r.ids for r in sentence.references if r.ids and r.start >= hit.end), ())
            services = sentence.named_at(hit.start) or after
            wrong |= {s for s in services if (own := case.prices[s].own) and 0.0 not in own}
    return wrong


def _called_free(case: Case, sentence: Sentence) -> set[str]:
    """Return what is told as free beside a Medicaid that the person hasn't got or that is suspended."""
    wrong: set[str] = set()
    if case.payer.covered or not sentence.is_free or sentence.is_open(*_OPEN):
        return wrong
    told = {a.value for a in sentence.amounts}
    claims = [h for h in sentence.tags["insured"] if h.value == "medicaid" and _is_own(case, sentence, h)]
    for hit in sentence.tags.get("free", ()) if claims else ():
        if not sentence.denied(hit.start, DENIED_WITHIN):
            named = sentence.named_at(hit.start) or sentence.object_of(hit)
            owed = {s: case.prices[s].own - told for s in named}
            wrong |= {s for s, own in owed.items() if own and 0.0 not in own and own == case.prices[s].own}
    return wrong


def _is_own(case: Case, sentence: Sentence, hit: Hit) -> bool:
    """Whether Medicaid is told as the person's: not a child's, not supposed (*with Medicaid it is $0*)."""
    words = sentence.text.words
    lead, before = words[max(0, hit.start - 1)], words[max(0, hit.start - 2)]
    supposed = lead in _WITH and (before, lead) != ("is", "on")
    if supposed or sentence.supposes(hit.start, but=("can",)) or sentence.denied(hit.start, FAR):
        return False
    others = any(_is_anothers(sentence, h) for h in sentence.tags.get("covered-on", ()))
    written = sentence.text.written[max(0, sentence.start - _FEW) : sentence.end]
    child = "child" in sentence.tags or not case.payer.children.isdisjoint(written)
    return others or not child or "for-self" in sentence.tags


def _is_anothers(sentence: Sentence, hit: Hit) -> bool:
    """Whether somebody is said to be covered by another one's card: *She is covered on his card*."""
    first, last = (sentence.text.written[at] for at in (hit.start, hit.end - 2))
    return (first == "he" and last == "her") or (first == "she" and last == "his")


def _of_child(case: Case, sentence: Sentence, hit: Hit) -> bool:
    """Whether coverage is told of a child: *Leo's visits are free, he has Medicaid*, *Medicaid covers her kids*."""
    if sentence.text.words[hit.end - 1] == PERSON:
        return False
    before = sentence.text.written[max(0, sentence.start - _FEW) : hit.start]
    named = any(h.start <= hit.end for h in sentence.tags.get("child", ()))
    return named or not case.payer.children.isdisjoint([*before, *sentence.text.written[hit.end : hit.end + 1]])


def _exempted(case: Case, sentence: Sentence) -> set[str]:
    """Return what is said to be free for refugees, students or the like, though it is priced for all."""
    wrong: set[str] = set()
    # "They would ride free" is as good as told, and so is "$0 until they have a job".
    if not sentence.is_free or sentence.is_open("to-come", "hedge", but=("would", "until", "could")):
        return wrong
    for hit in sentence.tags.get("exempt", ()):
        services = tuple(case.prices) if sentence.every else sentence.object_of(hit)
        found = {s: case.prices[s] for s in services}
        priced = {s: known for s, known in found.items() if known.kind in ("sliding", "priced", "later")}
        wrong |= {s for s, known in priced.items() if known.kind == "sliding" or 0.0 not in known.own}
    return wrong


def _insured(case: Case, sentence: Sentence) -> set[str]:
    """Return what coverage is said to pay for, though the directory doesn't know of any."""
    wrong = set()
    for hit in sentence.tags.get("insurer-pays", ()):
        unsure = "unknown" in sentence.tags or sentence.leaves_open(hit.start)
        # "The plan would pay, but a letter would come"
        unsure = unsure or ("would" in hit.value and "but" in sentence.text.words[hit.end : sentence.end])
        unsure = unsure or sentence.has("in-part", hit.start + 1, min(sentence.end, hit.end + NEAR))
        none = hit.end < sentence.end and sentence.text.words[hit.end] in NEGATIONS
        if unsure or none or sentence.text.negated(hit.end - 1, DENIED_WITHIN, hit.start):
            continue
        after = next((r for r in sentence.references if 0 <= r.start - hit.end <= NEAR), None)
        if after and sentence.has("joins", hit.end, after.start):
            after = None
        passive = sentence.has("passive", hit.start, hit.end)
        # "The parents' plan covers it" speaks of what is named before.
        if not after and sentence.has("pointed-at", hit.end, hit.end + 1):
            after = next((r for r in reversed(sentence.references) if r.ids and r.start < hit.start), None)
        services = after.ids if after else sentence.named_at(hit.start) if passive else ()
        wrong |= {s for s in services if not _may_be_insured(case.prices[s], hit)}
    return wrong


def _may_be_insured(known: Price, hit: Hit) -> bool:
    """Whether coverage can pay for a service; where a scale goes by income, only Medicaid pays all."""
    if known.kind == "sliding" and known.own and 0.0 not in known.own:
        return "medicaid" in hit.value
    if known.takes and "private" not in known.takes:
        return any(kind in hit.value for kind in known.takes)
    return known.insured


# What finds it, and the tags where it is asked.
FINDERS = {
    _uncovered: ("has-medicaid",),
    _called_free: ("insured",),
    _exempted: ("exempt",),
    _insured: ("insurer-pays",),
}
