"""Amounts of money in a text: *$15 a visit*, *fifteen dollars each time*, *$36/mo*, *three hundred fifty dollars*."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, NamedTuple

from hartgrader.words import number

# `_new(Amount, (start, end, value, unit))` skips what a NamedTuple checks.
_new = tuple.__new__
# So many words may stand between an amount and what it is for.
_BETWEEN = 4
_TENS = range(20, 100, 10)
_FOR = (["for", "the"], ["for", "a"])


class Amount(NamedTuple):
    """Dollars at tokens `start` to `end` (exclusive); `unit` is what they are for, as the lexicon calls it."""

    start: int
    end: int
    value: float
    unit: str = ""


class Amounts:
    """Reads amounts with the words of a lexicon.

    Its ``units`` say for a word (*session*, *mo*) what an amount is for; its ``amounts`` are the words around a number:
    ``dollars`` and ``cents`` after it, ``between`` it and its unit; and where a number without a dollar is a price:
    after ``asking`` (and ``asked``, whom), before ``each`` and a unit, or before ``both-ways`` or ``times``; what may
    follow it is ``closing``.
    """

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self._units = {word: unit for unit, words in lexicon["units"].items() for word in words}
        self._words = {key: frozenset(map(str, words)) for key, words in lexicon["amounts"].items()}

    def read(
        self,
        words: list[str],
        figures: list[int],
        start: int,
        end: int,
        prices: Container[float],
        named: Container[int],
    ) -> tuple[list[Amount], set[float]]:
        """Return the amounts that the `figures` between two tokens begin, and the values of these and of bare prices.

        Bare is which of the `prices` is told without a dollar where a price stands: *eighteen for the pass*, *now it is
        90*; right after what is `named`, before these tokens: *counseling fifteen*.
        """
        known, found, values, after = self._words, [], set(), start
        for at in figures:
            # "300 50" is one number.
            if at < after:
                continue
            signed = at > start and words[at - 1] == "$"
            value, after = (number(words[at]), at + 1) if signed else _count(words, at, end)
            if value is None:
                continue
            next_word = words[after] if after < end else ""
            cents = not signed and next_word in known["cents"]
            if signed or cents or next_word in known["dollars"]:
                value, after = value / 100 if cents else value, after if signed else after + 1
                found.append(_new(Amount, (at - signed, after, value, self._unit(words, after, end))))
                values.add(value)
            elif value in prices and self._is_price(words, at, after, start, end, at in named):
                values.add(value)
        return found, values

    def _is_price(self, words: list[str], at: int, after: int, start: int, end: int, named: bool) -> bool:
        """Whether a number from one token up to another, without a dollar, stands where a price does."""
        known = self._words
        before, next_word = words[start:at], words[after] if after < end else ""
        if before and before[-1] in known["asked"]:
            before.pop()
        closes = not next_word or next_word in known["closing"]
        if closes and (named or (before and before[-1] in known["asking"])):
            return True
        # "14 x 18 hrs" is no price.
        hours = self._units.get(next_word) == "rate"
        if not hours and (next_word in known["times"] or (at > start and words[at - 1] in known["times"])):
            return True
        per = next_word in known["each"] and self._unit(words, after, end)
        return bool(per) or next_word in known["both-ways"] or words[after : after + 2] in _FOR

    def _unit(self, words: list[str], at: int, end: int) -> str:
        for i in range(at, min(end, at + _BETWEEN)):
            if words[i] in self._units:
                return self._units[words[i]]
            if words[i] not in self._words["between"]:
                # "$5 for each therapy session", "$12 a leg"
                each = i > at and words[i - 1] in self._words["each"]
                use = self._units.get(words[i + 1]) if each and i + 1 < end else None
                return "use" if use == "use" or (i == at + 1 and each and words[i] in self._words["apiece"]) else ""
        return ""


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
