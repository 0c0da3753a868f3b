"""nbgrader's converters, taught to keep one student's trouble from harming the others."""

from __future__ import annotations

import contextlib
import fnmatch
import hashlib
import secrets
import shutil
from pathlib import Path
from typing import NoReturn

from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_notebook
from nbgrader import converters as stock
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.base import BaseConverter, NbGraderException

from hartgrader.gradebook import before, gate
from hartgrader.gradebook.files import locked, replace
from hartgrader.gradebook.submission import Trouble, plain_file, read_timestamp, refuse_id

FILE_LIMIT = 1_000_000
WANTED = ("answers.json", "timestamp.txt", "submission_secret.txt")


class TrustingNobody(NotebookExporter):
    """Reads a submitted notebook as an empty one: the `Rebuild` step puts the released notebook in its place."""

    def from_filename(self, filename, resources=None, **kw):
        if not self.parent._sanitizing:
            return super().from_filename(filename, resources=resources, **kw)
        path = Path(filename)
        resources = {} if resources is None else resources
        resources.setdefault("metadata", {}).update(name=path.stem, path=str(path.parent))
        return self.from_notebook_node(new_notebook(), resources=resources, **kw)


class SafeCopy(BaseConverter):
    """Copies a student's files without following links; stands before `BaseConverter` in the order of resolution."""

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        source = Path(self._format_source(assignment_id, student_id))
        dest = Path(self._format_dest(assignment_id, student_id))
        dest.mkdir(parents=True, exist_ok=True)
        if source.is_symlink() or source.parent.is_symlink():
            return
        for name in WANTED:
            path = source / name
            if plain_file(path) and path.stat().st_size <= FILE_LIMIT:
                (dest / name).unlink(missing_ok=True)
                shutil.copyfile(path, dest / name)


class EveryStudent(BaseConverter):
    """Finds every student's folder, whatever its name, and names the notebooks the assignment has.

    Stock nbgrader globs: an id with brackets matches nothing, and a folder without notebooks is skipped in silence.
    """

    def init_notebooks(self) -> None:
        course, assignment = self.coursedir, self.coursedir.assignment_id
        with Gradebook(course.db_url, course.course_id) as gradebook:
            try:
                wanted = sorted(n.name for n in gradebook.find_assignment(assignment).notebooks)
            except MissingEntry:
                self._stop(f"the gradebook has no assignment “{assignment}”: generate it first.")
        wanted = [n for n in wanted if fnmatch.fnmatchcase(n, course.notebook_id)]
        self.assignments, self.notebooks = {}, []
        for folder in self._folders():
            paths = [str(folder / f"{n}.ipynb") for n in wanted]
            if not self._sanitizes:
                paths = [p for p in paths if Path(p).is_file()]
            if paths:
                self.assignments[str(folder)] = paths
        if not self.assignments:
            self._stop(f"nothing of student “{course.student_id}” to work on in “{assignment}”.")

    def _stop(self, message: str) -> NoReturn:
        self.log.error(message)
        raise NbGraderException(message)

    _sanitizes = False

    def _folders(self) -> list[Path]:
        course = self.coursedir
        step = Path(self._format_source(course.assignment_id, "x")).parents[1]
        names = [p.name for p in step.iterdir()] if step.is_dir() else []
        # The id itself comes first: it may hold characters that a pattern would read.
        chosen = [n for n in names if n == course.student_id] or fnmatch.filter(names, course.student_id)
        folders = [Path(self._format_source(course.assignment_id, n)) for n in chosen if not n.startswith(".")]
        return sorted(f for f in folders if f.is_dir() or f.is_symlink())


