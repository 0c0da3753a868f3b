"""What the page that introduces the people needs, as plain JSON: portraits and consent, in the order they are read."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import attrs

from hartcity import content, money, yamlfile
from hartcity.city import City
from hartcity.service_user import ANYONE, Income, Obligation, PersonNeed, Prospect, ServiceUser

_PRONOUNS = {"she": ("her", "her"), "he": ("him", "his"), "they": ("them", "their")}
_PER = {"hour": "an hour", "week": "a week", "month": "a month", "year": "a year"}
_TRAVEL = {"bus": "by bus", "car": "by car", "driven": "somebody drives"}
_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}


@attrs.frozen
class HelpLine:
    """A real line that somebody can call, and where that stands."""

    name: str
    how: str
    source: str


@attrs.frozen
class _HelpLines:
    checked: str
    lines: dict[str, HelpLine]


def _within(days: int) -> str:
    return "today" if days <= 0 else "by tomorrow" if days == 1 else f"within {days} days"


def _dates(user: ServiceUser) -> list[str]:
    dates = [f"{need.label}: {_within(need.by_days)}" for need in user.needs if need.by_days is not None]
    said = {need.by_days for need in user.needs}
    dates += [f"{day.what}: {_within(day.in_days)}" for day in user.dates if day.in_days not in said]
    if user.turns and user.turns_in_days is not None:
        dates.append(f"Turns {user.turns} in {user.turns_in_days} days")
    if user.days_since_release is not None:
        dates.append(f"Released {user.days_since_release} days ago")
    return dates


def _named(text: str, city: City) -> str:
    """Return an author's remark with services by their names instead of their ids."""
    for service in city.services.values():
        text = text.replace(service.id, service.name)
    return text.removeprefix("conflict: ")


def _consent(user: ServiceUser, city: City) -> dict[str, Any]:
    ids = dict.fromkeys([*user.share, *user.never, *user.ask_first, *user.conflicts, *user.relationships])
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
                "conflict": _named(user.conflicts.get(i, ""), city),
                "relationship": user.relationships.get(i, ""),
            }
            for i in ids
            if i != ANYONE
        ],
    }


def _need(need: PersonNeed) -> dict[str, str]:
    return {
        "label": need.label,
        "due": "" if need.by_days is None else _within(need.by_days),
        "why": need.why,
    }


def _languages(user: ServiceUser) -> str:
    needed = [x.name for x in user.languages if x.interpreter]
    note = f"; an interpreter where nobody speaks {' or '.join(needed)}" if needed else ""
    return user.language + note


def _money(user: ServiceUser, people: str) -> list[dict[str, str]]:
    """Rows of what comes in, what is saved and owed: each with the figure it rests on."""
    rows = [("coin", "Income", _income(user.annual_income_cents))]
    rows += [("coin", _of_whom(x), _source(x)) for x in user.income]
    if user.resources is not None:
        rows.append(("coin", "Savings", money.dollars(user.resources)))
    rows += [("coin", what[:1].upper() + what[1:], money.dollars(owed)) for what, owed in user.debts.items()]
    rows += [("flag", "May come", _prospect(x)) for x in user.prospects]
    rows += [("people", "Household", _household(user, people)), ("flag", "Poverty guideline", _poverty(user, people))]
    rows += [("heart", "Health coverage", user.insurance)]
    return [{"sign": sign, "label": label, "text": text} for sign, label, text in rows]


def _of_whom(source: Income) -> str:
    return f"From {source.who}" if source.who else "From"


def _source(source: Income) -> str:
    amount = f"{money.dollars(source.amount)} {_PER[source.per]}"
    hours = f", {source.hours} hours a week" if source.hours else ""
    weeks = f", {source.weeks} weeks a year" if source.per in ("hour", "week") and source.weeks < 52 else ""
    return f"{source.source}: {amount}{hours}{weeks}"


def _prospect(prospect: Prospect) -> str:
    return f"{prospect.what}: {money.dollars(prospect.monthly)} a month"


def _household(user: ServiceUser, people: str) -> str:
    others = [m.who if m.age is None else f"{m.who} ({m.age}, {m.relation})" for m in user.members]
    return f"{people}: {user.first}, {', '.join(others)}" if others else people


def _days(byday: str) -> str:
    days = [_DAYS[d] for d in byday.split(",") if d in _DAYS]
    return (
        "every day" if len(days) == 7 else "Monday to Friday" if days == list(_DAYS.values())[:5] else ", ".join(days)
    )


def _time(obligation: Obligation) -> str:
    return f"{obligation.what}: {_days(obligation.byday)}, {obligation.starts}–{obligation.ends}"


def _papers(user: ServiceUser) -> dict[str, list[str]]:
    kinds = money.state().papers
    return {key: [kinds[k].label for k in getattr(user.papers, key) if k in kinds] for key in ("have", "missing")}


def _around(user: ServiceUser, city: City) -> list[dict[str, str]]:
    """Rows of how the person gets about: languages, home, travel, stairs."""
    spots = city.map.neighborhoods if city.map else ()
    rows = [("speech", "Language", _languages(user))]
    rows += [("home", "Lives in", spot.name) for spot in spots if spot.id == user.home]
    rows.append(("bus", "Gets around", _TRAVEL[user.travel]))
    if user.step_free_needed:
        rows.append(("access", "Access", "needs a way in without stairs"))
    return [{"sign": sign, "label": label, "text": text} for sign, label, text in rows]


@cache
def help_lines() -> dict[str, HelpLine]:
    """Return the lines of ``scenarios/help-lines.yml`` by id."""
    return yamlfile.load(content.locate("scenarios", "help-lines.yml"), _HelpLines).lines


def portrait(user: ServiceUser, city: City) -> dict[str, Any]:
    """Return one person as the page shows them: strengths before barriers, needs by priority, consent last."""
    object_, possessive = _PRONOUNS.get(re.split(r"\W", user.pronouns.casefold())[0], _PRONOUNS["they"])
    people = f"{user.household} people" if user.household != 1 else "1 person"
    lines = help_lines()
    return {
        "id": user.id,
        "name": user.name,
        "first": user.first,
        "object": object_,
        "possessive": possessive,
        "subtitle": f"{user.age} years old · {user.pronouns}",
        "situation": user.situation.strip(),
        "story": [p.strip() for p in user.story.split("\n") if p.strip()],
        "quote": user.quote.strip(),
        "content_note": user.content_note.strip(),
        "help_lines": [f"{lines[i].name}: {lines[i].how}" for i in user.help_lines if i in lines],
        "terms": list(user.preferred_terms),
        "strengths": list(user.strengths),
        "needs": [_need(n) for n in user.needs],
        "dates": _dates(user),
        "money": _money(user, people),
        "around": _around(user, city),
        "times": [_time(o) for o in user.obligations],
        "papers": _papers(user),
        "in_place": [f"{city.services[s].name} ({city.organization_of(s).name})" for s in user.in_place],
        "supports": list(user.supports),
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
