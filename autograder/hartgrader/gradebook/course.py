"""Take a course through nbgrader's steps in one process: prepare, collect, grade, feedback.

Each `nbgrader` command takes seconds to start; here they share one start.
"""

from __future__ import annotations

import contextlib
import logging
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import attrs
from hartcity import settings
from hartcity.content import locate
from hartcity.errors import GradingError, WorkspaceError
from hartcity.settings import ASSIGNMENT
from hartcity.workspace import ASSIGNMENT_PAGES, Manifest, digest
from nbgrader.api import Gradebook

from hartgrader.gradebook import judge, policy, workers
from hartgrader.gradebook.grading import Graded, grade_one
from hartgrader.gradebook.session import CONFIG_FILE, Course

Progress = Callable[[int, int, str], None]


def _quiet(_done: int, _total: int, _student: str) -> None:
    """Report progress to nobody."""


@attrs.frozen
class Prepared:
    """What `prepare` did: whether the assignment was released anew, and the files put, refreshed or left alone."""

    released: bool
    put: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def _require(result: dict, what: str, course: Course) -> None:
    if not result["success"]:
        last = result.get("error", "").strip().splitlines()[-1:] or course.messages[-1:] or ["no reason given"]
        # The last line of a traceback, without the exception's name.
        raise WorkspaceError(f"{what} failed: {re.sub(r'^[A-Za-z_.]+: ', '', last[0])}")


def prepare(root: Path | str, assignment: str = ASSIGNMENT) -> Prepared:
    """Generate and release the assignment, and put the student's copy in the workspace; safe to call on every start.

    Only what changed is done again. A file a person changed is never replaced.

    Raises
    ------
    WorkspaceError : when nbgrader refuses a step, with its reason.
    """
    root = Path(root).absolute()
    folder = root / "course"
    (root / "workspace").mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    begins = {name: locate(name) for name in (CONFIG_FILE, "assignment.yml")}
    begins[policy.FILE] = locate("scenarios", "templates", policy.FILE)
    for name, template in begins.items():
        if not (folder / name).exists():
            shutil.copyfile(template, folder / name)
    own = settings.assignments(folder).get(assignment)
    if own is None:
        raise WorkspaceError(f"there is no assignment “{assignment}” here: `hartcity assignment new` makes one.")
    course = Course(root)
    with course.listening():
        manifest = Manifest(root / "workspace" / ".hart" / "course.json")
        # What the first assignment left in the manifest of an earlier version has no name before it.
        mark = "" if assignment == ASSIGNMENT else f"{assignment}/"
        source, release = course.folder("source", assignment), course.folder("release", assignment)
        wanted = {f"{n}.ipynb": locate("notebooks", f"{n}.ipynb") for n in ASSIGNMENT_PAGES}
        wanted["assignment.yml"] = own
        for name, path in wanted.items():
            manifest.put(path, source / name, f"{mark}source/{name}")
        state = {name: digest(source / name) for name in wanted}
        outbound = Path(course.api.exchange_root) / course.coursedir.course_id / "outbound" / assignment
        complete = all((release / n).is_file() and (outbound / n).is_file() for n in wanted)
        released = not complete or manifest.known.get(f"{mark}released") != state
        if released:
            _require(course.api.generate_assignment(assignment), f"generating {assignment}", course)
            _release(course, assignment)
            manifest.known[f"{mark}released"] = state
            _keep_private(folder / "gradebook.db")
        put, left = [], []
        mine = root / "workspace" / assignment
        for path in sorted(p for p in release.iterdir() if p.is_file()):
            done = manifest.put(path, mine / path.name, f"{assignment}/{path.name}")
            (put if done else left if done is False else []).append(path.name)
        manifest.save()
    return Prepared(released, tuple(put), tuple(left))


def _keep_private(gradebook: Path) -> None:
    """Take the gradebook out of reach of people who are neither its owner nor in its group: students."""
    with contextlib.suppress(OSError):
        gradebook.chmod(gradebook.stat().st_mode & ~0o007)


