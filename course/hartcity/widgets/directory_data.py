"""What the directory's page needs to know, as plain JSON: the services, the filters and one person's side of it.

Shapes are read by assets/directory_logic.js; ids are those of the city's files.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from hartcity.city import City
from hartcity.directory import NOT_STATED, Language, Organization, Service
from hartcity.service_user import ServiceUser
from hartcity.widgets import facets
from hartcity.widgets.map_data import home, map_payload


def date_text(iso: str, short: bool = False) -> str:
    """Return “2026-11-03” as “November 3, 2026”, or short as “Nov 3”; anything else comes back as it is."""
    try:
        day = datetime.date.fromisoformat(iso)
    except (TypeError, ValueError):
        return str(iso or "")
    return f"{day:%b} {day.day}" if short else f"{day:%B} {day.day}, {day.year}"


def _service(service: Service, organization: Organization, at: int, city: City) -> dict[str, Any]:
    row = {
        "id": service.id,
        "o": at,
        "name": service.name,
        "description": service.description,
        "needs": list(service.needs),
        "who": facets.who_text(service, city.tags),
        "cost": service.cost,
        "wait": service.wait_time
        if service.wait_days is None and service.wait_time
        else facets.wait_text(service.wait_days),
        "wait_days": service.wait_days,
        "available": service.available,
        "maximum": service.maximum,
        "unit": service.unit,
        "hours": _hours(service, organization),
        "phone": _phone(service, organization),
        "documents": list(service.documents) or ["none" if service.required_documents is not None else NOT_STATED],
        "apply": service.application_process,
        "note": service.note,
        "facets": {
            "cost": facets.cost_kinds(service.cost),
            "language": facets.language_names(service.languages or organization.languages),
            "access": facets.access_kinds(f"{organization.accessibility}; {service.hours}"),
            "wait": [facets.wait_kind(service.wait_days)],
            "who": facets.who_values(service, city.tags),
            "bus": facets.bus_lines(organization.transit),
        },
    }
    if service.languages:
        row["languages"] = _spoken(service.languages)
    return row


def _spoken(languages: Iterable[Language]) -> list[str]:
    return [f"{x.name} ({x.note})" if x.note else x.name for x in languages]


def _hours(service: Service, organization: Organization) -> str:
    """When it is open: by its own hours, else by those of its places."""
    own = service.schedules or [s for place in organization.locations_of(service) for s in place.schedules]
    return "; ".join(dict.fromkeys(s.description for s in own)) or NOT_STATED


def _phone(service: Service, organization: Organization) -> str:
    """The number to call: its own, else the organization's, else that of its place."""
    places = [phone for place in organization.locations_of(service) for phone in place.phones]
    numbers = [p for p in (*service.phones, *organization.phones, *places) if p.type in ("voice", "cell", "")]
    return f"{numbers[0].number} ext. {numbers[0].extension}".removesuffix(" ext. ") if numbers else ""


def _organization(organization: Organization) -> dict[str, Any]:
    return {
        "id": organization.id,
        "name": organization.name,
        "sector": organization.sector,
        "description": organization.description,
        "regime": organization.information_regime,
        "languages": _spoken(organization.languages),
        "access": organization.accessibility,
        "transit": organization.transit,
        "bus": facets.bus_lines(organization.transit),
        "email": organization.email,
        "phone": organization.phone,
    }


def _values(rows: list[dict], facet: str, labels: dict[str, str] | None) -> list[dict[str, str]]:
    """Values that occur, in the order of `labels`, else alphabetical."""
    seen = {v for row in rows for v in row["facets"][facet]}
    keys = [k for k in labels if k in seen] if labels else sorted(seen, key=str.casefold)
    return [{"id": k, "label": labels[k] if labels else k} for k in keys]


def directory_payload(city: City) -> dict[str, Any]:
    """Return the whole directory of a city: organizations, services, needs and filters, ready for JSON."""
    organizations = list(city.organizations.values())
    place = {o.id: at for at, o in enumerate(organizations)}
    rows = [
        _service(s, city.organizations[s.organization_id], place[s.organization_id], city)
        for s in city.services.values()
    ]
    offered = {n for s in city.services.values() for n in s.needs}
    sectors = sorted({o.sector for o in organizations if o.sector}, key=str.casefold)
    payload = {
        "city": city.name,
        "as_of_text": date_text(city.as_of),
        "as_of_short": date_text(city.as_of, short=True),
        "needs": dict(city.needs),
        "map": map_payload(city),
        "organizations": [_organization(o) for o in organizations],
        "services": rows,
        "facets": [
            {
                "id": "need",
                "label": "Need",
                "values": [
                    {"id": n, "label": city.needs[n]} for n in sorted(offered, key=lambda n: city.needs[n].casefold())
                ],
            },
            {"id": "cost", "label": "Cost", "values": _values(rows, "cost", facets.COST)},
            {"id": "wait", "label": "Waiting time", "values": _values(rows, "wait", facets.WAIT)},
            {"id": "who", "label": "Who it is for", "values": _values(rows, "who", facets.who_labels(city.tags))},
            {"id": "language", "label": "Language", "values": _values(rows, "language", None)},
            {"id": "access", "label": "Access", "values": _values(rows, "access", facets.ACCESS)},
            {"id": "bus", "label": "Bus line", "values": _values(rows, "bus", None)},
            {"id": "sector", "label": "Kind of organization", "values": [{"id": s, "label": s} for s in sectors]},
            {"id": "org", "label": "Organization", "values": [{"id": o.id, "label": o.name} for o in organizations]},
        ],
    }
    # A filter with nothing to choose would only be in the way.
    payload["facets"] = [facet for facet in payload["facets"] if facet["values"]]
    return payload


def person_side(user: ServiceUser | None, city: City) -> dict[str, Any]:
    """Return what the directory shows of the person: name, needs by priority, services in place, home on the map."""
    if user is None:
        return {"id": "", "first": "", "needs": [], "in_place": [], "home": None}
    return {
        "id": user.id,
        "first": user.name.split()[0],
        "needs": [n.id for n in user.needs],
        "in_place": list(user.in_place),
        "home": home(user, city.map),
    }
