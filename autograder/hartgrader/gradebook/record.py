"""Read a graded class as plain data: who handed in what and when, what was found in it, what a person decided."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path
from typing import Any

import attrs
from hartcity import settings
from hartcity.answers import FILE_NAME, Answers, read
from hartcity.city import find_city
from hartcity.errors import AnswersError, GradingError, HartError, WorkspaceError
from hartcity.settings import ASSIGNMENT
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)

from hartgrader.gradebook.session import Course


@attrs.frozen
class Mark:
    """One criterion of one hand-in.

    Attributes
    ----------
    proposed, decided : points as proposed, and as a person entered them (None when nobody did).
    waits : whether it waits for a person.
    shown : what is kept with the answer's cell (see `hartgrader.feedback.panel`); empty when it isn't graded yet.
    """

    criterion: str
    max_points: float
    proposed: float
    decided: float | None
    waits: bool
    shown: dict[str, Any]

    @property
    def points(self) -> float:
        return self.proposed if self.decided is None else self.decided


@attrs.frozen
class Student:
    """One student; `handed_in` and `due` are None when unknown, `late` is in seconds, extensions taken off.

    `remarks` are the troubles of the hand-in and the flags of its answers, as (kind, sentence).
    """

    id: str
    first_name: str
    last_name: str
    handed_in: datetime.datetime | None = None
    due: datetime.datetime | None = None
    late: float = 0.0
    graded: bool = False
    marks: tuple[Mark, ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()
    answers: Answers | None = None


@attrs.frozen
class ClassRecord:
    """Everybody on the roster, in the gradebook's order; `criteria` are the assignment's, in its order.

    `city` is the folder of the directory that students read, None when it isn't found.
    """

    assignment: str
    title: str
    criteria: tuple[str, ...]
    students: tuple[Student, ...]
    due: datetime.datetime | None
    city: Path | None = None


def load(root: Path | str, assignment: str = ASSIGNMENT) -> ClassRecord:
    """Return a class as it stands in the gradebook and in the graded notebooks. Nothing is judged or changed.

    Raises
    ------
    WorkspaceError : there is no class here that this person may read.
    GradingError : the gradebook doesn't have the assignment.
    """
    course = Course(root)
    _readable(course)
    with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
        try:
            found = gradebook.find_assignment(assignment)
        except MissingEntry:
            raise GradingError(f"the gradebook has no assignment “{assignment}”.") from None
        criteria = tuple(c.name for n in sorted(found.notebooks, key=lambda n: n.name) for c in n.grade_cells)
        marks = _grades(gradebook, assignment)
        handed = {s.student_id: s for s in found.submissions}
        people = sorted(gradebook.students, key=lambda s: ((s.last_name or "").casefold(), s.id))
        students = tuple(_student(course, assignment, p, handed.get(p.id), marks.get(p.id, {})) for p in people)
        due = found.duedate
    title, city = _about(course.folder("source", assignment) / settings.FILE_NAME, assignment)
    return ClassRecord(assignment, title, criteria, students, due, city)


def _about(file: Path, assignment: str) -> tuple[str, Path | None]:
    """Return an assignment's title and its city's folder, as far as they can be read."""
    try:
        about = settings.load(file)
        return about.title, find_city(about.city, file.parent)
    except HartError:
        return assignment, None


def _readable(course: Course) -> None:
    # Who may not write the gradebook is no instructor, even where its file is open for everybody to read.
    if not os.access(course.root / "course" / "gradebook.db", os.R_OK | os.W_OK):
        raise WorkspaceError("there is no gradebook here that is yours.")


def _grades(gradebook: Gradebook, assignment: str) -> dict[str, dict[str, tuple]]:
    """Return student → criterion → (maximum, proposed, decided, waits), in one query for the whole class."""
    rows = (
        gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade)
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .filter(Assignment.name == assignment)
    )
    found: dict[str, dict[str, tuple]] = {}
    for student, criterion, grade in rows:
        found.setdefault(student, {})[criterion] = (
            float(grade.max_score or 0),
            float(grade.auto_score or 0),
            grade.manual_score,
            bool(grade.needs_manual_grade),
        )
    return found


def _student(course: Course, assignment: str, person: Any, submission: Any, grades: dict[str, tuple]) -> Student:
    names = (person.id, person.first_name or "", person.last_name or "")
    if submission is None:
        return Student(*names)
    folder = course.folder("autograded", assignment, person.id)
    shown, remarks = _notebooks(folder)
    marks = tuple(Mark(name, *row, shown.get(name, {})) for name, row in grades.items())
    return Student(
        *names,
        handed_in=submission.timestamp,
        due=submission.duedate,
        late=float(submission.total_seconds_late or 0),
        graded=bool(shown),
        marks=marks,
        remarks=remarks,
        answers=_answers(folder / FILE_NAME),
    )


def _notebooks(folder: Path) -> tuple[dict[str, dict], tuple[tuple[str, str], ...]]:
    shown: dict[str, dict] = {}
    remarks: dict[tuple[str, str], None] = {}
    for path in sorted(folder.glob("*.ipynb")):
        try:
            notebook = json.loads(path.read_bytes())
            about = notebook["metadata"]["hart"]
            panels = [c["metadata"]["hart"] for c in notebook["cells"] if "hart" in c["metadata"]]
            lines = [(r["kind"], r["reason"]) for key in ("troubles", "flags") for r in about.get(key, ())]
        except (OSError, ValueError, KeyError, TypeError):
            continue  # half written: it waits to be graded again
        shown |= {p["criterion"]: p for p in panels}
        remarks |= dict.fromkeys(lines)
    return shown, tuple(remarks)


def _answers(path: Path) -> Answers | None:
    try:
        return None if path.is_symlink() else read(path)
    except AnswersError:
        return None


def assignments(root: Path | str) -> list[str]:
    """Return the names of a course's assignments.

    Raises
    ------
    WorkspaceError : there is no gradebook here that this person may read.
    """
    course = Course(root)
    _readable(course)
    with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
        return sorted(a.name for a in gradebook.assignments)
