"""Change a score after the fact, and keep what was changed, when and why: ``course/regrades.csv``."""

from __future__ import annotations

import csv
import datetime
import io
import math
from pathlib import Path

import attrs
from hartcity.errors import GradingError
from nbgrader.api import Gradebook, MissingEntry

from hartgrader.gradebook.config import ASSIGNMENT
from hartgrader.gradebook.files import locked, replace
from hartgrader.gradebook.session import Course

FILE = "regrades.csv"


@attrs.frozen
class Regrade:
    """One change: `when` in UTC, `before` and `after` in points."""

    when: str
    assignment: str
    student: str
    criterion: str
    before: float
    after: float
    reason: str


_COLUMNS = [a.name for a in attrs.fields(Regrade)]


def history(course: Path) -> list[Regrade]:
    """Return every change in order.

    Raises
    ------
    GradingError : when the file can't be read, with its line.
    """
    path = course / FILE
    if not path.exists():
        return []
    found = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            try:
                points = {key: float(row[key]) for key in ("before", "after")}
                words = {key: _unquoted(row[key]) for key in _COLUMNS if key not in points}
                found.append(Regrade(**words, **points))
            except (KeyError, TypeError, ValueError):
                raise GradingError(f"{path}:{line}: this line is not a regrade; put it back as it was.") from None
    return found


def _unquoted(text: str) -> str:
    return text[1:] if text.startswith("'") else text


def regrade(
    root: Path | str, student: str, criterion: str, points: float, reason: str, assignment: str = ASSIGNMENT
) -> Regrade:
    """Give a student's answer other points, as a person's score that stays, and write down the change.

    Raises
    ------
    GradingError : no such student, hand-in or criterion, or points outside the criterion's range.
    """
    from hartgrader.gradebook.grades import plain

    course = Course(root)
    folder = course.root / "course"
    with (
        locked(folder / ".hart" / "regrades.lock"),
        Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook,
    ):
        try:
            submission = gradebook.find_submission(assignment, student)
        except MissingEntry:
            raise GradingError(f"“{student}” has no graded hand-in in {assignment}.") from None
        grades = {g.cell.name: g for n in submission.notebooks for g in n.grades}
        if criterion not in grades:
            raise GradingError(f"“{criterion}” is not a criterion of {assignment}: {', '.join(sorted(grades))}.")
        grade = grades[criterion]
        if not (math.isfinite(points) and 0 <= points <= grade.max_score):
            raise GradingError(f"{criterion}: points are from 0 to {grade.max_score:g}, not {points:g}.")
        now = datetime.datetime.now(datetime.UTC).isoformat(sep=" ", timespec="seconds")
        done = Regrade(now, assignment, student, criterion, float(grade.score), float(points), " ".join(reason.split()))
        lines = [*history(folder), done]
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(_COLUMNS)
        writer.writerows([plain(v) for v in attrs.astuple(line)] for line in lines)
        replace(folder / FILE, "\ufeff" + text.getvalue())
    return done
