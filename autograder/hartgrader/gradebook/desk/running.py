"""Grade everything that is new while the page stays open: one run at a time for a server, in processes of its own."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path
from typing import Any

from hartcity.errors import HartError

from hartgrader.gradebook import course
from hartgrader.gradebook.grading import Graded


class Run:
    """One run over an assignment.

    Attributes
    ----------
    done, total : students.
    error : why it could not go on, in one line.
    results : how each student's grading went, once it has ended.
    """

    def __init__(self, root: Path, assignment: str):
        self.assignment, self.done, self.total, self.error = assignment, 0, 0, ""
        self.results: list[Graded] = []
        self._thread = threading.Thread(target=self._grade, args=(root,), daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def _grade(self, root: Path) -> None:
        try:
            # Never in this process: the server's own gradebook belongs to its thread.
            self.results = course.grade(root, self.assignment, self._progress, processes=2)
        except HartError as error:
            self.error = str(error)
        except Exception as error:
            self.error = f"grading stopped ({type(error).__name__}: {' '.join(str(error).split())[:200]})."

    def _progress(self, done: int, total: int, _student: str) -> None:
        self.done, self.total = done, total

    def record(self) -> dict[str, Any]:
        """Return how the run stands, as the page gets it."""
        state = Counter(r.state for r in self.results)
        return {
            "running": self.running, "done": self.done, "total": self.total, "error": self.error,
            "assignment": self.assignment, **{key: state[key] for key in ("graded", "kept", "failed")},
            "lines": [f"{r.student}: {' '.join(r.lines)}" for r in self.results if r.state == "failed"],
        }  # fmt: skip
