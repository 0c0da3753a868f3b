"""Who pays for the chosen services, and what these cost: all that is known before a text on costs is read."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Mapping

import attrs
from hartcity import money
from hartcity.service_user import ServiceUser

from hartgrader.costs.prices import Price

# An income may be rounded by so much, less when it is held against a price.
_OFF, _HELD_OFF = 0.06, 0.03


@attrs.frozen
class Payer:
    """The person who pays.

    Attributes
    ----------
    owned : dollars that the person earns, by the year, the month and the week, and from each source by the month; and
        what the person has saved.
    near_earned, near_owned : where earnings, and all these, begin and end but for rounding, in turn.
    poverty : the income in percent of the poverty guideline.
    insured : whether the person has coverage of any kind; `covered` whether Medicaid pays for the person.
    children : their names, in small letters.
    """

    owned: tuple[float, ...]
    near_earned: list[float]
    near_owned: list[float]
    poverty: float
    insured: bool
    covered: bool
    children: frozenset[str]

    def has(self, dollars: float) -> bool:
        """Whether dollars are what the person earns or has, but for rounding."""
        return bisect(self.near_owned, dollars) % 2 == 1

    def earns(self, dollars: float) -> bool:
        """Whether dollars are what the person earns, but for less rounding."""
        return bisect(self.near_earned, dollars) % 2 == 1


def _edges(values: Iterable[float], off: float) -> list[float]:
    """Return where begins and ends, in turn, what is one of some values but for a share of it."""
    edges: list[float] = []
    for value in sorted(values):
        if edges and value * (1 - off) <= edges[-1]:
            edges.pop()
        else:
            edges.append(value * (1 - off))
        edges.append(value * (1 + off))
    return edges


def payer(user: ServiceUser) -> Payer:
    yearly = user.annual_income_cents / 100
    earned = tuple(e for e in (yearly, yearly / 12, yearly / 52, *(i.annual / 1200 for i in user.income)) if e)
    owned = (*earned, user.resources / 100) if user.resources else earned
    own = user.covered()
    return Payer(
        owned=owned,
        near_earned=_edges(earned, _HELD_OFF),
        near_owned=_edges(owned, _OFF),
        poverty=float(money.percent_of_poverty(user.annual_income_cents, user.household).value),
        insured=own is not None and own.kind != "none",
        covered=own is not None and own.kind == "medicaid" and own.state != "suspended",
        children=frozenset(m.who.lower() for m in user.children),
    )


@attrs.frozen
class Case:
    """The prices of the chosen services, and who pays them."""

    prices: Mapping[str, Price]
    payer: Payer
