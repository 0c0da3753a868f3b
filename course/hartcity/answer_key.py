"""What the rules say of a case as a whole: what is open, what is closed and why, and the way out. For instructors."""

from __future__ import annotations

from itertools import combinations

import attrs

from hartcity.city import City
from hartcity.directory import Service
from hartcity.eligibility import Fit, Reason, assess, ways_out
from hartcity.service_user import ServiceUser

# A case has a most pressing end: one of this many first needs must be met.
PRESSING = 2


@attrs.frozen
class Key:
    """The right answers of one case, among the services that meet one of the person's needs.

    Attributes
    ----------
    open : ids of services that are for the person, or are after a step, and open now.
    closed : id → what closes it. careful : id → what asks for care, although it is open.
    ways_out : closed id → open services for the same need.
    pairs : two open services of different organizations, meeting two needs, one of them pressing.
    """

    open: tuple[str, ...]
    closed: dict[str, tuple[Reason, ...]]
    careful: dict[str, tuple[Reason, ...]]
    ways_out: dict[str, tuple[str, ...]]
    pairs: tuple[tuple[str, str], ...]

    @property
    def solvable(self) -> bool:
        return bool(self.pairs)


def answer_key(user: ServiceUser, city: City) -> Key:
    """Return what the directory's rules say of every service that meets one of the person's needs."""
    wanted = [n.id for n in user.needs]
    fits = {s.id: assess(user, s, city) for s in city.services.values() if set(wanted) & set(s.needs)}
    opened = tuple(i for i, fit in fits.items() if is_open(fit) and i not in user.in_place)
    closed = {i: _closing(fit) for i, fit in fits.items() if not is_open(fit)}
    careful = {i: fit.reasons for i, fit in fits.items() if is_open(fit) and fit.reasons}
    out = {i: tuple(s.id for s in ways_out(user, city.services[i], city, fits)) for i in closed}
    return Key(opened, closed, careful, out, _pairs(user, [city.services[i] for i in opened]))


def is_open(fit: Fit) -> bool:
    """Say whether a service can be recommended now."""
    return fit.open_now and fit.status in ("eligible", "after a step")


def _closing(fit: Fit) -> tuple[Reason, ...]:
    closing = tuple(r for r in fit.reasons if r.effect in ("bars", "unknown") or r.kind in ("wait", "capacity"))
    return closing or fit.reasons


def _pairs(user: ServiceUser, opened: list[Service]) -> tuple[tuple[str, str], ...]:
    wanted = [n.id for n in user.needs]
    pressing = set(wanted[:PRESSING])
    found = []
    for one, other in combinations(opened, 2):
        met = (set(one.needs) | set(other.needs)) & set(wanted)
        if one.organization_id != other.organization_id and len(met) > 1 and met & pressing:
            found.append((one.id, other.id))
    return tuple(found)


def as_text(user: ServiceUser, city: City) -> str:
    """Return a person's key in plain lines, for an instructor."""
    key = answer_key(user, city)
    lines = [f"{user.name}: for instructors, not for students.", "", "Open:"]
    for i in key.open:
        lines.append(f"- {city.services[i].name} ({city.organization_of(i).name})")
        lines += [f"    {r.sentence} [{r.fact}]" for r in key.careful.get(i, ())]
    lines += ["", "Closed:"]
    for i, reasons in key.closed.items():
        lines.append(f"- {city.services[i].name} ({city.organization_of(i).name})")
        lines += [f"    {r.sentence} [{r.fact}]" for r in reasons]
        if key.ways_out[i]:
            lines.append("    Instead: " + ", ".join(city.services[o].name for o in key.ways_out[i]))
    return "\n".join(lines) + "\n"
