"""Whether Hart City's directory agrees with itself: map and buses, hours, fees, who may come, what must not be told."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

import pytest
from hartcity import hours
from hartcity.city import load_city
from hartcity.directory import Organization
from hartcity.widgets import facets

CITY = load_city()
ORGANIZATIONS = list(CITY.organizations.values())
SERVICES = list(CITY.services.values())
# On the map a stop is at most this far from the door.
NEAR = 25

each_organization = pytest.mark.parametrize("organization", ORGANIZATIONS, ids=lambda o: o.id)
each_service = pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.id)


def _distance(point, start, end):
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = max(0, min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length))
    return math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))


@each_organization
def test_the_buses_that_are_named_pass_on_the_map_and_no_others(organization: Organization):
    for place in organization.locations:
        if place.x_confidential:
            continue
        passing = [
            line.name
            for line in CITY.map.lines
            if any(_distance(place.x_map, a, b) <= NEAR for a, b in pairwise(line.path))
        ]
        assert facets.bus_lines(place.transportation) == sorted(passing)


@each_organization
def test_a_confidential_place_has_no_address_and_no_spot(organization: Organization):
    for place in organization.locations:
        assert bool(place.x_confidential) == (not place.addresses) == (not place.x_map)
        text = f"{place.description} {place.transportation} {organization.description}"
        assert not place.x_confidential or not re.search(r"\d+ \w+ (?:Street|Road|Avenue|Lane|Row)|bus \d", text, re.I)


@each_organization
def test_an_organization_says_what_a_good_directory_says(organization: Organization):
    assert organization.x_information.plain and len(organization.x_said) >= 2 and organization.x_channels
    assert organization.contacts and organization.phones
    assert all(p.transportation and p.accessibility and p.x_step_free and p.languages for p in organization.locations)
    lines = [*organization.phones, *(p for c in organization.contacts for p in c.phones)]
    assert all(re.fullmatch(r"555-01\d\d", p.number) for p in lines)
    assert all(e.endswith(f"@{organization.id}.example") for c in organization.contacts if (e := c.email))


def test_no_phone_number_belongs_to_two_organizations():
    owners = Counter(
        number
        for o in ORGANIZATIONS
        for number in {p.number for p in (*o.phones, *(p for c in o.contacts for p in c.phones))}
    )
    assert owners.most_common(1)[0][1] == 1


def test_nothing_is_told_twice_in_the_same_words():
    texts = Counter(
        text
        for o in ORGANIZATIONS
        for text in (
            o.description,
            o.x_information.plain,
            *o.x_said,
            *(t for s in o.services for t in (s.description, s.application_process, s.eligibility_description)),
        )
    )
    assert [text for text, times in texts.items() if times > 1] == []


@each_service
def test_a_service_says_how_to_get_in_what_it_costs_and_how_long_it_takes(service):
    assert len(re.findall(r"[.!?](?:\s|$)", service.description)) >= 2
    assert service.application_process and service.eligibility_description and service.wait_time
    assert service.fees_description and service.cost_options and service.schedules
    assert service.x_eligibility is not None and service.required_documents is not None
    assert all(c.updated == CITY.as_of for c in service.capacities)
    if service.x_wait_days and service.x_wait_days < 1000:
        assert str(service.x_wait_days) in service.wait_time or service.x_wait_days == 1


@each_service
def test_hours_in_words_are_the_hours_that_rules_read(service):
    days = {
        "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday",
        "FR": "Friday", "SA": "Saturday", "SU": "Sunday",
    }  # fmt: skip
    for schedule in service.schedules:
        if not schedule.opens_at:
            continue
        opened = schedule.byday.split(",")
        assert schedule.opens_at < schedule.closes_at
        if len(opened) < 5:
            assert all(days[d] in schedule.description for d in (opened[0], opened[-1]))
        hour = int(schedule.opens_at[:2])
        assert re.search(rf"\b(?:{hour}|{hour % 12 or 12})\b|noon|24 hours", schedule.description)
    assert not any(s.opens_at for s in service.schedules) or hours.open_spans(service)


@each_service
def test_ages_in_the_standards_fields_are_those_of_the_rules(service):
    rules = service.rules
    assert service.minimum_age == (rules.age_min or (18 if rules.adult else None))
    assert service.maximum_age == rules.age_max
    for age in filter(None, (service.minimum_age, service.maximum_age)):
        assert str(age) in service.eligibility_description
    if rules.pct_max:
        assert f"{rules.pct_max}%" in service.eligibility_description


@each_service
@pytest.mark.parametrize("coverage", ["none", "medicaid", "medicare", "private"])
def test_a_fee_scale_has_one_price_for_everybody_and_never_falls(service, coverage):
    scale = [o for o in service.cost_options if o.x_insurance or o.x_pct_over is not None or o.x_pct_max is not None]
    if not scale or (service.rules.insurance and coverage not in service.rules.insurance):
        return
    prices = []
    for percent in range(0, 400, 5):
        prices += [
            [
                o.amount
                for o in scale
                if (not o.x_insurance or coverage in o.x_insurance)
                and (o.x_pct_over is None or percent > o.x_pct_over)
                and (o.x_pct_max is None or percent <= o.x_pct_max)
            ]
        ]
    assert all(len(p) == 1 for p in prices)
    known = [p[0] for p in prices if p[0] is not None]
    assert known == sorted(known)
