"""Change a score after the fact, as a person's score that stays, with the reason in the history."""

from __future__ import annotations

import getpass
import math
from pathlib import Path

from hartcity.errors import GradingError
from hartcity.settings import ASSIGNMENT
from nbgrader.api import Gradebook, MissingEntry

from hartgrader.gradebook import history
from hartgrader.gradebook.history import Decision
from hartgrader.gradebook.session import Course


def done(course: Path) -> list[Decision]:
    """Return every regrade in order: the decisions that have a reason."""
    return [d for d in history.read(course) if d.reason]


def regrade(
    root: Path | str, student: str, criterion: str, points: float, reason: str, assignment: str = ASSIGNMENT
) -> Decision:
    """Give a student's answer other points, and write down the change.

    Raises
    ------
    GradingError : no such student, hand-in or criterion, or points outside the criterion's range.
    """
    course = Course(root)
    with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
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
        # A regrade to the same points is a decision as well.
        before = grade.to_dict() | {"needs_manual_grade": True}
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()
        (decision,) = history.between(
            course.coursedir, getpass.getuser(), before, grade.to_dict(), " ".join(reason.split())
        )
        history.add(Path(course.coursedir.root), [decision])
    return decision
