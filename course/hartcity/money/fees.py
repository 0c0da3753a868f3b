"""What a service costs this person: the directory's cost options against income, coverage and days of use."""

from __future__ import annotations

from fractions import Fraction

import attrs

from hartcity.directory import CostOption, Per, Service
from hartcity.money.tables import assumptions, cents, dollars, percent_of_poverty
from hartcity.service_user import Coverage, ServiceUser

_PER = {
    "once": "once",
    "visit": "a visit",
    "ride": "a ride",
    "day": "a day",
    "week": "a week",
    "month": "a month",
    "year": "a year",
}
_MONTHLY = {"day": Fraction(30), "week": Fraction(30, 7), "month": Fraction(1), "year": Fraction(1, 12)}


@attrs.frozen
class Fee:
    """One thing that this person pays.

    Attributes
    ----------
    cents : each `per`; None when the directory or the person's file doesn't say enough.
    from_day, until_day : of use, counted from 0, `until_day` not included.
    rule : why it is this amount.
    full : cents that somebody with a higher income pays; None when there is no such price.
    """

    what: str
    cents: int | None
    per: Per
    rule: str
    from_day: int | None = None
    until_day: int | None = None
    full: int | None = None

    def __str__(self) -> str:
        if self.cents is None:
            return f"{self.what}: not stated, ask"
        price = "free" if not self.cents else f"{dollars(self.cents)} {_PER[self.per]}"
        days = f" from day {self.from_day + 1}" if self.from_day else ""
        return f"{self.what}: {price}{days}"


def coverage_for(user: ServiceUser, service: Service) -> Coverage | None:
    """Return the coverage that a service would bill: a child's for a child's service; None when it isn't stated."""
    child = service.rules.minor_child or "child_counseling" in service.needs
    return user.covered("children" if child and user.children else "self")


def coverage_now(covered: Coverage | None) -> str | None:
    """Return the kind of coverage that pays today; None when nobody knows."""
    if covered is None or covered.state == "under review":
        return None
    return "none" if covered.state == "suspended" else covered.kind


def fees(user: ServiceUser, service: Service) -> tuple[Fee, ...]:
    """Return what a service costs this person; one fee without an amount when the directory doesn't say."""
    if not service.cost_options:
        return (Fee(service.name, None, "once", "the directory names no amount"),)
    percent = percent_of_poverty(user.annual_income_cents, user.household)
    kind = coverage_now(coverage_for(user, service))
    found = []
    for option in service.cost_options:
        over, at_most = option.x_pct_over, option.x_pct_max
        if (over is not None and percent.value <= over) or (at_most is not None and percent.value > at_most):
            continue
        if option.x_insurance and kind is not None and kind not in option.x_insurance:
            continue
        amount, why = _amount(option, user)
        if over is not None or at_most is not None:
            why = f"income is at {percent} of poverty, {_tier(over, at_most)}"
        if option.x_insurance and kind is None:
            price = "depends" if amount is None else dollars(amount)
            why = f"{price} with coverage of this kind: {', '.join(option.x_insurance)}; the person's isn't settled"
            amount = None
        elif option.x_insurance:
            why = f"{why}; coverage: {kind}"
        full = _full(option, service.cost_options) if amount is not None else None
        found.append(Fee(option.option, amount, option.x_per, why, option.x_from_day, option.x_until_day, full))
    if not found:
        return (Fee(service.name, None, "once", "no price in the directory is for this income and coverage"),)
    return tuple(found)


def _tier(over: int | None, at_most: int | None) -> str:
    if over is None:
        return f"up to {at_most}%"
    return f"over {over}%" if at_most is None else f"over {over}% and up to {at_most}%"


def _amount(option: CostOption, user: ServiceUser) -> tuple[int | None, str]:
    if option.x_percent_of_income is not None:
        times = _MONTHLY.get(option.x_per, 1)
        amount = user.monthly_income * option.x_percent_of_income / 100 / times
        return cents(amount), f"{option.x_percent_of_income}% of the household's income"
    return option.amount, "the directory's price"


def _full(option: CostOption, options: tuple[CostOption, ...]) -> int | None:
    """Return the price of the highest income's tier of the same thing, when this is a lower one's."""
    if option.x_pct_max is None:
        return None
    higher = [
        o.amount
        for o in options
        if o.amount is not None
        and o.x_per == option.x_per
        and o.x_pct_over is not None
        and o.x_pct_over >= option.x_pct_max
    ]
    return max(higher, default=None)


def first_need(service: Service) -> str:
    """Return the need by which a service's use is assumed."""
    return service.needs[0] if service.needs else "default"


def uses_a_month(user: ServiceUser, service: Service) -> int:
    """Return how often a month the person uses it: the person's own number, else the course's assumption."""
    need = first_need(service)
    return user.uses.get(need, assumptions().use(need).per_month)


def monthly_cost(user: ServiceUser, service: Service) -> int | None:
    """Return what a usual month costs in cents, after what is free at first; None when the directory doesn't say."""
    total = Fraction(0)
    for fee in fees(user, service):
        if fee.cents is None:
            return None
        if fee.until_day is not None or fee.per == "once":
            continue
        times = _MONTHLY.get(fee.per)
        total += fee.cents * (uses_a_month(user, service) if times is None else times)
    return cents(total)
