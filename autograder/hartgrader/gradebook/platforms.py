"""A course's grades as a learning platform takes them: everybody on the roster, after the policy."""

from __future__ import annotations

from pathlib import Path

from hartcity import settings
from hartcity.settings import ASSIGNMENT

from hartgrader.gradebook import enrolling
from hartgrader.gradebook.grades import rows
from hartgrader.gradebook.session import Course
from hartgrader.lms.grades import Grade
from hartgrader.lms.roster import Person


def title_of(root: Path | str, assignment: str = ASSIGNMENT) -> str:
    """Return the title students know an assignment by."""
    return settings.load(Course(root).folder("source", assignment) / settings.FILE_NAME).title


def grades(root: Path | str, assignment: str = ASSIGNMENT, *, zero: bool = False) -> tuple[float, list[Grade]]:
    """Return the points possible, and each student's grade; with `zero`, 0 where nothing was handed in.

    What the course keeps back until a person has looked has no points here.
    """
    people = enrolling.known(Path(root).absolute() / "course")
    found, most = [], 0.0
    for row in rows(root, assignment):
        most = max(most, row.max_total)
        person = people.get(row.student) or Person(row.student, row.first_name, row.last_name)
        points = row.total
        if zero and not row.standing and points is None:
            points = max(0.0, row.extra_credit)
        found.append(Grade(person, points, row.excused, "; ".join(row.adjusted)))
    return most, found
