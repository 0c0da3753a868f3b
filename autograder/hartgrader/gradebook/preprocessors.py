"""The steps of nbgrader's pipeline that are ours: rebuild a submission, save its grades, read them for feedback."""

from __future__ import annotations

import functools
import math
from pathlib import Path
from typing import Any

import bleach
import markdown
import nbformat
from hartcity.errors import GradingError
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import is_grade, is_solution

from hartgrader.changes import answer_changes
from hartgrader.feedback import panel
from hartgrader.gradebook import cells, judge
from hartgrader.gradebook.before import Earlier, texts
from hartgrader.gradebook.submission import Handed, Trouble, read_submission

# What a student finds in an answer cell; an answer cell that still says this was not answered.
PLACEHOLDER = "*Your answer stands here once it has been graded. Write it in the boxes above.*"


def course_of(step: Any) -> CourseDirectory:
    """Return the course directory of the converter that runs this step (step → exporter → converter)."""
    return step.parent.parent.coursedir


@functools.lru_cache(maxsize=8)
def _notebook(path: Path, _mtime: int) -> str:
    return path.read_text(encoding="utf-8")


def released_notebook(coursedir: CourseDirectory, assignment: str, name: str) -> nbformat.NotebookNode:
    """Return a fresh copy of a notebook as students got it.

    Raises
    ------
    GradingError : when the assignment was never generated.
    """
    path = Path(coursedir.format_path(coursedir.release_directory, ".", assignment)) / f"{name}.ipynb"
    if not path.is_file():
        raise GradingError(f"release/{assignment}/{name}.ipynb is missing: generate the assignment first.")
    return nbformat.reads(_notebook(path, path.stat().st_mtime_ns), as_version=4)


def answer_cells(nb: nbformat.NotebookNode) -> dict[str, nbformat.NotebookNode]:
    """Return grade id → cell for the cells that hold an answer."""
    return {c.metadata.nbgrader.grade_id: c for c in nb.cells if is_grade(c) and is_solution(c)}


def released_answers(coursedir: CourseDirectory, assignment: str) -> dict[str, dict[str, str]]:
    """Return notebook → grade id → released text, for every notebook of the assignment."""
    folder = Path(coursedir.format_path(coursedir.release_directory, ".", assignment))
    return {
        p.stem: {key: c.source for key, c in answer_cells(released_notebook(coursedir, assignment, p.stem)).items()}
        for p in sorted(folder.glob("*.ipynb"))
    }


class Rebuild(NbGraderPreprocessor):
    """First step: put the released notebook in place of the student's, with their answers in its answer cells.

    The student's notebook is never used, so nothing in it can be run, forged or missing. What the template shows is
    kept in ``cell.metadata.hart``, what is wrong with the hand-in in ``nb.metadata.hart``.
    """

    def preprocess(self, nb, resources):
        coursedir, about = course_of(self), resources["nbgrader"]
        folder = Path(coursedir.format_path(coursedir.submitted_directory, about["student"], about["assignment"]))
        nb = released_notebook(coursedir, about["assignment"], about["notebook"])
        worker = self.parent.parent
        if worker.judged is None:
            worker.judged = self._judge(coursedir, about["assignment"], folder)
        the_judge, handed, sheet, trouble = worker.judged
        troubles = [*handed.troubles, *((trouble,) if trouble and trouble not in handed.troubles else ())]
        troubles += worker.more_troubles
        for criterion, cell in answer_cells(nb).items():
            self._fill(cell, criterion, the_judge, handed, sheet, trouble)
        nb.metadata["hart"] = {
            "review": the_judge.settings.review,
            "version": the_judge.version,
            "person": getattr(the_judge.users.get(handed.answers.service_user), "name", ""),
            "troubles": [{"kind": t.kind, "reason": t.reason, "stops": t.stops} for t in troubles],
            "flags": [{"kind": f.kind, "reason": f.reason} for f in (sheet.flags if sheet else ())],
        }
        return nb, resources

    @staticmethod
    def _judge(coursedir: CourseDirectory, assignment: str, folder: Path) -> tuple:
        handed = read_submission(folder, released_answers(coursedir, assignment))
        the_judge = judge.of_course(coursedir, assignment, grading=True)
        sheet, trouble = (None, handed.stopped) if handed.stopped else the_judge.assess(handed.answers)
        return the_judge, handed, sheet, trouble

    @staticmethod
    def _fill(cell, criterion: str, the_judge: judge.Judge, handed: Handed, sheet, trouble: Trouble | None) -> None:
        pieces = the_judge.parts(criterion, handed.answers)
        if pieces:
            cell.source = cells.markdown(pieces)
        cell.metadata["hart"] = panel(
            criterion,
            sheet,
            the_judge.rows.get(criterion),
            pieces,
            unread=trouble.reason if trouble else "",
            typed_in_cell=handed.typed.get(criterion, ""),
        )
        cell.metadata["hart"]["flags"] = the_judge.flags_on(criterion, sheet) if sheet else []


