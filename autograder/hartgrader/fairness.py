"""How many levels stay when only what must not matter changes: pronouns, spelling, somebody's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import attrs
from hartcity import text as texts
from hartcity import yamlfile
from hartcity.answers import Answers
from hartcity.content import locate
from hartcity.letter import letter
from hartcity.service_user import ServiceUser

from hartgrader import score as scoring
from hartgrader.bench import Bench

FILE = "fairness.yml"


@attrs.frozen
class Words:
    """A change of words, small → other."""

    what: str
    words: dict[str, str]


@attrs.frozen
class Name:
    """Another name for the writer, or the person."""

    what: str
    name: str


@attrs.frozen
class Changes:
    """What is tried, as the file has it."""

    words: tuple[Words, ...]
    names: tuple[Name, ...]


@attrs.frozen
class Held:
    """One change: of `of` levels `same` stayed; `up` and `down` moved."""

    what: str
    of: int
    same: int
    up: int
    down: int


def load(path: Path | None = None) -> Changes:
    """Return the changes in a file, or the course's own."""
    return yamlfile.load(path or locate("rubrics", FILE), Changes)


def measure(bench: Bench, submissions: Iterable[Answers], changes: Changes) -> list[Held]:
    """Return what each change does to the levels of the submissions."""
    before = [(s, _levels(bench, s, bench.users[s.service_user])) for s in submissions]
    tried: list[tuple[str, Callable[[Answers], dict[str, int] | None]]] = [
        (w.what, lambda s, w=w: _levels(bench, _everywhere(s, replacer(w.words)), bench.users[s.service_user]))
        for w in changes.words
    ]
    tried += [(f"the writer has {n.what}", lambda s, n=n: _signed(bench, s, n.name)) for n in changes.names]
    tried += [(f"the person has {n.what}", lambda s, n=n: _called(bench, s, n.name)) for n in changes.names]
    return [_held(what, before, change) for what, change in tried]


def _held(what: str, before: list[tuple[Answers, dict[str, int]]], change: Callable) -> Held:
    total = up = down = 0
    for submission, levels in before:
        after = change(submission)
        for criterion, level in levels.items() if after else ():
            total += 1
            up += after[criterion] > level
            down += after[criterion] < level
    return Held(what, total, total - up - down, up, down)


def replacer(words: dict[str, str]) -> Callable[[str], str]:
    """Return a change of whole words, small or with a capital."""
    table = {**words, **{a.capitalize(): b.capitalize() for a, b in words.items()}}
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, sorted(table, key=len, reverse=True))) + r")\b")
    return lambda text: pattern.sub(lambda match: table[match.group()], text)


def _levels(bench: Bench, answers: Answers, user: ServiceUser) -> dict[str, int]:
    sheet = scoring.score(answers, bench.city, user, bench.rubrics)
    return {name: c.level for name, c in sheet.criteria.items() if c.level > 0}


def _everywhere(s: Answers, change: Callable[[str], str]) -> Answers:
    email = attrs.evolve(s.email, subject=change(s.email.subject), body=change(s.email.body))
    benefits = {key: change(text) for key, text in s.benefits.items()}
    return attrs.evolve(
        s, email=email, benefits=benefits, coordination=change(s.coordination), finances=change(s.finances)
    )


def _signed(bench: Bench, s: Answers, name: str) -> dict[str, int] | None:
    """Levels with another name below the email; None where nobody signed with a first and a last name."""
    plain = texts.clean(s.email.body).text
    signature = letter(plain).signature.of(plain).split("\n")[0].split(",")[0].strip()
    if len(signature.split()) != 2:
        return None
    email = attrs.evolve(s.email, body=s.email.body.replace(signature, name))
    return _levels(bench, attrs.evolve(s, email=email), bench.users[s.service_user])


def _called(bench: Bench, s: Answers, name: str) -> dict[str, int] | None:
    """Levels with another name for the person; None for a couple, whose two first names one name can't stand for."""
    user = bench.users[s.service_user]
    old = user.name.split()
    if "and" in old:
        return None
    first, *_, last = name.split()
    table = {old[0]: first, old[-1]: last}
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, table)) + r")\b")
    changed = _everywhere(s, lambda text: pattern.sub(lambda match: table[match.group()], text))
    return _levels(bench, changed, attrs.evolve(user, name=name))
