"""The city's map as its page draws it: the ground, the bus lines, and where the organizations are."""

from __future__ import annotations

from typing import Any

from hartcity.city import City, CityMap, Spot
from hartcity.service_user import ServiceUser


def _spot(spot: Spot) -> dict[str, Any]:
    return {"id": spot.id, "name": spot.name, "at": list(spot.at)}


def _near(at: tuple[int, ...], spots: tuple[Spot, ...]) -> str:
    """The name of the nearest spot, or ""."""
    distance = {s.name: sum((a - b) ** 2 for a, b in zip(s.at, at, strict=True)) for s in spots}
    return min(distance, key=distance.__getitem__) if distance else ""


def map_payload(city: City) -> dict[str, Any] | None:
    """Return a city's map ready for JSON, or None when it has none.

    ``places`` has one entry for each location that may be shown, with ``o``, the organization's place in the city;
    ``unmapped`` counts the organizations without any. A confidential location is never among the places.
    """
    drawn = city.map
    if drawn is None:
        return None
    places = [
        {"o": o, "name": location.name, "at": list(location.x_map), "near": _near(location.x_map, drawn.neighborhoods)}
        for o, organization in enumerate(city.organizations.values())
        for location in organization.locations
        if location.x_map and not location.x_confidential
    ]
    return {
        "width": drawn.width,
        "height": drawn.height,
        "river": [list(point) for point in drawn.river],
        "neighborhoods": [_spot(s) for s in drawn.neighborhoods],
        "landmarks": [_spot(s) for s in drawn.landmarks],
        "lines": [{"name": x.name, "runs": x.runs, "path": [list(p) for p in x.path]} for x in drawn.lines],
        "places": places,
        "unmapped": len(city.organizations) - len({p["o"] for p in places}),
    }


def home(user: ServiceUser | None, drawn: CityMap | None) -> dict[str, Any] | None:
    """Return ``{"name", "at"}`` of a person's home on the map; None when it is not known or must not be shown."""
    known = getattr(user, "home", None)
    if not known or drawn is None:
        return None
    if isinstance(known, str):
        spots = {s.id: s for s in (*drawn.neighborhoods, *drawn.landmarks)}
        return {"name": spots[known].name, "at": list(spots[known].at)} if known in spots else None
    return {"name": _near(tuple(known), drawn.neighborhoods), "at": list(known)}
