"""Who pays for the chosen services, and what these cost: all that is known before a text on costs is read."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from hartcity import money
from hartcity.service_user import ServiceUser

from hartgrader.costs.prices import Price

# An income may be rounded by so much.
_EARNED_OFF = 0.06


@attrs.frozen
class Payer:
    """The person who pays.

    Attributes
    ----------
    earned : dollars that the person earns: by the year, the month and the week, and from each source by the month.
    owned : these, and what the person has saved; `near_owned` is from where to where each is told, but for rounding.
    poverty : the income in percent of the poverty guideline.
    insured : whether the person has coverage of any kind; `covered` whether Medicaid pays for the person.
    children : their names, in small letters.
    """

    earned: tuple[float, ...]
    owned: tuple[float, ...]
    near_owned: tuple[tuple[float, float], ...]
    poverty: float
    insured: bool
    covered: bool
    children: frozenset[str]

    def has(self, dollars: float) -> bool:
        """Whether dollars are what the person earns or has, but for rounding."""
        return any([low <= dollars <= high for low, high in self.near_owned])


def payer(user: ServiceUser) -> Payer:
    yearly = user.annual_income_cents / 100
    earned = tuple(e for e in (yearly, yearly / 12, yearly / 52, *(i.annual / 1200 for i in user.income)) if e)
    owned = (*earned, user.resources / 100) if user.resources else earned
    own = user.covered()
    return Payer(
        earned=earned,
        owned=owned,
        near_owned=tuple((own * (1 - _EARNED_OFF), own * (1 + _EARNED_OFF)) for own in owned),
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
