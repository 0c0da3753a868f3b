"""Money in cents, from tables with a year and a source. No floats: a dollar that rounds wrong is a wrong answer."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import attrs

from hartcity import content, yamlfile


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


@cache
def poverty_guidelines() -> PovertyGuidelines:
    """Return the poverty guidelines in ``scenarios/money/``."""
    return yamlfile.load(content.locate("scenarios", "money", "poverty-guidelines.yml"), PovertyGuidelines)


def percent_of_poverty(annual_cents: int, household: int, region: str = "48_DC") -> Percent:
    """Return a household's yearly income as a percent of the poverty guideline."""
    table = poverty_guidelines()
    return Percent(Fraction(100 * annual_cents, table.annual_cents(household, region)), table.source)


def dollars(cents: int) -> str:
    """Return cents as a person writes them: ``$1,234`` or ``$12.50``."""
    sign, cents = ("-" if cents < 0 else ""), abs(cents)
    whole = f"{cents // 100:,}"
    return f"{sign}${whole}" if cents % 100 == 0 else f"{sign}${whole}.{cents % 100:02d}"
