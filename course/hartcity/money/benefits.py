"""Which public programs a person may have: a rule, a reason and a source for each, never a decision."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import attrs

from hartcity.money.tables import (
    Program,
    cents,
    dollars,
    monthly_limit,
    percent_of_poverty,
    poverty_guidelines,
    programs,
    snap,
    state,
)
from hartcity.service_user import ServiceUser

Outlook = Literal["has it", "likely", "after a step", "unknown", "no"]


@attrs.frozen
class Standing:
    """How a person stands with a program: in a sentence, with the fact and the source it rests on."""

    program: Program
    outlook: Outlook
    sentence: str
    fact: str

    @property
    def source(self) -> str:
        return self.program.source


def young_children(user: ServiceUser, oldest: int) -> int:
    """Return how many children of at most that age are in the household."""
    return sum(1 for child in user.children if child.age is not None and child.age <= oldest)


def for_somebody_like(user: ServiceUser, program: Program) -> bool:
    """Say whether a program is for people in this person's situation, whatever the income."""
    tags = set(user.tags)
    if program.any_tag and not set(program.any_tag) & tags:
        return False
    expecting = program.or_pregnant and "pregnant" in tags
    if program.child_max is not None and not young_children(user, program.child_max) and not expecting:
        return False
    if program.for_a_home and not (user.lease or user.homeowner):
        return False
    if program.age_min is not None and user.age < program.age_min:
        return False
    if program.age_max is not None and user.age > program.age_max:
        return False
    covered = user.covered()
    kind = covered.kind if covered else ""
    return kind not in program.coverage_not and (not program.coverage or kind in program.coverage)


def exempt_from_gross(user: ServiceUser, program: Program) -> bool:
    """Say whether the limit on gross income isn't for this household."""
    return program.elders_exempt and (user.age >= 60 or "disability" in user.tags or "age60" in user.tags)


def standing(user: ServiceUser, program: Program) -> Standing:
    """Return how a person stands with a program, by the table and the person's file alone."""

    def says(outlook: Outlook, sentence: str, fact: str) -> Standing:
        return Standing(program, outlook, f"{program.name}: {sentence}", fact)

    if program.id in user.benefits:
        return says("has it", "in place already.", "the person's file")
    if not for_somebody_like(user, program):
        return says("no", "not for a household like this one.", "the person's file")
    if program.residence and "immigrant" in user.tags and user.permanent_resident is not True:
        stated = "no green card yet" if user.permanent_resident is False else "not stated in the file"
        return says("unknown", "federal rules depend on immigration papers: ask a lawyer before applying.", stated)
    limit = income_limit(user, program)
    if limit and user.monthly_income > limit[0]:
        now = dollars(cents(user.monthly_income))
        return says("no", f"income may be at most {limit[1]}.", f"income of {now} a month")
    if program.id == "snap" and not limit:
        net, most = snap_net(user), snap_net_limit(user.household)
        if net is not None and net > most:
            sentence = (
                f"no limit on gross income here; net income, less rent and medical costs, at most {dollars(most)}."
            )
            return says("unknown", f"{sentence} Ask.", f"{dollars(cents(net))} a month before these")
    if program.resource_max is not None:
        if user.resources is None:
            return says("unknown", f"savings may be at most {dollars(program.resource_max)}.", "savings: not stated")
        if user.resources > program.resource_max:
            sentence = f"savings may be at most {dollars(program.resource_max)}."
            return says("no", sentence, f"savings of {dollars(user.resources)}")
    needed = program.student_hours
    if needed and "student" in user.tags and 18 <= user.age < 50 and user.work_hours < needed:
        more = needed - user.work_hours
        sentence = f"a student works {needed} hours a week or has work-study; {more} more would do."
        return says("after a step", sentence, f"works {user.work_hours} hours a week")
    if program.own_income_rule:
        now = dollars(cents(user.monthly_income))
        return says("unknown", "income counts by rules of its own: ask.", f"income of {now} a month")
    percent = percent_of_poverty(user.annual_income_cents, user.household)
    return says("likely", "by income and household it is worth applying.", f"income is at {percent} of poverty")


def income_limit(user: ServiceUser, program: Program) -> tuple[Fraction, str, str] | None:
    """Return a program's limit on this household's income: cents a month, exact; the rule; how it is reckoned.

    None when income doesn't matter, or not for this household.
    """
    # Who is pregnant counts for two where a program is for pregnancy: 7 CFR 246.7(d)(2)(iv).
    size = user.household + (program.or_pregnant and "pregnant" in user.tags)
    people = f"{size} people" if size > 1 else "1 person"
    if size > user.household:
        people += ", the expected child counted"
    if program.pct_max is not None and not exempt_from_gross(user, program):
        exact = monthly_limit(program.pct_max, size)
        if program.id == "snap":
            exact = Fraction(-(-exact // 100) * 100)  # 7 CFR 273.9(a): rounded up to the dollar
        guideline = f"the {poverty_guidelines().year} poverty guideline for {people}"
        rule = f"{program.pct_max}% of the poverty guideline"
        return exact, rule, f"{dollars(int(exact))} a month, {program.pct_max}% of {guideline}"
    if program.smi_max is not None:
        exact = Fraction(program.smi_max * state().median(user.household), 1200)
        rule = f"{program.smi_max}% of the state median"
        return exact, rule, f"{dollars(int(exact))} a month, {rule} income of {people} (fictional)"
    return None


def snap_net_limit(household: int) -> int:
    """Return SNAP's limit on net income in cents a month: the poverty guideline, rounded up to the dollar."""
    return int(-(-monthly_limit(100, household) // 100) * 100)


def snap_net(user: ServiceUser) -> Fraction | None:
    """Return income less 20 % of earnings and the standard deduction, in cents a month; rent, care and medicine would
    lower it further. None for household sizes whose deduction nobody could name."""
    row = snap().row(user.household)
    if row is None or row.deduction is None:
        return None
    earned = sum(s.annual for s in user.income if s.kind in ("wages", "self-employment"))
    return max(Fraction(0), Fraction(user.annual_income_cents, 12) - Fraction(earned, 60) - row.deduction)


def snap_estimate(user: ServiceUser) -> int | None:
    """Return about what SNAP would pay, in cents a month, without deductions for rent, care and medicine.

    The household's largest allotment less 30 % of net income (7 CFR 273.10(e)): gross income less 20 % of wages and
    the standard deduction; net income and its 30 % are rounded so that the estimate is never too high. None for
    household sizes whose allotment nobody could name.
    """
    row, net = snap().row(user.household), snap_net(user)
    if row is None or row.allotment is None or net is None:
        return None
    share = -(-net * 3 // 1000)  # whole dollars, rounded up
    return max(0, row.allotment - 100 * int(share))


def worth(user: ServiceUser, program: Program) -> tuple[int | None, int | None]:
    """Return what a program is worth to this person: cents a month, cents once; None when it can't be said."""
    if program.id == "snap":
        return snap_estimate(user), None
    if program.monthly is None or not program.each_child:
        return program.monthly, program.once
    expecting = program.or_pregnant and "pregnant" in user.tags
    people = young_children(user, program.child_max or 0) + int(expecting)
    return cents(program.monthly * people), program.once


def standings(user: ServiceUser) -> tuple[Standing, ...]:
    """Return the person's standing with every program of the table that is for somebody like this."""
    return tuple(s for p in programs().programs if for_somebody_like(user, p) for s in (standing(user, p),))
