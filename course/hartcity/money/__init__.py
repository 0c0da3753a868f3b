"""Money: percent of poverty, fees, programs, cliffs, and what a plan costs. Every figure has its rule and source."""

from hartcity.money.tables import (
    Percent,
    PovertyGuidelines,
    assumptions,
    cents,
    dollars,
    monthly_limit,
    percent_of_poverty,
    poverty_guidelines,
    programs,
    snap,
    state,
)

__all__ = [
    "Percent",
    "PovertyGuidelines",
    "assumptions",
    "cents",
    "dollars",
    "monthly_limit",
    "percent_of_poverty",
    "poverty_guidelines",
    "programs",
    "snap",
    "state",
]
