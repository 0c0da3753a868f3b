"""What one person agreed may be said to each organization, as the pages show it."""

from __future__ import annotations

from typing import Any

from hartcity.city import City
from hartcity.service_user import ANYONE, ServiceUser


def consent(user: ServiceUser, city: City, organization_id: str) -> dict[str, Any]:
    """Return ``{"conflict", "share", "ask", "never", "regime"}`` of one person for one organization."""
    return {
        "conflict": user.conflicts.get(organization_id, ""),
        "share": list(user.share.get(organization_id, ())),
        "ask": [*user.ask_first.get(organization_id, ()), *user.ask_first.get(ANYONE, ())],
        "never": [f.fact for key in (organization_id, ANYONE) for f in user.never.get(key, ())],
        "regime": city.organizations[organization_id].information_regime,
    }


def partners(desk: Any) -> list[dict[str, Any]]:
    """Return the organizations of the chosen services, in the order of choosing, with what may be said there."""
    user, city = desk.user, desk.city
    services = [city.services[s] for s in desk.store.answers.services if s in city.services]
    return [
        {
            "id": id_,
            "name": city.organizations[id_].name,
            "services": [s.name for s in services if s.organization_id == id_],
            **consent(user, city, id_),
        }
        for id_ in dict.fromkeys(s.organization_id for s in services)
    ]
