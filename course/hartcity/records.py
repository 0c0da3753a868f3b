"""One decoded ``answers.json`` as plain data: its fields by path, and the three keys the store keeps beside them.

Pure functions that change the record they are given; The store brings it to the disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from hartcity import answers as shape

_PERSONAL = ("services", "benefits", "coordination", "finances", "email", "conflicts")
_TEXTS = ("coordination", "finances", "email.subject", "email.body")


def is_text(field: str) -> bool:
    """Whether a field holds something written, for which two versions are worth keeping."""
    return field in _TEXTS or field.startswith(("benefits.", "texts."))


def person(data: Mapping[str, Any]) -> str:
    """Return the id of the person a record is about; "" when nobody is chosen, or it is about nobody."""
    return data.get("service_user", "")


def get(data: Mapping[str, Any], field: str) -> Any:
    """Return a field of a decoded ``answers.json``; an empty answer when it isn't there."""
    head, _, rest = field.partition(".")
    value = data.get(head)
    if rest:
        return (value or {}).get(rest, "")
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
