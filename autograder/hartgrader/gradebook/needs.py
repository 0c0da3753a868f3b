"""What a person should look at first: read from the graded notebooks, ordered by need."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import attrs

# First what the judge is least sure of, then what looks gamed or tells too much, then the rest; last what no reading
# helps, because there is nothing to read.
UNSURE, FLAGGED, REST, NOTHING = 0, 1, 2, 3


@attrs.frozen
class Need:
    """How much one answer needs a person.

    Attributes
    ----------
    criterion, title : its id and name.
    level, confidence : as proposed; level None when the answer could not be judged.
    order : `UNSURE`, `FLAGGED`, `REST` or `NOTHING`.
    kind, why : a word and a few words for it; both empty when there is no reason to look.
    digest : of the answer that was judged.
    worth : level → points, in the rubric the answer was judged by.
    """

    criterion: str
    title: str
    level: int | None
    confidence: float
    order: int
    kind: str
    why: str
    digest: str
    worth: tuple[tuple[int, float], ...] = ()

    @property
    def rank(self) -> tuple[int, float]:
        """What to sort by: the smaller, the sooner a person should look."""
        return self.order, self.confidence


@attrs.frozen
class Shown:
    """A graded notebook in short: its answers' needs, the remarks on it, and the rubric's version."""

    needs: tuple[Need, ...] = ()
    remarks: tuple[str, ...] = ()
    version: int = 1


def of(shown: dict[str, Any]) -> Need:
    """Return the need of one answer from what is kept with its cell."""
    confidence = 0.0 if shown["unread"] or shown["changed"] else shown["confidence"]
    flags = shown.get("flags", [])
    if shown["unread"]:
        order, kind, why = UNSURE if shown["answered"] else NOTHING, "unread", f"not judged: {shown['unread']}"
    elif shown["changed"]:
        order, kind, why = UNSURE, "changed", "handed in again under your score"
    elif flags:
        order, kind, why = FLAGGED, flags[0]["kind"], " ".join(f["reason"] for f in flags)
    elif shown["typed_in_cell"]:
        order, kind, why = UNSURE, "typed", "text stands in the answer cell itself"
    elif shown["answered"] and not shown["sure"]:
        order, kind, why = UNSURE, "unsure", f"not sure of level {shown['level']}"
    else:
        order, kind, why = REST, "", ""
    worth = tuple((lv["level"], lv["points"]) for lv in shown["levels"])
    return Need(
        shown["criterion"], shown["title"], shown["level"], confidence, order, kind, why, shown["digest"], worth
    )


@functools.lru_cache(maxsize=20_000)
def _read(path: Path, _mtime: int, _size: int) -> Shown:
    try:
        nb = json.loads(path.read_bytes())
        hart = nb["metadata"]["hart"]
        if not hart["graded"]:
            return Shown()
        cells = [c["metadata"]["hart"] for c in nb["cells"] if "hart" in c["metadata"]]
        lines = [entry["reason"] for key in ("troubles", "flags") for entry in hart[key]]
        return Shown(tuple(of(c) for c in cells), tuple(dict.fromkeys(lines)), hart.get("version", 1))
    except (ValueError, KeyError, TypeError, OSError):
        return Shown()  # half written, or not ours: it waits to be graded again


def read(path: Path) -> Shown:
    """Return a graded notebook in short; an empty one when it isn't there or isn't whole."""
    try:
        about = path.stat()
    except OSError:
        return Shown()
    return _read(path, about.st_mtime_ns, about.st_size)


def read_folder(folder: Path) -> Shown:
    """Return a graded submission in short, all its notebooks together, each remark once."""
    parts = [read(path) for path in sorted(folder.glob("*.ipynb"))]
    remarks = tuple(dict.fromkeys(line for p in parts for line in p.remarks))
    return Shown(tuple(n for p in parts for n in p.needs), remarks, max((p.version for p in parts), default=1))
