"""One decoded ``answers.json`` as plain data: its fields by path, and the three keys the store keeps beside them.

Pure functions that change the record they are given; The store brings it to the disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from hartcity import answers as shape

_ROWS = ("plan", "costs")
_PERSONAL = ("services", "benefits", "coordination", "finances", "email", "conflicts", *_ROWS)
_TEXTS = ("coordination", "finances", "email.subject", "email.body")


def is_text(field: str) -> bool:
    """Whether a field holds something written, for which two versions are worth keeping."""
    return field in _TEXTS or field.startswith(("benefits.", "texts."))


def is_rows(field: str) -> bool:
    """Whether a field is a sheet: rows with an ``id`` each, which two windows may change side by side."""
    return field in _ROWS


def rows(value: Any) -> list[dict[str, Any]]:
    """Return the rows in a sheet's value; what is no row is left out."""
    found = value if isinstance(value, list) else []
    return [row for row in found if isinstance(row, dict) and isinstance(row.get("id"), str)]


def merge_rows(base: Any, mine: Any, there: Any) -> list[dict[str, Any]]:
    """Return one window's rows with what another window did to the same sheet since `base`.

    A row both changed is taken from `mine`; one that was taken out here but changed there stays.
    """
    known, other = ({row["id"]: row for row in rows(sheet)} for sheet in (base, there))
    merged = []
    for row in rows(mine):
        untouched = known.get(row["id"]) == row
        if untouched and row["id"] not in other:
            continue
        merged.append(other[row["id"]] if untouched else row)
    kept = {row["id"] for row in rows(mine)}
    return merged + [row for id_, row in other.items() if id_ not in kept and row != known.get(id_)]


def person(data: Mapping[str, Any]) -> str:
    """Return the id of the person a record is about; "" when nobody is chosen, or it is about nobody."""
    return data.get("service_user", "")


def get(data: Mapping[str, Any], field: str) -> Any:
    """Return a field of a decoded ``answers.json``; an empty answer when it isn't there."""
    head, _, rest = field.partition(".")
    value = data.get(head)
    if rest:
        return (value or {}).get(rest, "")
    if is_rows(head):
        return rows(value)
    return list(value or []) if head == "services" else value or ""


def put(data: dict[str, Any], field: str, value: Any) -> None:
    head, _, rest = field.partition(".")
    if rest:
        data.setdefault(head, {})[rest] = value
    else:
        data[head] = list(value) if head == "services" else value


def flatten(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return changes as field → value; a mapping under ``benefits`` or ``email`` becomes one field an entry."""
    flat: dict[str, Any] = {}
    for key, value in changes.items():
        if key in ("benefits", "email"):
            entries = attrs.asdict(value) if attrs.has(type(value)) else value
            flat.update({f"{key}.{k}": v for k, v in entries.items()})
        else:
            flat[key] = value
    return flat


def is_about(data: Mapping[str, Any], person: str) -> bool:
    """Whether a record's own fields are this person's; a record that names nobody is everybody's."""
    return not person or data.get("service_user", person) == person


def set_aside(data: dict[str, Any], person: str) -> dict[str, Any]:
    shelf = data.get("set_aside")
    if not isinstance(shelf, dict):
        shelf = data["set_aside"] = {}
    if not isinstance(shelf.get(person), dict):
        shelf[person] = {}
    return shelf[person]


def switch_person(data: dict[str, Any], person: str) -> None:
    before = data["service_user"]
    current = {key: data.pop(key) for key in _PERSONAL if key in data}
    if before and not shape.from_dict(current).is_empty():
        set_aside(data, before).update(current)
    restored = set_aside(data, person)
    data["set_aside"].pop(person)
    if not data["set_aside"]:
        del data["set_aside"]
    # Without anybody before, what is there already belongs to the first person chosen.
    data.update({**({} if before else current), **restored}, service_user=person)


def conflicts(data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    waiting = data.get("conflicts")
    if not isinstance(waiting, dict):
        return {}
    return {f: w for f, w in waiting.items() if isinstance(w, dict) and all(isinstance(t, str) for t in w.values())}


def earlier(data: Mapping[str, Any]) -> list[Any]:
    return data["earlier"] if isinstance(data.get("earlier"), list) else []


def keep_waiting(record: dict[str, Any], field: str, writer: str, text: str) -> None:
    record["conflicts"] = conflicts(record)
    record["conflicts"].setdefault(field, {})[writer or "another window"] = text


def settle(data: dict[str, Any], field: str, writer: str) -> None:
    """Forget a writer's waiting text once that writer's text is in its place."""
    waiting = conflicts(data).get(field, {})
    if waiting.pop(writer or "another window", None) is not None and not waiting:
        drop_conflicts(data, field)


def drop_conflicts(data: dict[str, Any], field: str) -> None:
    waiting = data.get("conflicts")
    if isinstance(waiting, dict):
        waiting.pop(field, None)
        if not waiting:
            del data["conflicts"]
