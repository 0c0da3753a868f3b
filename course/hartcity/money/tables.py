"""The money tables of ``scenarios/money/``: each with its year, the day it holds from, and its source.

Amounts are whole cents, shares are exact fractions; no floats: a dollar that rounds wrong is a wrong answer.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import attrs

from hartcity import content, yamlfile
from hartcity.yamlfile import Cents


def cents(amount: Fraction | int) -> int:
    """Return an amount in whole cents: half a cent and more is rounded up."""
    return int((Fraction(amount) * 2 + 1) // 2)


def dollars(amount: int) -> str:
    """Return cents as a person writes them: ``$1,234`` or ``$12.50``."""
    sign, amount = ("-" if amount < 0 else ""), abs(amount)
    whole = f"{amount // 100:,}"
    return f"{sign}${whole}" if amount % 100 == 0 else f"{sign}${whole}.{amount % 100:02d}"


@attrs.frozen
class _Region:
    households: tuple[int, ...]
    each_additional: int


@attrs.frozen
class PovertyGuidelines:
    """The HHS poverty guidelines of one year: whole dollars a year, by region and household size."""

    year: int
    effective: str
    source: str
    regions: dict[str, _Region]

    def annual_cents(self, household: int, region: str = "48_DC") -> int:
        """Return 100 % of the guideline for a household of that many people, in cents a year."""
        if household < 1:
            raise ValueError("a household has at least one person")
        table = self.regions[region]
        extra = max(0, household - len(table.households))
        return 100 * (table.households[min(household, len(table.households)) - 1] + extra * table.each_additional)


@attrs.frozen
class Percent:
    """A share of the poverty guideline: the exact value, and how a person writes it (rounded down)."""

    value: Fraction
    source: str

    def __str__(self) -> str:
        return f"{int(self.value)}%"

    def against(self, limit: int) -> str:
        """The percent beside a limit: what is a little over 138 % isn't called 138 %."""
        return f"just over {limit}%" if limit < self.value < limit + 1 else str(self)


@attrs.frozen
class Program:
    """A public program, and who it is for as far as a table can say; None is no such rule.

    Attributes
    ----------
    pct_max : income in percent of the poverty guideline, at most; `smi_max` of the state median income.
    age_min, age_max : in years, inclusive.
    any_tag : the person has one of these.
    child_max : there is a child of at most this age in the household; `or_pregnant` or somebody is pregnant.
    coverage : health coverage that the person has; `coverage_not` : that excludes the person.
    resource_max : savings, at most, in cents.
    student_hours : a student of 18 to 49 works at least so many hours a week.
    residence : for people from abroad it asks for permanent residence.
    for_a_home : it pays the bills of a home that the person rents or owns.
    elders_exempt : the limit on gross income is not for households with somebody of 60 or with a disability.
    own_income_rule : income counts by rules that this table doesn't hold.
    monthly, once : what it is worth: cents a month, cents once; None when it can't be said in money.
    each_child : `monthly` is for each such child.
    lost : what ends above the limit.
    """

    id: str
    name: str
    source: str
    lost: str = ""
    pct_max: int | None = None
    smi_max: int | None = None
    age_min: int | None = None
    age_max: int | None = None
    any_tag: tuple[str, ...] = ()
    child_max: int | None = None
    or_pregnant: bool = False
    coverage: tuple[str, ...] = ()
    coverage_not: tuple[str, ...] = ()
    resource_max: Cents | None = None
    student_hours: int | None = None
    residence: bool = False
    for_a_home: bool = False
    elders_exempt: bool = False
    own_income_rule: bool = False
    monthly: Cents | None = None
    once: Cents | None = None
    each_child: bool = False


@attrs.frozen
class Programs:
    """The programs' limits of one year."""

    year: int
    effective: str
    source: str
    programs: tuple[Program, ...]

    def __getitem__(self, id: str) -> Program:
        return next(p for p in self.programs if p.id == id)

    def __contains__(self, id: str) -> bool:
        return any(p.id == id for p in self.programs)


@attrs.frozen
class _SnapRow:
    net: Cents
    gross: Cents
    gross_elderly: Cents
    allotment: Cents | None = None
    deduction: Cents | None = None


@attrs.frozen
class Snap:
    """SNAP's monthly limits and allotments by household size; amounts that could not be read are left out."""

    year: int
    effective: str
    source: str
    note: str
    households: tuple[_SnapRow, ...]

    def row(self, household: int) -> _SnapRow | None:
        return self.households[household - 1] if household <= len(self.households) else None


@attrs.frozen
class Paper:
    """A kind of paper: what a new one costs, and how many days it takes."""

    label: str
    fee: Cents | None = None
    days: int | None = None


@attrs.frozen
class State:
    """The fictional state's own figures.

    Attributes
    ----------
    median_income : yearly, by household size.
    fare, pass_full : one bus ride, a monthly pass.
    car_trip : what a visit by one's own car costs.
    care_hour : an hour of child care; `care_until_age` younger children need it.
    """

    year: int
    effective: str
    source: str
    name: str
    median_income: tuple[Cents, ...]
    fare: Cents
    pass_full: Cents
    car_trip: Cents
    care_hour: Cents
    care_until_age: int
    papers: dict[str, Paper]

    def median(self, household: int) -> int:
        """Return the median income of a household of that many people, in cents a year; the largest for larger."""
        return self.median_income[min(household, len(self.median_income)) - 1]


@attrs.frozen
class Use:
    """How often a kind of service is used: visits to set it up, then uses a month; minutes of a visit.

    `visits` says whether a use is a visit: a ride or a night isn't; `with_children`, that the children come along.
    """

    why: str
    once: int = 1
    per_month: int = 0
    minutes: int = 60
    visits: bool = True
    with_children: bool = False


@attrs.frozen
class Assumptions:
    """What a plan assumes where nobody knows better: uses by a service's first need.

    `notable_percent`: a service that takes more of the month's income is worth a second look; `near`: a limit is near
    when no more than so many cents a month are left below it.
    """

    year: int
    effective: str
    source: str
    days: int
    way_minutes: int
    notable_percent: int
    near: Cents
    uses: dict[str, Use]

    def use(self, need: str) -> Use:
        return self.uses.get(need) or self.uses["default"]


def _table(name: str, kind: type) -> object:
    return yamlfile.load(content.locate("scenarios", "money", name), kind)


@cache
def poverty_guidelines() -> PovertyGuidelines:
    """Return the poverty guidelines in ``scenarios/money/``."""
    return _table("poverty-guidelines.yml", PovertyGuidelines)


@cache
def programs() -> Programs:
    """Return the public programs' limits."""
    return _table("programs.yml", Programs)


@cache
def snap() -> Snap:
    """Return SNAP's limits and allotments."""
    return _table("snap.yml", Snap)


@cache
def state() -> State:
    """Return the fictional state's figures."""
    return _table("state.yml", State)


@cache
def assumptions() -> Assumptions:
    """Return what a plan assumes."""
    return _table("assumptions.yml", Assumptions)


def percent_of_poverty(annual_cents: int, household: int, region: str = "48_DC") -> Percent:
    """Return a household's yearly income as a percent of the poverty guideline."""
    table = poverty_guidelines()
    return Percent(Fraction(100 * annual_cents, table.annual_cents(household, region)), table.source)


def monthly_limit(percent: int, household: int) -> Fraction:
    """Return so many percent of the poverty guideline in cents a month, exact."""
    return Fraction(percent * poverty_guidelines().annual_cents(household), 1200)
