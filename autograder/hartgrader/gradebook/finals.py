"""This class's final levels: what a person decided, as the levels of the rubric it was decided under."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

import attrs
from hartcity.answers import FILE_NAME, read
from hartcity.errors import AnswersError, GradingError
from nbgrader.api import Gradebook

from hartgrader import calibration
from hartgrader.agreement import RATED, Rated, compare
from hartgrader.bench import Bench
from hartgrader.gradebook import judge
from hartgrader.gradebook.desk import queue
from hartgrader.gradebook.session import Course
from hartgrader.rubric import load_rubrics
from hartgrader.score import judge as level_of

INSTRUCTOR = "instructor"
# With fewer final levels than this a criterion is not fitted: what came out would be chance.
ENOUGH = 20
_FOLDS = 5


@attrs.frozen
class Final:
    """One answer with its levels: `person` as decided (None when nobody has), `machine` as proposed then."""

    student: str
    criterion: str
    person: int | None
    machine: int | None


def read_finals(course: Course, assignment: str) -> list[Final]:
    """Return the levels of every judged answer of the class."""
    with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
        found = queue.answers(gradebook, course.coursedir, assignment)
    result = []
    for answer in found:
        person = None
        if answer.decided and not answer.waits and answer.need.worth:
            # Points between two levels count as the nearer one, in the middle as the lower.
            person = min(answer.need.worth, key=lambda lv, s=answer.score: (round(abs(lv[1] - s), 4), lv[0]))[0]
        result.append(Final(answer.student, answer.criterion, person, answer.level))
    return result


def answers_of(course: Course, assignment: str, student: str) -> Path:
    """Return the answers file that was graded."""
    return course.folder("autograded", assignment, student) / FILE_NAME


def bench_of(course: Course, assignment: str) -> Bench:
    """Return the workbench with the course's own city and rubrics."""
    it = judge.of_course(course.coursedir, assignment)
    return Bench(it.city, it.users, it.rubrics)


def class_ratings(course: Course, assignment: str) -> list[Rated]:
    """Return the answers whose level a person decided, in the shape that calibration takes."""
    bench = bench_of(course, assignment)
    levels: dict[str, dict[str, dict[str, int]]] = {}
    for final in read_finals(course, assignment):
        if final.person is not None and final.criterion in RATED:
            levels.setdefault(final.student, {})[final.criterion] = {INSTRUCTOR: final.person}
    found = []
    for student in sorted(levels):
        try:
            answers = read(answers_of(course, assignment, student))
        except AnswersError:
            continue  # a person scored what can't be read; nothing to learn from
        if answers.service_user in bench.users:
            found.append(Rated(student, answers, levels[student]))
    return found


def _fold(text: Rated) -> str:
    return str(int(hashlib.sha256(text.id.encode()).hexdigest(), 16) % _FOLDS)


def calibrate(root: Path | str, assignment: str) -> dict[str, dict[str, Any]]:
    """Fit the rubric to this class's final levels and measure it on answers that the fit hasn't seen.

    Returns
    -------
    criterion → ``n`` final levels, ``changed`` (how many differ from what was proposed), and, where there are enough:
    ``cuts``, ``present``, ``confidence``, ``before`` and ``left_out``, as `agreement.compare` gives agreement. Where
    there aren't, ``too_few``.

    Raises
    ------
    GradingError : when nobody has decided anything yet.
    """
    course = Course(root)
    rated = class_ratings(course, assignment)
    if not rated:
        raise GradingError("there are no final levels yet: score some answers in the formgrader first.")
    bench = bench_of(course, assignment)
    fitted = calibration.calibrate(rated, bench, group=_fold)
    overruled = [f for f in read_finals(course, assignment) if f.person not in (None, f.machine)]
    found = {}
    for name in RATED:
        criterion = bench.rubrics[name]
        known = calibration.cases(rated, bench, criterion)
        changed = sum(f.criterion == name for f in overruled)
        if len(known) < ENOUGH or name not in fitted:
            found[name] = {"n": len(known), "changed": changed, "too_few": True}
            continue
        before = compare([level_of(criterion, c.met).level for c in known], [c.level for c in known])
        found[name] = {"n": len(known), "changed": changed, "before": before, **fitted[name]}
    return found


def write_version(root: Path | str, assignment: str, fitted: dict[str, dict[str, Any]]) -> tuple[Path, int]:
    """Make a new version of the course's own rubrics with fitted numbers; return its folder and number.

    The files it replaces are kept under ``course/rubric-history``; grades given so far keep their version.
    """
    course = Course(root)
    folder = Path(course.coursedir.root)
    old, number = judge.rubrics_of(folder), judge.record_version(course.coursedir, assignment)
    history = folder / "rubric-history" / f"version-{number}"
    if not history.exists():
        shutil.copytree(old, history, ignore=shutil.ignore_patterns("cases"))
    with tempfile.TemporaryDirectory(dir=folder, prefix=".rubrics-") as scratch:
        new = Path(shutil.copytree(old, Path(scratch) / "rubrics", ignore=shutil.ignore_patterns("cases")))
        for name, row in fitted.items():
            calibration.write(new, name, row)
        load_rubrics(new)  # never put a rubric in place that can't be read
        own = folder / "rubrics"
        if own.is_dir():
            own.rename(Path(scratch) / "old")
        new.rename(own)
    return own, judge.record_version(course.coursedir, assignment, new=True)