class Autograde(EveryStudent, stock.Autograde, SafeCopy):
    """Grades by `Rebuild` and `SaveGrades`; no kernel starts and nothing a student made is opened as more than text.

    Attributes
    ----------
    reason : why the last submission failed, in one line; empty when it didn't.
    worked : whether the last submission was graded now, not kept from before.
    before : notebook → what was known of it when it was graded last time.
    judged : the judgment of the submission, made for its first notebook and good for the others.
    """

    _sanitizes = True
    reason = ""
    worked = False

    def start(self) -> None:
        with contextlib.ExitStack() as self._held:
            super().start()

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        self.reason, self.more_troubles, self.judged = "", [], None
        with self._one_line(student_id):
            refuse_id(student_id)
        # Another run, or a button, may be at this student: the second waits, and finds the work done.
        self._held.close()
        self._held.enter_context(locked(_lock(self.coursedir.root, student_id)))
        dest = Path(self._format_dest(assignment_id, student_id))
        self.before = before.read(dest)
        whole = self.coursedir.notebook_id == "*" and dest.is_dir()
        again = (
            whole and not self.force and self._begin_again(Path(self._format_source(assignment_id, student_id)), dest)
        )
        if dest.is_dir():
            before.keep(dest, self.before)
        if again:
            shutil.rmtree(dest)
        self.worked = super().init_destination(assignment_id, student_id)
        if not self.worked:
            before.forget(dest)
        self.dest = dest
        return self.worked

    def _begin_again(self, source: Path, dest: Path) -> bool:
        """Whether a killed run left this student half done, or other answers came without a later time."""
        if not before.is_whole(dest, [Path(n).stem for n in self.notebooks]):
            return True
        new, old = source / WANTED[0], dest / WANTED[0]
        usable = plain_file(new) and new.stat().st_size <= FILE_LIMIT
        return usable and not (old.is_file() and old.read_bytes() == new.read_bytes())

    def run_post_convert_hook(self) -> None:
        before.forget(self.dest)
        super().run_post_convert_hook()

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        with self._one_line(student_id):
            source = self._format_source(assignment_id, student_id)
            if has_bad_timestamp(Path(source)):
                self.more_troubles.append(
                    Trouble("timestamp", "the time of handing in can't be read; whether it was late is unknown.")
                )
            super().init_assignment(assignment_id, student_id)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        with self._one_line(Path(notebook_filename).parents[1].name):
            super().convert_single_notebook(notebook_filename)

    def write_single_notebook(self, output: str, resources: dict) -> None:
        # Whoever opens the page meanwhile finds a whole notebook.
        about = resources["nbgrader"]
        self.writer.build_directory = self._format_dest(about["assignment"], about["student"])
        replace(Path(self.writer.build_directory) / f"{resources['unique_key']}.ipynb", output)

    @contextlib.contextmanager
    def _one_line(self, student_id: str):
        try:
            yield
        except Exception as error:
            self.reason = " ".join(str(error).split()) or type(error).__name__
            self.log.error("%r could not be graded: %s", student_id, self.reason)
            raise


class GenerateFeedback(EveryStudent, stock.GenerateFeedback, SafeCopy):
    """nbgrader's feedback for every student, whatever their id, except what the course keeps back."""

    def init_notebooks(self) -> None:
        super().init_notebooks()
        held = gate.unseen(self.coursedir, self.coursedir.assignment_id)
        for folder in list(self.assignments):
            student = Path(folder).parent.name
            if student in held:
                self.log.error("%s: %s.", student, held[student])
                del self.assignments[folder]
        if not self.assignments:
            self._stop("no feedback was written: everything waits for you to look at it first (unseen: refuse).")

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        super().init_assignment(assignment_id, student_id)
        # Releasing stops for the whole class where one of these is missing, as in a hand-in put there by hand. With a
        # secret that nobody knows the page goes out to nobody.
        dest = Path(self._format_dest(assignment_id, student_id))
        for name, text in (("timestamp.txt", "unknown"), ("submission_secret.txt", secrets.token_hex(64))):
            if not (dest / name).exists():
                (dest / name).write_text(text, encoding="utf-8")


def _lock(root: str, student_id: str) -> Path:
    """Return the lock for a student; a few students share each, so that a class doesn't leave a file for everyone."""
    return Path(root) / ".hart" / "locks" / hashlib.sha256(student_id.encode()).hexdigest()[:2]


def has_bad_timestamp(folder: Path) -> bool:
    """Whether a submission says when it was handed in, but not in a way that can be read."""
    path = folder / "timestamp.txt"
    return (path.is_symlink() or path.exists()) and read_timestamp(path) is None
