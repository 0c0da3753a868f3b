"""How the directory's facts are sorted into filters: cost, waiting time, language, access, who it is for.

Pure functions from a line of the directory to the values a filter offers. What can't be sorted is offered under
“other”, never left out.
"""

from __future__ import annotations

import re

from hartcity.city import clause
from hartcity.directory import NOT_STATED, Language, Service

COST = {
    "free": "Free",
    "income": "By income (sliding fee)",
    "paid": "A price or fee",
    "other": "Other",
    "unknown": "Not stated",
}
WAIT = {
    "none": "No wait",
    "week": "Up to a week",
    "month": "Up to a month",
    "longer": "More than a month",
    "unknown": "Not given",
}
ACCESS = {
    "step-free": "Step-free or elevator",
    "partly": "Only partly step-free",
    "home": "Comes to the home",
    "unknown": "Not given",
}


def cost_kinds(cost: str) -> list[str]:
    """Return the keys of COST that a one-line cost belongs to, e.g. “free; $30 medical card” → free, paid."""
    if cost == NOT_STATED:
        return ["unknown"]
    line = cost.casefold()
    kinds = []
    # “toll-free”, “not free” and “feel free” say nothing of a price.
    if re.search(r"(?<!-)(?<!not )(?<!feel )\bfree\b|\$0\b|\bno (?:cost|charge|fee)\b|paid by (?:the )?program", line):
        kinds.append("free")
    if re.search(r"sliding|% of (?:\w+ )?income|waived|by income", line):
        kinds.append("income")
    # A limit of what is given (“up to $3,000”, “max $200”), a stipend and a saving are no price.
    rest = re.sub(r"(?:up to|max|saves|pays|stipend of)\.? \$[\d,]+|\$0\b", "", line)
    if re.search(r"\$\d|co-?pay", rest):
        kinds.append("paid")
    return kinds or ["other"]


def wait_kind(days: int | None) -> str:
    """Return the key of WAIT for a wait in days."""
    if days is None:
        return "unknown"
    for limit, kind in ((0, "none"), (7, "week"), (31, "month")):
        if days <= limit:
            return kind
    return "longer"


def wait_text(days: int | None) -> str:
    """Return a wait in days as a person would say it: “no wait”, “3 days”, “6 weeks”, “about 4 years”."""
    if days is None:
        return "not given"
    if days == 0:
        return "no wait"
    if days == 1:
        return "1 day"
    if days <= 75:
        return f"{days} days"
    if days < 365:
        return f"about {round(days / 30)} months"
    years = round(days / 365)
    return f"about {years} year{'s' if years > 1 else ''}"


def language_names(languages: tuple[Language, ...]) -> list[str]:
    """Return the languages' names without remarks; every kind of interpreter is one value."""
    names = []
    for language in languages:
        name = re.sub(r"\s*\(.*?\)", "", language.name).strip()
        if "interpret" in name.casefold():
            name = "Interpreter on request"
        if name and name not in names:
            names.append(name)
    return names


def access_kinds(text: str) -> list[str]:
    """Return the keys of ACCESS for one line about access."""
    line = text.casefold()
    kinds = []
    if re.search(r"home visit|delivery|by phone only|comes to", line):
        kinds.append("home")
    if re.search(r"out of service|not working|\bno elevator|\bnot\b|\bstairs\b", line):
        kinds.append("partly")
    elif re.search(r"full|step-free|elevator|wheelchair|accessible|ramp", line):
        kinds.append("step-free")
    return kinds or ["unknown"]


def bus_lines(transit: str) -> list[str]:
    """Return the bus lines that a line on getting there names, e.g. “Bus 1, 4” → Bus 1, Bus 4."""
    numbers = re.findall(r"\b(?:bus(?:es)?|lines?|routes?)\s+((?:\d+[A-Z]?(?:\s*(?:,|and|&|or)\s*)?)+)", transit, re.I)
    found = sorted({n for part in numbers for n in re.findall(r"\d+[A-Z]?", part)}, key=lambda n: (len(n), n))
    return [f"Bus {n}" for n in found]


_GROUPS = {
    "everyone": "Everyone",
    "adults": "Adults (18 or older)",
    "youth": "Young people only",
    "older": "Older people only",
    "families": "Families with a child",
    "homeowners": "Homeowners",
    "income": "People with a low or middle income",
    "insured": "People with certain health coverage",
    "words": "Read its own words",
    "unknown": "Not stated",
}


def who_labels(tags: dict[str, str]) -> dict[str, str]:
    """Return value → label of the filter “who it is for”, in the order to show; `tags` are the city's."""
    return {**_GROUPS, **{f"tag:{tag}": label[:1].upper() + label[1:] for tag, label in tags.items()}}


def who_values(service: Service, tags: dict[str, str]) -> list[str]:
    """Return the keys of `who_labels` that a service's published rules name."""
    rules = service.rules
    values = [f"tag:{tag}" for tag in rules.any_tag if tag in tags]
    for key, named in (
        ("adults", rules.adult),
        ("youth", rules.age_max is not None),
        ("older", (rules.age_min or 0) >= 50),
        ("families", rules.minor_child),
        ("homeowners", rules.homeowner),
        ("income", rules.pct_max is not None or rules.smi_max is not None),
        ("insured", bool(rules.insurance)),
    ):
        if named:
            values.append(key)
    if service.x_eligibility is None:
        values.append("words" if service.eligibility_description else "unknown")
    return values or ["everyone"]


def who_text(service: Service, tags: dict[str, str]) -> str:
    """Return whom a service is for in a line, e.g. “60 or older; owns the home”; “everyone” when it has no rules."""
    if service.eligibility_description:
        return service.eligibility_description
    rules = service.rules
    parts = []
    if rules.any_tag:
        parts.append("a person who " + _either([clause(tags.get(tag, tag)) for tag in rules.any_tag]))
    if rules.age_min is not None and rules.age_max is not None:
        parts.append(f"{rules.age_min} to {rules.age_max} years old")
    elif rules.age_min is not None:
        parts.append(f"{rules.age_min} or older")
    elif rules.age_max is not None:
        parts.append(f"{rules.age_max} or younger")
    elif rules.adult:
        parts.append("18 or older")
    if rules.minor_child:
        parts.append("with a child under 18")
    if rules.custody_doc:
        parts.append("with a paper that shows custody")
    if rules.homeowner:
        parts.append("owns the home")
    if rules.pct_max is not None:
        parts.append(f"household income up to {rules.pct_max}% of the poverty guideline")
    if rules.smi_max is not None:
        parts.append(f"household income up to {rules.smi_max}% of the state median")
    if rules.insurance:
        parts.append(f"health coverage: {_either(list(rules.insurance))}")
    if rules.discharge:
        parts.append(f"military discharge: {_either(list(rules.discharge))}")
    if rules.days_since_release_max is not None:
        parts.append(f"within {rules.days_since_release_max} days of release")
    if rules.flag_required:
        parts.append(f"condition: {rules.flag_required.replace('_', ' ')}")
    if rules.conflict_check:
        parts.append("after a check for conflicts of interest")
    if service.x_eligibility is None:
        parts.append(f"anything else {NOT_STATED}" if parts else NOT_STATED)
    return "; ".join(parts) or "everyone"


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
