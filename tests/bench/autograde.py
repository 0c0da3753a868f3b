"""Seconds per submission of our autograde beside stock nbgrader with a kernel, on the same class in the same run.

Stock nbgrader runs the cells of both notebooks in a kernel, as it does with any assignment; ours starts none.
"""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
import time
from pathlib import Path

from nbgrader import converters
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

sys.path.insert(0, str(Path(__file__).parents[1]))
import classroom
from hartcity.settings import ASSIGNMENT
from hartgrader.gradebook import course
from hartgrader.gradebook.config import COURSE


def _stock(root: Path, student: str) -> None:
    """Grade one student as nbgrader does out of the box: its own classes, steps and kernel."""
    config = Config()
    config.CourseDirectory.root = str(root / "course")
    config.CourseDirectory.course_id = COURSE
    quiet = logging.getLogger("bench.stock")
    quiet.setLevel(logging.CRITICAL)
    app = NbGrader(config=config, log=quiet)
    folder = CourseDirectory(parent=app, assignment_id=ASSIGNMENT, student_id=student)
    converters.Autograde(coursedir=folder, parent=app).start()


def measure(students: int = 6) -> dict[str, float]:
    """Return ``ours`` and ``stock`` in seconds per submission and their ``ratio``.

    Each way grades one student first to load what is loaded once; then the two take turns, so that a busy
    machine slows both alike.
    """
    with tempfile.TemporaryDirectory() as scratch:
        ours, stock = Path(scratch) / "ours", Path(scratch) / "stock"
        course.prepare(ours)
        names = [f"student-{n}" for n in range(students + 1)]
        for name in names:
            classroom.hand_in(ours, name)
        shutil.copytree(ours, stock)
        ways = {"ours": lambda name: course.grade(ours, students=(name,)), "stock": lambda name: _stock(stock, name)}
        spent = dict.fromkeys(ways, 0.0)
        for name in names:
            for way, run in ways.items():
                start = time.perf_counter()
                run(name)
                if name != names[0]:
                    spent[way] += time.perf_counter() - start
    per_student = {way: seconds / students for way, seconds in spent.items()}
    return {**per_student, "ratio": per_student["stock"] / per_student["ours"]}


if __name__ == "__main__":
    found = measure()
    print(f"autograde, ours  {found['ours']:.2f} s per submission")
    print(f"autograde, stock nbgrader with a kernel  {found['stock']:.2f} s per submission")
    print(f"autograde, times faster  {found['ratio']:.1f}")
