"""Amounts of money in a text: *$15 a visit*, *fifteen dollars each time*, *$36/mo*, *three hundred fifty dollars*."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from hartgrader.words import number

_DOLLARS = frozenset(["dollar", "dollars", "buck", "bucks"])
_CENTS = frozenset(["cent", "cents"])
# What may stand between an amount and what it is for.
_EACH = frozenset(["a", "per", "each", "every", "the", "for", "1", "once", "times", "whole", "full", "entire"])
_BETWEEN = 4
_TENS = range(20, 100, 10)
# What a number without a dollar stands after and before when it is a price.
_ASKING = frozenset(
    [*":,", "pays", "pay", "costs", "cost", "is", "be", "charges", "takes", "wants", "asks", "at", "the"]
)
_FOR = (["for", "the"], ["for", "a"])
_PER = (["a"], ["per"], ["each"])
_CLOSING = frozenset(
    [*",:()=", "a", "per", "each", "once", "and", "as", "because", "which", "while", "with", "if", "when", "then", "so"]
)


@attrs.frozen
class Amount:
    """Dollars at tokens `start` to `end` (exclusive); `unit` is what they are for, as the lexicon calls it."""

    start: int
    end: int
    value: float
    unit: str = ""


def amounts(words: list[str], start: int, end: int, units: Mapping[str, str]) -> Iterator[Amount]:
    """Yield the amounts between two tokens; `units` says for a word (*session*, *mo*) what unit it is."""
    at = start
    while at < end:
        if words[at] != "$" and not words[at][0].isdigit():
            at += 1
            continue
        value, after = _amount(words, at, end)
        if value is None:
            at = max(at + 1, after)
            continue
        yield Amount(at, after, value, _unit(words, after, end, units))
        at = after


def bare(words: list[str], start: int, end: int, units: Mapping[str, str]) -> Iterator[float]:
    """Yield the numbers without a dollar that stand where a price does: *eighteen for the pass*, *now it is 90*."""
    for at in [i for i in range(start, end) if words[i][0].isdigit()]:
        value, after = _count(words, at, end)
        if value is None or (at > start and words[at - 1] == "$"):
            continue
        closes = after == end or words[after] in _CLOSING
        asked = at > start and words[at - 1] in _ASKING and closes
        per = words[after : after + 1] in _PER and _unit(words, after, end, units)
        if asked or per or words[after : after + 2] in _FOR:
            yield value


def _amount(words: list[str], at: int, end: int) -> tuple[float | None, int]:
    if words[at] == "$":
        return (number(words[at + 1]), at + 2) if at + 1 < end else (None, at + 1)
    value, after = _count(words, at, end)
    if value is None or after == end:
        return None, after
    if words[after] in _DOLLARS:
        return value, after + 1
    return (value / 100, after + 1) if words[after] in _CENTS else (None, after)


def _count(words: list[str], at: int, end: int) -> tuple[float | None, int]:
    """Return the number that begins at a token (*3 hundred 50*, *20 5*), and the token after it."""
    value = number(words[at])
    if value is None:
        return None, at + 1
    at += 1
    if at < end and words[at] == "hundred":
        value, at = value * 100, at + 1
        if at + 1 < end and words[at] == "and" and number(words[at + 1]) is not None:
            at += 1
        rest, after = _count(words, at, end) if at < end else (None, at)
        return (value + rest, after) if rest is not None and rest < 100 else (value, at)
    if value in _TENS and at < end and (one := number(words[at])) is not None and 0 < one < 10:
        return value + one, at + 1
    return value, at


def _unit(words: list[str], at: int, end: int, units: Mapping[str, str]) -> str:
    for i in range(at, min(end, at + _BETWEEN)):
        if words[i] in units:
            return units[words[i]]
        if words[i] not in _EACH:
            break
    return ""