def needs_a_person(review: str, shown: dict[str, Any]) -> bool:
    """Whether a proposed score waits for a person, as the course is configured (`all`, `unsure` or `none`)."""
    if shown["unread"]:
        return True
    if review == "unsure":
        return bool(shown["typed_in_cell"]) or (shown["answered"] and not shown["sure"])
    return review == "all"


class SaveGrades(SaveAutoGrades):
    """Second pass: propose the judged points to the gradebook; what a person entered stays on top.

    `needs_manual_grade` is set as the course is configured, and always when an answer changed under a person's score.
    """

    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        before = self.parent.parent.before.get(about["notebook"])
        hart = nb.metadata.get("hart", {})
        with Gradebook(about["db_url"], course_of(self).course_id) as gradebook:
            notebook = gradebook.find_submission_notebook(about["notebook"], about["assignment"], about["student"])
            grades = {g.cell.name: g for g in notebook.grades}
            comments = {c.cell.name: c for c in notebook.comments}
            for key, cell in answer_cells(nb).items():
                shown = cell.metadata.hart
                grade, comment = grades[key], comments.get(key)
                grade.auto_score = clamp(shown["points"], grade.max_score)
                scored = grade.manual_score is not None
                commented = comment is not None and bool(comment.manual_comment)
                was = before.answers.get(key) if before else None
                self._compare(shown, was, scored or commented, grade.needs_manual_grade)
                grade.needs_manual_grade = shown["changed"] or (not scored and needs_a_person(hart["review"], shown))
                if comment is not None:
                    # Accepted as proposed: when a new proposal is accepted over it, no words of a person's are lost.
                    shown["replaceable"] = commented and comment.manual_comment == comment.auto_comment
                    comment.auto_comment = _auto_comment(shown)
            remarks = [*hart["troubles"], *hart["flags"]]
            # A flag that a person took away comes back only for a new reason.
            if remarks and (before is None or before.remarks != remarks):
                notebook.flagged = True
            gradebook.db.commit()
        nb.metadata["hart"]["graded"] = True
        return nb, resources

    @staticmethod
    def _compare(shown: dict[str, Any], was: Earlier | None, decided: bool, waits: bool) -> None:
        """Say what is new about an answer, and whether it is new under what a person decided."""
        same, unresolved = was is not None and was.digest == shown["digest"], was is not None and was.changed and waits
        # Once changed it stays so until a person decides, however often it is graded again.
        shown["changed"] = decided and (not same or unresolved)
        # Compared with what that person read, however often it was handed in since.
        shown["earlier"] = (
            (was.older if (same or unresolved) and was.older else [] if same else was.texts) if was else []
        )
        new = texts(shown)
        shown["changes"] = answer_changes(shown["earlier"], new) if shown["earlier"] not in ([], new) else []


def _auto_comment(shown: dict[str, Any]) -> str:
    if shown["unread"]:
        return "Your answer could not be read."
    return shown["comment"] if shown["answered"] else "No response."


def clamp(points: Any, most: float) -> float:
    """Return points as a finite number from 0 to `most`; what is not a number is 0, never full credit."""
    try:
        value = float(points)
    except (TypeError, ValueError):
        return 0.0
    return min(max(value, 0.0), float(most)) if math.isfinite(value) else 0.0


def comment_html(text: str) -> str:
    """Return an instructor's Markdown as HTML without scripts, handlers or odd links; it may quote a student."""
    return bleach.clean(
        markdown.markdown(text, extensions=["sane_lists"]),
        tags=[
            "p",
            "br",
            "em",
            "strong",
            "ul",
            "ol",
            "li",
            "a",
            "code",
            "pre",
            "blockquote",
            "h1",
            "h2",
            "h3",
            "h4",
            "hr",
        ],
        attributes={"a": ["href"]},
        protocols=["https", "http", "mailto"],
    )


class ReadGrades(GetGrades):
    """For feedback: besides score and comment, tell the template what a person decided and what is provisional."""

    def _get_score(self, cell, resources):
        super()._get_score(cell, resources)
        place = (cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id)
        grade, comment = self.gradebook.find_grade(*place), self.gradebook.find_comment(*place)
        mark = cell.metadata.nbgrader
        mark["proposed"] = grade.auto_score
        mark["by_person"] = grade.manual_score is not None
        mark["provisional"] = bool(grade.needs_manual_grade)
        # A comment that was accepted as proposed says only what the page says anyway.
        own = comment.manual_comment if comment.manual_comment != comment.auto_comment else None
        mark["own_comment"] = own or ""
        mark["own_comment_html"] = comment_html(own or "")
        resources["nbgrader"]["provisional"] = resources["nbgrader"].get("provisional", False) or mark["provisional"]
