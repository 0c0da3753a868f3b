"""What a service costs, from the directory, in the few kinds that people tell apart when they speak of a price."""

from __future__ import annotations

import re
from typing import Literal

import attrs
from hartcity.directory import CostOption, Service

_AMOUNT = re.compile(r"\$(\d[\d,]*(?:\.\d+)?)")
_PERCENT = re.compile(r"(\d+)\s*%")

Kind = Literal["free", "sliding", "waiver", "coverage", "later", "priced"]


@attrs.frozen
class Price:
    """What a service costs.

    Attributes
    ----------
    kind : free; sliding by income; waived up to a share of the poverty guideline; by the kind of coverage;
        free at first and priced later; or priced.
    amounts, percents : dollars and percentages that the directory names.
    later : dollars that are due when the free time is over.
    waived_to : percent of the poverty guideline up to which the price is waived.
    """

    kind: Kind
    amounts: frozenset[float]
    percents: frozenset[float]
    later: float | None = None
    waived_to: float | None = None


def price(service: Service) -> Price:
    """Return a service's price: from its cost options, or from its line of fees when it has none."""
    line = f"{service.cost} {service.x_note if 'nominal' in service.x_note.lower() else ''}".lower()
    amounts = frozenset(float(a.replace(",", "")) for a in _AMOUNT.findall(line))
    options = service.cost_options
    if not options:
        return _from_line(line, amounts)
    due = [o for o in options if o.amount is not None]
    amounts |= {o.amount / 100 for o in due}
    percents = frozenset(float(o.x_percent_of_income) for o in options if o.x_percent_of_income)
    later = next((o.amount / 100 for o in due if o.x_from_day and o.amount), None)
    waived = [o for o in due if o.amount == 0 and o.x_pct_max is not None]
    tiers = [o for o in due if o.amount and (o.x_pct_max is not None or o.x_pct_over is not None)]
    free = not percents and due and all(o.amount == 0 or _beside(o, options) for o in due)
    return Price(
        kind="free" if free else "later" if later else _by_condition(options, tiers, waived),
        amounts=amounts,
        percents=percents,
        later=later,
        waived_to=float(max(o.x_pct_max or 0 for o in waived)) if waived else None,
    )


def _beside(option: CostOption, options: tuple[CostOption, ...]) -> bool:
    """Whether an amount is for something beside the service itself, which the directory names first."""
    conditional = option.x_pct_over or option.x_pct_max or option.x_insurance or option.x_from_day
    return options[0].amount == 0 and option is not options[0] and not conditional


def _by_condition(options: tuple[CostOption, ...], tiers: list[CostOption], waived: list[CostOption]) -> Kind:
    if waived and tiers:
        return "waiver"
    if len(tiers) > 1:
        return "sliding"
    return "coverage" if any(o.x_insurance for o in options) else "priced"


def _from_line(line: str, amounts: frozenset[float]) -> Price:
    """Return the price that a line of words tells, as older directories have it."""
    waived = re.search(r"waived[^$;]*?(\d+)\s*%", line)
    later = re.search(r"then \$(\d+)", line)
    percents = frozenset(float(p) for p in _PERCENT.findall(line[: waived.start()] if waived else line))
    kind: Kind = "priced"
    if waived:
        kind = "waiver"
    elif later:
        kind = "later"
    elif "sliding" in line:
        kind = "sliding"
    elif "medicaid" in line and "$0" in line:
        kind = "coverage"
    elif line.startswith(("free", "$0", "no ", "fees paid", "nothing")):
        kind = "free"
    return Price(
        kind,
        amounts,
        percents,
        float(later.group(1)) if later else None,
        float(waived.group(1)) if waived else None,
    )
