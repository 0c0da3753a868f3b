"""Put a roster into the gradebook, and remember what the platform calls each student: ``course/roster.csv``."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import attrs
from hartcity.errors import GradingError
from nbgrader.api import Gradebook

from hartgrader.gradebook import sections
from hartgrader.gradebook.files import locked, plain, replace
from hartgrader.gradebook.session import Course
from hartgrader.lms.roster import Person, Roster

FILE = "roster.csv"
_COLUMNS = [a.name for a in attrs.fields(Person)]


@attrs.frozen
class Enrolled:
    """What an import did: ids that are new, that changed, and that the gradebook has but the file doesn't."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    elsewhere: tuple[str, ...]


def known(course: Path) -> dict[str, Person]:
    """Return the people of earlier rosters, by id.

    Raises
    ------
    GradingError : when the file isn't one that an import wrote.
    """
    path = course / FILE
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    if rows and not set(_COLUMNS) <= set(rows[0]):
        raise GradingError(f"{path}: a column is missing; import the roster again.")
    people = [Person(**{key: _unquoted(row[key] or "") for key in _COLUMNS}) for row in rows]
    return {p.id: p for p in people}


def _unquoted(text: str) -> str:
    return text[1:] if text.startswith("'") else text


def enroll(root: Path | str, roster: Roster) -> Enrolled:
    """Add and update the students of a roster, and put them into their sections. Nobody is ever removed."""

    course = Course(root)
    folder = course.root / "course"
    with locked(folder / ".hart" / "roster.lock"):
        before = known(folder)
        with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
            there = {s.id for s in gradebook.students}
            for person in roster.people:
                gradebook.update_or_create_student(
                    person.id,
                    first_name=person.first_name or None,
                    last_name=person.last_name or None,
                    email=person.email or None,
                    lms_user_id=person.lms or None,
                )
        now = before | {p.id: p for p in roster.people}
        file = io.StringIO()
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        writer.writerows([plain(v) for v in attrs.astuple(p)] for p in now.values())
        replace(folder / FILE, "\ufeff" + file.getvalue())
    placed = {p.id: p.section for p in roster.people if p.section}
    if placed:
        sections.assign(folder, placed)
    ids = {p.id for p in roster.people}
    return Enrolled(
        tuple(sorted(ids - there)),
        tuple(sorted(p.id for p in roster.people if p.id in before and before[p.id] != p)),
        tuple(sorted(there - ids)),
    )
