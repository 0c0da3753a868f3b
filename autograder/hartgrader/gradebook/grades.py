"""Read the gradebook: one row for each student, as an export or a table needs it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import attrs
from hartcity.errors import GradingError
from hartcity.settings import ASSIGNMENT
from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.coursedir import CourseDirectory

from hartgrader.gradebook import gate, needs, policy, regrades
from hartgrader.gradebook.session import Course


@attrs.frozen
class GradeRow:
    """One student's grades.

    Attributes
    ----------
    student, last_name, first_name : as the gradebook holds them.
    scores : criterion → points as they count now, extra credit included; None where nothing was handed in.
    total, max_total : points after the course's policy, and at most; total is None for a student who is excused.
    raw, late_penalty, extra_credit : the rubric's points, and what the policy takes off and puts on.
    adjusted : each rule that made a difference and each regrade, in a few words.
    looked : ``yes`` when a person scored every criterion, ``partly``, ``no``, or empty when nothing was handed in.
    standing : ``final``, ``provisional`` when something waits for a person, ``withheld`` when the course keeps that
        back (its scores and the total are None then), or empty when nothing was handed in.
    waiting : criteria that wait for a person.
    handed_in : time in UTC, ISO 8601; empty when unknown.
    late_days : days after the due date, begun days counting whole.
    remarks : what was odd about the hand-in, one sentence each.
    """

    student: str
    last_name: str
    first_name: str
    scores: dict[str, float | None]
    total: float | None
    max_total: float
    raw: float | None
    late_penalty: float
    extra_credit: float
    adjusted: tuple[str, ...]
    looked: str
    standing: str
    waiting: tuple[str, ...]
    handed_in: str
    late_days: int
    remarks: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """Return the row as an export has it: column → value, a column for each criterion."""
        own = attrs.asdict(self, recurse=False)
        scores = own.pop("scores")
        before = {key: own.pop(key) for key in ("student", "last_name", "first_name")}
        words = {"adjusted": "; ".join(self.adjusted), "waiting": ", ".join(self.waiting)}
        return {**before, **scores, **own, **words, "remarks": " ".join(self.remarks)}

    @property
    def excused(self) -> bool:
        return any(words.startswith("excused") for words in self.adjusted)


def rows(root: Path | str, assignment: str = ASSIGNMENT) -> list[GradeRow]:
    """Return a row for each student of the gradebook, by last name and id.

    Raises
    ------
    GradingError : when the gradebook doesn't have the assignment.
    """
    course = Course(root)
    if not (course.root / "course" / "gradebook.db").is_file():
        raise GradingError(f"{course.root} has no gradebook yet: open the course, or grade, first.")
    with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
        return read_rows(gradebook, course.coursedir, assignment)


def read_rows(gradebook: Gradebook, coursedir: CourseDirectory, assignment: str) -> list[GradeRow]:
    """Return the rows of an open gradebook; see `rows`."""
    try:
        found = gradebook.find_assignment(assignment)
    except MissingEntry:
        raise GradingError(f"the gradebook has no assignment “{assignment}”.") from None
    cells = [c for n in sorted(found.notebooks, key=lambda n: n.name) for c in n.grade_cells]
    maxima = {c.name: float(c.max_score) for c in cells}
    handed_in = {s.student_id: s for s in found.submissions}
    refuse = gate.refuses(coursedir, assignment)
    rules = policy.settle(gradebook, coursedir, assignment)
    changes = [r for r in regrades.done(Path(coursedir.root)) if r.assignment == assignment]
    result = []
    for student in sorted(gradebook.students, key=lambda s: ((s.last_name or "").casefold(), s.id)):
        names = (student.id, student.last_name or "", student.first_name or "")
        submission = handed_in.get(student.id)
        words = tuple(
            f"{r.criterion} regraded from {r.before:g} to {r.after:g} ({r.reason})"
            for r in changes
            if r.student == student.id
        )
        if submission is None:
            made = policy.adjust(rules, student.id, dict.fromkeys(maxima), maxima, 0, 0)
            points = (None, found.max_score, None, 0.0, made.extra, made.why)
            result.append(GradeRow(*names, dict.fromkeys(maxima), *points, "", "", (), "", 0, ("nothing handed in",)))
        else:
            folder = Path(coursedir.format_path(coursedir.autograded_directory, student.id, assignment))
            remarks = needs.read_folder(folder).remarks
            result.append(_row(names, maxima, submission, remarks, refuse, rules, words))
    return result


def _row(
    names: tuple[str, str, str], maxima: dict[str, float], submission: SubmittedAssignment, lines: Any, refuse: bool,
    rules: policy.Rules, regraded: tuple[str, ...],
) -> GradeRow:  # fmt: skip
    grades = {g.cell.name: g for n in submission.notebooks for g in n.grades}
    own = [grades[c].manual_score is not None for c in maxima if c in grades]
    waits = tuple(c for c in maxima if c in grades and grades[c].needs_manual_grade)
    penalty = sum(n.late_submission_penalty or 0 for n in submission.notebooks)
    held = waits if refuse else ()
    scores = {c: round(grades[c].score, 4) if c in grades and c not in held else None for c in maxima}
    made = policy.adjust(rules, names[0], scores, maxima, submission.total_seconds_late, penalty)
    return GradeRow(
        *names,
        scores,
        made.total,
        submission.max_score,
        made.raw,
        made.late,
        made.extra,
        (*made.why, *regraded),
        "yes" if own and all(own) else "partly" if any(own) else "no",
        "withheld" if held else "provisional" if waits else "final",
        waits,
        submission.timestamp.isoformat(sep=" ", timespec="seconds") if submission.timestamp else "",
        math.ceil(submission.total_seconds_late / 86_400),
        lines,
    )