def prepare_all(root: Path | str) -> Prepared:
    """Prepare every assignment of the course; see `prepare`."""
    done = [prepare(root)]
    done += [prepare(root, name) for name in list(settings.assignments(Path(root).absolute() / "course"))[1:]]
    return Prepared(any(d.released for d in done), *(sum((getattr(d, k) for d in done), ()) for k in ("put", "left")))


def _release(course: Course, assignment: str) -> None:
    course.coursedir.assignment_id = assignment
    release = course.api.exchange.ReleaseAssignment(
        coursedir=course.coursedir, authenticator=course.api.authenticator, parent=course.api
    )
    release.force = True
    try:
        release.start()
    except Exception as error:
        raise WorkspaceError(f"releasing {assignment} failed: {error}") from error


def collect(root: Path | str, assignment: str = ASSIGNMENT) -> list[str]:
    """Collect what students handed in, newest first; return nbgrader's remarks on troubled hand-ins."""
    course = Course(root)
    with course.listening() as messages:
        _require(course.api.collect(assignment), f"collecting {assignment}", course)
    return list(messages)


def grade(
    root: Path | str,
    assignment: str = ASSIGNMENT,
    progress: Progress = _quiet,
    *,
    students: tuple[str, ...] = (),
    force: bool = False,
    processes: int | None = None,
    new_version: bool = False,
) -> list[Graded]:
    """Grade every hand-in that is new, or all with `force`; one student's trouble never stops another's grade.

    A run that was stopped goes on where it was: what is graded and has nothing newer is kept.

    Parameters
    ----------
    progress : called with (done, total, student) before each student and once at the end.
    students : only these ids; all when empty.
    processes : how many to grade in; as many as are worth it when None.
    new_version : count the rubrics as a new version when their structure changed.

    Raises
    ------
    GradingError : when nothing can be graded at all, with what to do.
    """
    course = Course(root)
    if not course.folder("release", assignment).is_dir():
        raise GradingError(f"there is no assignment “{assignment}” yet: open the course, or generate it, first.")
    judge.record_version(course.coursedir, assignment, new=new_version)  # a mistake in a rubric stops everybody, once
    everyone = handed_in(course, assignment)
    unknown = sorted(set(students) - set(everyone))
    if unknown:
        raise GradingError(f"no hand-in of {', '.join(unknown)} in {assignment}: check the id, or collect first.")
    chosen = [s for s in everyone if not students or s in students]
    count = workers.processes(len(chosen)) if processes is None else processes
    if count > 1:
        work = workers.grade(course.root, assignment, chosen, force, count)
    else:
        work = (grade_one(course, assignment, student, force) for student in chosen)
    results: list[Graded] = []
    progress(0, len(chosen), "")
    for result in work:
        results.append(result)
        progress(len(results), len(chosen), result.student)
    settle(course, assignment)
    return sorted(results, key=lambda r: r.student)


def settle(course: Course, assignment: str) -> policy.Rules:
    """Bring due date, extensions and late penalties in line with the course's policy; see `policy.settle`."""
    with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
        return policy.settle(gradebook, course.coursedir, assignment)


def handed_in(course: Course, assignment: str) -> list[str]:
    """Return the ids of the students who handed in, in order."""
    return sorted(p.parent.name for p in course.folder("submitted", assignment, "x").parents[1].glob(f"*/{assignment}"))


def feedback(root: Path | str, assignment: str = ASSIGNMENT, *, release: bool = False) -> list[str]:
    """Write the feedback pages of every graded submission, and release them if asked.

    Returns
    -------
    a line for each student whose page was not written or not released, with the reason.

    Raises
    ------
    WorkspaceError : when nothing could be written at all.
    """
    course = Course(root)
    settle(course, assignment)
    with course.listening(logging.ERROR) as messages:
        _require(course.api.generate_feedback(assignment), f"feedback on {assignment}", course)
        if release:
            _require(course.api.release_feedback(assignment), f"releasing feedback on {assignment}", course)
    return list(dict.fromkeys(messages))
