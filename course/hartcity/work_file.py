"""A learner's work in one file: to take along to another browser or computer, and to bring back.

The file is JSON: ``{"hart_city_work": 1, "files": {"practice/answers.json": …, "practice/practice.json": …,
"lessons/lessons.json": …}}``. What it brings is read as strictly as the files themselves, and nothing that is there is
lost: practice is joined, and another text that was there is put aside under another name.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hartcity import answers, jsonfile, lesson_work, practice_work
from hartcity.errors import AnswersError
from hartcity.store import AnswerStore

SCHEMA = 1
KEY = "hart_city_work"
LIMIT_BYTES = 2_000_000
FILES = {
    "practice/answers.json": ("What you wrote in practice", answers),
    "practice/practice.json": ("Your drills and attempts", practice_work),
    "lessons/lessons.json": ("Your work in the lessons", lesson_work),
}


def pack(root: Path) -> bytes:
    """Return the file of everything under `root` that has something in it."""
    found = {}
    for place, (_title, shape) in FILES.items():
        folder = root / Path(place).parent
        if (root / place).exists():
            store = AnswerStore(folder, shape)
            if not store.answers.is_empty():
                found[place] = shape.to_dict(store.answers)
    return (json.dumps({KEY: SCHEMA, "files": found}, ensure_ascii=False, indent=1) + "\n").encode()


def unpack(root: Path, raw: bytes, name: str, stamp: str) -> list[str]:
    """Put what a file holds in its place; returns a line for each part.

    `stamp` goes into the name of what is put aside. AnswersError when it is no such file, or one part is wrong: then
    nothing is changed.
    """
    data = jsonfile.parse(raw, name, LIMIT_BYTES)
    files = data.get("files") if isinstance(data, dict) and data.get(KEY) == SCHEMA else None
    if not isinstance(files, dict):
        raise AnswersError(f"{name}: this isn't a file that “Take my work along” made.")
    read = {
        place: FILES[place][1].from_dict(part, f"{name}, {place}") for place, part in files.items() if place in FILES
    }
    if not read:
        raise AnswersError(f"{name}: there is no work in this file.")
    return [_put(root, place, work, stamp) for place, work in read.items()]


def _put(root: Path, place: str, work: Any, stamp: str) -> str:
    title, shape = FILES[place]
    folder = root / Path(place).parent
    folder.mkdir(parents=True, exist_ok=True)
    store = AnswerStore(folder, shape)
    if store.answers == work:
        return f"{title}: the same was here already."
    if shape is practice_work:
        store.replace(shape.to_dict(joined(store.answers, work)))
        return f"{title}: joined with what was here."
    aside = f"{store.path.stem}-before-{stamp}.json"
    kept = store.replace(shape.to_dict(work), aside)
    return f"{title}: brought back. What was here before is kept as {aside}." if kept else f"{title}: brought back."


def joined(mine: practice_work.PracticeWork, other: practice_work.PracticeWork) -> practice_work.PracticeWork:
    """Return two records of practice as one: every attempt, of each drill the later card."""

    def later(id_: str) -> dict[str, Any]:
        rows = [work.drills[id_] for work in (mine, other) if id_ in work.drills]
        return max(rows, key=lambda row: str(row.get("last", "")))

    return practice_work.PracticeWork(
        {id_: later(id_) for id_ in (*mine.drills, *(i for i in other.drills if i not in mine.drills))},
        {**other.attempts, **mine.attempts},
        {**other.people, **mine.people},
        mine.name or other.name,
        {**other.other, **mine.other},
    )
