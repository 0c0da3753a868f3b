"""Versions of a rubric in a course: words may change at any time, structure only under a new number.

A course counts its own versions. Each is recorded with its structure when the first grade is given under it, so that a
change in the middle of a term is noticed, wherever it comes from: an edit, a calibration, or an update.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import attrs
from hartcity.errors import GradingError

from hartgrader.criterion import Rubrics

RECORD = "rubric-versions.json"


def structure(rubrics: Rubrics) -> dict[str, dict[str, Any]]:
    """Return what a grade depends on besides words: criterion → part → value, as JSON data.

    Titles, descriptors, labels, sentences and word lists are words; ids, points, checks, weights and numbers are not.
    """
    return {
        c.id: {
            "points": c.max_points,
            "levels": {str(lv.level): lv.share for lv in c.levels},
            "indicators": {
                i.id: _digest([attrs.asdict(i.check), type(i.check).__name__, i.weight]) for i in c.indicators
            },
            "cuts": dict(c.scale.cuts),
            "caps": [[dict(cap.below), cap.level] for cap in c.scale.caps],
        }
        for c in rubrics.criteria.values()
    }


def _digest(data: Any) -> str:
    return hashlib.sha256(json.dumps(data, default=str, sort_keys=True).encode()).hexdigest()[:12]


def differences(old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]) -> list[str]:
    """Return what differs between two structures, a few words for each criterion."""
    found = []
    for name in [*new, *(n for n in old if n not in new)]:
        before, after = old.get(name, {}), new.get(name, {})
        parts = []
        for key in dict.fromkeys([*before, *after]):
            a, b = before.get(key), after.get(key)
            if a == b:
                continue
            names = sorted(k for k in {*a, *b} if a.get(k) != b.get(k)) if key == "indicators" and a and b else []
            some = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
            parts.append(f"{key} ({some})" if names else key)
        if parts:
            found.append(f"{name}: {', '.join(parts)}")
    return found


def known(course: Path) -> list[dict[str, Any]]:
    """Return the versions a course has graded under, oldest first: ``version``, ``since``, ``hashes``, ``structure``.

    Raises
    ------
    GradingError : when the record can't be read.
    """
    path = course / RECORD
    if not path.exists():
        return []
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        assert all({"version", "structure"} <= set(v) for v in found)
    except (OSError, ValueError, TypeError, AssertionError):
        raise GradingError(
            f"{path}: this record of rubric versions is damaged; put a backup back, or remove it."
        ) from None
    return found


def current(course: Path, rubrics: Rubrics) -> int | None:
    """Return the number of the version these rubrics are, or None when the course has none yet.

    Raises
    ------
    GradingError : when the structure is not the one the newest version was recorded with.
    """
    versions = known(course)
    if not versions:
        return None
    newest = versions[-1]
    changed = differences(newest["structure"], structure(rubrics))
    if changed:
        more = f"; {len(changed) - 3} more" if len(changed) > 3 else ""
        raise GradingError(
            f"the rubric's structure changed while grades stand under version {newest['version']} "
            f"({'; '.join(changed[:3])}{more}). Put it back, or go on under a new version: "
            "`hartgrader grade --new-version`; grades given so far keep theirs."
        )
    return newest["version"]


def added(course: Path, rubrics: Rubrics, since: str) -> list[dict[str, Any]]:
    """Return the record with these rubrics as its newest version; unchanged when they are that already."""
    versions = known(course)
    made = structure(rubrics)
    if versions and versions[-1]["structure"] == made:
        return versions
    number = versions[-1]["version"] + 1 if versions else 1
    return [*versions, {"version": number, "since": since, "hashes": rubrics.hashes, "structure": made}]
