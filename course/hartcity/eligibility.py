"""Whether a service is for a person, and open to them now: each reason in a sentence, with the fact it rests on."""

from __future__ import annotations

from typing import Literal

import attrs

from hartcity import money
from hartcity.city import City, Rules, Service
from hartcity.service_user import ServiceUser

Status = Literal["eligible", "not eligible", "unknown", "after a step"]
# A wait this long or longer is a weakness even when the person has no date.
LONG_WAIT_DAYS = 30


@attrs.frozen
class Reason:
    """Why: what kind of reason, in a sentence, and the fact it rests on.

    `bars` says whether it closes the service to this person, or only asks for care.
    """

    kind: Literal["eligibility", "capacity", "wait", "conflict", "duplicate", "unsafe", "access"]
    sentence: str
    fact: str
    bars: bool = False


@attrs.frozen
class Fit:
    """How a service fits a person; `open_now` when nothing bars it and there is a place before a date that matters."""

    status: Status
    reasons: tuple[Reason, ...] = ()
    open_now: bool = True


def _insurance(user: ServiceUser) -> str:
    """The kind of coverage that the person has today, in a word that rules use."""
    words = user.insurance.lower()
    if words.startswith("none") or "suspended" in words or "letter" in words:
        return "none"
    return next((kind for kind in ("medicaid", "medicare", "private") if kind in words), "none")


def _unmet(rules: Rules, user: ServiceUser, city: City) -> list[Reason]:
    """The rules that this person doesn't meet."""
    no: list[Reason] = []

    def bar(sentence: str, fact: str) -> None:
        no.append(Reason("eligibility", sentence, fact, bars=True))

    if rules.any_tag and not set(rules.any_tag) & set(user.tags):
        who = " or ".join(city.tags[t] for t in rules.any_tag)
        bar(f"It is for somebody who {who}.", "nothing in the file says so")
    if rules.age_min is not None and user.age < rules.age_min:
        bar(f"It begins at age {rules.age_min}.", f"age {user.age}")
    if rules.age_max is not None and user.age > rules.age_max:
        bar(f"It ends at age {rules.age_max}.", f"age {user.age}")
    if rules.adult and user.age < 18:
        bar("It is for adults.", f"age {user.age}")
    if rules.pct_max is not None:
        percent = money.percent_of_poverty(user.annual_income_cents, user.household)
        if percent.value > rules.pct_max:
            bar(f"Income may be at most {rules.pct_max}% of the poverty guideline.", f"income is at {percent}")
    if rules.insurance and _insurance(user) not in rules.insurance:
        bar(f"It takes {' or '.join(rules.insurance)} only.", f"insurance: {user.insurance}")
    if rules.discharge and user.discharge not in rules.discharge:
        bar(f"The discharge must be {' or '.join(rules.discharge)}.", f"discharge: {user.discharge or 'none stated'}")
    if rules.minor_child and not user.minor_child:
        bar("It is for families with a child under 18.", "no child under 18 in the file")
    if rules.homeowner and not user.homeowner:
        bar("It is for people who own their home.", "no home of their own in the file")
    if rules.flag_required and not getattr(user, rules.flag_required, None):
        what = rules.flag_required.replace("_", " ")
        bar(f"It needs this: {what}.", f"{what}: no")
    limit = rules.days_since_release_max
    if limit is not None and (user.days_since_release is None or user.days_since_release > limit):
        bar(f"Entry is within {limit} days of release.", f"days since release: {user.days_since_release}")
    return no


def _wait(service: Service, user: ServiceUser) -> list[Reason]:
    """Waiting times against the dates of this person's life."""
    wait, out = service.wait_days or 0, []
    age_max, turns_in = service.rules.age_max, user.turns_in_days
    if age_max is not None and turns_in is not None and wait >= turns_in and (user.turns or 0) > age_max:
        fact = f"turns {user.turns} in {user.turns_in_days} days"
        out.append(Reason("wait", f"The wait of {wait} days ends after the age limit.", fact, bars=True))
    limit = service.rules.days_since_release_max
    if limit is not None and user.days_since_release is not None and user.days_since_release + wait > limit:
        left = limit - user.days_since_release
        sentence = f"The usual wait of {wait} days is longer than the {left} days left to enter: ask for an exception."
        out.append(Reason("wait", sentence, f"released {user.days_since_release} days ago"))
    by = {n.id: n.by_days for n in user.needs if n.by_days is not None}
    for need in service.needs:
        if need in by and wait > by[need]:
            out.append(
                Reason("wait", f"The wait is {wait} days, the need is due in {by[need]}.", f"due in {by[need]} days")
            )
            break
    else:
        if wait >= LONG_WAIT_DAYS and not out:
            out.append(
                Reason(
                    "wait",
                    f"The wait is {wait} days.",
                    f"wait as of {service.capacity.updated or 'the directory'}",
                )
            )
    return out


def assess(user: ServiceUser, service: Service, city: City) -> Fit:
    """Return how a service of the city fits a person: by the directory's rules and the person's facts alone."""
    reasons = _unmet(service.rules, user, city)
    unstated = service.x_eligibility is None
    if unstated:
        reasons.append(Reason("eligibility", "Who it is for isn't stated: call and ask.", "the directory doesn't say"))
    step = False
    if service.rules.custody_doc and not user.custody_doc:
        step = True
        reasons.append(
            Reason("eligibility", "Custody papers or a caregiver affidavit come first.", "no custody papers")
        )
    if service.organization_id in user.conflicts:
        reasons.append(
            Reason("conflict", "There is a conflict of interest.", user.conflicts[service.organization_id], bars=True)
        )
    if service.id in user.in_place:
        reasons.append(Reason("duplicate", "This is in place already.", f"{user.name} has it now"))
    unsafe = set(service.x_unsafe_with) & set(user.tags)
    if unsafe:
        reasons.append(Reason("unsafe", "This can put the person in danger.", city.tags[sorted(unsafe)[0]], bars=True))
    reasons += _wait(service, user)
    if service.available == 0:
        reasons.append(Reason("capacity", "No place is open.", f"0 of {service.maximum} {service.unit}".strip()))
    barred = [r for r in reasons if r.bars]
    status: Status = "not eligible" if any(r.kind in ("eligibility", "wait") for r in barred) else "eligible"
    if status == "eligible" and (step or unstated):
        status = "after a step" if step else "unknown"
    closed = barred or unstated or any(r.kind in ("wait", "capacity") for r in reasons)
    return Fit(status, tuple(reasons), not closed)
