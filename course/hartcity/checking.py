"""Everything an author may have got wrong in a city, with its line and what would fix it: all, not only the first.

A mistake keeps the city from being used. A warning is something a careful author would look at.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import attrs
import yaml

from hartcity import service_user, yamlfile
from hartcity.city import City, CityFile, CityMap, load_city, wrong_words
from hartcity.directory import Location, Organization, Phone, Schedule, Service
from hartcity.errors import ContentError, HartError
from hartcity.hsds import clean, rows, times

Way = tuple[str | int, ...]


@attrs.frozen
class Remark:
    """One thing that is wrong or doubtful; `kind` groups remarks of the same sort."""

    path: Path
    line: int | None
    message: str
    level: Literal["mistake", "warning"] = "mistake"
    kind: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


@attrs.frozen
class _Note:
    """A remark before its line is known: where in the file it stands."""

    way: Way
    message: str
    level: Literal["mistake", "warning"] = "mistake"
    kind: str = ""


def check_city(folder: Path) -> list[Remark]:
    """Return all remarks about a city's folder, in the order of its files."""
    head_path = folder / "city.yml"
    head, errors = yamlfile.problems(head_path, CityFile)
    remarks = [_of(error) for error in errors]
    if head is None:
        return remarks
    remarks += _placed(head_path, [_Note(w, m) for w, m in _head(head)])
    paths = sorted((folder / "organizations").glob("*.yml"))
    if not paths:
        message = (
            "there is no organization here (*.yml): write one file for each, or `hartcity city import` a directory."
        )
        return [*remarks, Remark(folder / "organizations", None, message)]
    taken: dict[str, Path] = {}
    for path in paths:
        remarks += _organization_file(path, head, taken)
    if not any(r.level == "mistake" for r in remarks):
        remarks += _people(load_city(folder))
    return [*remarks, *_unread(folder)]


def _unread(folder: Path) -> Iterator[Remark]:
    """Files that somebody may think are read: second.yaml, second.yml.txt."""
    for path in sorted([*(folder / "organizations").glob("*"), *(folder / "service-users").glob("*")]):
        if path.is_file() and path.suffix != ".yml" and not path.name.startswith("."):
            message = "this file isn't read: give it a name that ends with .yml, or take it out of this folder."
            yield Remark(path, None, message, "warning", "files that aren't read")


def _of(error: ContentError) -> Remark:
    allowed = error.allowed if len(error.allowed) <= 40 else (*error.allowed[:40], "…")
    hint = f" (allowed: {', '.join(allowed)})" if allowed else ""
    return Remark(error.path, error.line, error.message + hint)


def _at_its_word(error: ContentError) -> ContentError:
    """The same error at the line where its word stands, not where its service begins."""
    word = re.search(r"“([^”]+)”", error.message)
    lines = error.path.read_text("utf-8").splitlines()
    below = range((error.line or 1) - 1, len(lines))
    line = next((i + 1 for i in below if word and re.search(rf"\b{re.escape(word[1])}\b", lines[i])), error.line)
    return ContentError(error.path, line, error.message, error.allowed)


def _placed(path: Path, notes: list[_Note]) -> list[Remark]:
    root = yamlfile.parse(path) if notes else yaml.ScalarNode("", "")
    return [Remark(path, yamlfile.line_of(root, *n.way), n.message, n.level, n.kind) for n in notes]


def _head(head: CityFile) -> Iterator[tuple[Way, str]]:
    if not _is_date(head.as_of):
        yield ("as_of",), f"“{head.as_of}” is not a date: write it as 2026-11-23."
    for name in ("needs", "tags"):
        for id in getattr(head, name):
            if not re.fullmatch(r"[a-z0-9_]+", id):
                yield (name, id), f"“{id}”: an id is lower-case letters, digits and _ only."
    if head.map:
        yield from _map(head.map)


def _map(city_map: CityMap) -> Iterator[tuple[Way, str]]:
    for name in ("neighborhoods", "landmarks"):
        for i, spot in enumerate(getattr(city_map, name)):
            if not _inside(spot.at, city_map):
                yield ("map", name, i, "at"), _outside(spot.name, spot.at, city_map)
    for i, line in enumerate(city_map.lines):
        for at in line.path:
            if not _inside(at, city_map):
                yield ("map", "lines", i, "path"), _outside(line.name, at, city_map)
    for at in city_map.river:
        if not _inside(at, city_map):
            yield ("map", "river"), _outside("the river", at, city_map)


