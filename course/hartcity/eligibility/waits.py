"""How long it takes until a service begins, against the dates of this person's life. `as_of` is the only today."""

from __future__ import annotations

import datetime

from hartcity.city import City
from hartcity.directory import Service
from hartcity.eligibility.reasons import Reason
from hartcity.service_user import ServiceUser

# A wait this long or longer is a weakness even when the person has no date.
LONG_WAIT_DAYS = 30
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _today(city: City) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(city.as_of)
    except ValueError:
        return None


def _month_start(day: datetime.date, months: int) -> datetime.date:
    at = day.year * 12 + day.month - 1 + months
    return datetime.date(at // 12, at % 12 + 1, 1)


def begins_in(service: Service, city: City) -> int | None:
    """Return in how many days it begins, months in which it is closed included; None when it isn't stated."""
    today, wait = _today(city), service.wait_days
    if not service.x_months or today is None:
        return wait
    start = today + datetime.timedelta(days=wait or 0)
    for ahead in range(12):
        if start.month in service.x_months:
            return (start - today).days
        start = _month_start(start, 1)
        if ahead == 11:
            break
    return wait


def season(user: ServiceUser, service: Service, city: City) -> list[Reason]:
    """Return a warning when the service is open in time, but closes soon after."""
    today = _today(city)
    if not service.x_months or today is None:
        return []
    start = today + datetime.timedelta(days=begins_in(service, city) or 0)
    following = _month_start(start, 1)
    if following.month in service.x_months:
        return []
    months = [_month_start(start, n).month for n in range(1, 12)]
    again = next((m for m in months if m in service.x_months), None)
    until = f" until {_MONTHS[again - 1]}" if again else ""
    dates = [n.by_days for n in user.needs if n.id in service.needs and n.by_days is not None]
    late = [d for d in dates if today + datetime.timedelta(days=d) >= following]
    ask = " Ask who stands by on the date that falls after." if late else ""
    sentence = f"It is closed from the end of {_MONTHS[start.month - 1]}{until}: begin now.{ask}"
    return [Reason("season", sentence, f"due in {late[0]} days" if late else "closed between its terms")]


def waits(user: ServiceUser, service: Service, city: City) -> list[Reason]:
    """Return what the wait means for this person; a bridge on request takes its sting."""
    wait = begins_in(service, city) or 0
    found = _ages_out(user, service, wait)
    if found:
        return found
    if service.x_bridge and wait:
        return [Reason("bridge", f"It takes {wait} days: ask for {service.x_bridge} as well.", f"wait of {wait} days")]
    limit, since = service.rules.days_since_release_max, user.days_since_release
    if limit is not None and since is not None and since <= limit < since + wait:
        sentence = f"The usual wait of {wait} days is longer than the {limit - since} days left to enter:"
        return [Reason("wait", f"{sentence} ask for an exception.", f"released {since} days ago")]
    for need in user.needs:
        if need.id in service.needs and need.by_days is not None and wait > need.by_days:
            sentence = f"The wait is {wait} days, the need is due in {need.by_days}."
            return [Reason("wait", sentence, f"due in {need.by_days} days")]
    if wait >= LONG_WAIT_DAYS:
        fact = f"wait as of {service.capacity.updated or city.as_of or 'the directory'}"
        return [Reason("wait", f"The wait is {wait} days.", fact)]
    return []


def _ages_out(user: ServiceUser, service: Service, wait: int) -> list[Reason]:
    age_max = service.rules.age_max
    if age_max is None or user.turns is None or user.turns_in_days is None:
        return []
    if wait < user.turns_in_days or user.turns <= age_max:
        return []
    fact = f"turns {user.turns} in {user.turns_in_days} days"
    return [Reason("wait", f"The wait of {wait} days ends after the age limit.", fact, "bars")]
