"""The directory's records: organizations, services and what belongs to them, in the words of HSDS 3.1.

Files are nested and named as in the Human Services Data Specification; keys that begin with ``x_`` are ours,
where the standard has none.
"""

from __future__ import annotations

from typing import Literal

import attrs

from hartcity import yamlfile

# What a reader sees where the directory says nothing; never a guess such as “free” or “everyone”.
NOT_STATED = "not stated: call"


@attrs.frozen
class Rules:
    """Who a service is for, as far as a machine can say; every rule given must hold, and no rule means everyone.

    Attributes
    ----------
    any_tag : the person has at least one of these.
    age_min, age_max : in years, inclusive.
    adult : 18 or older.
    pct_max : household income in percent of the poverty guideline, at most.
    pct_exception : up to this percent somebody over `pct_max` can be let in by exception.
    smi_max : household income in percent of the state median income, at most.
    insurance : the person has one of these kinds of coverage.
    discharge : the person's military discharge is one of these.
    days_since_release_max : at most so many days since release.
    minor_child, homeowner, custody_doc : the person has one.
    flag_required : a fact of the person's file that must be true, by its name.
    conflict_check : facts are taken only after a check for conflicts of interest.
    """

    any_tag: tuple[str, ...] = ()
    age_min: int | None = None
    age_max: int | None = None
    adult: bool = False
    pct_max: int | None = None
    pct_exception: int | None = None
    smi_max: int | None = None
    insurance: tuple[str, ...] = ()
    discharge: tuple[str, ...] = ()
    days_since_release_max: int | None = None
    minor_child: bool = False
    homeowner: bool = False
    custody_doc: bool = False
    flag_required: str = ""
    conflict_check: bool = False


@attrs.frozen
class Unit:
    name: str = ""


@attrs.frozen
class Capacity:
    """How many places there are, and were free on the day `updated` (ISO 8601)."""

    unit: Unit = Unit()
    available: int | None = None
    maximum: int | None = None
    description: str = ""
    updated: str = ""


Per = Literal["once", "visit", "ride", "day", "week", "month", "year"]


@attrs.frozen
class CostOption:
    """One thing a person pays; every option whose conditions hold applies, and a service without any is not stated.

    Attributes
    ----------
    amount : in cents (written in dollars in the file); None when it depends. 0 is free.
    x_per : what the amount is for.
    x_percent_of_income : instead of an amount, so many percent of the household's income, each `x_per`.
    x_pct_over, x_pct_max : holds for an income over, and up to, this percent of the poverty guideline.
    x_insurance : holds for people with one of these kinds of coverage: none, medicaid, medicare, private.
    x_from_day, x_until_day : holds from, and until before, this day of use, counted from 0.
    """

    option: str
    amount: yamlfile.Cents | None = None
    currency: str = "USD"
    amount_description: str = ""
    valid_from: str = ""
    valid_to: str = ""
    x_per: Per = "once"
    x_percent_of_income: int | None = None
    x_pct_over: int | None = None
    x_pct_max: int | None = None
    x_insurance: tuple[str, ...] = ()
    x_from_day: int | None = None
    x_until_day: int | None = None

    @property
    def line(self) -> str:
        """The option as people read it: “a visit: $12.50”."""
        if self.amount is None:
            return self.amount_description or self.option
        price = f"${self.amount // 100:,}" + (f".{self.amount % 100:02d}" if self.amount % 100 else "")
        words = [self.option, "free" if self.amount == 0 else price, self.amount_description]
        return ": ".join(dict.fromkeys(word for word in words if word))


@attrs.frozen
class Document:
    """A paper to bring.

    Attributes
    ----------
    x_or : what is accepted instead.
    x_kind : the same kind of paper has the same name everywhere, such as ``photo_id``; the kinds of paper of
        ``scenarios/money/state.yml``. Rules look for it among the person's papers.
    x_when : needed before anything begins, some time later, or only shown by those who have it.
    """

    document: str
    uri: str = ""
    x_or: str = ""
    x_kind: str = ""
    x_when: Literal["first", "later", "if held"] = "first"


