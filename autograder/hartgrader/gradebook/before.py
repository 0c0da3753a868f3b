"""What is known of a submission from the last time it was graded, and where that is kept while it is graded again."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import attrs
from hartcity.errors import WorkspaceError

from hartgrader.gradebook.files import replace


@attrs.frozen
class Earlier:
    """One answer as it was graded last time.

    Attributes
    ----------
    digest : of the answer.
    changed : whether it had changed under a person's score.
    texts : heading and text of each piece.
    older : the same of the hand-in before that one; empty when there was none, or it was the same.
    """

    digest: str
    changed: bool
    texts: list[list[str]] = attrs.field(factory=list)
    older: list[list[str]] = attrs.field(factory=list)


@attrs.frozen
class Before:
    """A notebook as it was graded last time: its answers by criterion, the troubles and flags it was marked for."""

    answers: dict[str, Earlier] = attrs.field(factory=dict)
    remarks: list[dict] = attrs.field(factory=list)


def texts(shown: dict[str, Any]) -> list[list[str]]:
    """Return heading and text of each piece of an answer, from what is kept with its cell."""
    return [[part["label"], "".join(s["text"] for s in part["segments"])] for part in shown["parts"]]


def read(folder: Path) -> dict[str, Before]:
    """Return what is known of the fully graded notebooks in an autograded folder, by notebook.

    What a run that was stopped had kept counts: it is from before that run took the folder apart.
    """
    kept = _kept(folder)
    with contextlib.suppress(ValueError, KeyError, TypeError, OSError):
        data = json.loads(kept.read_text(encoding="utf-8"))
        return {
            name: Before({key: Earlier(**a) for key, a in b["answers"].items()}, b["remarks"])
            for name, b in data.items()
        }
    return _graded(folder)


def _graded(folder: Path) -> dict[str, Before]:
    found = {}
    for path in folder.glob("*.ipynb"):
        with contextlib.suppress(ValueError, KeyError, TypeError, OSError):
            nb = json.loads(path.read_bytes())
            hart = nb["metadata"]["hart"]
            if hart["graded"]:
                cells = [c["metadata"]["hart"] for c in nb["cells"] if "hart" in c["metadata"]]
                answers = {
                    c["criterion"]: Earlier(c["digest"], c["changed"], texts(c), c.get("earlier", [])) for c in cells
                }
                found[path.stem] = Before(answers, [*hart["troubles"], *hart["flags"]])
    return found


def is_whole(folder: Path, notebooks: list[str]) -> bool:
    """Whether every one of these notebooks is graded to the end, and no run was stopped on the way."""
    return not _kept(folder).exists() and all(name in _graded(folder) for name in notebooks)


def keep(folder: Path, before: dict[str, Before]) -> None:
    """Put down what is known, before the folder is taken apart; a killed run finds it again."""
    with contextlib.suppress(WorkspaceError):  # without it a person is asked to look, which is the safe side
        replace(_kept(folder), json.dumps({k: attrs.asdict(v) for k, v in before.items()}))


def forget(folder: Path) -> None:
    """Remove what `keep` put down."""
    _kept(folder).unlink(missing_ok=True)


def _kept(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.before.json")
