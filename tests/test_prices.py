"""What the judge reads of prices, on texts whose truth was worked out by somebody who didn't know it."""

from __future__ import annotations

from collections import Counter

import pytest
from hartgrader.score import results
from judging import answers, bench, load

LEARNED, FRESH, OWN, KINDS = (load("prices")[part] for part in ("learned", "fresh", "own", "kinds"))
# A false alarm costs a student three levels, so none is borne where the words were learned.
CAUGHT, FOUND = 0.9, 0.9
# Where only what went unseen was learned from, hardly one is borne.
FALSE_ALARMS, CAUGHT_FRESH = 1, 0.9
# What was written to be hard is never called wrong when it is right, and mostly when it isn't.
CAUGHT_OWN = 0.7


def read(text):
    """Return what the judge finds in a text on costs: whether something is wrong, services told, the other findings."""
    context = bench().context(answers({key: text[key] for key in ("service_user", "services", "finances")}))
    found = results(context, bench().rubrics["finances"])
    met = {name: result.met >= 1 for name, result in found.items()}
    left = found["direct-costs"].detail["services"]
    told = {s for s in text["services"] if context.city.services[s].name not in left}
    return not (met["no-wrong-cost"] and met["sums-right"]), told, met


def test_a_right_price_is_never_called_wrong_and_a_wrong_one_is_seen():
    alarms = {text["id"]: read(text)[0] for text in LEARNED}
    assert [text["id"] for text in LEARNED if text["right"] and alarms[text["id"]]] == []
    missed = [text["id"] for text in LEARNED if not text["right"] and not alarms[text["id"]]]
    assert len(missed) <= (1 - CAUGHT) * sum(not text["right"] for text in LEARNED), missed


def test_a_text_that_was_measured_before_it_was_read_is_hardly_ever_called_wrong():
    alarms = {text["id"]: read(text)[0] for text in FRESH}
    assert sum(alarms[text["id"]] for text in FRESH if text["right"]) <= FALSE_ALARMS
    wrong = [text["id"] for text in FRESH if not text["right"]]
    assert sum(alarms[i] for i in wrong) >= CAUGHT_FRESH * len(wrong)


def test_what_was_written_to_tempt_the_judge_is_not_called_wrong():
    alarms = {text["id"]: read(text)[0] for text in OWN}
    assert [text["id"] for text in OWN if text["right"] and alarms[text["id"]]] == []
    wrong = [text["id"] for text in OWN if not text["right"]]
    assert sum(alarms[i] for i in wrong) >= CAUGHT_OWN * len(wrong)


def test_what_is_told_of_costs_is_found():
    wanted, found = Counter(), Counter()
    for text in LEARNED:
        _, told, met = read(text)
        wanted["told"] += len(text["told"])
        found["told"] += len(told & set(text["told"]))
        for key, indicator in (("rule", "rule-that-applies"), ("indirect", "indirect-cost"), ("remedy", "way-to-pay")):
            wanted[key] += text[key]
            found[key] += text[key] and met[indicator]
    assert {key: n for key, n in found.items() if n < FOUND * wanted[key] * (0.9 if key == "remedy" else 1)} == {}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind["id"])
def test_a_kind_of_wrong_price_is_told_from_what_looks_like_it(kind):
    calls = {text: read({**kind, "finances": text})[0] for text in [*kind["wrong"], *kind["right"]]}
    assert [text for text in kind["wrong"] if not calls[text]] == []
    assert [text for text in kind["right"] if calls[text]] == []