@attrs.frozen
class Schedule:
    """When it is open: `byday` as ``MO,TU``, times as ``09:00``; `description` is what a person reads."""

    description: str
    byday: str = ""
    opens_at: str = ""
    closes_at: str = ""
    valid_from: str = ""
    valid_to: str = ""
    notes: str = ""


@attrs.frozen
class Phone:
    number: str
    type: str = "voice"
    extension: str = ""
    description: str = ""


@attrs.frozen
class Language:
    name: str
    code: str = ""
    note: str = ""


@attrs.frozen
class Contact:
    """Whom to turn to: a role, never a person's name."""

    title: str
    department: str = ""
    email: str = ""
    phones: tuple[Phone, ...] = ()


@attrs.frozen
class Address:
    address_1: str
    city: str
    state_province: str = ""
    postal_code: str = ""
    country: str = "US"
    address_type: Literal["physical", "postal", "virtual"] = "physical"
    address_2: str = ""


@attrs.frozen
class Accessibility:
    description: str
    details: str = ""


StepFree = Literal["yes", "partly", "no"]


@attrs.frozen
class Location:
    """Where an organization is.

    Attributes
    ----------
    x_step_free : whether somebody who can't climb stairs gets in; None when it isn't stated.
    x_confidential : its address must not be published.
    x_map : place on the city's map, in the units of the city's file; empty for none.
    """

    id: str
    name: str = ""
    location_type: Literal["physical", "postal", "virtual"] = "physical"
    description: str = ""
    transportation: str = ""
    latitude: float | None = None
    longitude: float | None = None
    addresses: tuple[Address, ...] = ()
    accessibility: tuple[Accessibility, ...] = ()
    languages: tuple[Language, ...] = ()
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    x_step_free: StepFree | None = None
    x_confidential: bool = False
    x_map: tuple[int, ...] = ()


@attrs.frozen
class ServiceAtLocation:
    location_id: str


@attrs.frozen
class WrittenConsent:
    """What a service keeps or tells only with a signed consent, and after how many months that ends."""

    to: str
    months: int | None = None


