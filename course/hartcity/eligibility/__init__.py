"""Whether a service is for a person, and open to them now: each reason in a sentence, with the fact it rests on.

By the directory's rules and the person's file alone: no clock, no chance, no judgment of the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

import attrs

from hartcity import hours
from hartcity.city import City
from hartcity.directory import Service
from hartcity.eligibility import cautions, rules
from hartcity.eligibility.reasons import Fit, Reason, Status, concluded
from hartcity.eligibility.waits import LONG_WAIT_DAYS, begins_in, season, waits
from hartcity.service_user import ServiceUser

__all__ = [
    "LONG_WAIT_DAYS", "Fit", "Overlap", "Reason", "Status", "assess", "begins_in", "overlaps", "ways_out",
]  # fmt: skip


def assess(user: ServiceUser, service: Service, city: City) -> Fit:
    """Return how a service of the city fits a person."""
    found = [*rules.unmet(user, service, city), *rules.papers(user, service, city), *_closed(user, service, city)]
    found += [*waits(user, service, city), *season(user, service, city)]
    if service.available == 0:
        found.append(Reason("capacity", "No place is open.", f"0 of {service.maximum} {service.unit}".strip()))
    found += cautions.access(user, service, city)
    found += cautions.cost(user, service, city)
    found += cautions.benefits(user, service, city)
    found += cautions.privacy(user, service)
    return concluded(found)


def _closed(user: ServiceUser, service: Service, city: City) -> list[Reason]:
    """What closes a service whatever its rules: conflict, danger, status; and what is in place already."""
    found = []
    conflict = user.conflicts.get(service.organization_id)
    if conflict:
        found.append(Reason("conflict", "There is a conflict of interest.", conflict, "bars"))
    elif service.rules.conflict_check:
        found.append(Reason("conflict", "No facts before the check for conflicts of interest.", "the directory"))
    if service.status != "active":
        effect = "care" if service.status == "temporarily closed" else "bars"
        found.append(Reason("capacity", f"The directory calls it {service.status}.", service.status, effect))
    if service.id in user.in_place:
        found.append(Reason("duplicate", "This is in place already.", f"{user.name} has it now"))
    unsafe = set(service.x_unsafe_with) & set(user.tags)
    if unsafe:
        sentence = "This can put the person in danger."
        found.append(Reason("unsafe", sentence, city.tags[sorted(unsafe)[0]], "bars"))
    return found


def ways_out(
    user: ServiceUser, service: Service, city: City, known: Mapping[str, Fit] | None = None
) -> tuple[Service, ...]:
    """Return other services that meet a need of this person's in place of one, open now; the fewest cautions first.

    `known` : fits that were assessed before, by service.
    """
    known = known or {}
    wanted = {n.id for n in user.needs} & set(service.needs)
    found = []
    for other in city.services.values():
        if other.id == service.id or not wanted & set(other.needs) or other.id in user.in_place:
            continue
        fit = known.get(other.id) or assess(user, other, city)
        if fit.open_now and fit.status in ("eligible", "after a step"):
            found.append((len(fit.reasons), other.id))
    return tuple(city.services[i] for _, i in sorted(found))


@attrs.frozen
class Overlap:
    """Two chosen services that do the same for this person: in a sentence, with the fact it rests on."""

    first: str
    second: str
    sentence: str
    fact: str


def overlaps(user: ServiceUser, services: Iterable[Service], city: City) -> tuple[Overlap, ...]:
    """Return which of the chosen services, and of those in place, meet the same needs of this person's and no other.

    Services on different days of the week don't double each other: weekday meals leave the weekend.
    """
    wanted = [n.id for n in user.needs]
    chosen = list(dict.fromkeys([*services, *(city.services[i] for i in user.in_place)]))
    found = []
    for one, other in combinations(chosen, 2):
        met = [{n for n in wanted if n in s.needs} for s in (one, other)]
        programs = set(one.x_programs) & set(other.x_programs)
        days, other_days = hours.open_days(one), hours.open_days(other)
        if (
            (met[0] != met[1] and not programs)
            or not met[0] & met[1]
            or (days and other_days and not days & other_days)
        ):
            continue
        labels = ", ".join(n.label for n in user.needs if n.id in met[0] & met[1])
        sentence = f"{one.name} and {other.name} meet the same: {labels}. Say what each adds, or choose another."
        found.append(Overlap(one.id, other.id, sentence, f"both: {labels}"))
    return tuple(found)
