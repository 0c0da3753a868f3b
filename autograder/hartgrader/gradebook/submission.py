"""Read what one student handed in, whatever shape it is in.

Nothing here runs, imports or follows anything a student made: links are refused, sizes are limited, and whatever can't
be read becomes a `Trouble` in one sentence instead of an exception.
"""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import attrs
from hartcity.answers import FILE_NAME, Answers, from_dict, read, to_dict
from hartcity.errors import AnswersError, GradingError
from nbgrader.utils import parse_utc

# A notebook of this course is under 100 KB; more than this is not read for notes typed into cells.
NOTEBOOK_LIMIT = 5_000_000
NOTE_LIMIT = 5_000


# nbgrader's own pages put a student's id into their HTML and JavaScript as it is.
_NO_ID = re.compile(r'[<>"\\\x00-\x1f]')


def refuse_id(student: str) -> None:
    """Raise GradingError when a student's id could act as markup or script on a page."""
    if _NO_ID.search(student):
        raise GradingError(f'the id {student!r} has characters that no id may have (< > " \\): rename the folder.')


@attrs.frozen
class Trouble:
    """Something wrong with a hand-in: a kind, a sentence to the instructor, whether it stops judging."""

    kind: str
    reason: str
    stops: bool = False


@attrs.frozen
class Handed:
    """What one student handed in.

    Attributes
    ----------
    answers : their answers; empty when they can't be read.
    troubles : what is wrong with the hand-in, worst first.
    typed : criterion → text the student typed into that answer cell, past the boxes.
    """

    answers: Answers
    troubles: tuple[Trouble, ...] = ()
    typed: dict[str, str] = attrs.field(factory=dict)

    @property
    def stopped(self) -> Trouble | None:
        """The trouble that keeps these answers from being judged, if there is one."""
        return next((t for t in self.troubles if t.stops), None)


def plain_file(path: Path) -> bool:
    """Whether this is a file and nothing else: no link, no pipe, no device."""
    return not path.is_symlink() and path.is_file()


def read_timestamp(path: Path) -> datetime.datetime | None:
    """Return the time in a ``timestamp.txt`` in UTC, or None when there is none that can be read."""
    if not plain_file(path) or path.stat().st_size > 200:
        return None
    try:
        return parse_utc(path.read_text(encoding="utf-8").strip())
    except (ValueError, OverflowError, TypeError):
        return None


def _encodable(answers: Answers) -> Answers:
    """Return the answers with half a surrogate pair, which no UTF-8 file can hold, replaced by U+FFFD."""

    def clean(value):
        if isinstance(value, str):
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if isinstance(value, list):
            return [clean(v) for v in value]
        return {clean(k): clean(v) for k, v in value.items()} if isinstance(value, dict) else value

    return from_dict(clean(to_dict(answers)))


def _answers(folder: Path) -> tuple[Answers, list[Trouble]]:
    path = folder / FILE_NAME
    if path.is_symlink():
        return Answers(), [Trouble("link", f"{FILE_NAME} is a link to another file; ask for the file itself.", True)]
    if not path.exists():
        return Answers(), [
            Trouble("missing", f"{FILE_NAME} is missing; ask for it, or for a copy in the folder .answers.", True)
        ]
    if not path.is_file():
        return Answers(), [Trouble("unreadable", f"{FILE_NAME} is not a file; ask for the file itself.", True)]
    try:
        return _encodable(read(path)), []
    except AnswersError as error:
        return Answers(), [Trouble("unreadable", str(error), True)]


def _cells(path: Path) -> tuple[list[tuple[str, str]], str]:
    """Return (grade id, text) of each nbgrader cell in a student's notebook, and what is wrong with the file."""
    if not path.is_symlink() and not path.exists():
        return [], "was not handed in"
    if not plain_file(path):
        return [], "is a link, not a file"
    if path.stat().st_size > NOTEBOOK_LIMIT:
        return [], f"is {path.stat().st_size // 1_000_000} MB large"
    try:
        cells = json.loads(path.read_bytes().decode("utf-8-sig"))["cells"]
        found = []
        for cell in cells:
            mark = cell.get("metadata", {}).get("nbgrader", {})
            if isinstance(mark, dict) and isinstance(mark.get("grade_id"), str):
                source = cell.get("source", "")
                found.append((mark["grade_id"], source if isinstance(source, str) else "".join(source)))
        return found, ""
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        return [], "is damaged"


def read_submission(folder: Path, released: dict[str, dict[str, str]]) -> Handed:
    """Return what is in a student's submission folder.

    Parameters
    ----------
    folder : ``submitted/<student>/<assignment>``.
    released : notebook name → grade id → the text of that answer cell as it was released.
    """
    if folder.is_symlink() or folder.parent.is_symlink():
        return Handed(
            Answers(), (Trouble("link", "the hand-in is a link to another folder; ask for the files.", True),)
        )
    if not folder.is_dir():
        return Handed(Answers(), (Trouble("missing", "nothing was handed in.", True),))
    answers, troubles = _answers(folder)
    typed: dict[str, str] = {}
    for notebook, placeholders in released.items():
        found, wrong = _cells(folder / f"{notebook}.ipynb")
        if wrong:
            troubles.append(Trouble("notebook", f"{notebook}.ipynb {wrong}; the answers were read without it."))
        ids = [grade_id for grade_id, _ in found if grade_id in placeholders]
        if len(ids) > len(set(ids)):
            troubles.append(Trouble("notebook", f"{notebook}.ipynb holds an answer cell twice; it was rebuilt."))
        for grade_id, text in found:
            if grade_id in placeholders and text.strip() and text.strip() != placeholders[grade_id].strip():
                typed[grade_id] = "\n\n".join(filter(None, (typed.get(grade_id), text.strip())))[:NOTE_LIMIT]
    names = sorted(p.name for p in folder.glob("*.ipynb") if p.stem not in released)
    if names:
        troubles.append(Trouble("notebook", f"{', '.join(names)[:120]} is not one of the assignment's notebooks."))
    if typed:
        troubles.append(
            Trouble("typed", f"text stands in the answer cells of {', '.join(typed)}; it is shown, not judged.")
        )
    return Handed(answers, tuple(troubles), typed)
