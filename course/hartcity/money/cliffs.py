"""Cliffs: limits on income or savings above which help ends, and how far away they are."""

from __future__ import annotations

import attrs

from hartcity.money.benefits import for_somebody_like, income_limit
from hartcity.money.tables import Program, assumptions, dollars, programs
from hartcity.service_user import ServiceUser


@attrs.frozen
class Cliff:
    """One limit of one program.

    Attributes
    ----------
    limit, now : cents a month, or cents of savings.
    room : cents that may still be added; negative when the limit is passed. Rounded down, so never a cent too many.
    of : income or savings. rule : how the limit is reckoned.
    """

    program: Program
    of: str
    limit: int
    now: int
    room: int
    rule: str

    @property
    def sentence(self) -> str:
        unit = " a month" if self.of == "income" else ""
        if self.room < 0:
            return f"{self.program.name}: {self.of} is {dollars(-self.room)}{unit} over the limit of {self.rule}."
        ends = f" Above it ends {self.program.lost}." if self.program.lost else ""
        return f"{self.program.name}: {dollars(self.room)}{unit} below the limit of {self.rule}.{ends}"

    @property
    def near(self) -> bool:
        """Whether it is within reach: little room is left, and it isn't passed."""
        return 0 <= self.room <= assumptions().near

    @property
    def source(self) -> str:
        return self.program.source


def cliffs(user: ServiceUser) -> tuple[Cliff, ...]:
    """Return every limit that concerns this person, the lowest first: income by the month, then savings."""
    found = []
    now = user.monthly_income
    for program in programs().programs:
        if not for_somebody_like(user, program):
            continue
        limit = income_limit(user, program)
        if limit:
            exact, _, rule = limit
            found.append(Cliff(program, "income", int(exact), int(now), (exact - now).__floor__(), rule))
    found.sort(key=lambda cliff: cliff.limit)
    for program in programs().programs:
        if program.resource_max is not None and program.id in user.benefits and user.resources is not None:
            room = program.resource_max - user.resources
            rule = f"{dollars(program.resource_max)} of savings"
            found.append(Cliff(program, "savings", program.resource_max, user.resources, room, rule))
    return tuple(found)


def crossed(user: ServiceUser, more_income: int = 0, more_savings: int = 0) -> tuple[Cliff, ...]:
    """Return the limits that so many more cents (a month, or in savings) would pass."""
    more = {"income": more_income, "savings": more_savings}
    return tuple(c for c in cliffs(user) if 0 <= c.room < more[c.of])
