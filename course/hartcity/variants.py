"""New people for practice: a case of the city with another person in it, made from a seed, checked by the rules.

A template (``<city>/variants/<person>.yml``) is a person's file with choices and {slots}; the person of the city gives
what it leaves out. The same seed makes the same person on every platform.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from hartcity import yamlfile
from hartcity.answer_key import Key, answer_key
from hartcity.city import City
from hartcity.errors import ContentError
from hartcity.service_user import ServiceUser, contradictions, unknown_words
from hartcity.templates import Draws, Names, Template, UnknownSlot

_TRIES = 60


@attrs.frozen
class Variant:
    """A new person: the file as plain data, the person, and the right answers."""

    seed: int
    base: str
    data: dict[str, Any]
    user: ServiceUser
    key: Key


def cases(city: City) -> tuple[str, ...]:
    """Return the ids of the people whose cases can be varied."""
    return tuple(sorted(p.stem for p in (city.path / "variants").glob("*.yml") if p.stem != "names"))


def vary(city: City, seed: int, base: str | None = None) -> Variant:
    """Return the person that a seed makes of a case of the city, or of a case that the seed chooses too.

    Raises
    ------
    ContentError : the city has no such template, or the template makes nobody whose case can be solved.
    """
    known = cases(city)
    if not known:
        raise ContentError(city.path / "variants", None, "this city has no templates for new people.")
    base = base or known[random.Random(f"case {seed}").randrange(len(known))]
    path = city.path / "variants" / f"{base}.yml"
    if base not in known:
        raise ContentError(path, None, f"there is no template.{yamlfile.suggest(base, known)}", known)
    problem = "it makes nobody whose case can be solved"
    for attempt in range(_TRIES):
        data = _person(city, base, random.Random(f"{base} {seed} {attempt}"), seed)
        user = _checked(city, path, data)
        if isinstance(user, str):
            problem = user
            continue
        key = answer_key(user, city)
        if key.solvable:
            return Variant(seed, base, data, user, key)
    raise ContentError(path, None, f"seed {seed}: {problem}.")


def many(city: City, seed: int, count: int, base: str | None = None) -> Iterator[Variant]:
    """Yield `count` people, of the seeds from `seed` on."""
    for number in range(seed, seed + count):
        yield vary(city, number, base)


def as_yaml(variant: Variant) -> str:
    """Return a person's file, as an author would write it."""
    import yaml

    head = f"# Made by `hartcity user vary --from {variant.base} --seed {variant.seed}`; all of it is invented.\n"
    return head + yaml.safe_dump(variant.data, allow_unicode=True, sort_keys=False, width=110)


def _checked(city: City, path: Path, data: dict[str, Any]) -> ServiceUser | str:
    """Return the person in the data, or what is wrong with it."""
    user = yamlfile.decode(path, yamlfile.node_of(data), ServiceUser)
    unknown = unknown_words(user, city)
    if unknown:
        return f"{unknown[0][0]}: “{unknown[0][1]}” is unknown"
    wrong = contradictions(user)
    if wrong:
        return wrong[0]
    needs = tuple(attrs.evolve(n, label=n.label or city.needs[n.id]) for n in user.needs)
    return attrs.evolve(user, needs=needs)


def _person(city: City, base: str, rng: random.Random, seed: int) -> dict[str, Any]:
    folder = city.path / "variants"
    template = _read(folder / f"{base}.yml", Template)
    original = _read(city.path / "service-users" / f"{base}.yml", dict)
    draws = Draws(rng, _read(folder / "names.yml", Names))
    try:
        draws.somebody(template)
        data = {**original, **draws.resolve(template.person)}
    except UnknownSlot as error:
        raise ContentError(folder / f"{base}.yml", None, f"{error}: draw it, or take it out.") from None
    data["age"], data["name"], data["pronouns"] = draws.slots["age"], draws.slots["name"], draws.slots["pronouns"]
    data["members"], data["languages"] = draws.members, draws.languages
    data["household"] = 1 + len(draws.members)
    data["tags"] = [t for t in data.get("tags", []) if t not in ("age60", "age75")]
    data["tags"] += [f"age{limit}" for limit in (60, 75) if data["age"] >= limit]
    data.pop("home", None)
    data["id"] = f"{_slug(data['name'])}-{seed}"
    return {"id": data["id"], **data}


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _read(path: Path, kind: type) -> Any:
    """Return a file's content, read again when an author has changed it."""
    return _read_once(path, kind, path.stat().st_mtime_ns if path.exists() else 0)


@cache
def _read_once(path: Path, kind: type, stamp: int) -> Any:
    return yamlfile.plain(yamlfile.parse(path), path) if kind is dict else yamlfile.load(path, kind)
