"""Everything needed to judge the submissions of one assignment, loaded once."""

from __future__ import annotations

import datetime
import functools
import json
from pathlib import Path
from typing import Any

import attrs
from hartcity import city as cities
from hartcity import service_user as service_users
from hartcity import settings as settings_file
from hartcity.answers import Answers
from hartcity.content import locate
from nbgrader.coursedir import CourseDirectory

from hartgrader import rubric as rubrics_module
from hartgrader import score as scoring
from hartgrader import versions
from hartgrader.feedback import Part, Row, parts, row
from hartgrader.gradebook.files import replace
from hartgrader.gradebook.submission import Trouble
from hartgrader.sheet import CriterionScore, ScoreSheet


@attrs.frozen
class Judge:
    """The settings, the city, its people and the rubrics of one assignment."""

    settings: Any
    city: Any
    users: dict[str, Any]
    rubrics: Any
    rows: dict[str, Row]
    version: int = 1

    def flags_on(self, criterion: str, sheet: ScoreSheet) -> list[dict[str, str]]:
        """Return kind and reason of the flags that make this criterion's level unsure."""
        return [{"kind": f.kind, "reason": f.reason} for f in sheet.flags if criterion in f.criteria]

    def parts(self, criterion: str, answers: Answers) -> tuple[Part, ...]:
        """Return the pieces of one answer with the directory's names in place of ids."""
        services = {
            key: f"{s.name}, {self.city.organizations[s.organization_id].name}"
            for key, s in self.city.services.items()
            if key in answers.services
        }
        organizations = {key: o.name for key, o in self.city.organizations.items()}
        return parts(criterion, answers, services, organizations)

    def assess(self, answers: Answers) -> tuple[ScoreSheet | None, Trouble | None]:
        """Return the judgment, or why there is none. Never raises on what a student wrote."""
        if answers.is_empty():
            return self._nothing(), None
        allowed = [u for u in self.users if not self.settings.service_users or u in self.settings.service_users]
        name = answers.service_user or (allowed[0] if len(allowed) == 1 else "")
        if name not in allowed:
            problem = f"“{name[:40]}” is not a person of this assignment" if name else "no person was chosen"
            return None, Trouble("person", f"{problem}, so the answers can't be judged by machine.", True)
        try:
            return scoring.score(answers, self.city, self.users[name], self.rubrics), None
        except Exception as error:  # one student's text must never stop a class
            return None, Trouble("judge", f"the judge failed on these answers ({type(error).__name__}: {error}).", True)

    def _nothing(self) -> ScoreSheet:
        blank = {
            key: CriterionScore(key, 0, 0.0, row.max_points, 1.0, True, ("Nothing was handed in for this.",))
            for key, row in self.rows.items()
        }
        return ScoreSheet({}, blank)


def load(assignment_file: Path) -> Judge:
    """Return the judge for an ``assignment.yml``; loaded again when it, the rubrics or the city changed on disk.

    Raises
    ------
    ContentError : naming file and line, when one of them is wrong.
    """
    return _loaded(assignment_file, locate("rubrics"))


def of_course(coursedir: CourseDirectory, assignment: str, *, grading: bool = False) -> Judge:
    """Return the judge for an assignment of a course, with the course's own rubrics where it has some.

    Only `grading` asks that the rubric is the version the course grades under.

    Raises
    ------
    ContentError : naming file and line, when a file is wrong.
    GradingError : when the rubric's structure changed without a new version.
    """
    source = Path(coursedir.format_path(coursedir.source_directory, ".", assignment))
    course = Path(coursedir.root)
    the_judge = _loaded(source / settings_file.FILE_NAME, rubrics_of(course))
    return attrs.evolve(the_judge, version=versions.current(course, the_judge.rubrics) or 1) if grading else the_judge


def rubrics_of(course: Path) -> Path:
    """Return the folder of the rubrics that a course is graded by: its own, else those that came with it."""
    own = course / "rubrics"
    return own if own.is_dir() else locate("rubrics")


def record_version(coursedir: CourseDirectory, assignment: str, *, new: bool = False) -> int:
    """Write down the rubrics as the course's first version, or as the next one if asked; return its number.

    Raises
    ------
    GradingError : when the structure changed and no new version was asked for.
    """
    course = Path(coursedir.root)
    source = Path(coursedir.format_path(coursedir.source_directory, ".", assignment))
    rubrics = _loaded(source / settings_file.FILE_NAME, rubrics_of(course)).rubrics
    before = versions.known(course)
    if before and not new:
        return versions.current(course, rubrics) or 1
    record = versions.added(course, rubrics, datetime.date.today().isoformat())
    if record != before:
        replace(course / versions.RECORD, json.dumps(record, ensure_ascii=False, indent=1))
    return record[-1]["version"]


def _loaded(assignment_file: Path, rubrics: Path) -> Judge:
    if not assignment_file.is_file():
        assignment_file = locate(settings_file.FILE_NAME)
    city = cities.find_city(settings_file.load(assignment_file).city, assignment_file.parent)
    files = [p for folder in (rubrics, locate("scenarios"), city) for p in folder.rglob("*.yml")]
    newest = max((p.stat().st_mtime_ns for p in files), default=0)
    return _load(assignment_file, assignment_file.stat().st_mtime_ns, rubrics, newest, len(files))


@functools.lru_cache(maxsize=2)
def _load(assignment_file: Path, _mtime: int, folder: Path, _newest: int, _count: int) -> Judge:
    settings = settings_file.load(assignment_file)
    city = cities.load_city(settings.city, assignment_file.parent)
    rubrics = rubrics_module.load_rubrics(folder)
    rows = {key: row(criterion) for key, criterion in rubrics.criteria.items()}
    return Judge(settings, city, service_users.load_service_users(city), rubrics, rows)
