"""Whether sums add up, and an income and its share of the guideline are what the person's file says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs
from hartcity import money
from hartcity.service_user import ServiceUser

from hartgrader.context import MET, Context, Result
from hartgrader.tags import Tagged
from hartgrader.vocabulary import of_person, stem, told_of
from hartgrader.words import number

_AMOUNT = re.compile(r"\$\s?(\d[\d,]*(?:\.\d+)?)")
# Take-home pay is so much of what the file has before taxes.
_AFTER_TAXES, _ROUNDED = 0.7, 1.06
# So many points of the guideline are rounding.
_POINTS = 5
_LEAST, _MOST = 10, 600
# A sum may be for there and back, or for the weeks or months of a time.
_TIMES = (1, 2, 4, 4.33, 8, 12, 52)
_NEAR = 6
# A sum may be rounded by less than a dollar, or by so much of a large one.
_DOLLAR, _ROUNDING = 0.99, 0.005
# Among more amounts than this some product comes to anything.
_FEW = 20
# For each sentence the place and the dollars of each amount
Amounts = list[list[tuple[int, float]]]
# "Six to ten visits", "$10 visits", "the first two weeks"
_RANGE = frozenset(["$", "to", "or", "first", "next", "last", "within", "in", "after"])


@attrs.frozen(eq=False)
class Sums:
    """Nothing that is told of sums, of the person's monthly income and of its share of the poverty guideline is off.

    Tags of the lexicon: ``income-of`` right before an income, ``guideline-of`` right after a share of the guideline,
    ``stands-at`` before a share that is the person's, ``held-to`` for a limit that a share may be, ``in-general`` for
    what is said of anybody, ``equals`` between what is added up and the sum.
    """

    field: str
    lexicon: str

    def run(self, context: Context) -> Result:
        text = context.tagged(self.field, self.lexicon)
        known = context.library.once(("incomes", context.user.id), context.city, lambda: _known(context.user))
        amounts = [list(_amounts(text.words.words, *place)) for place in text.words.sentences]
        wrong = [*_sums(text, amounts), *_incomes(text, amounts, known)] if any(amounts) else []
        if "guideline-of" in text.tags:
            wrong += _shares(text, amounts, known)
        return Result(0.0, context.spans(self.field, text, wrong[:3])) if wrong else MET


@attrs.frozen
class _Known:
    """What a person's file knows of incomes.

    `monthly` is the household's income, its parts, and all else that it tells, in dollars a month; `percents` are the
    shares of the poverty guideline that the household's income is, and each one in prospect, for so many people.
    """

    monthly: list[float]
    percents: list[float]
    household: int


def _known(user: ServiceUser) -> _Known:
    told = " ".join(str(t) for t in (*of_person(user), *told_of(user)))
    ahead = [p.monthly / 100 for p in user.prospects]
    incomes = [user.annual_income_cents / 1200, *(i.annual / 1200 for i in user.income), *ahead]
    percents = [_percent(user.household, income) for income in (incomes[0], *ahead)]
    return _Known(incomes + [float(a.replace(",", "")) for a in _AMOUNT.findall(told)], percents, user.household)


def _percent(household: int, monthly: float) -> float:
    """Return which percent of the poverty guideline so many dollars a month are."""
    return float(money.percent_of_poverty(round(1200 * monthly), household).value)


def _amounts(words: list[str], start: int, end: int) -> Iterator[tuple[int, float]]:
    """Yield the place and the dollars of each amount."""
    for i in range(start, end - 1) if "$" in words[start:end] else ():
        if words[i] == "$" and (amount := number(words[i + 1])) is not None:
            yield i, amount


def _sums(text: Tagged, found: Amounts) -> Iterator[tuple[int, int]]:
    """Yield where so many rides at so much come to something else."""
    words, each = text.words.words, {}
    told = {amount for amounts in found for _, amount in amounts}
    for (start, end), tags, amounts in zip(text.words.sentences, text.sentences, found, strict=True):
        for i, amount in amounts:
            if i + 3 < end and words[i + 2] in ("a", "per", "each"):
                each[stem(words[i + 3])] = amount
        if "equals" not in tags or not amounts:
            continue
        for n in text.words.figures_in(start, end - 1) if each else ():
            many, unit = number(words[n]), stem(words[n + 1])
            if not many or many < 2 or unit not in each or words[n - 1] in _RANGE or number(words[n - 1]):
                continue
            for i, total in amounts:
                between = range(n + 2, i)
                linked = any(h.start in between for h in tags["equals"])
                if linked and len(between) <= _NEAR and not any(number(words[k]) for k in between):
                    one = each[unit]
                    # "12 rides come to $216" may be told of the other van, at $18.
                    prices = told - {total} if len(told) < _FEW else {one}
                    # A sum below one price is a share: "over two months: $45".
                    # "Five people with two visits each"
                    times = [*_TIMES, *filter(None, map(number, words[start:end]))]
                    if total > one and not any(_is_about(total, many * p * k) for p in prices for k in times):
                        yield n, i + 2
                    break


def _is_about(total: float, exact: float) -> bool:
    """Whether a sum is what it should be but for rounding."""
    return abs(total - exact) <= max(_DOLLAR, _ROUNDING * exact)


def _incomes(text: Tagged, found: Amounts, known: _Known) -> Iterator[tuple[int, int]]:
    """Yield where the person is said to have another monthly income than the file has."""
    words = text.words.words
    for tags, amounts in zip(text.sentences, found, strict=True):
        for i, amount in amounts if "income-of" in tags else ():
            # "An income of $400 a month would lower it" supposes one.
            if words[i + 4 : i + 5] in (["would"], ["could"]) or any(
                h.start < i for tag in ("in-general", "held-to") for h in tags.get(tag, ())
            ):
                continue
            monthly = words[i + 2 : i + 4] in (["a", "month"], ["per", "month"], ["each", "month"])
            told = any(0 <= i - h.end <= 1 for h in tags["income-of"])
            if monthly and told and not any(_AFTER_TAXES * k <= amount <= _ROUNDED * k for k in known.monthly if k):
                yield i, i + 4


def _shares(text: Tagged, found: Amounts, known: _Known) -> Iterator[tuple[int, int]]:
    """Yield where the income, or one that stands in the same sentence, is said to be another share of the guideline.

    It may be that of an income in prospect.
    """
    words = text.words.words
    for (start, _), tags, amounts in zip(text.words.sentences, text.sentences, found, strict=True):
        for hit in tags.get("guideline-of", ()):
            share = number(words[hit.start - 1]) if hit.start > start else None
            if share is None or not _LEAST <= share < _MOST:
                continue
            before = words[max(start, hit.start - 4) : hit.start - 1]
            mine = any(h.end <= hit.start <= h.end + _NEAR for h in tags.get("stands-at", ()))
            told = [a for _, a in amounts if any(abs(a - k) < 1 for k in known.monthly[1:])]
            percents = [*known.percents, *(_percent(known.household, a) for a in told)]
            off = all(abs(share - p) > _POINTS for p in percents)
            if any(h.start < hit.start for h in tags.get("in-general", ())):
                continue
            limits = any(h.start < hit.start and hit.start - _NEAR < h.end for h in tags.get("held-to", ()))
            if mine and {"above", "over", "exceeds"} & set(before):
                off = percents[0] < share - _POINTS
            elif mine and {"below", "under", "within"} & set(before):
                off = percents[0] > share + _POINTS
            elif limits or not (mine or "about" in before):
                continue
            if off:
                yield hit.start - 1, hit.end
