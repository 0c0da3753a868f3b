"""What a text says that a service gives, takes or is free for at most."""

from __future__ import annotations

from hartgrader.costs.case import Case
from hartgrader.costs.prices import fits
from hartgrader.costs.sentences import NEAR, NOT_HERE, Sentence
from hartgrader.words import number

_ALWAYS_PAID = ("priced", "sliding", "coverage")


def _ceiling(case: Case, sentence: Sentence) -> set[str]:
    """Return what is said to give, or to take, more or less than it does at most."""
    wrong = set()
    cents = {h.start for h in sentence.tags.get("share", ())}
    for amount in sentence.amounts:
        bounds = [h for h in sentence.tags["up-to"] if h.end == amount.start]
        for service in sentence.named_at(amount.start) if bounds and amount.start not in cents else ():
            known = case.prices[service]
            if known.kind == "free" and known.ceiling and amount.value != known.ceiling:
                wrong.add(service)
            # "It can't be more than $70" doesn't suppose.
            open_still = sentence.supposes(amount.start) and not bounds[0].value.startswith("not")
            # "If she earned more it would go up to $188"
            open_still = open_still or "would" in sentence.text.words[sentence.clause(amount.start)[0] : amount.start]
            copay = "copay" in known.nouns and known.share and amount.value < 2 * known.share and not open_still
            if copay and not fits(known, amount, False, [a.value for a in sentence.amounts]):
                wrong.add(service)
    return wrong


def _limit(case: Case, sentence: Sentence) -> set[str]:
    """Return what is said to give more or less of its time, or in another time, than it does."""
    wrong = set()
    words, hits = sentence.text.words, sentence.tags["so-much"]
    told = {words[h.end - 2] for h in hits}
    for hit in hits:
        if sentence.leaves_open(hit.start) or any(sentence.has(t, *sentence.clause(hit.start)) for t in NOT_HERE):
            continue
        count, unit = words[hit.end - 2], words[hit.end - 1].removesuffix("s")
        per = next((h.value.split()[-1] for h in sentence.tags.get("in-a", ()) if 0 <= h.start - hit.end <= NEAR), "")
        most = any(h.end == hit.start for h in sentence.tags.get("up-to", ()))
        for service in sentence.object_of(hit):
            same = {(n, p) for n, u, p in case.prices[service].limits if u == unit}
            times = {p for n, p in same if n == count}
            right = not told.isdisjoint(n for n, _ in same)
            other = most and not right and any(not per or p == per for _, p in same)
            if other or (per and times and per not in times and "" not in times):
                wrong.add(service)
    return wrong


def _days(case: Case, sentence: Sentence) -> set[str]:
    """Return what is said to be free for another time than it is."""
    wrong = set()
    for hit in sentence.tags.get("free-days", ()):
        told = [w for w in sentence.text.words[hit.start : hit.end] if number(w) is not None]
        times = {"week": 7, "weeks": 7, "month": 30, "months": 30}
        unit = next((times[w] for w in sentence.text.words[hit.start : hit.end] if w in times), 1)
        values = {a.value for a in sentence.amounts}
        unnamed = [s for s, known in case.prices.items() if known.later in values and not sentence.references]
        for service in sentence.named_at(hit.start) or unnamed:
            days = case.prices[service].free_days
            never = not days and "free" in hit.value and case.prices[service].kind in _ALWAYS_PAID
            if never and not sentence.leaves_open(hit.start) and case.prices[service].own - {0.0}:
                wrong.add(service)
            many = number(told[0]) if told else 1
            if days and (told or unit > 1) and abs(unit * many - days) > unit / 2:
                wrong.add(service)
    return wrong


# What finds it, and the tags where it is asked.
FINDERS = {
    _ceiling: ("up-to",),
    _limit: ("so-much",),
    _days: ("free-days",),
}
