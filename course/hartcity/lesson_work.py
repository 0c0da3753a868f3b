"""What a learner did in the lessons, in the shape of ``lessons.json``: one file for all of them, never graded.

A key is ``<lesson>/<exercise>``, for a text with more after it: ``<lesson>/<exercise>/<field>``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs

from hartcity import jsonfile
from hartcity.errors import AnswersError

SCHEMA = 1
FILE_NAME = "lessons.json"
LIMIT_BYTES = 400_000
_KNOWN = ("schema", "texts", "choices")


@attrs.frozen
class LessonWork:
    """Everything written and chosen in the lessons.

    Attributes
    ----------
    texts : key → what was written.
    choices : key → what was chosen: in a check question → ids of options, in a sort card → id of a step.
    other : every key this version doesn't know, kept as it was.
    """

    texts: dict[str, str] = attrs.field(factory=dict)
    choices: dict[str, dict[str, Any]] = attrs.field(factory=dict)
    other: dict[str, Any] = attrs.field(factory=dict)

    def is_empty(self) -> bool:
        """Whether nothing was written or chosen."""
        return not self.choices and not any(t.strip() for t in self.texts.values())


def from_dict(data: Any, name: str = FILE_NAME) -> LessonWork:
    """Return the work in a decoded ``lessons.json``; AnswersError, with `name`, when it has another shape."""
    if not isinstance(data, dict) or data.get("schema", SCHEMA) != SCHEMA:
        raise AnswersError(f"{name}: this is not a record of lessons that this version can read.")
    texts, choices = data.get("texts", {}), data.get("choices", {})
    if not isinstance(texts, dict) or not all(isinstance(t, str) for t in texts.values()):
        raise AnswersError(f"{name}: “texts” must give one text for each exercise.")
    if not isinstance(choices, dict) or not all(isinstance(c, dict) for c in choices.values()):
        raise AnswersError(f"{name}: “choices” must give the choices for each exercise.")
    return LessonWork(dict(texts), dict(choices), {k: v for k, v in data.items() if k not in _KNOWN})


def to_dict(work: LessonWork) -> dict[str, Any]:
    """Return the work as ``lessons.json`` holds it."""
    return {"schema": SCHEMA, "texts": dict(work.texts), "choices": dict(work.choices), **work.other}


def parse(raw: bytes, name: str = FILE_NAME) -> LessonWork:
    """Return the work in the bytes of a ``lessons.json``; AnswersError says in one line what is wrong."""
    return from_dict(jsonfile.parse(raw, name, LIMIT_BYTES), name)


def read(path: Path | str) -> LessonWork:
    """Return the work in a file; AnswersError names the file and what is wrong."""
    return from_dict(jsonfile.read(Path(path), LIMIT_BYTES), Path(path).name)
