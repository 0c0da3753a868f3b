"""When a service is open, and whether a person has time then: weeks of minutes, from schedules and obligations."""

from __future__ import annotations

from collections.abc import Iterable

from hartcity.directory import Service
from hartcity.service_user import Obligation, ServiceUser

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = 24 * 60
_WEEK = 7 * _DAY

Span = tuple[int, int]


def minutes(time: str) -> int | None:
    """Return ``09:30`` as minutes since midnight; None when it isn't a time."""
    hour, _, minute = time.partition(":")
    if not (hour.isdigit() and minute[:2].isdigit()):
        return None
    at = 60 * int(hour) + int(minute[:2])
    return at if at <= _DAY else None


def _week(byday: str, starts: str, ends: str) -> list[Span]:
    """Return the spans of a week, in minutes since Monday; a span over midnight goes on on the next day."""
    start, end = minutes(starts), minutes(ends)
    if start is None or end is None:
        return []
    length = (end - start) % _DAY or _DAY
    days = (DAYS.index(d) for d in (x.strip()[-2:].upper() for x in byday.split(",")) if d in DAYS)
    return [(day * _DAY + start, day * _DAY + start + length) for day in days]


def open_spans(service: Service) -> list[Span]:
    """Return when a service is open, in minutes since Monday; empty when its hours aren't stated."""
    return [s for x in service.schedules for s in _week(x.byday, x.opens_at, x.closes_at)]


def open_days(service: Service) -> set[str]:
    """Return the weekdays on which a service is open; empty when they aren't stated."""
    return {DAYS[start // _DAY] for start, _ in open_spans(service)}


def taken(obligations: Iterable[Obligation]) -> list[Span]:
    """Return the hours that obligations take, in minutes since Monday."""
    spans = [s for o in obligations for s in _week(o.byday, o.starts, o.ends)]
    return spans + [(start - _WEEK, end - _WEEK) for start, end in spans if end > _WEEK]


def free(opened: list[Span], busy: list[Span], need: int) -> bool:
    """Say whether somewhere in the open hours so many minutes in a row are not taken."""
    for start, end in opened:
        at = start
        for busy_start, busy_end in sorted(b for b in busy if b[0] < end and b[1] > start):
            if busy_start - at >= need:
                return True
            at = max(at, busy_end)
        if end - at >= need:
            return True
    return False


def clash(user: ServiceUser, service: Service, need: int = 30, way: int = 0, paid: bool = False) -> Obligation | None:
    """Return an obligation that leaves no time for a service in its hours; None when there is time, or no hours.

    Parameters
    ----------
    need : minutes that a visit takes; `way` those there and back, half of them before it.
    paid : look at paid work alone.
    """
    opened = open_spans(service)
    obligations = [o for o in user.obligations if o.paid or not paid]

    def busy_with(some: list[Obligation]) -> list[Span]:
        return [(start - way // 2, end + way // 2) for start, end in taken(some)]

    if not opened or free(opened, busy_with(obligations), need):
        return None
    busy = [o for o in obligations if not free(opened, busy_with([o]), need)]
    return (busy or obligations or [None])[0]
