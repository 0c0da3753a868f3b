"""Whom a service is for: its published rules against the person's file. What neither states is unknown, not a no."""

from __future__ import annotations

from fractions import Fraction

from hartcity import money
from hartcity.city import City, clause
from hartcity.directory import Rules, Service
from hartcity.eligibility.reasons import Effect, Reason
from hartcity.money import fees
from hartcity.service_user import ServiceUser

_FLAGS = {"landlord_will_participate": "the landlord agrees to take part"}


def unmet(user: ServiceUser, service: Service, city: City) -> list[Reason]:
    """Return the rules that this person doesn't meet, or that can't be decided."""
    rules, found = service.rules, []

    def say(sentence: str, fact: str, effect: Effect = "bars") -> None:
        found.append(Reason("eligibility", sentence, fact, effect))

    if service.x_eligibility is None:
        words = service.eligibility_description
        sentence = f"Only words say who it is for: “{words}” Call and ask." if words else ""
        say(sentence or "Who it is for isn't stated: call and ask.", words or "the directory doesn't say", "unknown")
    if rules.any_tag and not set(rules.any_tag) & set(user.tags):
        who = " or ".join(clause(city.tags[t]) for t in rules.any_tag)
        say(f"It is for somebody who {who}.", "nothing in the file says so")
    if rules.age_min is not None and user.age < rules.age_min:
        say(f"It begins at age {rules.age_min}.", f"age {user.age}")
    if rules.age_max is not None and user.age > rules.age_max:
        say(f"It ends at age {rules.age_max}.", f"age {user.age}")
    if rules.adult and user.age < 18:
        say("It is for adults.", f"age {user.age}")
    if rules.minor_child and not user.minor_child:
        say("It is for families with a child under 18.", "no child under 18 in the file")
    if rules.homeowner and not user.homeowner:
        say("It is for people who own their home.", "no home of their own in the file")
    _income(rules, user, say)
    _coverage(service, user, say)
    _service_record(rules, user, say)
    _flag(rules, user, say)
    return found


def _income(rules: Rules, user: ServiceUser, say) -> None:
    if rules.pct_max is not None:
        percent = money.percent_of_poverty(user.annual_income_cents, user.household)
        sentence = f"Income may be at most {rules.pct_max}% of the poverty guideline"
        if percent.value > (rules.pct_exception or rules.pct_max):
            say(f"{sentence}.", f"income is at {percent.against(rules.pct_exception or rules.pct_max)}")
        elif percent.value > rules.pct_max:
            fact = f"income is at {percent.against(rules.pct_max)}"
            say(f"{sentence}, up to {rules.pct_exception}% by exception: ask.", fact, "step")
    if rules.smi_max is not None:
        median = money.state()
        share = money.Percent(Fraction(100 * user.annual_income_cents, median.median(user.household)), median.source)
        if share.value > rules.smi_max:
            fact = f"income is at {share.against(rules.smi_max)}"
            say(f"Income may be at most {rules.smi_max}% of the state median.", fact)


def _coverage(service: Service, user: ServiceUser, say) -> None:
    taken = service.rules.insurance
    if not taken:
        return
    covered = fees.coverage_for(user, service)
    kind = fees.coverage_now(covered)
    accepted = " or ".join(word.capitalize() if word != "private" else "private insurance" for word in taken)
    fact = f"insurance: {user.insurance}"
    if kind is None:
        say(f"It takes {accepted} only, and coverage isn't settled: find out first.", fact, "unknown")
    elif kind not in taken and covered and covered.state == "suspended" and covered.kind in taken:
        say(f"{covered.kind.capitalize()} has to be switched on again first.", fact, "step")
    elif kind not in taken:
        say(f"It takes {accepted} only.", fact)


def _service_record(rules: Rules, user: ServiceUser, say) -> None:
    if rules.discharge and "veteran" in user.tags and user.discharge not in rules.discharge:
        effect: Effect = "bars" if user.discharge else "unknown"
        fact = f"discharge: {user.discharge or 'not stated'}"
        say(f"The discharge must be {' or '.join(rules.discharge)}.", fact, effect)
    limit = rules.days_since_release_max
    if limit is None or "justice" not in user.tags:
        return
    if user.days_since_release is None:
        say(f"Entry is within {limit} days of release.", "days since release: not stated", "unknown")
    elif user.days_since_release > limit:
        say(f"Entry is within {limit} days of release.", f"released {user.days_since_release} days ago")


def _flag(rules: Rules, user: ServiceUser, say) -> None:
    if not rules.flag_required:
        return
    words = rules.flag_required.replace("_", " ")
    condition = _FLAGS.get(rules.flag_required, f"this is so: {words}")
    stated = getattr(user, rules.flag_required, None)
    if stated is None:
        say(f"It is only open when {condition}: ask.", f"{words}: not stated", "unknown")
    elif not stated:
        say(f"It is only open when {condition}.", f"{words}: no")


def papers(user: ServiceUser, service: Service, city: City) -> list[Reason]:
    """Return the papers that must come first and are missing, with the service that helps to get them."""
    found = []
    if service.rules.custody_doc and not user.custody_doc:
        helper = _helper("custody", user, service, city)
        sentence = f"Custody papers or a caregiver affidavit come first.{helper}"
        found.append(Reason("eligibility", sentence, "no custody papers", "step"))
    for document in service.required_documents or ():
        kind = document.x_kind
        if document.x_when != "first" or kind not in user.papers.missing or (kind == "custody" and found):
            continue
        paper = money.state().papers.get(kind)
        label = paper.label if paper else document.document
        other = f", or {document.x_or}" if document.x_or else ""
        sentence = f"This comes first: {label}{other}.{_helper(kind, user, service, city)}"
        found.append(Reason("paper", sentence, f"missing: {label}", "step"))
    return found


def _helper(kind: str, user: ServiceUser, service: Service, city: City) -> str:
    for other in city.services.values():
        if kind in other.x_gives and other.id != service.id and not unmet(user, other, city):
            return f" {other.name} helps with that."
    return ""