def _inside(at: tuple[int, ...], city_map: CityMap) -> bool:
    return len(at) == 2 and 0 <= at[0] <= city_map.width and 0 <= at[1] <= city_map.height


def _outside(what: str, at: tuple[int, ...], city_map: CityMap) -> str:
    return f"{what}: {list(at)} is outside of the map, which is {city_map.width} across and {city_map.height} down."


def _organization_file(path: Path, head: CityFile, taken: dict[str, Path]) -> list[Remark]:
    organization, errors = yamlfile.problems(path, Organization)
    remarks = [_of(error) for error in errors]
    if organization is None:
        return remarks
    wrong_lines = [error.line or 0 for error in errors]
    notes = list(_organization(organization, path, head))
    ends = [*(s.line for s in organization.services[1:]), 10**9]
    for i, (service, end) in enumerate(zip(organization.services, ends, strict=False)):
        if any(service.line <= line < end for line in wrong_lines):
            continue  # its own mistakes first: what follows from them would only confuse
        places = {p.id for p in organization.locations}
        remarks += [_of(_at_its_word(e)) for e in wrong_words(path, service, head, taken, places)]
        taken[service.id] = path
        notes += [attrs.evolve(n, way=("services", i, *n.way)) for n in _service(service, head)]
    return remarks + _placed(path, notes)


def _organization(o: Organization, path: Path, head: CityFile) -> Iterator[_Note]:
    if o.id and o.id != path.stem:
        yield _Note(("id",), f"the id “{o.id}” must be the file's name: rename one of them.")
    ways_in = o.phones or o.email or o.contacts or o.website or any(s.phones or s.email for s in o.services)
    if not ways_in and not any(p.phones for p in o.locations):
        message = f"{o.name}: there is no phone, email, contact or website: nobody can reach it."
        yield _Note((), message, "warning", "nobody can be reached")
    yield from _phones(o.phones, ("phones",))
    yield from _typed_fields(o.email, o.website, "website")
    seen: set[str] = set()
    for i, place in enumerate(o.locations):
        if place.id in seen:
            yield _Note(("locations", i, "id"), f"the location “{place.id}” stands here twice: give it another id.")
        seen.add(place.id)
        yield from (attrs.evolve(n, way=("locations", i, *n.way)) for n in _location(place, head))


def _location(place: Location, head: CityFile) -> Iterator[_Note]:
    where = place.name or place.id
    if place.x_map and head.map and not _inside(place.x_map, head.map):
        yield _Note(("x_map",), _outside(where, place.x_map, head.map))
    if place.x_map and not head.map:
        yield _Note(("x_map",), f"{where}: x_map, but the city has no map.", "warning", "no map")
    if place.x_confidential and (place.addresses or place.latitude is not None or place.x_map):
        message = (
            f"{where} is confidential, yet its place is in the file: take out addresses, latitude, longitude and x_map "
            "unless everybody who gets these files may know them."
        )
        yield _Note(("x_confidential",), message, "warning", "a confidential address is in the file")
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = getattr(place, name)
        if value is not None and abs(value) > most:
            yield _Note((name,), f"{name} is between -{most} and {most}, not {value}.")
    yield from _languages(place.languages)
    yield from _phones(place.phones, ("phones",))
    yield from _schedules(place.schedules)