@attrs.frozen
class Service:
    """One service of one organization.

    Attributes
    ----------
    required_documents : empty when nothing must be brought; None when it isn't stated.
    service_at_locations : where it is; the organization's first location when none is given.
    x_eligibility : without any rule it is for everyone; None when the rules aren't stated.
    x_wait_days : usual days until it begins; None when it isn't stated.
    x_step_free, x_home : for this service only: step-free access, and whether it comes to the person's home.
    x_note : what a careful reader of the directory should know.
    x_unsafe_with : tags of people whom it can put in danger.
    x_stipend : cents that it pays the person, once: income, and savings if it is kept.
    x_pays : cents that it pays to others for the person, once, at most: a fee, a bill, a repair.
    x_gives : kinds of paper that it gets, or helps to get.
    x_programs : ids of the public programs (``scenarios/money/programs.yml``) that it applies for or gives.
    x_bridge : what helps until it begins, on request, such as a temporary pass.
    x_remote : it can be used by phone, mail or online, without going there.
    x_consent : what it does only with a signed consent.
    x_months : months of the year (1 to 12) in which it works; every month when none is given.
    """

    id: str
    name: str
    x_needs: tuple[str, ...]
    alternate_name: str = ""
    description: str = ""
    url: str = ""
    email: str = ""
    status: Literal["active", "inactive", "defunct", "temporarily closed"] = "active"
    eligibility_description: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    application_process: str = ""
    fees_description: str = ""
    wait_time: str = ""
    alert: str = ""
    assured_date: str = ""
    interpretation_services: str = ""
    cost_options: tuple[CostOption, ...] = ()
    required_documents: tuple[Document, ...] | None = None
    schedules: tuple[Schedule, ...] = ()
    phones: tuple[Phone, ...] = ()
    contacts: tuple[Contact, ...] = ()
    languages: tuple[Language, ...] = ()
    capacities: tuple[Capacity, ...] = ()
    service_at_locations: tuple[ServiceAtLocation, ...] = ()
    x_wait_days: int | None = None
    x_eligibility: Rules | None = None
    x_step_free: StepFree | None = None
    x_home: bool = False
    x_note: str = ""
    x_unsafe_with: tuple[str, ...] = ()
    x_stipend: yamlfile.Cents | None = None
    x_pays: yamlfile.Cents | None = None
    x_gives: tuple[str, ...] = ()
    x_programs: tuple[str, ...] = ()
    x_bridge: str = ""
    x_remote: bool = False
    x_consent: WrittenConsent | None = None
    x_months: tuple[int, ...] = ()
    line: int = 0
    organization_id: str = attrs.field(default="", metadata={"made": True})

    @property
    def needs(self) -> tuple[str, ...]:
        return self.x_needs

    @property
    def rules(self) -> Rules:
        """The rules that are stated; a service whose `x_eligibility` is None may have others."""
        return self.x_eligibility or Rules(age_min=self.minimum_age, age_max=self.maximum_age)

    @property
    def cost(self) -> str:
        """What it costs, in a line."""
        options = "; ".join(dict.fromkeys(o.line for o in self.cost_options))
        return self.fees_description or options or NOT_STATED

    @property
    def hours(self) -> str:
        """When it is open, in a line."""
        return "; ".join(s.description for s in self.schedules) or NOT_STATED

    @property
    def documents(self) -> tuple[str, ...]:
        """What to bring, each with what is accepted instead; also empty when it isn't stated."""
        return tuple(f"{d.document} (or {d.x_or})" if d.x_or else d.document for d in self.required_documents or ())

    @property
    def capacity(self) -> Capacity:
        return self.capacities[0] if self.capacities else Capacity()

    @property
    def available(self) -> int | None:
        return self.capacity.available

    @property
    def maximum(self) -> int | None:
        return self.capacity.maximum

    @property
    def unit(self) -> str:
        return self.capacity.unit.name

    @property
    def wait_days(self) -> int | None:
        return self.x_wait_days

    @property
    def note(self) -> str:
        return self.x_note


@attrs.frozen
class Information:
    """What happens to information at an organization: the rules by name, and in plain words."""

    regime: str = "not stated: ask"
    plain: str = ""


Channel = Literal["call", "email", "letter", "visit", "online"]


@attrs.frozen
class Organization:
    """One organization, its locations and its services.

    Attributes
    ----------
    contacts : whom to turn to, by role.
    x_sector : the kind of organization, in a few words.
    x_channels : how to reach it, the best way first.
    x_said : what people say of it, a sentence or two each.
    """

    id: str
    name: str
    description: str
    services: tuple[Service, ...]
    x_sector: str = ""
    x_information: Information = Information()
    alternate_name: str = ""
    email: str = ""
    website: str = ""
    phones: tuple[Phone, ...] = ()
    contacts: tuple[Contact, ...] = ()
    locations: tuple[Location, ...] = ()
    x_channels: tuple[Channel, ...] = ()
    x_said: tuple[str, ...] = ()
    line: int = 0

    @property
    def sector(self) -> str:
        return self.x_sector

    @property
    def information_regime(self) -> str:
        return self.x_information.regime

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of all its locations, each once."""
        return tuple({x.name: x for place in self.locations for x in place.languages}.values())

    @property
    def accessibility(self) -> str:
        """Access, in a line."""
        return "; ".join(a.description for place in self.locations for a in place.accessibility)

    @property
    def transit(self) -> str:
        """How to get there, in a line."""
        return "; ".join(place.transportation for place in self.locations if place.transportation)

    @property
    def phone(self) -> str:
        return self.phones[0].number if self.phones else ""

    @property
    def service_ids(self) -> tuple[str, ...]:
        return tuple(s.id for s in self.services)

    def locations_of(self, service: Service) -> tuple[Location, ...]:
        """Where one of its services is: the places it names, else the organization's first."""
        named = {at.location_id for at in service.service_at_locations}
        return tuple(p for p in self.locations if p.id in named) or self.locations[:1]
