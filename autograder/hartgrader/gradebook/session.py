"""Open a course: nbgrader's own API with the course's configuration, in this process."""

from __future__ import annotations

import contextlib
import logging
import warnings
from pathlib import Path

from hartcity.errors import WorkspaceError
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets import default
from traitlets.config import PyFileConfigLoader

CONFIG_FILE = "nbgrader_config.py"


def find_root(start: Path | str) -> Path:
    """Return the nearest folder above (or at) `start` that holds a course.

    Raises
    ------
    WorkspaceError : when there is none.
    """
    start = Path(start).absolute()
    for folder in (start, *start.parents):
        if (folder / "course" / CONFIG_FILE).is_file():
            return folder
    raise WorkspaceError(f"{start} is not inside a Hart City folder: run `hartcity open` there first.")


class _Api(NbGraderAPI):
    # It asks for its logger before it knows its parent.
    @default("log")
    def _own_log(self):
        return _quiet_logger()


class Course:
    """A course on disk and nbgrader's API to it.

    Attributes
    ----------
    root : the folder with ``course/`` and ``workspace/``.
    api : nbgrader's API; `api.coursedir` and `api.exchange` as nbgrader uses them.
    log : what nbgrader says; warnings and worse also go to `messages`.
    """

    def __init__(self, root: Path | str):
        self.root = find_root(root)
        config = PyFileConfigLoader(CONFIG_FILE, str(self.root / "course")).load_config()
        # nbgrader's own queries make SQLAlchemy warn about objects it is about to add; nothing a person could act on.
        warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")
        self.app = NbGrader(config=config, log=_quiet_logger())
        self.app.coursedir = CourseDirectory(parent=self.app)
        self.messages: list[str] = []
        # nbgrader lists the exchange when the API is made and complains when there is none yet.
        with self.listening():
            self.api = _Api(self.app.coursedir, parent=self.app)
        self.messages.clear()

    @property
    def coursedir(self) -> CourseDirectory:
        return self.app.coursedir

    def folder(self, step: str, assignment: str, student: str = ".") -> Path:
        """Return the folder of a step (`source`, `release`, `submitted`, `autograded`, `feedback`)."""
        return Path(self.coursedir.format_path(getattr(self.coursedir, f"{step}_directory"), student, assignment))

    @contextlib.contextmanager
    def listening(self, level: int = logging.WARNING):
        """Collect what nbgrader says of this level and above in `messages` while the block runs."""
        handler = _Keep(self.messages, level)
        self.app.log.addHandler(handler)
        try:
            yield self.messages
        finally:
            self.app.log.removeHandler(handler)


class _Keep(logging.Handler):
    def __init__(self, messages: list[str], level: int):
        super().__init__(level)
        self.messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _quiet_logger() -> logging.Logger:
    logger = logging.getLogger("hartgrader.nbgrader")
    logger.propagate = False
    logger.setLevel(logging.INFO)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    return logger
