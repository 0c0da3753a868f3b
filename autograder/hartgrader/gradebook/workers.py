"""Grade in several processes at once, each student in one of them.

nbgrader's gradebook is a SQLite file: processes that never share a student write into it side by side without harm.
The students are dealt out one by one, so no process waits for the others, and one that dies costs one student a line.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path

import attrs

from hartgrader.gradebook.grading import Graded, grade_one
from hartgrader.gradebook.session import Course

# A process takes as long to start as some thirty submissions take.
_WORTH_IT = 30
_MOST = 8


def processes(students: int) -> int:
    """Return how many processes are worth starting for so many students; 1 means to stay in this one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, _MOST, students // _WORTH_IT))


def _work(line: Connection, root: Path, assignment: str, force: bool) -> None:
    """Grade each student named on the line until it is closed, also by the end of the other process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears it and closes the line
    course = Course(root)
    try:
        while True:
            line.send(grade_one(course, assignment, line.recv(), force))
            course.messages.clear()
    except (EOFError, OSError):
        return


@attrs.define
class _Worker:
    process: multiprocessing.process.BaseProcess
    line: Connection
    student: str = ""

    def give(self, student: str) -> None:
        self.student = student
        self.line.send(student)

    def close(self) -> None:
        self.line.close()
        self.process.join(30)
        if self.process.is_alive():
            self.process.kill()


def grade(root: Path, assignment: str, students: list[str], force: bool, count: int) -> Iterator[Graded]:
    """Grade the students in `count` processes; yields each result as it comes."""
    # Not forked from this process: a copy of one with threads and an open database is not safe to go on in.
    ways = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in ways else "spawn")
    context.set_forkserver_preload(["hartgrader.gradebook.workers"])

    def start() -> _Worker:
        mine, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, root, assignment, force), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, mine)

    waiting, team = deque(students), [start() for _ in range(min(count, len(students)))]
    try:
        for worker in team:
            if waiting:
                worker.give(waiting.popleft())
        while busy := {w.line: w for w in team if w.student}:
            for line in wait(list(busy)):
                worker = busy[line]
                try:
                    result = worker.line.recv()
                except (EOFError, OSError):
                    result = Graded(worker.student, "failed", lines=("the process that graded this ended by itself.",))
                    team.remove(worker)
                    worker.close()
                    worker = start()
                    team.append(worker)
                worker.student = ""
                if waiting:
                    worker.give(waiting.popleft())
                yield result
    finally:
        for worker in team:
            worker.close()