def _service(s: Service, head: CityFile) -> Iterator[_Note]:
    if not s.x_needs:
        yield _Note(("x_needs",), f"{s.id}: name at least one need that it helps with.")
    for i, capacity in enumerate(s.capacities):
        way = ("capacities", i)
        free, most = capacity.available, capacity.maximum
        if min(free or 0, most or 0) < 0:
            yield _Note(way, f"{s.id}: a number of places can't be below 0.")
        if free is not None and most is not None and free > most:
            yield _Note((*way, "available"), f"{s.id}: {free} places are available of {most} at most: one is wrong.")
        if capacity.updated and not _is_date(capacity.updated[:10]):
            yield _Note((*way, "updated"), f"“{capacity.updated}” is not a date: write it as 2026-11-23.")
        if free == 0 and s.x_wait_days == 0:
            message = f"{s.id}: no place is available, yet the wait is 0 days: say how long people wait."
            yield _Note(way, message, "warning", "full, but without a wait")
    if s.assured_date and not _is_date(s.assured_date[:10]):
        yield _Note(("assured_date",), f"“{s.assured_date}” is not a date: write it as 2026-11-23.")
    for low, high, way in (
        (s.minimum_age, s.maximum_age, "minimum_age"),
        (s.rules.age_min, s.rules.age_max, "x_eligibility"),
    ):
        if low is not None and high is not None and low > high:
            yield _Note((way,), f"{s.id}: the lowest age, {low}, is above the highest, {high}.")
    if s.x_wait_days is not None and s.x_wait_days < 0:
        yield _Note(("x_wait_days",), f"{s.id}: a wait can't be below 0 days.")
    for month in s.x_months:
        if not 1 <= month <= 12:
            yield _Note(("x_months",), f"{s.id}: months are numbers from 1 to 12, not {month}.")
    yield from _typed_fields(s.email, s.url, "url")
    yield from _languages(s.languages)
    yield from _phones(s.phones, ("phones",))
    yield from _schedules(s.schedules)
    for kind, missing, fix in (
        ("cost not stated", not s.fees_description and not s.cost_options, "write fees_description, or cost_options"),
        ("eligibility not stated", s.x_eligibility is None and not s.eligibility_description,
         "write x_eligibility, or {} when it is open to everyone"),
        ("wait not stated", s.x_wait_days is None and not s.wait_time, "write x_wait_days, or 0 when there is none"),
        ("documents not stated", s.required_documents is None, "write required_documents, or [] when none are needed"),
        ("hours not stated", not s.schedules, "write schedules"),
    ):  # fmt: skip
        if missing:
            yield _Note((), f"{s.id}: {kind}, so students read “not stated: call”; {fix}.", "warning", kind)


def _phones(phones: tuple[Phone, ...], way: Way) -> Iterator[_Note]:
    for i, phone in enumerate(phones):
        if clean.phone(phone.number) is None:
            message = f"“{phone.number}” doesn't look like a telephone number: write it as (555) 010-0123."
            yield _Note((*way, i, "number"), message, "warning", "telephone numbers")


def _typed_fields(email: str, url: str, key: str) -> Iterator[_Note]:
    if email and clean.email(email) is None:
        yield _Note(("email",), f"“{email}” is not an e-mail address.", "warning", "e-mail addresses")
    if url and clean.url(url) != url:
        yield _Note((key,), f"“{url}” is not a web address: it begins with https://.", "warning", "web addresses")


def _languages(languages: tuple) -> Iterator[_Note]:
    for i, language in enumerate(languages):
        if language.code and language.code not in rows.languages():
            hint = next((c for c, name in rows.languages().items() if name == language.name), "")
            fix = f"write {hint}" if hint else "use the code of ISO 639, such as es, or leave it out"
            yield _Note(("languages", i, "code"), f"“{language.code}” is not a language code known here: {fix}.")


def _schedules(schedules: tuple[Schedule, ...]) -> Iterator[_Note]:
    for i, s in enumerate(schedules):
        for name in ("opens_at", "closes_at"):
            value = getattr(s, name)
            if value and not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", value):
                fix = times.parse_time(value)
                hint = f"write '{fix}'" if fix else "write it as '09:00', by 24 hours"
                yield _Note(("schedules", i, name), f"“{value}” is not a time: {hint}.")
        days = s.byday.split(",") if s.byday else []
        if any(re.sub(r"^-?\d", "", d) not in times.DAYS for d in days):
            fix = times.parse_days(s.byday)
            hint = f"write {','.join(fix)}" if fix else "write them as MO,TU,WE,TH,FR,SA,SU"
            yield _Note(("schedules", i, "byday"), f"“{s.byday}” are not days: {hint}.")
        ends = [getattr(s, name) for name in ("valid_from", "valid_to")]
        for name, value in zip(("valid_from", "valid_to"), ends, strict=True):
            if value and not _is_date(value):
                yield _Note(("schedules", i, name), f"“{value}” is not a date: write it as 2026-11-23.")
        if all(ends) and ends[0] > ends[1]:
            yield _Note(("schedules", i, "valid_to"), f"these hours end on {ends[1]}, before they begin on {ends[0]}.")


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _people(city: City) -> list[Remark]:
    """The service users: every mistake of each one's file."""
    folder = city.path / "service-users"
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        message = (
            "there are no service users yet, so students have nobody to help: `hartcity user new NAME` writes one."
        )
        return [Remark(folder, None, message, "warning", "no service users")]
    remarks = []
    for path in paths:
        _, errors = yamlfile.problems(path, service_user.ServiceUser)
        if not errors:
            try:
                service_user.load_service_user(city, path.stem)
            except HartError as error:
                errors = [error] if isinstance(error, ContentError) else []
        remarks += [_of(error) for error in errors]
    return remarks
