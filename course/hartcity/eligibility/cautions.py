"""What asks for care though a service is open: getting there, being understood, cost, benefits, who learns of it."""

from __future__ import annotations

from hartcity import hours, money
from hartcity.city import City
from hartcity.directory import Service
from hartcity.eligibility.reasons import Reason
from hartcity.eligibility.rules import unmet
from hartcity.money import benefits as aid
from hartcity.money import cliffs, fees
from hartcity.service_user import ServiceUser

_ENOUGH = ("well", "preferred")


def access(user: ServiceUser, service: Service, city: City) -> list[Reason]:
    """Return stairs, hours and languages that stand between this person and the service."""
    return [*_stairs(user, service, city), *_hours(user, service), *_language(user, service, city)]


def _stairs(user: ServiceUser, service: Service, city: City) -> list[Reason]:
    if not user.step_free_needed or service.x_home or service.x_remote:
        return []
    places = city.organization_of(service.id).locations_of(service)
    stated = service.x_step_free or next((p.x_step_free for p in places if p.x_step_free), None)
    if stated == "yes":
        return []
    where = next((a.description for p in places for a in p.accessibility), "")
    if stated is None:
        return [Reason("access", "Whether one gets in without stairs isn't stated: call.", where or "not stated")]
    sentence = {
        "no": "It can't be reached without stairs: ask for a ground-floor or remote session.",
        "partly": "Only part of it can be reached without stairs: ask for a room that can.",
    }[stated]
    return [Reason("access", sentence, where or f"step-free: {stated}")]


def _hours(user: ServiceUser, service: Service) -> list[Reason]:
    busy = hours.clash(user, service)
    if busy is None:
        return []
    return [Reason("hours", f"Its hours ({service.hours}) meet another appointment: ask for another time.", busy.what)]


def _language(user: ServiceUser, service: Service, city: City) -> list[Reason]:
    spoken = [x.name.casefold() for x in user.languages if x.level in _ENOUGH and not x.who]
    offered = [*service.languages, *city.organization_of(service.id).languages]
    if not spoken or not user.languages:
        return []
    best = user.languages[0].name
    for language in offered:
        if language.name.casefold() in spoken:
            if language.note:
                return [Reason("language", f"{language.name} is spoken here: {language.note}.", f"speaks {best}")]
            return []
    interpreted = service.interpretation_services or next(
        (x.name for x in offered if "interpret" in f"{x.name} {x.note}".casefold()), ""
    )
    if interpreted:
        return [Reason("language", f"Ask for an interpreter for {best} when you call.", interpreted)]
    if not offered and "english" in spoken:
        return []  # what an English directory leaves out
    if not offered:
        return [Reason("language", f"Which languages are spoken isn't stated: ask for {best}.", f"speaks {best}")]
    return [
        Reason(
            "language", f"The directory names nobody here who speaks {best}: arrange an interpreter.", f"speaks {best}"
        )
    ]


def cost(user: ServiceUser, service: Service, city: City) -> list[Reason]:
    """Return what a usual month costs when it is a notable part of the income, and what costs less."""
    if not service.cost_options:
        if service.fees_description:
            return []
        return [Reason("cost", "What it costs isn't stated: call.", "the directory doesn't say")]
    if any(option.x_percent_of_income for option in service.cost_options):
        return []  # a share of the income is measured by it already
    month = fees.monthly_cost(user, service)
    if not month or month * 100 <= user.monthly_income * money.assumptions().notable_percent:
        return []
    charged = [f for f in fees.fees(user, service) if f.cents]
    per = {f.per for f in charged} & {"ride", "visit"}
    times = f" for {fees.uses_a_month(user, service)} {per.pop()}s" if per else ""
    later = max((f.from_day or 0 for f in charged), default=0)
    after = f" after {later} days" if later else ""
    sentence = f"It comes to {money.dollars(month)} a month{times}{after}."
    less = _cheaper(user, service, city, month)
    if less:
        sentence += f" {less[0].name} comes to {money.dollars(less[1])}."
    income = money.dollars(money.cents(user.monthly_income))
    return [Reason("cost", sentence, f"{money.dollars(month)} a month of an income of {income}")]


