"""What can go wrong, as a reader of the message would sort it.

HartError
├── ContentError    a file of the city, the rubrics or the settings is wrong: path, line, what is allowed
├── AnswersError    a student's answers.json can't be used: the file and why
├── WorkspaceError  the workspace or the environment is not as the command needs it: what to do
└── GradingError    one submission can't be graded: the student and why
"""

from __future__ import annotations

from pathlib import Path


class HartError(Exception):
    """Every error this project raises on purpose; `str()` is one line that a person can act on."""


class ContentError(HartError):
    """A mistake in a content file.

    Parameters
    ----------
    path : the file.
    line : 1-based line of the mistake, or None when it concerns the whole file.
    message : what is wrong and what would fix it.
    allowed : the words that would have been right, when there is such a list.
    """

    def __init__(self, path: Path | str, line: int | None, message: str, allowed: tuple[str, ...] = ()):
        self.path, self.line, self.message, self.allowed = Path(path), line, message, tuple(allowed)
        place = f"{path}:{line}" if line else f"{path}"
        hint = f" (allowed: {', '.join(allowed)})" if allowed else ""
        super().__init__(f"{place}: {message}{hint}")


class AnswersError(HartError):
    """An answers file that can't be read as a student's work."""


class WorkspaceError(HartError):
    """The workspace or the environment is not as a command needs it."""


class GradingError(HartError):
    """A submission that can't be graded."""
