"""Grade one student's hand-in in this process, and say how it went."""

from __future__ import annotations

import attrs
from nbgrader.api import Gradebook
from nbgrader.converters import NbGraderException
from sqlalchemy.exc import OperationalError

from hartgrader.gradebook import converter, needs
from hartgrader.gradebook.session import Course


@attrs.frozen
class Graded:
    """How the grading of one submission went.

    Attributes
    ----------
    student : their id.
    state : ``graded``, ``kept`` (graded before, nothing newer), or ``failed``.
    points, max_points : as the gradebook has them now.
    waiting : criterion that waits for a person → why.
    lines : what is wrong with the hand-in or odd about the answers, one sentence each.
    """

    student: str
    state: str
    points: float = 0.0
    max_points: float = 0.0
    waiting: dict[str, str] = attrs.field(factory=dict)
    lines: tuple[str, ...] = ()


def grade_one(course: Course, assignment: str, student: str, force: bool) -> Graded:
    """Grade one student in this process; never raises on what they handed in."""
    for _ in range(3):  # another program may hold the gradebook for longer than SQLite waits
        course.coursedir.assignment_id, course.coursedir.student_id = assignment, student
        worker = converter.Autograde(coursedir=course.coursedir, parent=course.api)
        worker.force = force
        try:
            worker.start()
            return report(course, assignment, student, "graded" if worker.worked else "kept")
        except (NbGraderException, OperationalError) as error:
            reason = worker.reason or " ".join(str(error).split())
            if "database is locked" not in reason:
                break
        finally:
            course.coursedir.student_id = "*"
    return Graded(student, "failed", lines=(reason,))


def report(course: Course, assignment: str, student: str, state: str = "graded") -> Graded:
    """Return how one graded submission stands in the gradebook."""
    with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
        submission = gradebook.find_submission(assignment, student)
        waits = [g.cell.name for n in submission.notebooks for g in n.grades if g.needs_manual_grade]
        points, most = submission.score, submission.max_score
    shown = needs.read_folder(course.folder("autograded", assignment, student))
    why = {n.criterion: n.why for n in shown.needs}
    waiting = {c: why.get(c, "") for c in sorted(waits, key=[*why, *waits].index)}
    return Graded(student, state, points, most, waiting, shown.remarks)
