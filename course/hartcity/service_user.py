"""The people of the city: whom a student helps, what may be said of them, and to whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

from hartcity import yamlfile
from hartcity.city import City
from hartcity.errors import ContentError

ANYONE = "anyone"


@attrs.frozen
class PersonNeed:
    """A need, the most pressing first; `by` is the day from today by which it must be met, if there is one."""

    id: str
    label: str = ""
    by_days: int | None = None
    line: int = 0


@attrs.frozen
class PrivateFact:
    """A fact that must not be told.

    Attributes
    ----------
    fact : in a reader's words.
    topic : a topic of the lexicon of private facts, whose words give it away.
    words : this person's own words that give it away.
    """

    fact: str
    topic: str | None = None
    words: tuple[str, ...] = ()


@attrs.frozen
class ServiceUser:
    """One person who asks for help. Money is in cents; `facts` are named yes-or-no facts that rules ask for."""

    id: str
    name: str
    pronouns: str
    age: int
    household: int
    annual_income_cents: int
    insurance: str
    language: str
    situation: str
    needs: tuple[PersonNeed, ...]
    strengths: tuple[str, ...]
    barriers: tuple[str, ...]
    share: dict[str, tuple[str, ...]]
    never: dict[str, tuple[PrivateFact, ...]]
    quote: str = ""
    content_note: str = ""
    tags: tuple[str, ...] = ()
    minor_child: bool = False
    custody_doc: bool = False
    homeowner: bool = False
    landlord_will_participate: bool | None = None
    discharge: str = ""
    days_since_release: int | None = None
    turns: int | None = None
    turns_in_days: int | None = None
    in_place: tuple[str, ...] = ()
    ask_first: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    conflicts: dict[str, str] = attrs.field(factory=dict)
    preferred_terms: tuple[str, ...] = ()
    x_cautions: dict[str, str] = attrs.field(factory=dict)
    line: int = 0


def load_service_users(city: City) -> dict[str, ServiceUser]:
    """Return everybody in the city's ``service-users/``, by id; ContentError with path, line and allowed words."""
    paths = sorted((city.path / "service-users").glob("*.yml"))
    if not paths:
        raise ContentError(city.path / "service-users", None, "there is nobody here (*.yml).")
    return {path.stem: _load(path, city) for path in paths}


def load_service_user(city: City, id: str) -> ServiceUser:
    """Return one person; ContentError names who there is when the id is unknown."""
    path = city.path / "service-users" / f"{id}.yml"
    known = tuple(sorted(p.stem for p in (city.path / "service-users").glob("*.yml")))
    if id not in known:
        raise ContentError(path, None, f"there is no such person.{yamlfile.suggest(id, known)}", known)
    return _load(path, city)


def _load(path: Path, city: City) -> ServiceUser:
    user = yamlfile.load(path, ServiceUser)
    if user.id != path.stem:
        raise ContentError(path, user.line, f"the id “{user.id}” must be the file's name.")
    checks: list[tuple[str, Any, Any]] = [
        ("needs", [n.id for n in user.needs], city.needs),
        ("tags", user.tags, city.tags),
        ("share", user.share, city.organizations),
        ("never", user.never, [ANYONE, *city.organizations]),
        ("ask_first", user.ask_first, [ANYONE, *city.organizations]),
        ("conflicts", user.conflicts, city.organizations),
        ("in_place", user.in_place, city.services),
    ]
    for key, words, known in checks:
        for word in words:
            if word not in known:
                hint = yamlfile.suggest(word, known)
                raise ContentError(
                    path, _line(path, word) or user.line, f"{key}: “{word}” is unknown.{hint}", tuple(known)
                )
    needs = tuple(attrs.evolve(n, label=n.label or city.needs[n.id]) for n in user.needs)
    return attrs.evolve(user, needs=needs)


def _line(path: Path, word: str) -> int | None:
    lines = path.read_text("utf-8").splitlines()
    return next((i for i, text in enumerate(lines, 1) if word in text), None)
