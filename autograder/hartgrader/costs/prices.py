"""What a service costs, from the directory, in the few kinds that people tell apart when they speak of a price."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

import attrs
from hartcity import money
from hartcity.directory import CostOption, Service
from hartcity.money.fees import fees
from hartcity.service_user import ServiceUser

from hartgrader.costs.amounts import Amount

_AMOUNT = re.compile(r"\$(\d[\d,]*(?:\.\d+)?)")
_PERCENT = re.compile(r"(\d+)\s*%")
# What the directory says is spared, given or at most given: nobody pays it.
_GIVEN = re.compile(r"(?:saves|pays|max\.?|up to) \$(\d[\d,]*)")
_CEILING = re.compile(r"(?:max\.?|up to) \$(\d[\d,]*)")
_LIMIT = re.compile(
    r"(?:max\.?|up to) (\d+) (hour|day|night|month|visit)s?\b(?: of \w+)?"
    r"(?: (?:a|per|each|every) (day|week|month|year))?"
)
_EASED = re.compile(r"waive|discount|reduce|donat|scholarship|lower|drop")
_COUNTS = re.compile(r"[^.]*\bcounts as income\b[^.]*\.")
_INSURED = re.compile(r"medicaid|medicare|insur|coverage|va health")
_USE = {"visit": "use", "ride": "use"}
# How much a sum may be off by rounding, and what it may count: visits, or the weeks and months of a time.
_OFF = 0.03
_SHARE_OFF = 0.15
_TIMES = (4.33, 8.67, 13, 26, 52)
_MOST_USES = 60
# A month's share of the income by the year, the month, the week and the day.
SHARES = {"year": 12.0, "month": 1.0, "week": 1 / 4.33, "day": 1 / 30}

# What only a price by income is called.
_SCALE = defaultdict(frozenset, sliding=frozenset(["sliding fee", "sliding scale"]))

Kind = Literal["free", "sliding", "waiver", "coverage", "later", "priced"]


@attrs.frozen
class Price:
    """What a service costs.

    Attributes
    ----------
    kind : free; sliding by income; waived up to a share of the poverty guideline; by the kind of coverage;
        free at first and priced later; or priced.
    amounts, percents : dollars and percentages that the directory names.
    later : dollars that are due when the free time is over; `free_days` is how long that is.
    waived_to : percent of the poverty guideline up to which the price is waived.
    own : the dollars that this person pays, as far as the directory says so; `due` is these and what others pay.
    share : dollars that this person pays each month of an income.
    given : dollars that nobody pays: what the service saves, pays or gives; `ceiling` is the most it gives.
    paid : whether the service pays for the person what others ask.
    lends : whether it lends things, which are given back.
    lump : whether what it gives comes all at once.
    once : dollars that are due a single time.
    units : what an amount is for: ``use``, ``day``, ``week``, ``month`` or ``year``.
    beside : dollars that other services of the same organization cost.
    common : dollars that everybody pays in this city (*a ride costs $2 at the fare box*).
    papers : dollars that the papers cost which it asks for.
    nouns : words for what is paid: *rent*, *deposit*.
    eased, insured : whether the directory speaks of waivers or discounts, and of coverage, for this service.
    lowest : whether this person pays by the lowest step of a scale; None when there is no scale, or coverage may pay.
    counts : whether what it pays counts as income for benefits; see `counting`.
    takes : the kinds of coverage that it is only for.
    limits : how much there is at most, of what, and in what time: 12 hours a month.
    called : stems of the words by which it may be called when no other chosen service has them.
    """

    kind: Kind
    amounts: frozenset[float]
    percents: frozenset[float]
    later: float | None = None
    waived_to: float | None = None
    free_days: int | None = None
    own: frozenset[float] = frozenset()
    due: frozenset[float] = frozenset()
    share: float | None = None
    given: frozenset[float] = frozenset()
    ceiling: float | None = None
    paid: bool = False
    lends: bool = False
    lump: bool = False
    once: frozenset[float] = frozenset()
    units: dict[float, str] = attrs.field(factory=dict)
    beside: frozenset[float] = frozenset()
    common: frozenset[float] = frozenset()
    papers: frozenset[float] = frozenset()
    nouns: frozenset[str] = frozenset()
    eased: bool = False
    insured: bool = False
    lowest: bool | None = None
    counts: bool = False
    takes: tuple[str, ...] = ()
    limits: frozenset[tuple[str, str, str]] = frozenset()
    called: frozenset[str] = frozenset()

    def may_be(self, value: float) -> bool:
        """Whether dollars can be a price of this service, once or many times: not what somebody has or saves."""
        shares = () if self.share is None else (self.share,)
        return value > 0 and (counted(value, self.amounts) or any(_about(value, s, _SHARE_OFF) for s in shares))

    def is_waived(self, poverty: float) -> bool:
        """Whether nothing is due from somebody at so many percent of the poverty guideline."""
        return self.kind == "waiver" and self.waived_to is not None and poverty <= self.waived_to


def price(service: Service, user: ServiceUser, others: Iterable[Service] = (), about: str = "") -> Price:
    """Return a service's price: from its cost options, or from its line of fees when it has none.

    `others` are the other services of its organization, and `about` is what the city's organizations say of themselves.
    """
    line = f"{service.cost} {service.x_note if 'nominal' in service.x_note.lower() else ''}".lower()
    amounts = frozenset(map(_dollars, _AMOUNT.findall(line)))
    options = service.cost_options
    found = _from_options(options, amounts) if options else _from_line(line, amounts)
    told = [service.cost, service.description, service.note, service.eligibility_description, *service.documents]
    told += [o.amount_description for o in options]
    rules = " ".join(str(t) for t in told).lower()
    due = fees(user, service) if options else ()
    paid = [o for o in options if o.amount or o.x_percent_of_income]
    shared = {o.option for o in paid if o.x_percent_of_income}
    given = frozenset(map(_dollars, _GIVEN.findall(line)))
    ceiling = _CEILING.search(line)
    own = frozenset(f.cents / 100 for f in due if f.cents is not None) or _possible(user, options)
    steps = [o.amount / 100 for o in options if o.amount]
    on_scale = found.kind == "sliding" and bool(own) and 0.0 not in own
    return attrs.evolve(
        found,
        free_days=next((o.x_from_day for o in options if o.x_from_day and o.amount), None),
        own=own,
        due=(found.amounts | own) - given - {0.0},
        lowest=min(own) == min(steps) if on_scale and steps else None,
        share=next((f.cents / 100 for f in due if f.what in shared and f.cents), None),
        given=given,
        ceiling=_dollars(ceiling.group(1)) if ceiling else None,
        paid="paid by" in line,
        lends="loan" in rules,
        lump="lump" in line,
        once=frozenset(o.amount / 100 for o in paid if o.amount and o.x_per == "once"),
        units={o.amount / 100: _USE.get(o.x_per, o.x_per) for o in paid if o.amount and o.x_per != "once"},
        beside=frozenset(o.amount / 100 for s in others for o in s.cost_options if o.amount),
        common=frozenset(map(_dollars, _AMOUNT.findall(about))),
        papers=_papers(service),
        nouns=frozenset(re.findall(r"[a-z]+", " ".join(o.option for o in paid).lower())) | _SCALE[found.kind],
        eased=bool(_EASED.search(rules)),
        insured=bool(_INSURED.search(rules)) or any(o.x_insurance for o in options),
        counts=bool(counting(service)),
        takes=service.rules.insurance,
        limits=frozenset(_LIMIT.findall(rules)),
    )


def counting(service: Service) -> str:
    """Return what the directory says of a service's pay counting as income."""
    return next((found.strip() for found in _COUNTS.findall(service.note)), "")


