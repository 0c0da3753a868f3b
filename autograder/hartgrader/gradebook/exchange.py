"""Collect without following a link or stopping at an odd name; release only what may go out."""

from __future__ import annotations

import datetime
import glob
import shutil
import stat
from pathlib import Path

from hartcity.errors import GradingError
from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseFeedback
from nbgrader.utils import ignore_patterns

from hartgrader.gradebook import gate
from hartgrader.gradebook.submission import refuse_id


class SafeCollect(ExchangeCollect):
    """nbgrader's collect, except that links stay links and one bad folder name doesn't stop the class."""

    def _path_to_record(self, path):
        try:
            return super()._path_to_record(path)
        except Exception:
            name = Path(path).name
            self.log.error("%s: the folder's name doesn't say when it was handed in; it counts as the oldest.", name)
            return {"username": name.split("+")[0], "filename": name, "timestamp": datetime.datetime.min}

    def init_src(self):
        super().init_src()
        kept = []
        for record in self.src_records:
            try:
                refuse_id(record["username"])
                kept.append(record)
            except GradingError as error:
                self.log.error("One hand-in was not collected: %s", error)
        self.src_records = kept

    def do_copy(self, src, dest, log=None):
        if Path(src).is_symlink():
            self.log.error("%s: the hand-in is a link to another folder; nothing was copied.", Path(src).name)
            Path(dest).mkdir(parents=True)
            return
        skip = ignore_patterns(
            exclude=self.coursedir.ignore,
            include=self.coursedir.include,
            max_file_size=self.coursedir.max_file_size,
            log=self.log,
        )

        def skip_special(folder, names):
            special = {n for n in names if not _ordinary(Path(folder) / n)}
            return (
                set(skip(folder, [n for n in names if n not in special and not (Path(folder) / n).is_symlink()]))
                | special
            )

        # A link is copied as a link; grading refuses it by name.
        shutil.copytree(src, dest, symlinks=True, ignore=skip_special)


def _ordinary(path: Path) -> bool:
    mode = path.lstat().st_mode
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode)


class GatedRelease(ExchangeReleaseFeedback):
    """nbgrader's release of feedback, for those whom the course's settings and dates let have it now."""

    def __init__(self, coursedir=None, authenticator=None, authentictor=None, **more):  # nbgrader's API misspells it
        super().__init__(coursedir, authenticator or authentictor, **more)

    def copy_files(self):
        course, assignment = self.coursedir, self.coursedir.assignment_id
        step = Path(course.format_path(course.feedback_directory, "x", assignment)).parents[1]
        everyone = sorted(p.parent.name for p in step.glob(f"*/{assignment}"))
        asked = course.student_id if course.student_id and course.student_id != "*" else ""
        chosen = [s for s in everyone if s == asked] if asked else everyone
        closed = gate.closed(course, assignment, chosen)
        for student, why in closed.items():
            self.log.error("%s: %s.", student, why)
        if asked and closed:
            self.fail(f"{asked}: {closed[asked]}.")
        for student in (s for s in chosen if s not in closed):
            self.src_path = glob.escape(course.format_path(course.feedback_directory, student, assignment))
            super().copy_files()
