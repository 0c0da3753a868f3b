"""What a plan of chosen services costs a person over 90 days, and what it saves: line by line, with rule and source."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Literal

import attrs

from hartcity import hours
from hartcity.city import City
from hartcity.directory import Service
from hartcity.money.benefits import standing, worth
from hartcity.money.cliffs import Cliff, cliffs, crossed
from hartcity.money.fees import Fee, fees, first_need, uses_a_month
from hartcity.money.tables import Use, assumptions, cents, dollars, programs, state
from hartcity.service_user import ServiceUser

Kind = Literal["fee", "travel", "paper", "wages", "child care", "saving"]
_LENGTH = {"day": 1, "week": 7, "month": 30, "year": 365}
_FULL_TIME = 52 * 40


@attrs.frozen
class Line:
    """One figure of a plan.

    Attributes
    ----------
    service : id, or empty for the plan as a whole.
    times, each : how often, and cents each time.
    cents : times × each; None when it isn't known. A saving is not negative either: its kind says what it is.
    rule, source : why it is this figure, and where that stands.
    """

    service: str
    kind: Kind
    what: str
    times: int
    each: int | None
    rule: str
    source: str

    @property
    def cents(self) -> int | None:
        return None if self.each is None else self.times * self.each


@attrs.frozen
class Plan:
    """What chosen services cost and save over some days.

    Attributes
    ----------
    cost, saves : cents, together; lines without an amount are left out, and stand in `unknown`.
    cliffs : every limit that concerns the person. passed : those that this plan's income or savings would pass.
    """

    user: str
    days: int
    lines: tuple[Line, ...]
    cliffs: tuple[Cliff, ...]
    passed: tuple[Cliff, ...]

    @property
    def cost(self) -> int:
        return sum(x.cents or 0 for x in self.lines if x.kind != "saving")

    @property
    def saves(self) -> int:
        return sum(x.cents or 0 for x in self.lines if x.kind == "saving")

    @property
    def unknown(self) -> tuple[Line, ...]:
        return tuple(x for x in self.lines if x.cents is None)


def plan(user: ServiceUser, services: Iterable[Service], city: City, days: int = 0) -> Plan:
    """Return what these services cost this person over `days` (the tables' own number when 0), and what they save."""
    days = days or assumptions().days
    chosen = tuple(services)
    return _Planner(user, chosen, city, days).plan()


def as_json(found: Plan) -> dict[str, Any]:
    """Return a plan as plain data: amounts in cents."""
    lines = [{**attrs.asdict(x), "cents": x.cents} for x in found.lines]
    limits = ("of", "limit", "now", "room", "near", "rule", "source")
    near = [{"program": c.program.name, **{key: getattr(c, key) for key in limits}} for c in found.cliffs]
    return {
        "person": found.user,
        "days": found.days,
        "cost_cents": found.cost,
        "saves_cents": found.saves,
        "lines": lines,
        "cliffs": near,
        "would_pass": [c.program.name for c in found.passed],
    }


class _Planner:
    def __init__(self, user: ServiceUser, chosen: tuple[Service, ...], city: City, days: int) -> None:
        self.user, self.chosen, self.city, self.days = user, chosen, city, days
        self.lines: list[Line] = []
        self.given = {kind for s in chosen for kind in s.x_gives}
        self.paid_papers: set[str] = set()

    def plan(self) -> Plan:
        for service in self.chosen:
            begins = 0 if service.x_bridge else service.wait_days or 0
            left = max(0, self.days - begins)
            use, month = assumptions().use(first_need(service)), uses_a_month(self.user, service)
            if month != use.per_month:
                use = attrs.evolve(use, why=f"the person's own number, {month} a month")
            uses = -(-month * left // 30)
            visits = use.once + (uses if use.visits else 0)
            self._fees(service, left, uses if not use.visits else visits, use)
            self._papers(service)
            self._visits(service, visits, use)
            self._child_care(service, self._unattended(begins, visits, use, month), use)
            self._savings(service, left)
        return Plan(self.user.id, self.days, tuple(self.lines), cliffs(self.user), self._passed())

    def add(
        self, service: Service, kind: Kind, what: str, times: int, each: int | None, rule: str, source: str
    ) -> None:
        if times and (each != 0 or kind != "saving"):
            self.lines.append(Line(service.id, kind, what, times, each, rule, source))

    def _fees(self, service: Service, left: int, uses: int, use: Use) -> None:
        source = f"the directory: {self.city.organization_of(service.id).name}"
        if not left:
            rule = f"the wait of {service.wait_days} days is longer than the plan"
            self.lines.append(Line(service.id, "fee", service.name, 0, 0, rule, source))
            return
        found = fees(self.user, service)
        for fee in found:
            times, why = self._times(fee, left, uses, use)
            rule = f"{fee.rule}; {why}" if why else fee.rule
            self.add(service, "fee", fee.what, times, fee.cents, rule, source)
            if fee.full is not None and fee.cents is not None and fee.full > fee.cents:
                rule = f"{dollars(fee.full)} at a higher income, {dollars(fee.cents)} at this one"
                self.add(service, "saving", f"{fee.what}: lower fee", times, fee.full - fee.cents, rule, source)

    def _times(self, fee: Fee, left: int, uses: int, use: Use) -> tuple[int, str]:
        first, last = fee.from_day or 0, min(left, left if fee.until_day is None else fee.until_day)
        within = max(0, last - first)
        if fee.per == "once":
            return int(within > 0 or not fee.from_day), ""
        if fee.per in ("visit", "ride"):
            share = Fraction(within, left)
            return cents(uses * share), f"{use.why}: {uses} in {left} days"
        length = _LENGTH[fee.per]
        return -(-within // length), f"each {fee.per} begun counts; {within} days of use"

    def _papers(self, service: Service) -> None:
        for document in service.required_documents or ():
            kind = document.x_kind
            if kind not in self.user.papers.missing or kind in self.paid_papers:
                continue
            paper = state().papers.get(kind)
            if paper is None:
                continue
            self.paid_papers.add(kind)
            if kind in self.given:
                continue  # a chosen service pays it, and its line says so
            days = f"; takes about {paper.days} days" if paper.days else ""
            self.add(service, "paper", paper.label, 1, paper.fee, f"missing, and asked for here{days}", state().source)

    def _visits(self, service: Service, visits: int, use: Use) -> None:
        if service.x_home or service.x_remote or not visits:
            return
        how = f"{visits} visits, there and back" if visits > 1 else "1 visit, there and back"
        fare, trips, rule, source = self._fare(service)
        self.add(service, "travel", f"the way: {how}", visits * trips, fare, rule, source)
        length, why = self._length(use)
        wage = self._wage()
        if wage and hours.clash(self.user, service, use.minutes, assumptions().way_minutes, paid=True):
            lost = cents(wage * length / 60)
            rule = f"its hours leave no time outside paid work: {why}"
            self.add(service, "wages", "wages lost", visits, lost, rule, "the person's file: wage and hours")

    @staticmethod
    def _length(use: Use) -> tuple[int, str]:
        """Return the minutes that a visit takes with the way, and how they are reckoned."""
        way = assumptions().way_minutes
        return use.minutes + way, f"{use.minutes} minutes and {way} for the way; {use.why}"

    def _fare(self, service: Service) -> tuple[int, int, str, str]:
        """Return cents a trip, trips a visit, rule and source for a visit."""
        tables = state()
        has_pass = any("reduced_fare" in s.x_programs for s in self.chosen) or "reduced_fare" in self.user.benefits
        if self.user.travel == "driven":
            return 0, 2, "somebody drives", "the person's file"
        if self.user.travel == "car":
            return tables.car_trip, 1, "by car, fuel and parking", tables.source
        if has_pass:
            return 0, 2, "the pass covers every ride", tables.source
        for other in self.chosen:
            ride = next((f for f in fees(self.user, other) if f.per == "ride" and f.cents is not None), None)
            if ride and "transport" in other.needs and other.id != service.id:
                where = f"the directory: {self.city.organization_of(other.id).name}"
                return ride.cents or 0, 2, f"by {other.name}", where
        return tables.fare, 2, "bus fare, two rides a visit", tables.source

    def _wage(self) -> Fraction:
        """Return the person's wage in cents an hour, exact; a salary is shared over 2,080 hours a year."""
        for source in self.user.income:
            if source.kind == "wages" and not source.who:
                return Fraction(source.amount) if source.per == "hour" else Fraction(source.annual, _FULL_TIME)
        return Fraction(0)

    def _unattended(self, begins: int, visits: int, use: Use, month: int) -> int:
        """Return how many visits come before a chosen child care subsidy begins; all of them without one."""
        starts = [s.wait_days or 0 for s in self.chosen if "child_care" in s.x_programs]
        if not starts:
            return visits
        until = max(0, min(starts) - begins)
        before = use.once + (-(-month * until // 30) if use.visits else 0) if until else 0
        return min(visits, before)

    def _child_care(self, service: Service, visits: int, use: Use) -> None:
        tables = state()
        small = [c for c in self.user.children if (c.age or 0) <= tables.care_until_age]
        helped = {d.strip() for d in self.user.child_care_by.split(",") if d.strip()}
        opened = hours.open_days(service) or set(hours.DAYS)
        along = use.with_children or "childcare" in service.needs or service.x_home or service.x_remote
        if along or not small or helped & opened:
            return
        length, why = self._length(use)
        each = cents(Fraction(tables.care_hour * length, 60) * len(small))
        what, rule = f"somebody for {', '.join(c.who for c in small)}", f"nobody is free then: {why}"
        self.add(service, "child care", what, visits, each, rule, tables.source)

    def _savings(self, service: Service, left: int) -> None:
        source = f"the directory: {self.city.organization_of(service.id).name}"
        if service.x_pays and left:
            self.add(service, "saving", "paid for the person, at most", 1, service.x_pays, "once", source)
        if service.x_stipend and left:
            self.add(service, "saving", "stipend", 1, service.x_stipend, "paid once, as income", source)
        counted = {p for s in self.chosen[: self.chosen.index(service)] for p in s.x_programs}
        for id in service.x_programs:
            if id not in programs() or id in counted or not left:
                continue
            found = standing(self.user, programs()[id])
            if found.outlook != "likely":
                continue
            monthly, once = worth(self.user, found.program)
            months = left // 30
            if monthly:
                rule = f"{found.sentence} Whole months after the wait."
                self.add(service, "saving", f"{found.program.name}, if granted", months, monthly, rule, found.source)
            if once:
                self.add(service, "saving", f"{found.program.name}, if granted", 1, once, found.sentence, found.source)

    def _passed(self) -> tuple[Cliff, ...]:
        """The limits that income or savings from these services would pass."""
        ids = {s.id for s in self.chosen}
        more = sum(p.monthly for p in self.user.prospects if p.through in ids)
        savings = sum(s.x_stipend or 0 for s in self.chosen)
        return crossed(self.user, more, savings)
