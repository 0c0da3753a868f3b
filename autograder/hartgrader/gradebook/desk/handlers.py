"""What the formgrader's server answers on the desk's addresses; registered by `patches.install`."""

from __future__ import annotations

import contextlib
import getpass
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
from hartcity.errors import HartError
from nbgrader.api import MissingEntry
from nbgrader.server_extensions.formgrader.apihandlers import CommentHandler, GradeHandler
from nbgrader.server_extensions.formgrader.base import BaseApiHandler, BaseHandler, check_notebook_dir, check_xsrf
from tornado import web

from hartgrader.gradebook import history, needs
from hartgrader.gradebook.desk import comments, queue
from hartgrader.gradebook.desk.running import Run

_NAME = "([^/]+)"


def _refuse_unknown(handler: BaseHandler, assignment: str) -> None:
    if assignment not in {a.name for a in handler.gradebook.assignments}:
        raise web.HTTPError(404, f"no assignment {assignment}")


class QueuePage(BaseHandler):
    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, assignment: str = ""):
        names = sorted(a.name for a in self.gradebook.assignments)
        if not assignment and len(names) == 1:
            self.redirect(f"{self.base_url}/formgrader/queue/{names[0]}")
            return
        if assignment:
            _refuse_unknown(self, assignment)
        self.write(self.render("queue.tpl", base_url=self.base_url, assignment_id=assignment, assignments=names))


class _Api(BaseApiHandler):
    @property
    def course(self) -> Path:
        return Path(self.coursedir.root)

    def answer(self, data: Any) -> None:
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.write(json.dumps(data, ensure_ascii=False))

    def refuse(self, error: HartError) -> None:
        self.set_status(409)
        self.answer({"problem": str(error)})


class QueueApi(_Api):
    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, assignment: str):
        _refuse_unknown(self, assignment)
        criterion = self.get_argument("criterion", "")
        found = queue.answers(self.gradebook, self.coursedir, assignment)
        self.answer([a.record() for a in found if not criterion or a.criterion == criterion])


class CommentsApi(_Api):
    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, assignment: str, criterion: str):
        self.answer(comments.record(self.course, self.gradebook, assignment, criterion))

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def post(self, assignment: str, criterion: str):
        body = self.get_json_body() or {}
        where, text, was = (body.get(key, "") for key in ("criterion", "text", "was"))
        if not all(isinstance(v, str) for v in (where, text, was)) or where not in ("all", criterion):
            raise web.HTTPError(400, "criterion, text and was must be text")
        try:
            comments.change(self.course, where, text, was)
        except HartError as error:
            self.refuse(error)
            return
        self.answer(comments.record(self.course, self.gradebook, assignment, criterion))


class GradeApi(_Api):
    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, assignment: str):
        run = self.settings.get("hart_run")
        self.answer(run.record() if run and run.assignment == assignment else {})

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def post(self, assignment: str):
        _refuse_unknown(self, assignment)
        run = self.settings.get("hart_run")
        if not (run and run.running):
            run = self.settings["hart_run"] = Run(self.course.parent, assignment)
        self.answer(run.record())


def _who(handler: BaseHandler) -> str:
    """Return a person's name on a hub; on a machine of one's own, where Jupyter makes a name up, the account's."""
    name = getattr(handler.current_user, "username", "")
    made_up = getattr(handler.current_user, "name", "").startswith("Anonymous ")
    return name if name and not made_up else getpass.getuser()


@contextlib.contextmanager
def _remembered(handler: BaseHandler, find: Callable[[str], Any], id_: str) -> Iterator[Any]:
    """Put into the history what the block changes about a grade or a comment."""
    try:
        found = find(id_)
    except MissingEntry:
        raise web.HTTPError(404, f"nothing here with the id {id_}") from None
    before = found.to_dict()
    yield found
    coursedir = handler.coursedir
    history.add(Path(coursedir.root), history.between(coursedir, _who(handler), before, found.to_dict()))


class KeptGrade(GradeHandler):
    """nbgrader's own saving of a score, remembered; what is no score is refused."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def put(self, grade_id: str):
        with _remembered(self, self.gradebook.find_grade_by_id, grade_id) as grade:
            data = self.get_json_body() or {}
            for key, most in (("manual_score", grade.max_score), ("extra_credit", math.inf)):
                if not _is_score(data.get(key), most):
                    raise web.HTTPError(400, f"{key} must be a number from 0 to {most:g}")
            super().put(grade_id)


def _is_score(value: Any, most: float) -> bool:
    try:
        return value is None or (math.isfinite(float(value)) and 0 <= float(value) <= most)
    except (TypeError, ValueError):
        return False


class KeptComment(CommentHandler):
    """nbgrader's own saving of a comment, remembered."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def put(self, comment_id: str):
        with _remembered(self, self.gradebook.find_comment_by_id, comment_id):
            super().put(comment_id)


class HistoryApi(_Api):
    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, submission: str):
        try:
            notebook = self.gradebook.find_submission_notebook_by_id(submission)
        except MissingEntry:
            raise web.HTTPError(404, f"no submission {submission}") from None
        student, assignment = notebook.student.id, notebook.assignment.assignment.name
        folder = Path(self.coursedir.format_path(self.coursedir.autograded_directory, student, assignment))
        now = {n.criterion: n.digest for n in needs.read(folder / f"{notebook.name}.ipynb").needs}
        try:
            found = [d for d in history.read(self.course) if (d.student, d.assignment) == (student, assignment)]
        except HartError as error:
            self.refuse(error)
            return
        self.answer(
            [
                {**attrs.asdict(d), "words": d.words, "same_text": d.text == now[d.criterion]}
                for d in found
                if d.criterion in now
            ]
        )


HANDLERS = [
    (r"/formgrader/api/grade/([^/]+)", KeptGrade),
    (r"/formgrader/api/comment/([^/]+)", KeptComment),
    (rf"/formgrader/api/hart/history/{_NAME}/?", HistoryApi),
    (r"/formgrader/queue/?", QueuePage),
    (rf"/formgrader/queue/{_NAME}/?", QueuePage),
    (rf"/formgrader/api/hart/queue/{_NAME}/?", QueueApi),
    (rf"/formgrader/api/hart/comments/{_NAME}/{_NAME}/?", CommentsApi),
    (rf"/formgrader/api/hart/grade/{_NAME}/?", GradeApi),
]
