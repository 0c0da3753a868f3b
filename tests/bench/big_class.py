"""A class of 1,000 in one run of `hartgrader grade`: how long, how much memory at a tenth of the way and at most.

The run is killed halfway and started again, as a machine that goes down would do it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from nbgrader.api import Gradebook

sys.path.insert(0, str(Path(__file__).parents[1]))
import classroom
from hartcity.settings import ASSIGNMENT
from hartgrader.gradebook import course
from hartgrader.gradebook.session import Course


def memory(process: psutil.Process) -> float:
    """Return the memory of a process and its children in MB; pages they share count for each."""
    total = 0
    for p in [process, *process.children(recursive=True)]:
        try:
            total += p.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 1e6


def run(root: Path, students: int, until: int | None = None) -> tuple[float, list[tuple[int, float]]]:
    """Grade and return seconds and (students done, MB) as it went; killed when `until` are done."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "hartgrader", "grade", "--folder", str(root), "--format", "json"]
    child = psutil.Popen(command, stdout=subprocess.DEVNULL)
    seen = []
    while child.poll() is None:
        done = len(list((root / "course" / "autograded").glob(f"*/{ASSIGNMENT}/part-2-email.ipynb")))
        try:
            seen.append((done, memory(child)))
        except psutil.NoSuchProcess:
            break
        if until and done >= until:
            child.kill()
            child.wait()
        time.sleep(0.5)
    return time.perf_counter() - start, seen


def measure(students: int = 1000) -> dict[str, float]:
    """Return seconds, submissions per second, and MB at a tenth of the way and at most."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "root"
        course.prepare(root)
        names = classroom.scripted_class(root, students)
        first, before = run(root, students, until=students // 2)
        time.sleep(2)  # the workers of the killed run finish the student they are at
        second, after = run(root, students)
        it = Course(root)
        with Gradebook(it.coursedir.db_url, it.coursedir.course_id) as gradebook:
            graded = gradebook.assignment_submissions(ASSIGNMENT)
            assert sorted(s.student_id for s in graded) == names
            assert all(g.auto_score is not None for s in graded for n in s.notebooks for g in n.grades)
        early = next(mb for done, mb in before if done >= students // 10)
        return {"seconds": first + second, "early": early, "most": max(mb for _, mb in before + after)}


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    found = measure(number)
    print(f"a class of {number:,}, killed halfway and continued  {found['seconds']:.0f} s")
    print(f"memory after a tenth of that class, all processes  {found['early']:.0f} MB")
    print(f"memory at most, all processes  {found['most']:.0f} MB")
