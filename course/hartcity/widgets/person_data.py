"""What the page that introduces the people needs, as plain JSON: portraits and consent, in the order they are read."""

from __future__ import annotations

import re
from typing import Any

from hartcity import money
from hartcity.city import City
from hartcity.service_user import ANYONE, ServiceUser

_PRONOUNS = {"she": ("her", "her"), "he": ("him", "his"), "they": ("them", "their")}


def _one_line(situation: str) -> str:
    return re.split(r"(?<=[.!?])\s", situation.strip(), maxsplit=1)[0]


def _within(days: int) -> str:
    return "today" if days <= 0 else "by tomorrow" if days == 1 else f"within {days} days"


def _dates(user: ServiceUser) -> list[str]:
    dates = [f"{need.label}: {_within(need.by_days)}" for need in user.needs if need.by_days is not None]
    if user.turns and user.turns_in_days is not None:
        dates.append(f"Turns {user.turns} in {user.turns_in_days} days")
    if user.days_since_release is not None:
        dates.append(f"Released {user.days_since_release} days ago")
    return dates


def _consent(user: ServiceUser, city: City) -> dict[str, Any]:
    ids = dict.fromkeys([*user.share, *user.never, *user.ask_first, *user.conflicts])
    return {
        "anyone": [f.fact for f in user.never.get(ANYONE, ())],
        "ask_anyone": list(user.ask_first.get(ANYONE, ())),
        "organizations": [
            {
                "id": i,
                "name": city.organizations[i].name,
                "share": list(user.share.get(i, ())),
                "never": [f.fact for f in user.never.get(i, ())],
                "ask": list(user.ask_first.get(i, ())),
                "conflict": user.conflicts.get(i, ""),
            }
            for i in ids
            if i != ANYONE
        ],
    }


def portrait(user: ServiceUser, city: City) -> dict[str, Any]:
    """Return one person as the page shows them: strengths before barriers, needs by priority, consent last."""
    object_, possessive = _PRONOUNS.get(re.split(r"\W", user.pronouns.casefold())[0], _PRONOUNS["they"])
    people = f"{user.household} people" if user.household != 1 else "1 person"
    return {
        "id": user.id,
        "name": user.name,
        "first": user.name.split()[0],
        "object": object_,
        "possessive": possessive,
        "subtitle": f"{user.age} years old · {user.pronouns}",
        "line": _one_line(user.situation),
        "situation": user.situation.strip(),
        "quote": user.quote.strip(),
        "content_note": user.content_note.strip(),
        "strengths": list(user.strengths),
        "needs": [{"label": n.label, "detail": "" if n.by_days is None else _within(n.by_days)} for n in user.needs],
        "dates": _dates(user),
        "income": _income(user.annual_income_cents),
        "household": people,
        "poverty": _poverty(user, people),
        "insurance": user.insurance,
        "language": user.language,
        "in_place": [f"{city.services[s].name} ({city.organization_of(s).name})" for s in user.in_place],
        "barriers": list(user.barriers),
        "consent": _consent(user, city),
    }


def _income(cents: int) -> str:
    if not cents:
        return "none"
    monthly = (cents + 600) // 1200 * 100
    return f"{money.dollars(cents)} a year (about {money.dollars(monthly)} a month)"


def _poverty(user: ServiceUser, people: str) -> str:
    percent = money.percent_of_poverty(user.annual_income_cents, user.household)
    return f"{percent} of the {money.poverty_guidelines().year} guideline for {people}"


def people_payload(people: dict[str, ServiceUser], city: City) -> dict[str, Any]:
    """Return everybody a student may help, ready for JSON."""
    return {"city": city.name, "people": [portrait(user, city) for user in people.values()]}
