"""What the directory's page is given: filters, the map, and what of it must never be shown."""

from __future__ import annotations

import attrs
import pytest
from hartcity.city import BusLine, CityMap, Spot, load_city
from hartcity.widgets import facets
from hartcity.widgets.directory_data import directory_payload
from hartcity.widgets.map_data import home, map_payload

MAP = CityMap(
    width=100,
    height=60,
    river=((0, 30), (100, 30)),
    neighborhoods=(Spot("old-mill", "Old Mill", (10, 10)), Spot("hilltop", "Hilltop", (90, 50))),
    lines=(BusLine("b1", "Bus 1", ((0, 0), (100, 60))),),
)


@pytest.fixture(scope="module")
def city():
    """Hart City with a map on which every organization has a place, also the one that keeps its address to itself."""
    found = load_city()
    placed = {
        i: attrs.evolve(o, locations=tuple(attrs.evolve(p, x_map=(12, 14)) for p in o.locations))
        for i, o in found.organizations.items()
    }
    hidden = placed["rowan-house"]
    secret = tuple(attrs.evolve(p, x_confidential=True) for p in hidden.locations)
    placed["rowan-house"] = attrs.evolve(hidden, locations=secret)
    return attrs.evolve(found, organizations=placed, map=MAP)


def test_a_confidential_place_is_never_on_the_map(city):
    drawn = map_payload(city)
    names = [list(city.organizations)[place["o"]] for place in drawn["places"]]
    assert "rowan-house" not in names
    assert len(names) == len(city.organizations) - 1 and drawn["unmapped"] == 1
    assert {place["near"] for place in drawn["places"]} == {"Old Mill"}


def test_a_city_without_a_map_has_none(city):
    assert directory_payload(attrs.evolve(city, map=None))["map"] is None


@pytest.mark.parametrize(
    ("known", "there"),
    [
        ("hilltop", {"name": "Hilltop", "at": [90, 50]}),
        ((80, 40), {"name": "Hilltop", "at": [80, 40]}),
        ("elsewhere", None),
        ("", None),
    ],
)
def test_a_home_is_a_neighborhood_or_a_point(known, there):
    class Person:
        home = known

    assert home(Person(), MAP) == there


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Bus 1, 4", ["Bus 1", "Bus 4"]),
        ("buses 2 and 12; two blocks from stop 40", ["Bus 2", "Bus 12"]),
        ("home visits", []),
        ("line 7", ["Bus 7"]),
    ],
)
def test_bus_lines_are_read_from_the_way_there(line, found):
    assert facets.bus_lines(line) == found


def test_every_filter_value_belongs_to_a_service(city):
    payload = directory_payload(city)
    for facet in payload["facets"]:
        if facet["id"] in ("need", "sector", "org"):
            continue
        given = {v for row in payload["services"] for v in row["facets"][facet["id"]]}
        assert {v["id"] for v in facet["values"]} == given, facet["id"]
