"""What the judge reads of prices, on texts whose truth was worked out by somebody who didn't know it."""

from __future__ import annotations

from collections import Counter

import pytest
from hartgrader.score import results
from judging import answers, bench, load

KNOWN = load("prices")
# A false alarm costs a student three levels, so none is borne where the words were learned, and hardly one elsewhere.
FALSE_ALARMS = {"learned": 0.0, "unread": 0.05}
CAUGHT = {"learned": 0.85, "unread": 0.6}
FOUND = {"learned": 0.9, "unread": 0.75}


def read(text):
    """Return what the judge finds in a text on costs: whether something is wrong, services told, the other findings."""
    context = bench().context(answers({key: text[key] for key in ("service_user", "services", "finances")}))
    found = results(context, bench().rubrics["finances"])
    met = {name: result.met >= 1 for name, result in found.items()}
    left = found["direct-costs"].detail["services"]
    told = {s for s in text["services"] if context.city.services[s].name not in left}
    return not (met["no-wrong-cost"] and met["sums-right"]), told, met


@pytest.mark.parametrize("part", KNOWN)
def test_a_right_price_is_hardly_ever_called_wrong_and_a_wrong_one_is_seen(part):
    alarms = {text["id"]: read(text)[0] for text in KNOWN[part]}
    false = [text["id"] for text in KNOWN[part] if text["right"] and alarms[text["id"]]]
    missed = [text["id"] for text in KNOWN[part] if not text["right"] and not alarms[text["id"]]]
    right = sum(text["right"] for text in KNOWN[part])
    assert len(false) <= FALSE_ALARMS[part] * right, false
    assert len(missed) <= (1 - CAUGHT[part]) * (len(KNOWN[part]) - right), missed


@pytest.mark.parametrize("part", KNOWN)
def test_what_is_told_of_costs_is_found(part):
    wanted, found = Counter(), Counter()
    for text in KNOWN[part]:
        _, told, met = read(text)
        wanted["told"] += len(text["told"])
        found["told"] += len(told & set(text["told"]))
        for key, indicator in (("rule", "rule-that-applies"), ("indirect", "indirect-cost"), ("remedy", "way-to-pay")):
            wanted[key] += text[key]
            found[key] += text[key] and met[indicator]
    assert {key: n for key, n in found.items() if n < FOUND[part] * wanted[key] * (0.9 if key == "remedy" else 1)} == {}
