"""What may leave the instructor's desk: nothing that waits for a person where the course says so, nothing too early."""

from __future__ import annotations

import datetime
from pathlib import Path

from hartcity import settings
from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, Notebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.coursedir import CourseDirectory

from hartgrader.gradebook import sections


def refuses(coursedir: CourseDirectory, assignment: str) -> bool:
    """Whether the course keeps back what waits for a person, instead of marking it as provisional."""
    source = Path(coursedir.format_path(coursedir.source_directory, ".", assignment))
    return settings.load(source / settings.FILE_NAME).unseen == "refuse"


def waiting(gradebook: Gradebook, assignment: str) -> dict[str, list[str]]:
    """Return student → the criteria that wait for a person; students with none are left out."""
    rows = (
        gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name)
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .filter(Assignment.name == assignment, Grade.needs_manual_grade)
    )
    found: dict[str, list[str]] = {}
    for student, criterion in rows:
        found.setdefault(student, []).append(criterion)
    return found


def unseen(coursedir: CourseDirectory, assignment: str) -> dict[str, str]:
    """Return student → why their feedback is not written, where the course keeps back what waits for a person."""
    if not refuses(coursedir, assignment):
        return {}
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        waits = waiting(gradebook, assignment)
    return {s: f"kept back, because you have to look at {', '.join(c)} first" for s, c in waits.items()}


def closed(
    coursedir: CourseDirectory, assignment: str, students: list[str], now: datetime.datetime | None = None
) -> dict[str, str]:
    """Return student → why their feedback may not go out now.

    Raises
    ------
    ContentError : when ``sections.yml`` is wrong.
    """
    known = sections.load(Path(coursedir.root))
    now = now or datetime.datetime.now(datetime.UTC)
    held = unseen(coursedir, assignment)
    result = {}
    for student in students:
        opens = known.opens(student, assignment)
        if student in held:
            result[student] = held[student]
        elif opens and now < opens:
            section = known.of.get(student)
            where = f"section {section}" if section else "this class"
            result[student] = f"not yet: feedback for {where} goes out from {_stated(opens)}"
    return result


def _stated(time: datetime.datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M} {time.tzinfo}"
