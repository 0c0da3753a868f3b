"""The tables of HSDS 3.1, how our records are parted into them, and what other versions call them."""

from __future__ import annotations

import re
import typing
from functools import cache

import attrs

from hartcity import content, directory, yamlfile
from hartcity.hsds import clean

# Where our records' nested lists stand in the standard: each class is a table.
TABLES: dict[type, str] = {
    directory.Organization: "organization",
    directory.Service: "service",
    directory.Location: "location",
    directory.ServiceAtLocation: "service_at_location",
    directory.Address: "address",
    directory.Phone: "phone",
    directory.Contact: "contact",
    directory.Schedule: "schedule",
    directory.CostOption: "cost_option",
    directory.Document: "required_document",
    directory.Language: "language",
    directory.Accessibility: "accessibility",
    directory.Capacity: "service_capacity",
    directory.Unit: "unit",
}
CLASSES = {table: cls for cls, table in TABLES.items()}
# The taxonomies of our own packages: what a service helps with, and the fields the standard has no column for.
NEEDS = "Hart City needs"
FIELDS = "Hart City fields"
_PREFIXES = {"taxonomy_term": ("taxonomy_",), "taxonomy": ("taxonomy_type_",)}


@attrs.frozen
class Column:
    """A column: its kind (text, uuid, number, email, uri, datetime), whether a row must have it, the words allowed."""

    kind: str
    required: bool = False
    words: tuple[str, ...] = ()


@attrs.frozen
class Table:
    file: str
    columns: dict[str, Column]


@attrs.frozen
class _Table:
    file: str
    columns: dict[str, str]


@attrs.frozen
class Names:
    """What others call the standard's tables and columns; see scenarios/hsds/names.yml."""

    tables: dict[str, tuple[str, ...]]
    not_used: tuple[str, ...]
    marks: dict[str, dict[str, str]]
    columns: dict[str, dict[str, tuple[str, ...]]]
    also_read: dict[str, tuple[str, ...]]
    proprietary: tuple[str, ...]
    open_to_all: tuple[str, ...]
    blank: tuple[str, ...]
    status: dict[str, tuple[str, ...]]


@cache
def tables() -> dict[str, Table]:
    """Return the tables of HSDS 3.1 by name, in the order in which a package lists them."""
    raw = yamlfile.load(content.locate("scenarios", "hsds", "tables.yml"), dict[str, _Table])
    return {n: Table(t.file, {c: _column(text) for c, text in t.columns.items()}) for n, t in raw.items()}


def _column(text: str) -> Column:
    kind, _, words = text.partition(" ")
    return Column(kind.rstrip("!"), kind.endswith("!"), tuple(words.split("|")) if words else ())


@cache
def names() -> Names:
    """Return the other names."""
    return yamlfile.load(content.locate("scenarios", "hsds", "names.yml"), Names)


@cache
def field_meanings() -> dict[str, str]:
    """Return what our fields mean that the standard has no column for, by key."""
    return yamlfile.load(content.locate("scenarios", "hsds", "fields.yml"), dict[str, str])


@cache
def children(table: str) -> dict[str, str]:
    """Return the nested lists of a table's records: our field → the table that holds its items."""
    cls = CLASSES.get(table)
    hints = typing.get_type_hints(cls) if cls else {}
    found = {}
    for name, hint in hints.items():
        for item in _items(hint):
            if item in TABLES:
                found[name] = TABLES[item]
    return found


@cache
def held(table: str) -> tuple[str, ...]:
    """Return the columns of a table that our record has a field for, in the record's order, without the id."""
    columns = tables()[table].columns
    fields = [a.name for a in attrs.fields(CLASSES[table]) if not a.metadata.get("made")]
    return tuple(name for name in fields if name in columns and name != "id")


@cache
def read(table: str) -> frozenset[str]:
    """Return the columns of a table that an import looks at."""
    held_here = held(table) if table in CLASSES else ()
    keys = (f"{name}_id" for name in tables())
    return frozenset({"id", *held_here, *keys, *names().columns.get(table, {}), *names().also_read.get(table, ())})


def typed(table: str, name: str, text: str) -> str | int | float | None:
    """Return a cell as our record's field holds it in a file: a number where it is one."""
    return clean.number(text) if name in _numbers(table) else text


@cache
def _numbers(table: str) -> set[str]:
    hints = typing.get_type_hints(CLASSES[table])
    return {name for name, hint in hints.items() if {int, float} & set(_items(hint))}


def _items(hint: object) -> list[object]:
    """The classes inside a type hint: of a tuple, of a union, or itself."""
    inside = typing.get_args(hint)
    return [x for part in inside for x in _items(part)] if inside else [hint]


def fold(name: str) -> str:
    """Return a table's or a column's name in lower case with single underscores: “Service ID” → service_id."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip().lstrip("\ufeff"))
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


@cache
def table_named(name: str) -> str | None:
    """Return the standard's table for a file's or a resource's name; None when there is none."""
    name = fold(name)
    if name in tables():
        return name
    return next((table for table, others in names().tables.items() if name == table or name in others), None)


@cache
def column_named(table: str, name: str) -> str:
    """Return the standard's name for a column of a table; a name that nothing knows comes back folded."""
    prefixes = ("", f"{table}_", *_PREFIXES.get(table, ()))
    name = fold(name)
    if any(name == f"{prefix}{key}" for prefix in prefixes for key in ("recordid", "record_id", "uuid")):
        return "id"
    name = re.sub(r"_(?:record_?id|uuid)$", "_id", name)
    known = set(tables()[table].columns if table in tables() else ()) | set(names().columns.get(table, {}))
    aliases = {other: ours for ours, others in names().columns.get(table, {}).items() for other in others}
    for prefix in prefixes:
        short = name.removeprefix(prefix)
        if name.startswith(prefix) and (short in known or short in aliases):
            return short if short in known else aliases[short]
    return name


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: “N/A”, “-”, “None”."""
    return text.strip().casefold() in _blank()


@cache
def _blank() -> frozenset[str]:
    return frozenset({"", *names().blank})
