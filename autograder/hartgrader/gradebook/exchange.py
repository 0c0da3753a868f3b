"""Collect hand-ins without following a link or stopping at an odd name."""

from __future__ import annotations

import datetime
import shutil
import stat
from pathlib import Path

from hartcity.errors import GradingError
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import ignore_patterns

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
