"""Comments to reuse: the ones an instructor keeps in ``course/comments.yml``, and the ones they wrote before.

Placeholders such as ``{first_name}`` stay in the text; the page fills them in where a comment is put.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import Any, Literal

import attrs
import yaml
from hartcity import yamlfile
from hartcity.errors import ContentError, GradingError
from nbgrader.api import Assignment, BaseCell, Comment, Gradebook, Student, SubmittedAssignment, SubmittedNotebook

from hartgrader.gradebook.files import locked, replace

FILE = "comments.yml"
PLACEHOLDERS = ("first_name", "last_name", "level", "level_name", "points", "max_points", "question", "person")
_HEAD = (
    "# Comments to reuse while grading. `criterion: all` shows a comment under every question. In a text,\n"
    f"# {', '.join('{' + p + '}' for p in PLACEHOLDERS)} are filled in for the answer at hand.\n"
)
_MOST_LEARNED = 30
_LIMIT = 5_000


@attrs.frozen
class Kept:
    """A comment that the instructor keeps; `criterion` is a criterion's id, or ``all``."""

    criterion: str
    text: str

    @property
    def id(self) -> str:
        return hashlib.sha256(f"{self.criterion}\n{self.text}".encode()).hexdigest()[:16]


@attrs.frozen
class _File:
    schema: Literal[1]
    comments: tuple[Kept, ...] = ()


def load(course: Path) -> list[Kept]:
    """Return the comments kept for a course; ContentError when its file is wrong."""
    path = course / FILE
    return list(yamlfile.load(path, _File).comments) if path.exists() else []


def change(course: Path, criterion: str, text: str, was: str = "") -> list[Kept]:
    """Keep a comment, replace the one with the id `was`, or with an empty text remove it; return what is kept now.

    Raises
    ------
    GradingError : when the comment to change is no longer there, or the text is too long.
    ContentError : when the file is wrong; it stays as it is.
    """
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if len(text) > _LIMIT:
        raise GradingError(f"a comment to reuse may have at most {_LIMIT} characters.")
    with locked(course / ".hart" / "comments.lock"):
        kept = load(course)
        place = next((n for n, k in enumerate(kept) if k.id == was), None)
        if was and place is None:
            raise GradingError("this comment was changed somewhere else meanwhile; the list is shown anew.")
        new = [Kept(criterion, text)] if text else []
        if place is None:
            kept += [k for k in new if k not in kept]
        else:
            kept[place : place + 1] = new
        data = {"schema": 1, "comments": [attrs.asdict(k) for k in dict.fromkeys(kept)]}
        replace(course / FILE, _HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110))
    return kept


def learned(gradebook: Gradebook, assignment: str, criterion: str) -> list[tuple[str, int]]:
    """Return comments that the instructor wrote under this question before, the most used first, with their number.

    A student's own first name in them becomes ``{first_name}``; what was accepted as proposed isn't theirs.
    """
    rows = (
        gradebook.db.query(Comment.manual_comment, Comment.auto_comment, Student.first_name)
        .select_from(Comment)
        .join(SubmittedNotebook, Comment.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .join(BaseCell, Comment.cell_id == BaseCell.id)
        .filter(Assignment.name == assignment, BaseCell.name == criterion, Comment.manual_comment.isnot(None))
    )
    counted = Counter(
        general(text, first or "") for text, proposed, first in rows if text.strip() and text.strip() != proposed
    )
    return counted.most_common(_MOST_LEARNED)


def general(text: str, first_name: str) -> str:
    """Return a comment with the student's first name as a placeholder."""
    text = text.strip()[:_LIMIT]
    return re.sub(rf"\b{re.escape(first_name)}\b", "{first_name}", text) if len(first_name) > 1 else text


def record(course: Path, gradebook: Gradebook, assignment: str, criterion: str) -> dict[str, Any]:
    """Return the comments for one question as the page gets them; a mistake in the file is told, not raised."""
    try:
        kept, problem = load(course), ""
    except ContentError as error:
        kept, problem = [], str(error)
    here = [k for k in kept if k.criterion in (criterion, "all")]
    own = {k.text for k in here}
    return {
        "kept": [{"id": k.id, "criterion": k.criterion, "text": k.text} for k in here],
        "learned": [
            {"text": text, "count": n} for text, n in learned(gradebook, assignment, criterion) if text not in own
        ],
        "problem": problem,
    }
