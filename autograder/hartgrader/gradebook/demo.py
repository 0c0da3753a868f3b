"""The demo class: invented submissions, broken the way real hand-ins break, taken through nbgrader's real cycle."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import attrs
import yaml
from hartcity import answers, content
from hartcity.errors import ContentError, WorkspaceError
from hartcity.settings import ASSIGNMENT
from nbgrader.api import Gradebook
from nbgrader.exchange.default import ExchangeSubmit

from hartgrader.gradebook.config import COURSE
from hartgrader.gradebook.course import collect, feedback, grade, prepare
from hartgrader.gradebook.grading import Graded
from hartgrader.gradebook.session import Course

PART_1, PART_2 = "part-1-services.ipynb", "part-2-email.ipynb"
KINDS = ("excellent", "middling", "weak", "off task", "troubled")
# What the exchange would mend on the way: broken in the collected copy instead.
AFTER_COLLECTING = ("symlink", "bad-timestamp")


@attrs.frozen
class DemoStudent:
    """One invented student.

    Attributes
    ----------
    id, first_name, last_name : as the gradebook holds them.
    handed_in : the time of handing in, e.g. ``2026-11-17 21:14:09 UTC``.
    kind : what the work was meant to be when it was written, one of `KINDS`; nobody rated it.
    trouble : what is broken about the hand-in, a key of `DemoClass.troubles`, or an empty string.
    answers : in the shape of ``answers.json``.
    """

    id: str
    first_name: str
    last_name: str
    handed_in: str
    kind: str
    trouble: str
    answers: dict[str, Any]


@attrs.frozen
class DemoClass:
    """The whole class; `due` is the due date, `troubles` says in a sentence what each kind of trouble is."""

    due: str
    troubles: dict[str, str]
    students: tuple[DemoStudent, ...]

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(s.id for s in self.students)


def _read(path: Path) -> dict:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        raise ContentError(path, None if line is None else line + 1, "this is not readable YAML.") from None
    if not isinstance(data, dict):
        raise ContentError(path, 1, "one record with keys was expected.")
    return data


def load_class(folder: Path | None = None) -> DemoClass:
    """Return the class in `folder` (default: ``scenarios/demo-class``), students in the order of their files' names.

    Raises
    ------
    ContentError : a file that isn't YAML, lacks a key, or uses a word that `KINDS` or ``class.yml`` doesn't have.
    """
    folder = folder or content.locate("scenarios", "demo-class")
    about = _read(folder / "class.yml")
    students = []
    for path in sorted(folder.glob("*.yml")):
        if path.name == "class.yml":
            continue
        data = _read(path)
        trouble = data.get("trouble") or ""
        if data.get("kind") not in KINDS:
            raise ContentError(path, None, f"kind {data.get('kind')!r} is unknown.", KINDS)
        if trouble and trouble not in about["troubles"]:
            raise ContentError(path, None, f"trouble {trouble!r} is unknown.", tuple(about["troubles"]))
        try:
            answers.from_dict(data.get("answers", {}), path.name)
            students.append(
                DemoStudent(
                    **{key: str(data["student"][key]) for key in ("id", "first_name", "last_name")},
                    handed_in=str(data["handed_in"]),
                    kind=data["kind"],
                    trouble=trouble,
                    answers=data.get("answers", {}),
                )
            )
        except KeyError as error:
            raise ContentError(path, None, f"the key {error} is missing.") from None
    return DemoClass(due=str(about["due"]), troubles=dict(about["troubles"]), students=tuple(students))


def write_work(student: DemoStudent, folder: Path) -> None:
    """Put the student's work into `folder`, a fetched copy of the assignment, and break it as `trouble` says."""
    record = {"schema": answers.SCHEMA, **student.answers}
    if student.trouble == "oversized":
        plan = record["coordination"]
        record["coordination"] = plan * (2 * answers.LIMIT_BYTES // len(plan))
    path = folder / answers.FILE_NAME
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    break_before(student.trouble, folder)


def break_before(trouble: str, folder: Path) -> None:
    """Break the work in `folder` before it is handed in; kinds of trouble that come later change nothing here."""
    record, part_1, part_2 = folder / answers.FILE_NAME, folder / PART_1, folder / PART_2
    if trouble == "missing-answers":
        record.unlink()
    elif trouble == "corrupt-answers":
        raw = record.read_bytes()
        record.write_bytes(raw[: len(raw) // 2])
    elif trouble == "corrupt-notebook":
        raw = part_2.read_bytes()
        part_2.write_bytes(raw[: len(raw) // 2])
    elif trouble == "missing-notebook":
        part_2.unlink()
    elif trouble == "renamed-notebook":
        part_2.rename(folder / "part 2 FINAL final.ipynb")
    elif trouble == "duplicated-cell":
        notebook = json.loads(part_1.read_text(encoding="utf-8"))
        graded = next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade"))
        notebook["cells"].append(dict(graded))
        part_1.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")


def break_after(trouble: str, folder: Path, target: Path) -> None:
    """Break the collected copy in `folder`; a symlink points at `target`."""
    record = folder / answers.FILE_NAME
    if trouble == "symlink":
        record.unlink(missing_ok=True)
        record.symlink_to(target)
    elif trouble == "bad-timestamp":
        (folder / "timestamp.txt").write_text("last night, I think", encoding="utf-8")


def refuse_others(root: Path, demo: DemoClass) -> None:
    """Raise WorkspaceError when `root` already holds hand-ins that aren't the demo's, with a way on."""
    marker = _marker(root)
    inbound = root / "workspace" / "exchange" / COURSE / "inbound"
    present = {p.name for p in (root / "course" / "submitted").glob("*") if p.is_dir()}
    present |= {p.name.rsplit("+", 3)[0] for p in inbound.glob("*") if p.is_dir()}
    others = sorted(present - demo.ids if marker.exists() else present)
    if others:
        some = ", ".join(others[:3]) + (", …" if len(others) > 3 else "")
        raise WorkspaceError(
            f"{root} already holds hand-ins of {len(others)} student{'s' if len(others) > 1 else ''} of your own "
            f"({some}); nothing was changed. Give the demo a folder to itself: "
            "`hartgrader demo --folder DIR`, then `hartcity open --folder DIR`."
        )


def _marker(root: Path) -> Path:
    return root / "workspace" / ".hart" / "demo.json"


class _HandIn(ExchangeSubmit):
    """nbgrader's submit, on the day the student handed in, and for ids nbgrader would take only from a login."""

    student: DemoStudent

    def set_timestamp(self) -> None:
        self.timestamp = self.student.handed_in

    def init_dest(self) -> None:
        super().init_dest()
        stand_in, rest = self.assignment_filename.split("+", 1)
        assert stand_in == self.coursedir.student_id
        self.assignment_filename = f"{self.student.id}+{rest}"


def hand_in(course: Course, student: DemoStudent, scratch: Path) -> None:
    """Fetch the assignment for one student, put their work into it and submit it through the exchange."""
    folder = scratch / "".join(c if c.isalnum() else "-" for c in student.id)
    folder.mkdir()
    # An explicit id may have no plus sign in it; one from a login may.
    course.coursedir.assignment_id, course.coursedir.student_id = ASSIGNMENT, student.id.replace("+", "-")
    parts = {"coursedir": course.coursedir, "authenticator": course.api.authenticator, "parent": course.api}
    try:
        fetch = course.api.exchange.FetchAssignment(**parts)
        fetch.assignment_dir = str(folder)
        fetch.start()
        write_work(student, folder / ASSIGNMENT)
        submit = _HandIn(**parts)
        submit.student, submit.strict = student, False
        submit.assignment_dir, submit.cache = str(folder), str(scratch / "cache")
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            submit.start()
    finally:
        course.coursedir.student_id = "*"


def _forget_last_time(root: Path, demo: DemoClass) -> None:
    """Remove what an earlier demo handed in; grades and comments stay in the gradebook."""
    for student in demo.ids:
        shutil.rmtree(root / "course" / "submitted" / student, ignore_errors=True)
    for path in (root / "workspace" / "exchange" / COURSE / "inbound").glob(f"*+{ASSIGNMENT}+*"):
        if path.name.rsplit("+", 3)[0] in demo.ids:
            shutil.rmtree(path)


def run(root: Path | str, progress: Callable[[str, int, int], None], demo: DemoClass | None = None) -> list[Graded]:
    """Take the demo class through generate, release, submit, collect, autograde and feedback in `root`.

    Safe to repeat: the demo's own hand-ins are replaced, scores and comments a person gave stay.

    Parameters
    ----------
    root : the folder with ``course/`` and ``workspace/``; made when missing.
    progress : called with a step's name, how much of it is done, and how much there is.

    Raises
    ------
    WorkspaceError : when `root` holds other students' work, or nbgrader refuses a step.
    """
    root, demo = Path(root).absolute(), demo or load_class()
    refuse_others(root, demo)
    progress("Releasing the assignment", 0, 1)
    prepare(root)
    progress("Releasing the assignment", 1, 1)
    _marker(root).parent.mkdir(parents=True, exist_ok=True)
    _marker(root).write_text(json.dumps(sorted(demo.ids), ensure_ascii=False), encoding="utf-8")
    _forget_last_time(root, demo)
    course = Course(root)
    with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=demo.due)
        for student in demo.students:
            gradebook.update_or_create_student(student.id, first_name=student.first_name, last_name=student.last_name)
    with tempfile.TemporaryDirectory() as scratch, course.listening():
        for done, student in enumerate(demo.students):
            progress("Handing in", done, len(demo.students))
            hand_in(course, student, Path(scratch))
    progress("Handing in", len(demo.students), len(demo.students))
    progress("Collecting", 0, 1)
    collect(root)
    for student in demo.students:
        break_after(
            student.trouble, course.folder("submitted", ASSIGNMENT, student.id), root / "course" / "gradebook.db"
        )
    progress("Collecting", 1, 1)
    graded = grade(
        root, progress=lambda done, total, _student: progress("Grading", done, total), force=True, new_version=True
    )
    progress("Writing feedback", 0, 1)
    feedback(root)
    progress("Writing feedback", 1, 1)
    return graded
