"""Where nbgrader's configuration doesn't reach: the few names of nbgrader that `install` replaces, and why.

nbgrader's formgrader and its commands name the classes they use, so a subclass can't be configured. Everything else
is done by configuration (config.py).
"""

from __future__ import annotations

import datetime
import functools
import re
from pathlib import Path

import nbgrader
import nbgrader.api
from alembic.config import Config
from alembic.script import ScriptDirectory
from jinja2 import FileSystemLoader
from nbgrader.apps import api, autogradeapp, generatefeedbackapp
from nbgrader.coursedir import CourseDirectory
from nbgrader.server_extensions.formgrader import base, formgrader, handlers
from sqlalchemy import Engine, create_engine

from hartgrader.gradebook import converter
from hartgrader.gradebook.desk.handlers import HANDLERS
from hartgrader.gradebook.submission import read_timestamp

PAGES = Path(__file__).parent / "templates" / "pages"


def _existing_timestamp(_coursedir: CourseDirectory, folder: str) -> datetime.datetime | None:
    return read_timestamp(Path(folder) / "timestamp.txt")


def _submitted_timestamp(self: api.NbGraderAPI, assignment_id: str, student_id: str) -> datetime.datetime | None:
    course = self.coursedir
    return read_timestamp(
        Path(course.format_path(course.submitted_directory, student_id, assignment_id)) / "timestamp.txt"
    )


def _schema_version() -> str:
    folder = Path(nbgrader.__file__).parent
    config = Config(str(folder / "alembic.ini"))
    config.set_main_option("script_location", str(folder / "alembic"))
    return ScriptDirectory.from_config(config).get_current_head() or ""


# nbgrader opens the gradebook anew about ten times for a submission; a kept engine remembers its compiled queries.
@functools.lru_cache(maxsize=4)
def _kept_engine(url: str, **options) -> Engine:
    # Wait for the other one when the formgrader and a grading run write at the same time.
    patience = {"connect_args": {"timeout": 30}} if url.startswith("sqlite") else {}
    return create_engine(url, **options, **patience)


class _Pages(FileSystemLoader):
    """nbgrader's pages with ours beside them, and a way to ours in the list at the left of each."""

    _LAST = re.compile(r'<li [^>]*><a href="\{\{ base_url \}\}/formgrader/manage_students">Manage Students</a></li>')
    _OURS = '<li role="presentation"><a href="{{ base_url }}/formgrader/queue">Grading Queue</a></li>\n'

    def __init__(self, searchpath):
        super().__init__([str(PAGES), *searchpath])

    def get_source(self, environment, template):
        source, name, is_current = super().get_source(environment, template)
        return self._LAST.sub(lambda m: self._OURS + m[0], source), name, is_current


_stock_gradebook = base.BaseHandler.gradebook.fget


def _fresh_gradebook(self: base.BaseHandler) -> nbgrader.api.Gradebook:
    gradebook = _stock_gradebook(self)
    if not getattr(self, "_hart_began", False):
        self._hart_began = True
        gradebook.db.rollback()
    return gradebook


def install() -> None:
    """Replace the names; doing it twice does nothing more."""
    # Half the time of grading went into compiling the same queries again.
    nbgrader.api.create_engine = _kept_engine
    # The Autograde button, the API and the command: one bad hand-in would stop the whole class.
    api.Autograde = autogradeapp.Autograde = converter.Autograde
    # Ids with brackets get their feedback too.
    api.GenerateFeedback = generatefeedbackapp.GenerateFeedback = converter.GenerateFeedback
    # One unreadable time of handing in would take down the page that lists the whole class.
    CourseDirectory.get_existing_timestamp = _existing_timestamp
    api.NbGraderAPI.get_submitted_timestamp = _submitted_timestamp
    # What the server read before another process graded is not what the gradebook holds now: begin each request anew.
    base.BaseHandler.gradebook = property(_fresh_gradebook)
    # The formgrader takes no further pages by configuration.
    formgrader.FileSystemLoader = _Pages
    handlers.default_handlers[:0] = [h for h in HANDLERS if h not in handlers.default_handlers]
    # A new gradebook asks the `alembic` command, which only an activated environment has on its path.
    nbgrader.api.get_alembic_version = _schema_version
