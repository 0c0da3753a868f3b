"""What a course's settings and policy come to: what students meet while they write, and their instructor afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from hartcity.coach import Finding
from hartcity.policy import Rules
from hartcity.settings import Settings

_COACH = {
    "full": "the coach marks what to change and keeps a checklist",
    "checklist": "a checklist says what is in place and what is missing, without remarks",
    "off": "no coach",
}
_REVIEW = {
    "all": "every answer waits for you",
    "unsure": "an answer waits for you when the judge is not sure or it is flagged",
    "none": "nothing waits for you but what can't be read",
}
_UNSEEN = {"provisional": "goes out marked as provisional", "refuse": "is kept back"}


def students(settings: Settings, rules: Rules) -> list[str]:
    """Return what students meet, a sentence each."""
    fewest, most = settings.email_words
    people = settings.service_users
    who = (
        "choose among " + ", ".join(people)
        if len(people) > 1
        else f"all help {people[0]}"
        if people
        else "help anybody"
    )
    lines = [
        f"While they write: {_COACH[settings.coach]}.",
        f"The directory {'says' if settings.hints else 'does not say'} why a service fits the person.",
        f"They {who}.",
        f"The email is counted against {fewest} to {most} words in {settings.email_paragraphs} paragraphs.",
        f"Due {rules.due}." if rules.due else "There is no due date: nothing is ever late.",
    ]
    late = rules.late
    if rules.due and late:
        parts = [f"{late.percent_per_day:g} % of the points for each day begun"]
        parts += [f"at most {late.most_percent:g} %"] if late.most_percent < 100 else []
        parts += [f"nothing counts after day {late.last_day}"] if late.last_day else []
        grace = f", after {late.grace_minutes:g} minutes of grace" if late.grace_minutes else ""
        lines.append(f"Late work loses {', '.join(parts)}{grace}.")
    elif rules.due:
        lines.append("Late work loses nothing.")
    lines += [f"{e.student} has until {e.until}{f' ({e.reason})' if e.reason else ''}." for e in rules.extensions]
    return lines


def instructor(settings: Settings) -> list[str]:
    """Return what the instructor meets, a sentence each."""
    return [f"After grading {_REVIEW[settings.review]}; what waits {_UNSEEN[settings.unseen]}."]


def coached(findings: Iterable[Finding], mode: str) -> tuple[str, ...]:
    """Return what the coach shows of these findings in a mode, a line each, as the page beside the text has it."""
    findings = list(findings)
    if mode == "off":
        return ()
    faults = [f for f in findings if f.kind == "fault" and f.met < 0.99]
    lines = [f"worth a look: {f.message} {f.suggestion}".rstrip() for f in faults] if mode == "full" else []
    asked = [f for f in findings if f.kind != "fault"]
    missing = [f.label for f in asked if f.met <= 0.25]
    partly = [f.label for f in asked if 0.25 < f.met < 0.75]
    lines += [
        f"{state}: {', '.join(found)}" for state, found in (("missing", missing), ("partly there", partly)) if found
    ]
    return tuple(lines)
