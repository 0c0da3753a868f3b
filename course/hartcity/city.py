"""The city's directory of human services: organizations and their services, in the words of HSDS 3.1.

Files are nested and named as in the Human Services Data Specification; keys that begin with ``x_`` are ours,
where the standard has none.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal

import attrs

from hartcity import content, yamlfile
from hartcity.errors import ContentError


@attrs.frozen
class Rules:
    """Who a service is for, as far as a machine can say; every rule given must hold.

    Attributes
    ----------
    any_tag : the person has at least one of these.
    age_min, age_max : in years, inclusive.
    adult : 18 or older.
    pct_max : household income in percent of the poverty guideline, at most.
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
class Capacity:
    available: int | None = None
    maximum: int | None = None
    unit: str = ""
    updated: str = ""


@attrs.frozen
class CostOption:
    """One way of paying; `amount` in cents, None when it depends."""

    option: str
    amount: int | None = None
    amount_description: str = ""


@attrs.frozen
class Document:
    document: str


@attrs.frozen
class Schedule:
    description: str
    byday: str = ""
    opens_at: str = ""
    closes_at: str = ""


@attrs.frozen
class Phone:
    number: str
    description: str = ""


@attrs.frozen
class Language:
    name: str
    note: str = ""


@attrs.frozen
class Service:
    """One service of one organization."""

    id: str
    name: str
    x_needs: tuple[str, ...]
    description: str = ""
    status: Literal["active", "inactive", "defunct", "temporarily closed"] = "active"
    eligibility_description: str = ""
    application_process: str = ""
    fees_description: str = ""
    cost_options: tuple[CostOption, ...] = ()
    required_documents: tuple[Document, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    service_capacity: Capacity = Capacity()
    x_wait_days: int | None = None
    x_eligibility: Rules = Rules()
    x_note: str = ""
    x_unsafe_with: tuple[str, ...] = ()
    line: int = 0
    organization_id: str = attrs.field(default="", metadata={"made": True})

    @property
    def needs(self) -> tuple[str, ...]:
        return self.x_needs

    @property
    def rules(self) -> Rules:
        return self.x_eligibility

    @property
    def cost(self) -> str:
        """What it costs, in a line."""
        return self.fees_description or "not stated: call"

    @property
    def hours(self) -> str:
        """When it is open, in a line."""
        return "; ".join(s.description for s in self.schedules) or "not stated: call"

    @property
    def documents(self) -> tuple[str, ...]:
        return tuple(d.document for d in self.required_documents)

    @property
    def available(self) -> int | None:
        return self.service_capacity.available

    @property
    def maximum(self) -> int | None:
        return self.service_capacity.maximum

    @property
    def unit(self) -> str:
        return self.service_capacity.unit

    @property
    def wait_days(self) -> int | None:
        return self.x_wait_days

    @property
    def note(self) -> str:
        return self.x_note


@attrs.frozen
class Organization:
    """One organization and its services."""

    id: str
    name: str
    description: str
    x_sector: str
    x_information: str
    services: tuple[Service, ...]
    email: str = ""
    phones: tuple[Phone, ...] = ()
    languages: tuple[Language, ...] = ()
    x_accessibility: str = ""
    x_transit: str = ""
    x_place: tuple[int, ...] = ()
    line: int = 0

    @property
    def sector(self) -> str:
        return self.x_sector

    @property
    def information_regime(self) -> str:
        return self.x_information

    @property
    def accessibility(self) -> str:
        return self.x_accessibility

    @property
    def transit(self) -> str:
        return self.x_transit

    @property
    def phone(self) -> str:
        return self.phones[0].number if self.phones else ""

    @property
    def service_ids(self) -> tuple[str, ...]:
        return tuple(s.id for s in self.services)


@attrs.frozen
class _CityFile:
    name: str
    as_of: str
    description: str
    needs: dict[str, str]
    tags: dict[str, str]


@attrs.frozen(slots=False)
class City:
    """A city's directory.

    Attributes
    ----------
    id : the folder's name, e.g. ``hart-city``.
    as_of : date on which capacity and waiting times were true, ISO 8601.
    needs, tags : the vocabulary: id → label.
    organizations, services : by id, in the files' order.
    """

    id: str
    name: str
    as_of: str
    description: str
    needs: dict[str, str]
    tags: dict[str, str]
    organizations: dict[str, Organization]
    path: Path

    @cached_property
    def services(self) -> dict[str, Service]:
        return {s.id: s for o in self.organizations.values() for s in o.services}

    def organization_of(self, service_id: str) -> Organization:
        """Return the organization that offers a service."""
        return self.organizations[self.services[service_id].organization_id]


def load_city(name: str | Path = "hart-city") -> City:
    """Load and check a city: the name of one in ``scenarios/``, or a folder.

    Raises
    ------
    ContentError : with path, line and the allowed words.
    """
    folder = Path(name) if Path(name).is_dir() else content.locate("scenarios", str(name))
    head = yamlfile.load(folder / "city.yml", _CityFile)
    organizations: dict[str, Organization] = {}
    services: dict[str, Path] = {}
    for path in sorted((folder / "organizations").glob("*.yml")):
        organization = yamlfile.load(path, Organization)
        if organization.id != path.stem:
            raise ContentError(path, organization.line, f"the id “{organization.id}” must be the file's name.")
        for service in organization.services:
            _check(path, service, head, services)
            services[service.id] = path
        organizations[organization.id] = attrs.evolve(
            organization,
            services=tuple(attrs.evolve(s, organization_id=organization.id) for s in organization.services),
        )
    if not organizations:
        raise ContentError(folder / "organizations", None, "there is no organization here (*.yml).")
    return City(folder.name, head.name, head.as_of, head.description, head.needs, head.tags, organizations, folder)


def _check(path: Path, service: Service, head: _CityFile, taken: dict[str, Path]) -> None:
    if service.id in taken:
        raise ContentError(path, service.line, f"the service id “{service.id}” stands in {taken[service.id].name} too.")
    for words, known, what in (
        (service.x_needs, head.needs, "need"),
        (service.x_eligibility.any_tag, head.tags, "tag"),
    ):
        for word in words:
            if word not in known:
                hint = yamlfile.suggest(word, known)
                raise ContentError(path, service.line, f"{service.id}: “{word}” is not a {what}.{hint}", tuple(known))