def _cheaper(user: ServiceUser, service: Service, city: City, month: int) -> tuple[Service, int] | None:
    """Return the cheapest other service for the same need that is for this person, at half the cost or less."""
    found = []
    for other in city.services.values():
        if other.id == service.id or not other.cost_options or other.needs[:1] != service.needs[:1]:
            continue
        if other.available == 0 or other.status != "active":
            continue
        price = fees.monthly_cost(user, other)
        if price is not None and 2 * price <= month and not unmet(user, other, city):
            found.append((price, other.id))
    if not found:
        return None
    # A ride from door to door is compared with rides first.
    per = {f.per for f in fees.fees(user, service)}
    found.sort(key=lambda x: (not per & {f.per for f in fees.fees(user, city.services[x[1]])}, x))
    return city.services[found[0][1]], found[0][0]


def benefits(user: ServiceUser, service: Service, city: City) -> list[Reason]:
    """Return what a service does to benefits: programs that need a step, savings and income that pass a limit."""
    found = []
    standings = [aid.standing(user, money.programs()[p]) for p in service.x_programs if p in money.programs()]
    for stands in standings:
        if stands.outlook in ("unknown", "after a step"):
            found.append(Reason("benefits", f"{stands.sentence}", stands.fact))
    if standings and all(s.outlook == "no" for s in standings):
        found.append(Reason("benefits", "None of its programs is likely to be open: ask why.", standings[0].fact))
    found += _stipend(user, service, city)
    for prospect in user.prospects:
        if prospect.through != service.id:
            continue
        passed = cliffs.crossed(user, more_income=prospect.monthly)
        if passed:
            names = ", ".join(dict.fromkeys(c.program.name for c in passed))
            after = money.dollars(money.cents(user.monthly_income + prospect.monthly))
            sentence = f"{money.dollars(prospect.monthly)} more a month would pass the limits of: {names}."
            found.append(Reason("benefits", f"{sentence} Look at them first.", f"{after} a month"))
    return found


def _stipend(user: ServiceUser, service: Service, city: City) -> list[Reason]:
    paid = service.x_stipend or 0
    passed = cliffs.crossed(user, more_savings=paid) if paid else ()
    if not passed:
        return []
    limit = passed[0]
    total = money.dollars(limit.now + paid)
    sentence = f"The stipend of {money.dollars(paid)} and savings of {money.dollars(limit.now)} make {total}, over"
    sentence += f" the limit of {limit.program.name}, {money.dollars(limit.limit)}."
    first = next(
        (s for s in city.services.values() if "benefits_planning" in s.needs and not unmet(user, s, city)), None
    )
    if first:
        sentence += f" First: {first.name}."
    return [Reason("benefits", sentence, f"{total} > {money.dollars(limit.limit)}")]


def privacy(user: ServiceUser, service: Service) -> list[Reason]:
    """Return who would learn of it: letters of a health plan, records with an end date, somebody the person knows."""
    found = []
    covered = fees.coverage_for(user, service)
    # A price that people without coverage pay too is not billed to a plan.
    billing = (o.x_insurance for o in service.cost_options if "none" not in o.x_insurance)
    billed = {*service.rules.insurance, *(kind for kinds in billing for kind in kinds)}
    if covered and covered.letters_to and covered.kind in billed:
        sentence = f"The plan sends a letter about what it paid to {covered.letters_to}: ask how to avoid it."
        found.append(Reason("disclosure", sentence, f"insurance: {user.insurance}"))
    if service.x_consent:
        ends = f" It ends after {service.x_consent.months} months" if service.x_consent.months else ""
        sentence = f"Only with a signed consent: {service.x_consent.to}.{ends and ends + ' and is then deleted.'}"
        found.append(Reason("consent", sentence, "voluntary, with an end date" if ends else "voluntary"))
    known = user.relationships.get(service.organization_id)
    if known:
        found.append(Reason("relationship", f"Keep the service, and ask for another staff member: {known}.", known))
    return found