def _papers(service: Service) -> frozenset[float]:
    """Return the dollars that the papers cost which a service asks for."""
    papers = [money.state().papers.get(d.x_kind) for d in service.required_documents or ()]
    return frozenset(p.fee / 100 for p in papers if p and p.fee)


def _possible(user: ServiceUser, options: tuple[CostOption, ...]) -> frozenset[float]:
    """Return what somebody of this income pays with one coverage or another."""
    percent = money.percent_of_poverty(user.annual_income_cents, user.household).value
    return frozenset(
        o.amount / 100
        for o in options
        if o.amount is not None
        and (o.x_pct_over is None or percent > o.x_pct_over)
        and (o.x_pct_max is None or percent <= o.x_pct_max)
    )


def _dollars(written: str) -> float:
    return float(written.replace(",", ""))


def _from_options(options: tuple[CostOption, ...], amounts: frozenset[float]) -> Price:
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


def fits(known: Price, amount: Amount, pays: bool, near: list[float]) -> bool:
    """Whether an amount can be what the directory says, alone, added up or divided."""
    value, unit = amount.value, amount.unit
    if known.kind == "free":
        return False
    if value in known.amounts:
        paid = known.own if known.kind == "sliding" and known.own else known.amounts
        smaller = any(a and value > a and value % a == 0 for a in paid)
        due = known.units.get(value, unit)
        if unit and due != unit and not smaller:
            return False
        step = value in known.own if unit == "use" else counted(value, known.own)
        return not (known.kind == "sliding" and pays and known.own and not step)
    if known.share is not None:
        parts = {k for per, k in SHARES.items() if not unit or per == unit} or {1.0}
        if any(_about(value, known.share * k, _SHARE_OFF) for k in parts):
            return True
        incomes = [p * n / 100 for p in known.percents for n in near]
        if any(_about(value, s * k, _SHARE_OFF) for s in incomes for k in (1, 12, 1 / 4.33, 1 / 52)):
            return True
        if known.once and _about(value, known.share + sum(known.once), _SHARE_OFF):
            return True
    elif known.percents and not known.amounts - {0.0}:
        return True
    prices = known.amounts - known.once - {0.0}
    if not unit and known.units:
        return counted(value, prices) or any(value % a == 0 for a in prices)
    if unit and unit in known.units.values():
        # A visit takes a ride there and one back.
        return known.kind == "priced" and unit == "use" and any(value == 2 * a for a in prices)
    if unit:
        smaller = any(_about(a, value * k, _OFF + 0.05) for a in prices for k in (2, 4, 4.33, 12, 30))
        return smaller or any(2 * a - 1 <= value <= a * _MOST_USES for a in prices)
    return counted(value, prices)


def counted(value: float, prices: frozenset[float]) -> bool:
    """Whether a value is a price so many times, as visits or as weeks are counted."""
    return any(
        (value % a == 0 and value / a <= _MOST_USES) or any(_about(value, a * k, _OFF) for k in _TIMES)
        for a in prices
        if a
    )


def _about(value: float, wanted: float, off: float) -> bool:
    return abs(value - wanted) <= off * wanted
