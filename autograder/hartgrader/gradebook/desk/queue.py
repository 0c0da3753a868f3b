"""Every answer of an assignment in the order in which it needs a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.coursedir import CourseDirectory

from hartgrader.gradebook import needs


@attrs.frozen
class Answer:
    """One answer of one student.

    Attributes
    ----------
    submission : the id of the submitted notebook, as the formgrader's addresses have it.
    student, name : the id, and the name where the gradebook has one.
    notebook, criterion, title : which answer.
    waits, decided : whether it waits for a person, and whether a person scored it.
    level, confidence : as proposed; level None when it wasn't judged.
    score, max_score : points as they count now.
    need : why to look, and how soon.
    """

    submission: str
    student: str
    name: str
    notebook: str
    criterion: str
    title: str
    waits: bool
    decided: bool
    level: int | None
    confidence: float
    score: float
    need: needs.Need

    def record(self) -> dict[str, Any]:
        """Return the answer as the page gets it."""
        own = attrs.asdict(self, filter=lambda a, _v: a.name != "need")
        return {**own, "order": self.need.order, "kind": self.need.kind, "why": self.need.why}


def answers(gradebook: Gradebook, coursedir: CourseDirectory, assignment: str) -> list[Answer]:
    """Return every graded answer, the ones that need a person soonest first.

    The order is the need's alone: an answer keeps its place when somebody has looked at it.
    """
    rows = (
        gradebook.db.query(SubmittedNotebook, Notebook.name, Student, BaseCell.name, Grade)
        .select_from(Grade)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .filter(Assignment.name == assignment)
        .with_entities(
            SubmittedNotebook.id,
            Notebook.name,
            Student.id,
            Student.first_name,
            Student.last_name,
            BaseCell.name,
            Grade.manual_score,
            Grade.auto_score,
            Grade.needs_manual_grade,
        )
    )
    found = []
    folders: dict[str, dict[str, needs.Need]] = {}
    for submission, notebook, student, first, last, cell, manual, auto, waits in rows:
        if submission not in folders:
            folder = coursedir.format_path(coursedir.autograded_directory, student, assignment)
            folders[submission] = {n.criterion: n for n in needs.read(Path(folder) / f"{notebook}.ipynb").needs}
        need = folders[submission].get(cell)
        if need is None:
            continue
        name = " ".join(filter(None, (first, last)))
        score = manual if manual is not None else auto or 0.0
        found.append(
            Answer(
                submission, student, name, notebook, cell, need.title, bool(waits), manual is not None,
                need.level, need.confidence, score, need,
            )
        )  # fmt: skip
    return sorted(found, key=lambda a: (*a.need.rank, a.submission, a.criterion))
