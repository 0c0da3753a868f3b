"""What the formgrader's server answers on the desk's addresses; registered by `patches.install`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hartcity.errors import HartError
from nbgrader.server_extensions.formgrader.base import BaseApiHandler, BaseHandler, check_notebook_dir, check_xsrf
from tornado import web

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


HANDLERS = [
    (r"/formgrader/queue/?", QueuePage),
    (rf"/formgrader/queue/{_NAME}/?", QueuePage),
    (rf"/formgrader/api/hart/queue/{_NAME}/?", QueueApi),
    (rf"/formgrader/api/hart/comments/{_NAME}/{_NAME}/?", CommentsApi),
    (rf"/formgrader/api/hart/grade/{_NAME}/?", GradeApi),
]
