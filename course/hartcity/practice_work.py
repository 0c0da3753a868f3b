"""What a learner did in practice, in the shape of ``practice.json``: drills, attempts and a name for the certificate.

The file is the learner's own: plain JSON beside the practice pages, never graded, never handed in.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import attrs

from hartcity import jsonfile
from hartcity.errors import AnswersError
from hartcity.schedule import WAIT, Card

SCHEMA = 1
FILE_NAME = "practice.json"
LIMIT_BYTES = 400_000
_KNOWN = ("schema", "drills", "attempts", "people", "name")


@attrs.frozen
class PracticeWork:
    """Everything done in practice.

    Attributes
    ----------
    drills : id of a drill → its card as plain data: ``{"box", "due", "right", "wrong", "last"}``.
    attempts : time (ISO 8601, to the second) → ``{"person", "levels": {criterion: 1 to 4}, "texts"}``;
        `texts` is a hash of what was written, by criterion.
    people : id of each new person the learner met → the seed that makes them.
    name : the name for the certificate.
    other : every key this version doesn't know, kept as it was.
    """

    drills: dict[str, dict[str, Any]] = attrs.field(factory=dict)
    attempts: dict[str, dict[str, Any]] = attrs.field(factory=dict)
    people: dict[str, int] = attrs.field(factory=dict)
    name: str = ""
    other: dict[str, Any] = attrs.field(factory=dict)

    def is_empty(self) -> bool:
        """Whether nothing was done."""
        return not self.drills and not self.attempts


@attrs.frozen
class Attempt:
    """Texts that were looked at once: when, about whom, the proposed level of each criterion there was a text for."""

    time: str
    person: str
    levels: dict[str, int]
    texts: dict[str, str]

    @property
    def day(self) -> datetime.date:
        return datetime.date.fromisoformat(self.time[:10])


def cards(work: PracticeWork) -> dict[str, Card]:
    """Return the cards by the drill's id; one that makes no sense is left out, and its drill counts as new."""
    found = {}
    for id_, row in work.drills.items():
        try:
            day, last = (datetime.date.fromisoformat(row[key]) for key in ("due", "last"))
            numbers = [row[key] for key in ("box", "right", "wrong")]
        except (KeyError, TypeError, ValueError):
            continue
        if all(type(n) is int and n >= 0 for n in numbers) and numbers[0] < len(WAIT):
            found[id_] = Card(numbers[0], day, numbers[1], numbers[2], last)
    return found


def card_row(card: Card) -> dict[str, Any]:
    """Return a card as ``practice.json`` holds it."""
    return {**attrs.asdict(card), "due": card.due.isoformat(), "last": card.last.isoformat()}


def attempts(work: PracticeWork) -> list[Attempt]:
    """Return the attempts, oldest first; one that makes no sense is left out."""
    found = []
    for time, row in sorted(work.attempts.items()):
        try:
            datetime.datetime.fromisoformat(time)
            levels = {k: n for k, n in row["levels"].items() if type(n) is int and 1 <= n <= 4}
            texts = {k: t for k, t in row.get("texts", {}).items() if isinstance(t, str)}
            person = row["person"]
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
        if levels and isinstance(person, str):
            found.append(Attempt(time, person, levels, texts))
    return found


def from_dict(data: Any, name: str = FILE_NAME) -> PracticeWork:
    """Return the work in a decoded ``practice.json``; AnswersError, with `name`, when it has another shape."""
    if not isinstance(data, dict) or data.get("schema", SCHEMA) != SCHEMA:
        raise AnswersError(f"{name}: this is not a record of practice that this version can read.")
    drills, tries, people = (data.get(key, {}) for key in ("drills", "attempts", "people"))
    for key, value, kind in (("drills", drills, dict), ("attempts", tries, dict), ("people", people, int)):
        if not isinstance(value, dict) or not all(isinstance(row, kind) for row in value.values()):
            raise AnswersError(f"{name}: “{key}” must be a record with an entry for each.")
    if not isinstance(data.get("name", ""), str):
        raise AnswersError(f"{name}: “name” must be text.")
    other = {k: v for k, v in data.items() if k not in _KNOWN}
    return PracticeWork(dict(drills), dict(tries), dict(people), data.get("name", ""), other)


def to_dict(work: PracticeWork) -> dict[str, Any]:
    """Return the work as ``practice.json`` holds it."""
    return {
        "schema": SCHEMA,
        "drills": dict(work.drills),
        "attempts": dict(work.attempts),
        "people": dict(work.people),
        "name": work.name,
        **work.other,
    }


def parse(raw: bytes, name: str = FILE_NAME) -> PracticeWork:
    """Return the work in the bytes of a ``practice.json``; AnswersError says in one line what is wrong."""
    return from_dict(jsonfile.parse(raw, name, LIMIT_BYTES), name)


def read(path: Path | str) -> PracticeWork:
    """Return the work in a file; AnswersError names the file and what is wrong."""
    return from_dict(jsonfile.read(Path(path), LIMIT_BYTES), Path(path).name)
